@testable import Cleanse
import Kernel
import TestSupport
import Testing

/// Packed cells may spare the texts only where the texts would have said nothing.
@Suite struct PackedCellTests {
    /// A few MPANs with several meters, devices and managers' rows each: blanks, rejected fields, texts that do not
    /// pack and spellings of one id among them.
    static func market(_ generator: inout SeededGenerator) -> SetMarket {
        var market = SetMarket()
        func pick(_ words: [String]) -> String { words[generator.nextBelow(words.count)] }
        // Rarely anything but the first word, so that many MPANs agree in all and many but for one cell.
        func seldom(_ words: [String], _ chance: Int = 6) -> String {
            generator.nextBelow(chance) == 0 ? pick(words) : words[0]
        }
        let points = 1 + generator.nextBelow(4)
        market.registrations = [:]
        for point in 1...points where generator.nextBelow(12) > 0 {
            market.registrations[point] = [.mpStatus: seldom(["R", "X", "", "<rejected>"])]
        }
        let ids = ["A1", "B2", "a1", "A 1", "B 2", "A-1", "A -1", "12345678901", "A 12 34 56 78 9", ""]
        let days = ["2020-07-02", "2020-07-01", "2020-01-02", "2021-05-01", "", "<rejected>"]
        func cells(_ row: inout SetMarket.Row) {
            row[.location] = seldom(["K", "L", "", "KK", "<rejected>"])
            row[.digits] = seldom(["5", "6", "", "10", "<rejected>"])
            row[.installDate] = seldom(days)
            row[.mem] = seldom(["MEMA", "MEMB", "", "<rejected>"])
        }
        let form = generator.nextBelow(3)
        let id = { (generator: inout SeededGenerator) -> String in
            let known = form == 0 ? Array(ids.prefix(2)) : form == 1 ? Array(ids.prefix(5)) : ids + ["<rejected>"]
            return known[generator.nextBelow(known.count)]
        }
        market.meters = []
        market.extracts = []
        market.devices = []
        let devices = [SetMarket.device(1), SetMarket.device(2), "0ca2f40000000001", "odd", "", "<rejected>"]
        for point in 1...points {
            for _ in 0..<generator.nextBelow(4) {
                var row: SetMarket.Row = [.mpan: "\(point)", .meterID: id(&generator)]
                cells(&row)
                row[.esmeID] = seldom(devices, 3)
                row[.removalDate] = pick(["", "", "2020-07-02", "2021-05-01", "2026-07-01", "<rejected>"])
                row[.meterType] = seldom(["S2A", "S1", "N", ""])
                market.meters?.append(row)
            }
            for _ in 0..<generator.nextBelow(4) {
                var row: SetMarket.Row = [.mpan: "\(point)", .meterID: id(&generator)]
                cells(&row)
                market.extracts?.append(row)
            }
            for _ in 0..<generator.nextBelow(3) {
                market.devices?.append([.mpan: "\(point)", .esmeID: seldom(devices, 3), .status: "A"])
            }
        }
        let starts = ["2019-01-01", "2020-01-01", "2020-01-02", "2021-01-01", "", "<rejected>"]
        let ends = ["2019-12-31", "2020-01-01", "2020-12-31", "", "<rejected>", "2018-01-01"]
        market.histories = []
        for point in 1...points {
            for step in 0..<generator.nextBelow(4) {
                market.histories?.append([
                    .mpan: "\(point)", .item: pick(["mp_status", "mp_status", "supplier"]),
                    .value: pick(["R", "X", "T"]),
                    .from: generator.nextBelow(3) > 0 ? starts[min(step * 2, 3)] : pick(starts),
                    .to: generator.nextBelow(3) > 0 ? ends[step % 4] : pick(ends),
                ])
            }
        }
        if generator.nextBelow(3) == 0 { market.settings.universalRegisters = [.extracts] }
        return market
    }

    @Test func cellsSpareOnlyWhatSaysNothing() async throws {
        var (told, spared) = (0, 0)
        try await Property.check(seed: 20_261_122, count: 3_000) { generator in
            let market = Self.market(&generator)
            let quick = Self.all(market.judge())
            let slow = Self.all(market.judge(trustsCells: false))
            try Property.hold(quick == slow, "by cells \(quick), by texts \(slow)")
            if slow.contains(where: { [.rec04, .rec05, .eff06].contains($0.rule) }) { told += 1 } else { spared += 1 }
        }
        // Both kinds of market are there, or nothing was shown.
        #expect(told > 300)
        #expect(spared > 300)
    }

