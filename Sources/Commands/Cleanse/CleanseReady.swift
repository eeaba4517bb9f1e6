import ArgumentParser
import Cleanse
import Foundation
import Formats
import Store

/// `changeover cleanse ready`
struct CleanseReady: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "List a supplier's MPANs that are clean and ready to migrate, and why the others are not.",
        discussion: """
            Ready: registered, not disconnected, and without an open exception of severity E that is not exempt. \
            CSV: mpan,ready,reasons.

            EXAMPLE
              changeover cleanse ready --supplier ABCD
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("The supplier's participant (else all).", valueName: "mpid"))
    var supplier: String?
    @Flag(name: .long, help: "Only those that are not ready.") var notReady = false
    @Flag(name: .long, help: "Only how many there are, by supplier.") var summary = false

    func run() async throws {
        try await reporting {
            let desk = CleanseDesk(data: data.folder)
            let loaded = try desk.loaded()
            let ledger = try desk.existingLedger()
            guard let registration = loaded.registers.registration else {
                throw Failure(
                    "nobody's MPANs are known", because: "REG was not loaded",
                    advice: "load a folder with REG.csv", code: .couldNotRun)
            }
            var list = ReadyList(
                registration: registration, supplier: supplier, onlyUnready: notReady, summary: summary)
            try list.begin()
            var filter = LedgerFilter()
            filter.severity = .error
            try ledger.entries(filter) { entry in
                if entry.life.state.isDebt, case .mpan(let mpan) = entry.subject { try list.take(mpan, entry.rule) }
            }
            try list.end()
        }
    }
}

/// Walks the registration beside the exceptions, both in order of MPAN.
private struct ReadyList {
    let registration: Registration
    let supplier: String?
    let onlyUnready: Bool
    let summary: Bool

    private var row = 0
    private var reasons: [Rule] = []
    private var bytes: [UInt8] = []
    private var counts: [UInt16: (ready: Int, not: Int)] = [:]

    init(registration: Registration, supplier: String?, onlyUnready: Bool, summary: Bool) {
        self.registration = registration
        self.supplier = supplier
        self.onlyUnready = onlyUnready
        self.summary = summary
    }

    mutating func begin() throws {
        if !summary { CSVWriter.append(["mpan", "ready", "reasons"], columns: nil, to: &bytes) }
    }

    mutating func take(_ mpan: UInt64, _ rule: Rule) throws {
        while row < registration.table.count, registration.mpan[row] < mpan { try finish() }
        if row < registration.table.count, registration.mpan[row] == mpan, reasons.last != rule { reasons.append(rule) }
    }

    mutating func end() throws {
        while row < registration.table.count { try finish() }
        if summary {
            let texts = registration.table.texts(.supplier)
            var table = TextTable([("supplier", .left), ("ready", .right), ("not ready", .right)])
            for code in counts.keys.sorted() {
                guard let count = counts[code] else { continue }
                let name = code.isPacked ? texts[Int(code) - 1] : "?"
                table.add([name, count.ready.grouped, count.not.grouped])
            }
            try Terminal.print(table.text)
        }
        try Terminal.write(bytes)
    }

    private mutating func finish() throws {
        let first = row
        let mpan = registration.mpan[first]
        while row < registration.table.count, registration.mpan[row] == mpan { row += 1 }
        defer { reasons.removeAll(keepingCapacity: true) }
        guard supplier == nil || registration.table.text(.supplier, row: first) == supplier else { return }
        let isGone = registration.mpStatus[first] == UInt8(ascii: "X")
        let isReady = !isGone && reasons.isEmpty
        if summary {
            counts[registration.supplier[first], default: (0, 0)].ready += isReady ? 1 : 0
            counts[registration.supplier[first], default: (0, 0)].not += isReady ? 0 : 1
        } else if !isReady || !onlyUnready {
            let words = isGone ? "disconnected" : reasons.map(\.id).joined(separator: " ")
            CSVWriter.append([MPANText.printed(mpan), isReady ? "true" : "false", words], columns: nil, to: &bytes)
            if bytes.count >= 1 << 18 {
                try Terminal.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
    }
}
