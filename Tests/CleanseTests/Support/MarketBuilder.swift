import Cleanse
import Kernel
import Testing

/// A small market for the tests of rules: registers and reference data as text, judged whole.
///
/// Its reference data: distributors 12 (LOND, home _C), 10 (EELC, home _A), 28 (EDFI, ended 2014), 24 (IPNL, no home);
/// the classes, configurations and parties below. REG's row is good until a test changes it.
struct MarketBuilder {
    static let asAt = CalendarDate(iso: "2026-07-01") ?? .latest
    /// An MPAN of distributor 12.
    static let mpan = "1200000000010"

    /// The good row's values by column.
    static let good: [(Item, String)] = [
        (.mpan, mpan), (.gspGroup, "_C"), (.supplier, "ABCD"), (.supplierEFD, "2020-01-01"), (.mpStatus, "R"),
        (.rmpStatus, "O"), (.energisation, "E"), (.energisationEFD, "2019-01-01"), (.pc, "01"), (.ssc, "0393"),
        (.mc, "A"), (.mtc, "801"), (.llfc, "101"), (.llfcEFD, "2019-01-01"), (.connectionType, "W"),
        (.connectionEFD, "2019-01-01"), (.segment, "S"), (.segmentEFD, "2019-01-01"), (.dpi, "true"),
        (.dpiEFD, "2019-01-01"), (.direction, "I"), (.metered, "true"), (.dccFlag, "A"), (.dccEFD, "2019-01-01"),
        (.postcode, "N1 1AA"), (.created, "2018-01-01"),
    ]

    /// The same market's good meter.
    static let meter = """
        mpan, meter_id, meter_type, make_type, esme_id, location, digits, install_date, map_id, map_efd, mem
        \(mpan), A1, S2A, Make, 0C-A2-F4-00-00-76-21-BC, K, 5, 2020-01-02, MAPA, 2020-01-02, MEMA
        """

    static let references: [ReferenceFile] = [
        TableBuilder.reference(
            .distributors,
            """
            code, mpid, from, to, home_gsp
            10, EELC, 1996-04-01, , _A
            12, LOND, 1996-04-01, , _C
            24, IPNL, 2003-01-01, ,
            28, EDFI, 2004-01-01, 2014-12-17,
            """),
        TableBuilder.reference(
            .llfc,
            """
            distributor, llfc, from, to, indicator, description
            LOND, 101, 1996-04-01, , A, Domestic unrestricted
            LOND, 1, 1996-04-01, , A, One
            LOND, 102, 1996-04-01, , A, NON-DOMESTIC LV
            LOND, 103, 1996-04-01, 2015-03-31, A, First use
            LOND, 103, 2016-04-01, , A, Second use
            LOND, 104, 1996-04-01, 2020-12-31, A, Gone
            LOND, 105, 1996-04-01, , A, SPARE
            LOND, 106, 1996-04-01, , A, Transparent
            LOND, 107, 1996-04-01, , B, Site specific
            LOND, 108, 1996-04-01, , C, Export
            LOND, 109, 1996-04-01, , A, Area _A (HV) LV Band 1
            LOND, 110, 1996-04-01, , D, Site specific export
            LOND, 111, 1996-04-01, 2010-12-31, A, Touching
            LOND, 111, 2011-01-01, , A, Touching
            10, 201, 1996-04-01, , A, Eastern
            """),
        TableBuilder.reference(
            .mtc,
            """
            mtc, type, related, description
            1, N, false, One
            500, N, true, Related
            502, N, false, Unmetered
            801, N, false, Credit
            800, X, false, No meter
            845, H, false, Half-hourly
            867, N, false, Export
            """),
        TableBuilder.reference(
            .ssc,
            """
            ssc, type, description
            0393, I, Unrestricted
            0482, E, Export
            """),
        TableBuilder.reference(
            .parties,
            """
            mpid, role, from, to
            ABCD, X, 2000-01-01, 2018-12-31
            ABCD, X, 2019-06-01,
            LATE, X, 2021-01-01,
            MAPA, 8, 2000-01-01,
            MEMA, M, 2000-01-01,
            OLDM, T, 2000-01-01, 2020-12-31
            """),
    ]

