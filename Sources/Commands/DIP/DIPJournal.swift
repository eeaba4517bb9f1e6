import ArgumentParser
import DIP
import Foundation
import Kernel
import Store

/// `changeover dip journal`
struct DIPJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Print what happened, oldest first: one line an event.",
        discussion: """
            The journal may be read while the stand-in runs. --after takes the sequence of the last line seen.

            EXAMPLE
              changeover dip journal --json --mpan 2000056535971
            """)

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "One line of JSON an event.") var json = false
    @Option(name: .long, help: ArgumentHelp("Only events after this sequence.", valueName: "n")) var after: Int64 = 0
    @Option(name: .long, help: ArgumentHelp("Only events of this transaction.", valueName: "id"))
    var transaction: String?
    @Option(name: .long, help: ArgumentHelp("Only events about this MPAN.", valueName: "mpan")) var mpan: String?
    @Option(name: .long, help: ArgumentHelp("Only events of this party, by DIP ID.", valueName: "id"))
    var party: String?
    @Option(name: .long, help: ArgumentHelp("Only events of this interface.", valueName: "IF-nnn"))
    var interface: String?
    @Option(name: .long, help: ArgumentHelp("Only events with this response code.", valueName: "code"))
    var code: String?
    @Option(name: .long, help: ArgumentHelp("Only events of this kind; may be repeated.", valueName: "kind"))
    var event: [EventKind] = []
    @Option(name: .long, help: ArgumentHelp("At most this many.", valueName: "n")) var limit: Int?

    /// Lines read from the journal at a time.
    private static let page = 1_000

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    }

    func run() async throws {
        try await reporting {
            let journal = try DIPFolder(data: data.folder).existingJournal()
            let filter = JournalFilter(
                transactionID: transaction, mpan: mpan, party: party, interface: interface?.uppercased(), code: code,
                events: event.isEmpty ? nil : event.map(\.event))
            var place = after
            var left = limit ?? .max
            while left > 0 {
                let lines = try await journal.lines(after: place, filter: filter, limit: min(left, Self.page))
                guard let last = lines.last else { return }
                let text = lines.map { json ? String(decoding: $0.json, as: UTF8.self) : JournalText.words($0) }
                try Terminal.print(text.joined(separator: "\n"))
                place = last.sequence
                left -= lines.count
            }
        }
    }
}

/// A kind of event, as an option's value.
struct EventKind: ExpressibleByArgument {
    let event: JournalLine.Event

    init?(argument: String) {
        guard let event = JournalLine.Event(rawValue: argument) else { return nil }
        self.event = event
    }

    static var allValueStrings: [String] { JournalLine.Event.allCases.map(\.rawValue) }
}
