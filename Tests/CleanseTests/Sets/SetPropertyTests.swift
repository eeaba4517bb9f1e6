@testable import Cleanse
import Kernel
import TestSupport
import Testing

@Suite struct SetPropertyTests {
    private static let compared: Set<Rule> = [
        .mtr02, .mtr03, .mtr04, .mtr05, .mtr06, .esm05, .esm06, .lnk11, .lnk15, .loc02, .dig02,
    ]

    private static func market(_ generator: inout SeededGenerator) -> SetMarket {
        var market = SetMarket()
        func pick(_ words: [String]) -> String { words[generator.nextBelow(words.count)] }
        let points = 2 + generator.nextBelow(9)
        market.registrations = [:]
        for point in 1...points where generator.nextBelow(12) > 0 {
            market.registrations[point] = [
                .direction: pick(["I", "I", "E"]), .postcode: pick(["N1 1AA", "n11aa", "N1 2BB", ""]),
                .mpStatus: pick(["R", "R", "R", "R", "X"]), .connectionType: pick(["W", "W", "W", "U"]),
            ]
        }
        market.meters = (0..<generator.nextBelow(16)).map { number in
            [
                .mpan: "\(1 + generator.nextBelow(points))",
                .meterID: pick(["L21P1", "l21p1", "L 21P1", "L19P1", "Z1", "Z 1", "AB-1", "A B-1", "", "12345678901"]),
                .makeType: pick(["Make", "MAKE", "Other", ""]),
                .esmeID: pick([SetMarket.device(1), SetMarket.device(2), SetMarket.device(10 + number), ""]),
                .installDate: pick(["2020-01-01", "2020-01-01", "2021-01-01", ""]),
                .removalDate: pick(["", "", "", "2026-07-01"]), .location: pick(["K", ""]), .digits: pick(["5", ""]),
            ]
        }
        market.links = (0..<generator.nextBelow(6)).map { _ in
            [
                .kind: pick(["IE", "REL"]), .principal: "\(1 + generator.nextBelow(points + 1))",
                .subsidiary: "\(1 + generator.nextBelow(points + 1))", .to: pick(["", "", "2026-07-01", "2026-06-30"]),
            ]
        }
        return market
    }

    private static func words(_ exceptions: [RaisedException]) -> [String] {
        exceptions.filter { compared.contains($0.rule) }.map {
            "\($0.rule.id) \(SetMarket.short($0.subject)) \($0.item.rawValue)"
        }
    }

    @Test func agreesWithComparingEveryPair() async throws {
        try await Property.check(seed: 20_261_121, count: 300) { generator in
            let market = Self.market(&generator)
            let found = Self.words(market.exceptions())
            try Property.hold(Set(found).count == found.count, "an identity comes twice: \(found)")
            let expected = SlowSets(market: market).words()
            try Property.hold(
                Set(found) == expected,
                "more \(Set(found).subtracting(expected).sorted()), less \(expected.subtracting(found).sorted())")
        }
    }

    @Test func ordersOfRowsAndWorkersChangeNothing() async throws {
        try await Property.check(seed: 7, count: 60) { generator in
            var market = Self.market(&generator)
            let found = market.exceptions()
            market.meters?.shuffle(using: &generator)
            market.links?.shuffle(using: &generator)
            let again = market.exceptions(ThreeWorkers())
            try Property.hold(found.map(Self.identity) == again.map(Self.identity), "another order, another result")
        }
    }

    private static func identity(_ one: RaisedException) -> String {
        "\(one.rule.id) \(one.subject) \(one.item.rawValue) \(one.owner) \(one.observed) \(one.expected) \(one.suggestion)"
    }

    @Test func sparseRowsKnowTheirNumbers() async throws {
        try await Property.check(seed: 3, count: 50) { generator in
            let count = 1 + generator.nextBelow(3_000)
            let rows = (0..<count).filter { _ in generator.nextBelow(3) == 0 }
            let set = RowSet(rowCount: count, rows.shuffled(using: &generator).map { UInt32($0) })
            for (number, row) in rows.enumerated() {
                try Property.hold(set.contains(row) && set.number(of: row) == number, "row \(row)")
            }
            try Property.hold(set.count == rows.count, "count")
        }
    }
}

/// Pieces in the reverse order, as other workers might do them.
struct ThreeWorkers: Workers {
    var count: Int { 3 }
    func map<Result: Sendable>(_ pieces: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
        Array((0..<pieces).reversed().map(piece).reversed())
    }
}
