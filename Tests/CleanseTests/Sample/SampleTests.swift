import Cleanse
import Kernel
import Market
import Testing

/// A market made whole in memory, as one file a register.
private struct MadeMarket {
    var files: [SampleRegister: [UInt8]] = [:]
    var answers: [[String]] = []

    init(_ market: SampleMarket, sitesPerPiece: Int = 500) {
        let writer = SampleWriter(market)
        var rows = SampleRegister.allCases.map { _ in 0 }
        var lines: [UInt8] = []
        for register in SampleRegister.allCases { files[register] = register.header(market.configuration.inputs) }
        for start in stride(from: 0, to: market.siteCount, by: sitesPerPiece) {
            writer.write(start..<min(start + sitesPerPiece, market.siteCount))
            lines += writer.answerLines(rowsBefore: rows)
            for register in SampleRegister.allCases {
                files[register]?.append(contentsOf: writer.bytes(register).bytes)
                rows[register.rawValue] += writer.bytes(register).lines
            }
        }
        answers = Self.table(lines)
    }

    /// Lines, each cut at its commas.
    static func table(_ bytes: [UInt8]) -> [[String]] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    func rows(_ register: SampleRegister) -> [[String]] { Array(Self.table(files[register] ?? []).dropFirst()) }
}

private func configuration(
    _ mpans: Int, seed: UInt64 = 7, faults: SampleFaults = .standard, change: SampleChange? = nil,
    inputs: SampleInputs = .usual
) throws -> SampleConfiguration {
    let asAt = try #require(CalendarDate(iso: "2026-07-01"))
    var made = SampleConfiguration(mpans: mpans, seed: seed, asAt: asAt, faults: faults, change: change)
    made.inputs = inputs
    return made
}

@Suite("A made-up market")
struct SampleTests {
    @Test(
        "It has exactly the MPANs asked for, each once and with a true check digit", arguments: [1, 2, 3, 999, 4_321])
    func countsAreExact(mpans: Int) throws {
        let made = MadeMarket(try SampleMarket(configuration(mpans, faults: .none)))
        let numbers = made.rows(.registration).map { $0[0] }
        #expect(numbers.count == mpans)
        #expect(Set(numbers).count == mpans)
        #expect(numbers.allSatisfy { MPANCore(printed: $0) != nil })
        #expect(numbers == numbers.sorted())
        #expect(made.answers.isEmpty)
    }

    @Test("Its bytes do not depend on how its sites are cut into pieces", arguments: [1, 7, 333, 4_096])
    func bytesAreOne(sitesPerPiece: Int) throws {
        let market = try SampleMarket(configuration(3_000))
        let (whole, cut) = (
            MadeMarket(market, sitesPerPiece: 100_000), MadeMarket(market, sitesPerPiece: sitesPerPiece)
        )
        #expect(whole.files == cut.files)
        #expect(whole.answers == cut.answers)
    }

    @Test("What not every market has is added to the usual market and changes nothing in it")
    func furtherInputs() throws {
        let usual = MadeMarket(try SampleMarket(configuration(3_000, faults: .none)))
        let all = MadeMarket(try SampleMarket(configuration(3_000, faults: .none, inputs: .all)))
        for register in SampleRegister.allCases where register.isMade(.usual) && register != .links {
            let columns = usual.rows(register).first?.count ?? 0
            #expect(all.rows(register).map { Array($0.prefix(columns)) } == usual.rows(register), "\(register)")
        }
        let sides = all.rows(.links)
        #expect(sides.filter { $0[5] == "principal" }.map { Array($0.prefix(5)) } == usual.rows(.links))
        #expect(sides.count == 2 * usual.rows(.links).count)
        #expect(usual.rows(.hubs).isEmpty && usual.rows(.appointments).isEmpty)
        let hubs = Set(all.rows(.hubs).map { $0[0] })
        #expect(hubs.count == all.rows(.hubs).count)
        #expect(hubs.isDisjoint(with: all.rows(.meters).map { $0[4] }))
        #expect(Set(all.rows(.appointments).map { $0[0] }) == Set(all.rows(.registration).map { $0[0] }))
    }

    @Test("Another seed gives another market")
    func seeds() throws {
        let (one, other) = (
            MadeMarket(try SampleMarket(configuration(500))), MadeMarket(try SampleMarket(configuration(500, seed: 8)))
        )
        #expect(one.files[.registration] != other.files[.registration])
    }

    @Test(
        "From 20,000 MPANs on, every rule that a sample can show is planted, and one to two MPANs in a hundred fail",
        arguments: SampleInputs.allCases)
    func everyRuleIsPlanted(inputs: SampleInputs) throws {
        let market = try SampleMarket(configuration(20_000, inputs: inputs))
        let made = MadeMarket(market)
        let raised = Set(made.answers.map { $0[0] })
        let shown = SampleMarket.shown(inputs).filter { $0 != .rec06 }
        #expect(shown.filter { !raised.contains($0.id) } == [])
        #expect(raised.subtracting(shown.map(\.id)) == [])
        #expect((200...400).contains(made.answers.count))
        #expect(!market.fileAnswerLines().isEmpty)
    }

