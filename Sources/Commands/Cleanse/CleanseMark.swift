import ArgumentParser
import Cleanse
import Foundation
import Store

/// `changeover cleanse mark`
struct CleanseMark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Note what a party says of its exceptions: notified, in progress, claimed fixed.",
        discussion: """
            A claim is only a claim: the next check resolves what it sees put right, and takes back what it does not.

            EXAMPLE
              changeover cleanse mark --owner S:ABCD --rule DPI-01 --as "claimed fixed" --note "update of 4 July"
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var wanted: ExceptionOptions
    @Option(name: .customLong("as"), help: ArgumentHelp("notified, in progress or claimed fixed.", valueName: "state"))
    var newState: String
    @Option(name: .long, help: ArgumentHelp("Who said so, and how.", valueName: "words")) var note = ""

    func run() async throws {
        try await reporting {
            guard let state = ExceptionState(rawValue: newState),
                [.notified, .inProgress, .claimedFixed].contains(state)
            else {
                throw Failure(
                    "--as \(newState) cannot be noted", because: "only a check resolves, and an exemption exempts",
                    advice: "use notified, \"in progress\" or \"claimed fixed\"", code: .misused)
            }
            guard !wanted.isEmpty else {
                throw Failure(
                    "every exception would be marked", because: "no option says which",
                    advice: "name an owner, a rule, a subject or another filter", code: .misused)
            }
            let ledger = try CleanseDesk(data: data.folder).existingLedger()
            let outcome = try ledger.mark(try wanted.filter(), as: state, note: note)
            try Terminal.print(
                "\(outcome.changed.grouped) exceptions are \(state.rawValue); \(outcome.unchanged.grouped) were left")
        }
    }
}
