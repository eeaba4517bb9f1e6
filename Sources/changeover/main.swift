import Commands

await Changeover.start()
