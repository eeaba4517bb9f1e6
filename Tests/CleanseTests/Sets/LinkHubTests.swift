import Kernel
import Testing

@testable import Cleanse

/// A metering point with very many links and meters costs as much as its rows, not as their product.
@Suite struct LinkHubTests {
    private static let links = 50_000

    private static func mpan(_ number: Int) -> String {
        let body = "12" + String(10_000_000_000 + number).dropFirst()
        let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        return body + String(zip(body.utf8, weights).reduce(0) { $0 + (Int($1.0) - 0x30) * $1.1 } % 11 % 10)
    }

    private static func table(_ kind: RegisterKind, _ lines: [String]) throws -> RegisterTable {
        let (chunk, parser) = try ChunkParserTests.parse(kind, lines.joined(separator: "\n") + "\n")
        return AssembledTable(
            RegisterAssembly(
                kind: kind, chunks: [chunk], lists: [parser.lists], sources: [.init(name: "F.csv", sender: nil)],
                present: parser.layout.present, asAt: Day.packed(MarketBuilder.asAt), workers: OneWorker())
        ).table
    }

    @Test("Meters in common at a hub of 50,000 links and 50,000 meters: some looks a link")
    func hub() throws {
        let hub = Self.mpan(0)
        let others = (1...Self.links).map(Self.mpan)
        let registration = try Self.table(
            .registration,
            ["mpan,mp_status,direction,postcode", "\(hub),R,I,N1 1AA"] + others.map { "\($0),R,E,N1 1AA" })
        // Every second export has one of the hub's meters.
        var meters = ["mpan,meter_id"]
        for number in 1...Self.links {
            meters.append("\(hub),H\(100_000 + number)")
            meters.append("\(others[number - 1]),\(number % 2 == 0 ? "H" : "X")\(100_000 + number)")
        }
        let links = ["kind,principal,subsidiary"] + others.map { "IE,\(hub),\($0)" }
        let registers = Registers(
            asAt: MarketBuilder.asAt,
            tables: [registration, try Self.table(.meters, meters), try Self.table(.links, links)])
        let columns = MarketCells(registers)
        let today = Day.packed(MarketBuilder.asAt)
        let graph = LinkGraph(registers: registers, columns: columns, today: today, workers: OneWorker())
        let rules = LinkRules(
            registers: registers, columns: columns, graph: graph,
            rules: RuleTable(
                facts: RuleTable.standard, settings: CleanseSettings(), inputs: [.registration, .meters, .links]),
            today: today, workers: OneWorker())
        var (looks, apart) = (0, 0)
        for link in 0..<Self.links {
            let ends = try #require(graph.members(of: link))
            if rules.meters.haveNoneInCommon(ends.principal, ends.subsidiary, looks: &looks) { apart += 1 }
        }
        #expect(apart == Self.links / 2)
        // Sixteen halvings of the hub's meters, and one look more.
        #expect(looks <= Self.links * 17, "\(looks) looks")
        // The rules say the same, and end.
        let broken = (0..<Self.links).count { rules.breaches($0).contains { $0.rule == .lnk16 } }
        #expect(broken == apart)
    }

    @Test("Ids agree without spaces and case, and as texts that do not pack")
    func spellings() throws {
        let (one, two) = (Self.mpan(1), Self.mpan(2))
        let cases: [(String, String, Bool)] = [
            ("L YYP 12345", "lyyp12345", true), ("Z-1", "z-1", true), ("Z-1", "Z-2", false), ("", "A1", true),
            ("12345678901", "A1", true), ("A1", "A2", false),
        ]
        for (first, second, shares) in cases {
            let registers = Registers(
                asAt: MarketBuilder.asAt,
                tables: [
                    try Self.table(.meters, ["mpan,meter_id", "\(one),\(first)", "\(two),\(second)"]),
                    try Self.table(.links, ["kind,principal,subsidiary", "IE,\(one),\(two)"]),
                ])
            let columns = MarketCells(registers)
            let graph = LinkGraph(registers: registers, columns: columns, today: 1, workers: OneWorker())
            let meters = MemberMeters(
                registers.meters, columns.meters, registers, graph.members, today: 1, workers: OneWorker())
            #expect(meters.haveNoneInCommon(0, 1) == !shares, "\(first) and \(second)")
        }
    }
}