    var changes: [Item: String] = [:]
    /// REG's columns that the file does not have.
    var absent: Set<Item> = []
    var meters: String? = MarketBuilder.meter
    /// EES as REG has it but for these changes; nil for no EES.
    var enquiry: [Item: String]?
    var enquiryColumns: [Item]?
    var others: [RegisterTable] = []
    var references = MarketBuilder.references
    var settings = CleanseSettings()
    var facts = RuleTable.standard
    var removed = RemovedRows()
    var senders: [RegisterKind: Owner] = [.registration: Owner(.distributor, "LOND")]

    /// The exceptions that stand and those that were silenced, of the whole market.
    func judged() -> (standing: [RaisedException], silenced: [CaseFindings.Silenced]) {
        var tables = others
        let row = Self.good.filter { !absent.contains($0.0) }.map { ($0.0, changes[$0.0] ?? $0.1) }
        tables.append(Self.table(.registration, row))
        if let enquiry {
            let columns = enquiryColumns ?? row.map(\.0)
            let reg = Dictionary(uniqueKeysWithValues: row)
            tables.append(Self.table(.enquiry, columns.map { ($0, enquiry[$0] ?? reg[$0] ?? "") }))
        }
        if let meters {
            let mpan = changes[.mpan] ?? Self.mpan
            tables.append(
                TableBuilder.table(.meters, meters.split(separator: Self.mpan).joined(separator: mpan)))
        }
        let registers = Registers(asAt: Self.asAt, tables: tables)
        let inputs = Set(tables.flatMap(Input.given)).union(references.map(\.input))
        let judge = Judge(
            registers: registers, reference: Reference(files: references), settings: settings,
            rules: RuleTable(facts: facts, settings: settings, inputs: inputs), senders: senders, removed: removed,
            workers: OneWorker())
        var standing: [RaisedException] = []
        var silenced: [CaseFindings.Silenced] = []
        for point in MPANWalk(registers) {
            var findings = CaseFindings()
            judge.judge(point, &findings)
            let settled = findings.settled(by: judge.rules)
            standing += settled.standing
            silenced += settled.silenced
        }
        return (standing, silenced)
    }

    /// What stands, as `ISD-03 L:LOND llfc`, only rules that these groups make.
    func words() -> [String] {
        judged().standing.filter { Self.isOurs($0.rule) }.map { "\($0.rule.id) \($0.owner) \($0.item.rawValue)" }
    }

    /// The families that are judged on one row, on identity, or on the enquiry service.
    static func isOurs(_ rule: Rule) -> Bool {
        switch rule.id.prefix(3) {
        case "MPN", "ISD", "STA", "MCL", "CON", "SEG", "DIR", "UMS": true
        case "DPI": rule != .dpi07
        case "EFF": [.eff04, .eff06, .eff07].contains(rule)
        case "REC": [.rec01, .rec02, .rec03].contains(rule)
        default: false
        }
    }

    private static func table(_ kind: RegisterKind, _ row: [(Item, String)]) -> RegisterTable {
        TableBuilder.table(
            kind,
            row.map(\.0.rawValue).joined(separator: ",") + "\n" + row.map(\.1).joined(separator: ","))
    }
}

/// A case of a table: what is changed in the good market and what is then said.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let changes: [Item: String]
    let expected: [String]
    let meters: String?

    init(_ changes: [Item: String], _ expected: String..., meters: String? = MarketBuilder.meter) {
        self.changes = changes
        self.expected = expected
        self.meters = meters
    }

    var testDescription: String {
        let words = changes.map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: " ")
        return "\(words) -> \(expected)"
    }

    func check() {
        var market = MarketBuilder()
        market.changes = changes
        market.meters = meters
        #expect(market.words() == expected, "\(testDescription)")
    }
}
