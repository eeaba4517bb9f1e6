import ArgumentParser
import Formats
import Foundation
import Kernel
import Migration

/// `changeover migration ready`
struct MigrationReady: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "Judge every followed MPAN by the acceptance rules of the end of the transition.",
        discussion: """
            STATE is the folder that track --state keeps. The rules are our own proposal: the approved criteria were not \
            published in a form that could be read. --exclusions has mpan,approval,reason,approver,expires; --facts has \
            mpan,fact. Exit code 2: some MPAN is not acceptable.

            EXAMPLE
              changeover migration ready tracking/ --as-at 2027-05-07 --exclusions exclusions.csv
            """)

    @Argument(help: ArgumentHelp("The folder of histories.", valueName: "state")) var state: String
    @Option(name: .long, help: ArgumentHelp("The day to look at, local time.", valueName: "date")) var asAt: String
    @Option(name: .long, help: ArgumentHelp("Approved exclusions.", valueName: "file")) var exclusions: String?
    @Option(name: .long, help: ArgumentHelp("Facts about MPANs.", valueName: "file")) var facts: String?
    @Option(name: .long, help: ArgumentHelp("The market's folder: MPANs that nobody has named.", valueName: "dir"))
    var market: String?
    @Flag(name: .long, help: "Print the report as JSON.") var json = false

    func validate() throws {
        if CalendarDate(iso: asAt) == nil {
            throw ValidationError("--as-at takes a date such as 2027-05-07, not “\(asAt)”.")
        }
    }

    func run() async throws {
        try await reporting {
            let report = try ReadinessRun(
                state: state, day: CalendarDate(iso: asAt) ?? .latest, exclusions: exclusions, facts: facts,
                market: market, asJSON: json)
            try Terminal.print(json ? report.json : report.text)
            if report.unacceptable > 0 { throw ExitCode(Failure.Code.findings.rawValue) }
        }
    }
}

/// One judgement of all MPANs.
struct ReadinessRun {
    private let rows: [(key: Readiness.Key, supplier: String, distributor: String, mpans: Int)]
    private let expired: Int
    private let day: CalendarDate

    init(state: String, day: CalendarDate, exclusions: String?, facts: String?, market: String?, asJSON: Bool) throws {
        self.day = day
        let file = TrackStateFile(path: state)
        guard file.exists() else {
            throw Failure(
                "there are no histories in \(state)", because: "track has not been run with --state \(state)",
                advice: "run changeover migration track PLAN EVENTS --state \(state)", code: .badInput)
        }
        let market = try market.map { try MarketFolder(reading: $0, asJSON: asJSON).market }
        var source = try TrackStateReader(file)
        var readiness = Readiness(
            settings: market?.settings ?? MigrationSettings(), asAt: day.dayNumber,
            facts: try facts.map(ReadinessFiles.facts) ?? [:],
            exclusions: try exclusions.map(ReadinessFiles.exclusions) ?? [:])
        let tail = source.tail
        var merge = TrackMerge(old: tail, new: tail, asAt: day.dayNumber, visitsAll: true)
        var sink = try TrackStateWriter(nil)
        try merge.run(old: &source, into: &sink, next: { nil }) { readiness.judge($0, $1) }
        if let market {
            let followed = Dictionary(uniqueKeysWithValues: tail.ledger.followed.map { ($0.cell, $0.mpans) })
            for row in market.portfolios {
                guard let supplier = tail.suppliers.known(market.suppliers[row.supplier].code),
                    let distributor = tail.distributors.known(market.distributors[row.distributor])
                else { continue }
                let cell = TrackLedger.Cell(supplier: supplier, distributor: distributor)
                readiness.addUnnamed(row.mpans - (followed[cell] ?? 0), cell)
            }
        }
        expired = readiness.expired
        let order = Dictionary(uniqueKeysWithValues: ReadinessRule.all.enumerated().map { ($1.id, $0) })
        rows = readiness.counts.map { key, mpans in
            (
                key, TrackReport.name(tail.suppliers[key.cell.supplier]),
                TrackReport.name(tail.distributors[key.cell.distributor]), mpans
            )
        }.sorted {
            let left = (order[$0.0.rule] ?? 0, $0.0.verdict.rawValue, $0.0.state.rawValue, $0.1, $0.2)
            return left < (order[$1.0.rule] ?? 0, $1.0.verdict.rawValue, $1.0.state.rawValue, $1.1, $1.2)
        }
    }

    func mpans(_ verdict: ReadinessVerdict) -> Int {
        rows.filter { $0.key.verdict == verdict }.reduce(0) { $0 + $1.mpans }
    }

    var unacceptable: Int { mpans(.unacceptable) + mpans(.exception) }