    @Test("An answer is one identity, and its line holds its subject", arguments: SampleInputs.allCases)
    func answersPointAtTheirRows(inputs: SampleInputs) throws {
        let made = MadeMarket(try SampleMarket(configuration(20_000, inputs: inputs)))
        let identities = made.answers.map { [$0[0], $0[3], $0[4]] }
        #expect(Set(identities).count == identities.count)
        var lines: [String: [[String]]] = [:]
        for register in SampleRegister.allCases {
            lines["\(register.name).csv"] = MadeMarket.table(made.files[register] ?? [])
        }
        for answer in made.answers {
            let line = try #require(Int(answer[6]))
            let row = try #require(lines[answer[5]]?[line - 1])
            #expect(row.contains(answer[3]), "\(answer) is not in \(row)")
        }
    }

    @Test("Counts of a file of faults are met exactly, and only those are planted")
    func amounts() throws {
        let faults: [Rule: SampleAmount] = [
            .mtr02: .count(3), .loc02: .share(billionths: 5_000_000), .mpn01: .count(1), .rec06: .count(0),
        ]
        let market = try SampleMarket(configuration(2_000, faults: .amounts(faults)))
        let made = MadeMarket(market)
        let counts = Dictionary(grouping: made.answers) { $0[0] }.mapValues(\.count)
        // A pair raises two.
        #expect(counts == ["MTR-02": 6, "LOC-02": 10, "MPN-01": 1])
        #expect(market.planted(.mtr02) == 3)
        #expect(market.fileAnswerLines().isEmpty)
    }

    @Test("What cannot be made is refused with its reason")
    func refusals() throws {
        #expect(throws: SampleError.mpans(0)) { try SampleMarket(configuration(0)) }
        #expect(throws: SampleError.mpans(40_000_001)) { try SampleMarket(configuration(40_000_001)) }
        #expect(throws: SampleError.notShown(.ums01)) {
            try SampleMarket(configuration(100, faults: .amounts([.ums01: .count(1)])))
        }
        #expect(throws: SampleError.self) {
            try SampleMarket(configuration(100, faults: .amounts([.lnk01: .count(50)])))
        }
        var early = try configuration(10)
        early.asAt = try #require(CalendarDate(iso: "2024-12-31"))
        #expect(throws: SampleError.asAt(early.asAt)) { try SampleMarket(early) }
    }

    @Test("A changed market has the same MPANs, about that share of its rows differ, and some faults moved")
    func change() throws {
        let before = MadeMarket(try SampleMarket(configuration(20_000)))
        let after = MadeMarket(
            try SampleMarket(configuration(20_000, change: SampleChange(millionths: 50_000, seed: 3))))
        let valid = { (made: MadeMarket) in
            made.rows(.registration).map { $0[0] }.filter { MPANCore(printed: $0) != nil && !$0.hasPrefix("28") }
        }
        // Rows that faults add and take away move with them: a few dozen.
        #expect(Set(valid(before)).symmetricDifference(valid(after)).count < 100)
        let changed = Set(before.rows(.registration)).symmetricDifference(after.rows(.registration)).count
        #expect((400...2_500).contains(changed))
        #expect(Set(before.answers.map { $0[3] }) != Set(after.answers.map { $0[3] }))
        #expect((200...400).contains(after.answers.count))
    }

    @Test("Linked MPANs stand in registration, and their meters are shared")
    func links() throws {
        let made = MadeMarket(try SampleMarket(configuration(5_000, faults: .none)))
        let registered = Set(made.rows(.registration).map { $0[0] })
        var meters: [String: Set<String>] = [:]
        for row in made.rows(.meters) where row[8].isEmpty { meters[row[0], default: []].insert(row[1]) }
        let links = made.rows(.links)
        #expect(links.count > 200)
        for link in links {
            #expect(registered.contains(link[1]) && registered.contains(link[2]))
            #expect(!meters[link[1], default: []].isDisjoint(with: meters[link[2], default: []]))
        }
    }

    @Test("No serial number is open at two unlinked MPANs, with its year or without")
    func serials() throws {
        let made = MadeMarket(try SampleMarket(configuration(20_000, faults: .none)))
        var sites: [String: Set<String>] = [:]
        for row in made.rows(.meters) {
            let serial = row[1].prefix(1) + row[1].dropFirst(3)
            // Points of one site have neighbouring numbers.
            sites[String(serial), default: []].insert(String(row[0].dropLast(2)))
        }
        #expect(sites.values.allSatisfy { $0.count <= 2 })
        #expect(Set(made.rows(.meters).map { $0[1].count }) == [10])
    }
}
