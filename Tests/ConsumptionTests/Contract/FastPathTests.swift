import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

/// What is worked out for many at once is what is worked out for each.
@Suite struct FastPathTests {
    static func lanes<Result>(_ seed: UInt64, _ body: (LanePhilox) throws -> Result) rethrows -> Result {
        try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: LanePhilox.keyCount) { keys in
            guard let start = keys.baseAddress else { preconditionFailure("the room has an address") }
            return try body(LanePhilox(Philox(seed: seed), keys: start))
        }
    }

    @Test(arguments: [0, 42, UInt64.max, 0xDEAD_BEEF_0123_4567])
    func lanesAreTheirBlocks(seed: UInt64) {
        let philox = Philox(seed: seed)
        let subject: UInt64 = 990_123_456_789
        let places = SIMD4<UInt32>(0, 17, .max, 4_000_000_000)
        let purposes = SIMD4<UInt32>(1, 2, 3, 20)
        let drawn = Self.lanes(seed) { $0.blocks(subject: subject, places: places, purposes: purposes) }
        for (lane, block) in [drawn.0, drawn.1, drawn.2, drawn.3].enumerated() {
            let counter = SIMD4(
                UInt32(truncatingIfNeeded: subject), UInt32(subject >> 32), places[lane], purposes[lane])
            #expect(block == philox.block(counter))
        }
    }

    @Test(arguments: [1, 2, 3, 5, 63, 64, 65, 1_000, 4_096, 4_097, 1_000_000])
    func ranksOfManyAreTheRanksOfEach(count: Int) {
        let permutation = Permutation(count: count, philox: Philox(seed: 11))
        for start in Set([0, count / 3, max(count - 200, 0)]) {
            let places = start..<min(start + 200, count)
            var ranks = [UInt64](repeating: 0, count: places.count)
            ranks.withUnsafeMutableBufferPointer { ranks in
                guard let start = ranks.baseAddress else { return }
                permutation.ranks(of: places, into: start)
            }
            #expect(ranks.map { Int($0) } == places.map(permutation.rank))
        }
    }

    /// Ascending with gaps and steps back, over the ends of blocks and regions.
    static let walks: [[Int]] = [
        Array(0..<700), Array((0..<700).reversed()), [0, 1, 2, 200, 201, 202, 203, 1, 2, 3, 4, 699, 698, 697],
        Array(60..<200) + Array(61..<130), [5, 5, 6, 6, 7, 7, 8],
    ]

    @Test(arguments: [0, 1, 2], walks)
    func theReelFindsThePortfoliosSites(numbering: Int, walk: [Int]) throws {
        var configuration = try AddressingTests.configuration(count: 700)
        switch numbering {
        case 1: configuration.numbering = .regional
        case 2:
            let cores = (0..<UInt64(700)).map { MPANCore(body: 100_000_000_000 + $0 * 123_456_789) }
            configuration.numbering = .list(cores)
        default: break
        }
        let generator = try ConsumptionGenerator(configuration)
        let tables = WorkerTables(generator)
        let reel = SiteReel(generator.portfolio, tables.philox)
        var site = generator.portfolio.site(at: 0)
        for position in walk {
            reel.find(position, into: &site)
            #expect(site == generator.portfolio.site(at: position))
            guard let draws = reel.traitDraws(at: position) else { continue }
            let subject = site.mpan.body
            #expect(draws.first == generator.philox.block(.traits, subject: subject, at: 0))
            #expect(draws.second == generator.philox.block(.traits, subject: subject, at: 1))
            #expect(draws.third == generator.philox.block(.traits, subject: subject, at: 2))
        }
        withExtendedLifetime(tables) {}
    }

    @Test func aSiteOfAWalkIsTheSiteByItself() throws {
        let generator = try ConsumptionGenerator(try AddressingTests.configuration(count: 300))
        let (walking, alone) = (generator.makeWorker(), generator.makeWorker())
        for position in 0..<300 {
            walking.load(position: position)
            alone.load(generator.portfolio.site(at: position))
            for number in [20_540, 20_541, 20_180] {
                let day = UTCDay(number: number)
                for quantity in walking.quantities {
                    let values = Array(UnsafeBufferPointer(start: walking.make(day).row(quantity), count: 48))
                    let others = Array(UnsafeBufferPointer(start: alone.make(day).row(quantity), count: 48))
                    #expect(values == others, "position \(position), day \(number)")
                }
            }
        }
    }

    @Test func aPlaceAmongBoundsIsThatOfTheFirstGreater() async throws {
        try await Property.check(seed: 3, count: 400) { generator in
            let count = generator.nextBelow(14)
            let list = (0..<count).map { _ in generator.nextBelow(60) - 20 }
            let bounds = Bounds(list)
            for number in 0..<45 {
                let expected = list.firstIndex { number < $0 } ?? list.count
                guard bounds.place(of: number) == expected else {
                    throw Property.Broken("\(number) in \(list): \(bounds.place(of: number)), not \(expected)")
                }
            }
        }
    }

    @Test func sumsAreThoseOfTheValues() async throws {
        try await Property.check(seed: 4, count: 300) { generator in
            let values = (0..<generator.nextBelow(51)).map { _ -> Int32 in
                switch generator.nextBelow(8) {
                case 0: ConsumptionRow.missing
                case 1: .max - Int32(generator.nextBelow(3))
                case 2: .min + 1 + Int32(generator.nextBelow(3))
                default: Int32(generator.nextBelow(4_000)) - 1_000
                }
            }
            let expected = values.reduce(0) { $1 == ConsumptionRow.missing ? $0 : $0 + Int($1) }
            let sum = values.withUnsafeBufferPointer { RowSum.energy(of: $0) }
            guard sum == expected else { throw Property.Broken("\(values) sum to \(expected), not \(sum)") }
            var (plain, running): (UInt64, UInt64) = (0, 0)
            for value in values {
                plain &+= UInt64(UInt32(bitPattern: value))
                running &+= plain
            }
            let check = values.withUnsafeBufferPointer { RowSum.check(of: $0) }
            guard check == (plain, running) else {
                throw Property.Broken("\(values) have the check \(plain), \(running), not \(check)")
            }
        }
    }

    @Test func aMetersScaleIsTheMeters() throws {
        for siteClass in SiteClass.allCases where siteClass.segment == .advanced {
            let generator = try AdvancedModelTests.generator(siteClass, count: 60)
            let model = try #require(generator.advanced[Int(siteClass.rawValue)])
            for position in 0..<60 {
                let site = generator.portfolio.site(at: position)
                let meter = try #require(generator.meter(of: site))
                let traits = model.traits(subject: site.mpan.body, region: site.region, annual: nil)
                let scale = MeterMaker.scale(
                    philox: generator.philox, subject: site.mpan.body, maximumDemand: traits.maximumDemand,
                    isWholeCurrent: traits.isWholeCurrent)
                #expect(scale.connection == meter.connection && scale.limit == meter.limit)
                #expect(meter.channels.allSatisfy { $0.quantum == scale.quantum })
            }
        }
    }
}

