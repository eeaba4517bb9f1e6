import ArgumentParser
import Foundation
import Record
import Store

/// `changeover record text PAPER`
struct RecordText: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Write the text of an imported paper back, byte for byte.",
        discussion: """
            EXAMPLE
              changeover record text trag-003-minutes > minutes.txt
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The paper's name: its file name without extension.") var paper: String
    @Option(name: [.long, .short], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"))
    var out = "-"

    func run() async throws {
        try await reporting {
            let record = try data.openExistingRecord()
            guard let bytes = try await record.bytes(ofPaper: paper) else {
                throw Failure(
                    "there is no paper “\(paper)” in the record", because: "no imported file has that name",
                    advice: "changeover record export papers lists the names")
            }
            guard out != "-" else { return try Terminal.write(bytes) }
            try Data(bytes).write(to: URL(fileURLWithPath: out), options: .atomic)
        }
    }
}
