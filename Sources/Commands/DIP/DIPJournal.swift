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

            With --json the line of an accepted message of IF-001, IF-003 and IF-031 to IF-037 also has what the message \
            says of a migration, where it says it: responseCode, reasons (codes with a blank between them), scenario, \
            effective, supplier and formerSupplier (DIP IDs), supplierMPID and formerSupplierMPID. migration track reads \
            them.

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
            let mpids = json ? try mpidsByParty() : [:]
            var place = after
            var left = limit ?? .max
            while left > 0 {
                let lines = try await journal.lines(after: place, filter: filter, limit: min(left, Self.page))
                guard let last = lines.last else { return }
                try Terminal.print(
                    json
                        ? try await exported(lines, of: journal, mpids).joined(separator: "\n")
                        : lines.map(JournalText.words).joined(separator: "\n"))
                place = last.sequence
                left -= lines.count
            }
        }
    }

    private func mpidsByParty() throws -> [String: String] {
        var found: [String: String] = [:]
        for participant in try DIPFolder(data: data.folder).register().participants() {
            found[participant.dipID.text] = participant.mpid
        }
        return found
    }

    /// Lines as JSON, with what their messages say.
    private func exported(
        _ lines: [JournalLine], of journal: SQLiteJournal, _ mpids: [String: String]
    ) async throws -> [String] {
        let messages = lines.filter {
            $0.event == .accepted && JournalMessageFields.interfaces.contains($0.interface ?? "")
        }
        let elements = try await journal.elements(of: messages.map(\.sequence))
        return lines.map { line in
            guard let element = elements[line.sequence] else { return String(decoding: line.json, as: UTF8.self) }
            let fields = JournalMessageFields(
                interface: line.interface ?? "", eventCode: line.eventCode ?? "", sender: line.sender,
                element: element, mpids: mpids)
            return String(decoding: line.json(with: fields), as: UTF8.self)
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