/// The half hours of homes, against a plain working out of what the model says.
@Suite struct ActivityTests {
    /// A half hour's energy, one at a time and in whole numbers of any size.
    static func energy(
        _ place: Int, _ words: [UInt32], _ table: [UInt16], shape: Int, habit: Int, keep: UInt32, active: Int,
        base: Int,
        flicker: Int
    ) -> Int {
        func level(_ place: Int) -> Int {
            let step = Int(words[place] >> 20)
            return Int(table[step == 4_095 ? 4_096 + Int(words[place] >> 12 & 0xFF) : step])
        }
        let latest = (0...2).first { words[place - $0] & 0xFF >= keep } ?? 3
        let own = level(place - latest) * min(shape * habit / 1_024, 65_535)
        let byte = Int(words[place] >> 8 & 0xFF)
        let flickered = (65_536 + (2 * byte - 255) * flicker) / 256
        return ((own * active) / 16_384 + flickered * base + 32_768) / 65_536
    }

    @Test func eightAtOnceAreTheEight() async throws {
        try await Property.check(seed: 5, count: 200) { generator in
            let table = Tables.gamma(shape: [50, 100, 400][generator.nextBelow(3)])
            var memory = (0..<64).map { _ in UInt32(truncatingIfNeeded: generator.next()) }
            // Rarely drawn and looked up elsewhere: the last step.
            memory[20 + generator.nextBelow(40)] |= 0xFFF0_0000
            let words = memory
            memory += [UInt32](repeating: 0, count: 64)
            let shape = (0..<48).map { _ in UInt32(generator.nextBelow(1 << 16)) }
            let habit = (0..<48).map { _ in UInt32(generator.nextBelow(4_000)) }
            let keep = UInt32(generator.nextBelow(256))
            let flicker = UInt32(generator.nextBelow(256))
            let (active, base) = (UInt32(generator.nextBelow(1 << 20)), UInt32(generator.nextBelow(1 << 24)))
            var (narrow, wide) = ([Int32](repeating: 0, count: 48), [Int32](repeating: 0, count: 48))
            memory.withUnsafeMutableBytes { memory in
                shape.withUnsafeBytes { shape in
                    habit.withUnsafeBytes { habit in
                        table.withUnsafeBufferPointer { table in
                            guard let words = memory.baseAddress, let shape = shape.baseAddress,
                                let habit = habit.baseAddress, let table = table.baseAddress
                            else { return }
                            let makeup = ActivityDraws.Makeup(
                                table: table, shape: shape, habit: habit, keep: keep, flicker: flicker)
                            ActivityDraws.energies(words: words, makeup, active: active, base: base, into: &narrow)
                            ActivityDraws.energies(
                                words: words, makeup, active: UInt64(active), base: UInt64(base), into: &wide)
                        }
                    }
                }
            }
            let expected = (0..<48).map {
                Self.energy(
                    16 + $0, words, table, shape: Int(shape[$0]), habit: Int(habit[$0]), keep: keep,
                    active: Int(active), base: Int(base), flicker: Int(flicker))
            }
            guard narrow.map(Int.init) == expected else { throw Property.Broken("\(narrow) are not \(expected)") }
            guard wide == narrow else { throw Property.Broken("\(wide) are not \(narrow)") }
        }
    }

