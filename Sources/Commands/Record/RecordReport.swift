public import ArgumentParser
import Foundation
import Kernel
public import Papers
import Record
import Store

/// `changeover record report headline|minutes --meeting "TMAG 008"`
struct RecordReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a meeting's headline report or minutes in the programme's own form.",
        discussion: """
            The text form can be imported again and gives the same records.

            EXAMPLE
              changeover record report headline --meeting "TMAG 008" --format markdown
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var known: KnownOptions
    @Argument(help: "headline or minutes.") var form: ReportForm
    @Option(name: .long, help: ArgumentHelp("The meeting, such as \"TMAG 008\".", valueName: "group number"))
    var meeting: String
    @Option(name: .long, help: "text, markdown or html.") var format: ReportFormat = .text
    @Option(name: [.long, .short], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"))
    var out = "-"

    func validate() throws {
        if MeetingReader.key(meeting) == nil {
            throw ValidationError("--meeting takes a group and a number such as \"TMAG 008\", not “\(meeting)”.")
        }
    }

    func run() async throws {
        try await reporting {
            let record = try data.openExistingRecord()
            guard let key = MeetingReader.key(meeting),
                let dossier = try await DossierBuilder.dossier(of: key, for: form, from: record, asKnownAt: known.day)
            else {
                let day = known.asKnownAt.map { " as known at \($0)" } ?? ""
                throw Failure(
                    "there is no meeting “\(meeting)” in the record\(day)",
                    because: "no paper of that meeting is known",
                    advice: "changeover record export meetings lists the meetings")
            }
            let text = ReportRenderer.render(ReportWriter.paper(form, of: dossier), as: format)
            guard out != "-" else { return try Terminal.write(Array(text.utf8)) }
            try Data(text.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
        }
    }
}

extension ReportForm: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}

extension MeetingReader {
    /// `TMAG 008` as the key of the meeting's record, `TMAG 8`; nil where group or number is missing.
    static func key(_ text: String) -> String? {
        guard let number = read(text).value, let group = number.group, !group.isEmpty else { return nil }
        return "\(group) \(number.canonical)"
    }
}