    @Test func rulesThatAreNotAskedSayNothing() async throws {
        try await Property.check(seed: 5, count: 300) { generator in
            var market = Self.market(&generator)
            let all = Self.all(market.judge())
            let off: [Rule] = [.rec04, .rec05, .eff06, .mtr02, .mtr03, .mtr04, .mtr05, .mtr06, .esm05, .esm06]
            let kept = off.filter { _ in generator.nextBelow(4) == 0 }
            for rule in off where !kept.contains(rule) { market.settings.rules[rule] = .init(isOn: false) }
            let found = Self.all(market.judge())
            // No rule of these silences another, and REC-04 is silent where a graver rule of the item is told.
            let expected = all.filter { !off.contains($0.rule) || kept.contains($0.rule) }
            let more = found.filter { !expected.contains($0) }
            try Property.hold(expected.allSatisfy(found.contains), "\(expected) and \(found)")
            try Property.hold(more.allSatisfy { Judge.crossRegister.contains($0.rule) }, "more: \(more)")
        }
    }

    private static func all(_ judge: Judge) -> [RaisedException] {
        var standing: [RaisedException] = []
        for point in MPANWalk(judge.registers, and: judge.sets.strangers) {
            var findings = CaseFindings()
            judge.judge(point, &findings)
            standing += findings.settled(by: judge.rules).standing
        }
        return standing
    }

    // MARK: Cases by hand

    private static let agreeing: [(String, [SetMarket.Row], [SetMarket.Row])] = [
        (
            "an exchange, and the new meter's manager",
            [[.removalDate: "2020-01-01", .installDate: "2015-01-01", .meterID: "OLD"], [:]],
            [[.mem: "MEMA", .meterID: "A1", .location: "K", .digits: "5", .installDate: "2020-01-01"]]
        ),
        (
            "two meters, two managers' rows of each",
            [[:], [.meterID: "B2"]],
            [
                [.mem: "MEMA", .meterID: "A1", .location: "K"], [.mem: "MEMB", .meterID: "a 1", .location: "K"],
                [.mem: "MEMA", .meterID: "B2", .digits: "5"], [.mem: "MEMB", .meterID: "b2"],
            ]
        ),
        ("blanks say nothing", [[:]], [[.mem: "MEMA", .meterID: "A1"], [.mem: "MEMB", .meterID: "A1"]]),
        ("a row without an id is nobody's", [[:]], [[.mem: "MEMA", .meterID: "", .location: "L"]]),
        (
            "rejected fields say nothing", [[:]],
            [[.mem: "MEMA", .meterID: "A1", .location: "<rejected>", .digits: "<rejected>"]]
        ),
        (
            "a text that does not pack, the same in both", [[.location: "KK"]],
            [[.mem: "MEMA", .meterID: "A1", .location: "KK"]]
        ),
    ]

    @Test(arguments: agreeing.indices) func whatAgreesIsNotTold(_ number: Int) {
        let (name, meters, extracts) = Self.agreeing[number]
        var market = SetMarket()
        market.meters = meters.map { $0.merging([.mpan: "1"]) { $1 } }
        market.extracts = extracts.map { $0.merging([.mpan: "1"]) { $1 } }
        let told = market.exceptions().filter { [.rec04, .rec05, .eff06].contains($0.rule) }
        #expect(told == [], "\(name)")
    }

    @Test func theOpenMeterOfTwoWithOneIDSpeaks() {
        var market = SetMarket()
        market.meters = [
            [.mpan: "1", .location: "L", .installDate: "2018-06-01", .removalDate: "2020-01-01"],
            [.mpan: "1", .location: "K"],
        ]
        market.extracts = [[.mpan: "1", .mem: "MEMA", .meterID: "A1", .location: "K"]]
        #expect(market.words() == [])
        market.extracts?[0][.location] = "L"
        #expect(market.words() == ["REC-04 #1 location M:MEMA"])
    }

    @Test func oneOfManyRowsDiffers() {
        var market = SetMarket()
        market.meters = [[.mpan: "1"]]
        market.extracts = (0..<300).map { number in
            [.mpan: "1", .mem: "MEM\(number % 4)", .meterID: "A1", .digits: number == 217 ? "6" : "5"]
        }
        #expect(market.words() == ["REC-04 #1 digits M:MEMA", "REC-05 #1 digits M:MEMA"])
    }
}
