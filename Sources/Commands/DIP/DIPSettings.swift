import ArgumentParser
import DIP

/// `changeover dip settings`
struct DIPSettings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Print every setting of the stand-in with its range, its source and how sure that is.",
        discussion: """
            The output is a configuration file: save it as dip/settings.yaml in the data folder, or give it to \
            `dip serve --settings`.

            EXAMPLE
              changeover dip settings > changeover-data/dip/settings.yaml
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("The settings to begin with.", valueName: "file")) var settings: String?

    func run() async throws {
        try await reporting {
            try Terminal.print(DIPFolder(data: data.folder).settings(file: settings).file)
        }
    }
}