    /// A row asked for alone, in any order, is that of the whole day; also where there are more rows than bits.
    @Test(arguments: [1, 5, 63, 64, 90])
    func rowsMadeAloneAreThoseOfTheDay(archetypes: Int) throws {
        var values = try #require(ShippedParameters.classes[.smartDomestic])
        var rows: [Int] = []
        for row in 0..<archetypes {
            let share = row == 0 ? 1_000 - archetypes + 1 : 1
            rows += [share, row * 7 - 100]
            rows += Array(900..<908)
        }
        try values.set("archetypes", to: rows, owner: "smart-domestic")
        let model = ProfileModel(values, philox: Philox(seed: 1))
        let region = RegionDay(region: .c, day: UTCDay(number: 20_541), weather: Weather(seed: 1))
        let whole = model.classDay(region)
        #expect(whole.levels.count == (archetypes + 1) * 64)
        #expect(whole.levels.contains { $0 > 0 })
        for order in [Array(0...archetypes), Array((0...archetypes).reversed()), [archetypes / 2]] {
            let page = ProfilePage(model, region)
            for row in order {
                page.make(row, model, region)
                #expect(page.made & ProfilePage.bit(of: row) != 0)
                let made = Array(UnsafeBufferPointer(start: page.levels + row * 64, count: 64))
                #expect(made == Array(whole.levels[(row * 64)..<(row * 64 + 64)]), "row \(row)")
            }
        }
    }
}