    /// The report's rows as CSV: what the snapshot's digest is of.
    var csv: [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.append(
            ["as_at", "rule", "verdict", "state", "supplier", "distributor", "mpans"], columns: nil, to: &bytes)
        for row in rows {
            CSVWriter.append(
                [
                    day.iso, row.key.rule, row.key.verdict.rawValue, row.key.state.name, row.supplier, row.distributor,
                    String(row.mpans),
                ].map(CSVWriter.guarded), columns: nil, to: &bytes)
        }
        return bytes
    }

    var digest: String { Digest.hexadecimal(of: csv) }

    var text: String {
        var table = TextTable([("rule", .left), ("verdict", .left), ("mpans", .right), ("what it says", .left)])
        for rule in ReadinessRule.all {
            for verdict in ReadinessVerdict.allCases {
                let count = rows.filter { $0.key.rule == rule.id && $0.key.verdict == verdict }
                    .reduce(0) { $0 + $1.mpans }
                if count > 0 { table.add([rule.id, verdict.rawValue, count.grouped, rule.words]) }
            }
        }
        let open = unacceptable
        return """
            As at \(day.iso), end of day, local time
            \(table.text)
            Not acceptable: \(open.grouped) MPANs; exclusions that have run out: \(expired.grouped)
            SHA-256 of the report: \(digest)
            """
    }

    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("as_at", day.iso)
            json.member("sha256", digest)
            json.member("verdicts") { json in
                json.object { json in
                    for verdict in ReadinessVerdict.allCases { json.member(verdict.rawValue, mpans(verdict)) }
                }
            }
            json.member("expired_exclusions", expired)
            json.member("rows") { json in
                json.array(rows) { json, row in
                    json.object { json in
                        json.member("rule", row.key.rule)
                        json.member("verdict", row.key.verdict.rawValue)
                        json.member("state", row.key.state.name)
                        json.member("supplier", row.supplier)
                        json.member("distributor", row.distributor)
                        json.member("mpans", row.mpans)
                    }
                }
            }
        }
        return json.text
    }
}

/// The small files of a judgement: whole, or not at all.
enum ReadinessFiles {
    static func facts(_ path: String) throws -> [UInt64: Set<ReadinessFact>] {
        var found: [UInt64: Set<ReadinessFact>] = [:]
        try read(path, ["mpan", "fact"]) { mpan, fields in
            guard let fact = ReadinessFact(rawValue: fields[1]) else {
                return "fact \(fields[1]) is none of " + ReadinessFact.allCases.map(\.rawValue).joined(separator: ", ")
            }
            found[mpan, default: []].insert(fact)
            return nil
        }
        return found
    }

    static func exclusions(_ path: String) throws -> [UInt64: ReadinessExclusion] {
        var found: [UInt64: ReadinessExclusion] = [:]
        try read(path, ["mpan", "approval", "reason", "approver", "expires"]) { mpan, fields in
            guard !fields[1].isEmpty, !fields[2].isEmpty, !fields[3].isEmpty else {
                return "an exclusion needs an approval, a reason and an approver"
            }
            guard let expires = CalendarDate(iso: fields[4]) else { return "expires \(fields[4]) is no date" }
            guard found[mpan] == nil else { return "the MPAN is excluded twice" }
            found[mpan] = ReadinessExclusion(
                approval: fields[1], reason: fields[2], approver: fields[3], expires: expires.dayNumber)
            return nil
        }
        return found
    }

    /// Every bad row is named; with one of them the command ends.
    private static func read(
        _ path: String, _ columns: [String], _ take: (UInt64, [String]) -> String?
    ) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                "the file \(path) cannot be read", because: "there is no such file, or it is not yours to read",
                advice: "name a CSV file with the columns \(columns.joined(separator: ","))", code: .badInput)
        }
        var places: [Int]?
        var wrong: [String] = []
        func row(_ row: CSVReader.Row) {
            guard let places else {
                let head = (0..<row.count).map { row[$0] }
                let found = columns.compactMap { head.firstIndex(of: $0) }
                if found.count == columns.count {
                    places = found
                } else {
                    wrong.append("line \(row.line): the head lacks one of \(columns.joined(separator: ", "))")
                    places = []
                }
                return
            }
            guard !places.isEmpty else { return }
            let fields = places.map { row[$0] }
            guard fields[0].utf8.count == 13, let mpan = UInt64(fields[0]) else {
                wrong.append("line \(row.line): mpan \(fields[0]) is not thirteen digits")
                return
            }
            if let why = take(mpan, fields) { wrong.append("line \(row.line): \(why)") }
        }
        var reader = CSVReader()
        do {
            try reader.feed(data, row: row)
            try reader.finish(row: row)
        } catch {
            wrong.append("\(error)")
        }
        guard wrong.isEmpty else {
            let shown = wrong.prefix(1_000)
            throw Failure(
                "the file \(path) cannot be used: \(wrong.count.grouped) mistakes", because: Array(shown),
                advice: "mend what is named", code: .badInput)
        }
    }
}
