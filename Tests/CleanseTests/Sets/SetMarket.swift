@testable import Cleanse
import Kernel
import Testing

/// A few metering points with their meters and links, for the tests of rules that look at several of them.
///
/// MPANs are numbered from 1: `#1` in a text is the first. What a row does not say is good.
struct SetMarket {
    typealias Row = [Item: String]

    static let asAt = CalendarDate(iso: "2026-07-01") ?? .latest
    /// Rows of REG by the number of their MPAN.
    var registrations: [Int: Row] = [1: [:], 2: [:], 3: [:], 4: [:]]
    /// Rows of MTR; `mpan` is a number.
    var meters: [Row]? = []
    /// Rows of LNK; members are numbers.
    var links: [Row]? = []
    var histories: [Row]?
    var devices: [Row]?
    var extracts: [Row]?
    var hubs: [Row]?
    var appointments: [Row]?
    var references: [ReferenceFile] = []
    var settings = CleanseSettings()

    static func mpan(_ number: Int) -> String { "12000000000\(number < 10 ? "0" : "")\(number)" }

    private static let registration: Row = [
        .gspGroup: "_C", .supplier: "ABCD", .mpStatus: "R", .pc: "01", .ssc: "0393", .mtc: "801", .connectionType: "W",
        .dpi: "true", .direction: "I", .postcode: "N1 1AA", .created: "2018-01-01",
    ]

    /// The meter of an MPAN that no other has.
    static func meter(_ number: Int) -> Row {
        [
            .meterID: "A\(number)", .meterType: "S2A", .makeType: "Make", .esmeID: device(number), .location: "K",
            .digits: "5", .installDate: "2020-01-01", .mem: "MEMA",
        ]
    }

    static func device(_ number: Int) -> String { "0C-A2-F4-00-00-00-00-\(number < 10 ? "0" : "")\(number)" }

    var registers: Registers {
        var tables = [
            Self.table(
                .registration,
                registrations.map { number, row in
                    Self.registration.merging(row) { $1 }.merging([.mpan: Self.mpan(number)]) { $1 }
                })
        ]
        if let meters {
            tables.append(
                Self.table(
                    .meters,
                    meters.map { row in
                        let number = Int(row[.mpan] ?? "") ?? 0
                        return Self.meter(number).merging(row) { $1 }.merging([.mpan: Self.mpan(number)]) { $1 }
                    }))
        }
        let others: [(RegisterKind, [Row]?)] = [
            (.links, links), (.histories, histories), (.devices, devices), (.extracts, extracts),
            (.hubs, hubs), (.appointments, appointments),
        ]
        for (kind, rows) in others {
            guard let rows else { continue }
            tables.append(
                Self.table(
                    kind,
                    rows.map {
                        $0.reduce(into: Row()) { row, field in
                            let isMPAN = [.mpan, .principal, .subsidiary].contains(field.key)
                            row[field.key] = isMPAN ? Self.mpan(Int(field.value) ?? 0) : field.value
                        }
                    }))
        }
        return Registers(asAt: Self.asAt, tables: tables)
    }

    private static func table(_ kind: RegisterKind, _ rows: [Row]) -> RegisterTable {
        let given = rows.reduce(into: Set<Item>()) { $0.formUnion($1.keys) }
        let items = kind.fields(with: given).map(\.item)
        let lines = rows.map { row in items.map { row[$0] ?? "" }.joined(separator: ",") }
        return TableBuilder.table(
            kind, ([items.map(\.rawValue).joined(separator: ",")] + lines).joined(separator: "\n"))
    }

    func judge(_ workers: some Workers = OneWorker(), trustsCells: Bool = true) -> Judge {
        let registers = registers
        let inputs = Set(registers.tables.flatMap(Input.given))
        return Judge(
            registers: registers, reference: Reference(files: references), settings: settings,
            rules: RuleTable(
                facts: RuleTable.standard, settings: settings, inputs: inputs.union(references.map(\.input))),
            senders: [.devices: Owner(.dataCompany, "DCCO")], removed: RemovedRows(), trustsCells: trustsCells,
            workers: workers)
    }

    /// The exceptions that stand, of the rules of meters, devices, links, histories and extracts.
    func exceptions(_ workers: some Workers = OneWorker()) -> [RaisedException] {
        let judge = judge(workers)
        var standing: [RaisedException] = []
        for point in MPANWalk(judge.registers, and: judge.sets.strangers) {
            var findings = CaseFindings()
            judge.judge(point, &findings)
            standing += findings.settled(by: judge.rules).standing.filter { Self.isOurs($0.rule) }
        }
        return standing
    }

    /// As `MTR-02 #1 meter_id M:MEMA`.
    func words() -> [String] {
        exceptions().map { "\($0.rule.id) \(Self.short($0.subject)) \($0.item.rawValue) \($0.owner)" }
    }

    static func short(_ subject: Subject) -> String { "#\(Int(subject.description.suffix(2)) ?? 0)" }

    static func isOurs(_ rule: Rule) -> Bool {
        switch rule.id.prefix(3) {
        case "MTR", "LOC", "DIG", "ESM", "LNK": true
        default: [.eff01, .eff02, .eff03, .eff05, .eff06, .dpi07, .rec04, .rec05].contains(rule)
        }
    }
}

/// A case of a table: a market and what is said of it.
struct SetCase: Sendable, CustomTestStringConvertible {
    let name: String
    let market: @Sendable (inout SetMarket) -> Void
    let expected: [String]

    init(_ name: String, _ expected: [String], _ market: @escaping @Sendable (inout SetMarket) -> Void) {
        self.name = name
        self.expected = expected
        self.market = market
    }

    var testDescription: String { name }

    func check() {
        var made = SetMarket()
        market(&made)
        #expect(made.words() == expected, "\(name)")
    }
}
