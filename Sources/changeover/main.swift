import Commands

await Changeover.main()
