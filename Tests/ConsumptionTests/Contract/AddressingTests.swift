import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

/// Whatever is asked for, in whatever order, from whatever part: the same values.
@Suite struct AddressingTests {
    static let everyClass: [ConsumptionConfiguration.Share] = {
        let words =
            SiteClass.allCases.map(\.word) + [
                "smart-domestic+pv", "smart-domestic+pv+battery", "smart-domestic+ev+heat-pump",
                "smart-domestic-multirate+storage-heating", "advanced-office+pv",
            ]
        let each = ConsumptionConfiguration.whole / words.count
        return words.enumerated().compactMap { place, word in
            let rest = place == 0 ? ConsumptionConfiguration.whole - each * words.count : 0
            return (try? SiteKind(reading: word)).map { .init($0, billionths: each + rest) }
        }
    }()

    static func configuration(
        seed: UInt64 = 42, count: Int = 72, days: Int = 9, from: String = "2026-03-25",
        mix: [ConsumptionConfiguration.Share] = everyClass
    ) throws -> ConsumptionConfiguration {
        ConsumptionConfiguration(
            seed: seed, importMPANs: count, mix: mix, from: try #require(CalendarDate(iso: from)), days: days)
    }

    /// Every row of a site, as comparable values.
    struct Row: Hashable {
        var mpan: UInt64
        var first: Int
        var quantity: MeasurementQuantity
        var values: [Int32]
    }

    static func rows(_ maker: RowMaker, _ position: Int, _ dates: DateSpan) -> [Row] {
        var rows: [Row] = []
        maker.rows(position: position, dates: dates) {
            rows.append(Row(mpan: $0.mpan, first: $0.firstHalfHour, quantity: $0.quantity, values: Array($0.values)))
        }
        return rows
    }

    @Test(arguments: [DayKind.utc, .local])
    func orderOfAskingDoesNotMatter(kind: DayKind) throws {
        let configuration = try Self.configuration()
        let generator = try ConsumptionGenerator(configuration)
        let dates = DateSpan(from: configuration.from, days: configuration.days, kind: kind)
        let ascending = RowMaker(generator.makeWorker())
        let expected = (0..<72).map { Self.rows(ascending, $0, dates) }
        #expect(expected.joined().contains { $0.values.contains { $0 > 0 } })

        let other = RowMaker(generator.makeWorker())
        for position in (0..<72).reversed() { #expect(Self.rows(other, position, dates) == expected[position]) }
        var shuffle = SeededGenerator(seed: 5)
        for position in (0..<72).shuffled(using: &shuffle) {
            // One day alone, from a worker that has just made something else.
            let day = shuffle.nextBelow(configuration.days)
            let alone = DateSpan(from: configuration.from.adding(days: day), days: 1, kind: kind)
            let range = kind.halfHours(of: alone.from)
            let wanted = expected[position].filter { range.contains($0.first) }
            #expect(Self.rows(other, position, alone) == wanted, "position \(position), day \(day)")
        }
        let third = DateSpan(from: configuration.from, days: configuration.days, kind: kind, step: 3)
        for position in [0, 13, 71] {
            let starts = stride(from: 0, to: configuration.days, by: 3).map {
                kind.halfHours(of: configuration.from.adding(days: $0)).lowerBound
            }
            #expect(Self.rows(other, position, third) == expected[position].filter { starts.contains($0.first) })
        }
    }

    @Test func settlementDaysHoldTheHalfHoursOfUTCDays() throws {
        let configuration = try Self.configuration()
        let maker = RowMaker(try ConsumptionGenerator(configuration).makeWorker())
        let local = DateSpan(from: configuration.from, days: 9, kind: .local)
        let utc = DateSpan(from: configuration.from.adding(days: -1), days: 11, kind: .utc)
        for position in 0..<72 {
            var values: [MeasurementQuantity: [Int: Int32]] = [:]
            for row in Self.rows(maker, position, utc) {
                for (place, value) in row.values.enumerated() {
                    values[row.quantity, default: [:]][row.first + place] = value
                }
            }
            let rows = Self.rows(maker, position, local)
            #expect(Set(rows.map(\.values.count)) == [46, 48])
            for row in rows {
                for (place, value) in row.values.enumerated() {
                    #expect(values[row.quantity]?[row.first + place] == value)
                }
            }
        }
    }

    @Test(arguments: [UInt64.min, .max])
    func seedsAtTheEndsOfTheRangeWork(seed: UInt64) throws {
        let configuration = try Self.configuration(seed: seed, days: 1)
        let maker = RowMaker(try ConsumptionGenerator(configuration).makeWorker())
        let dates = DateSpan(from: configuration.from, days: 1, kind: .utc)
        let sum = (0..<72).flatMap { Self.rows(maker, $0, dates) }.reduce(0) {
            $0 + $1.values.reduce(0) { $0 + Int($1) }
        }
        #expect(sum > 0)
    }

    @Test func anotherSeedGivesOtherValues() throws {
        let dates = DateSpan(from: try #require(CalendarDate(iso: "2026-01-15")), days: 1, kind: .utc)
        let made = try [UInt64(1), 2].map { seed in
            Self.rows(RowMaker(try ConsumptionGenerator(try Self.configuration(seed: seed)).makeWorker()), 3, dates)
        }
        #expect(made[0] != made[1])
    }
}

@Suite struct PortfolioTests {
    @Test(arguments: [1, 2, 7, 99, 1_000, 12_345])
    func countsAreExactAndEveryPositionIsReached(count: Int) throws {
        let portfolio = Portfolio(try AddressingTests.configuration(count: count))
        #expect(portfolio.countsByShare.reduce(0, +) == count)
        var counts = [Int](repeating: 0, count: portfolio.mix.count)
        var last: UInt64 = 0
        for position in 0..<count {
            let site = portfolio.site(at: position)
            counts[site.share] += 1
            #expect(site.mpan.number > last)
            last = site.export?.number ?? site.mpan.number
            #expect(portfolio.position(of: site.mpan) == position)
            if let export = site.export { #expect(portfolio.position(of: export) == position) }
            #expect(site.mpan.distributor == 99)
        }
        #expect(counts == portfolio.countsByShare)
    }

    @Test(arguments: [1, 2, 7, 64, 1_000])
    func partsCoverThePositionsOnce(parts: Int) throws {
        let portfolio = Portfolio(try AddressingTests.configuration(count: 100))
        var next = 0
        for part in 1...parts {
            let range = portfolio.positions(part: part, of: parts)
            #expect(range.lowerBound == next)
            next = range.upperBound
        }
        #expect(next == 100)
    }

    @Test(arguments: [1, 2, 3, 5, 64, 1_000, 4_096, 4_097])
    func thePermutationIsOne(count: Int) {
        let permutation = Permutation(count: count, philox: Philox(seed: 3))
        #expect(Set((0..<count).map(permutation.rank)) == Set(0..<count))
    }

    @Test func largestRemaindersAreApportionedFirst() {
        #expect(Portfolio.apportion(10, by: [1, 1, 1]) == [4, 3, 3])
        #expect(Portfolio.apportion(1_000, by: [800, 100, 50, 50]) == [800, 100, 50, 50])
        #expect(Portfolio.apportion(3, by: [5, 94, 1]) == [0, 3, 0])
    }
}

@Suite struct ParameterTests {
    /// Whatever a portfolio may legally ask for stays within its fuse and within a value's 32 bits: raising the class's
    /// median tenfold lowers no half hour.
    @Test(arguments: [SiteClass.smartDomestic, .smartBusiness, .smartDomesticMultirate], [0, 620, 2_000])
    func theLargestMedianWrapsNothing(siteClass: SiteClass, deviation: Int) throws {
        let shipped = try #require(ShippedParameters.classes[siteClass])
        let most = try #require(shipped.specs.first { $0.name == "annual_median_wh" }).range.upperBound
        #expect(most == 2_000_000_000)
        let made = try [most / 10, most].map { median in
            var values = shipped
            try values.set("annual_median_wh", to: [median], owner: siteClass.word)
            try values.set("annual_deviation_per_mille", to: [deviation], owner: siteClass.word)
            try values.set("void_per_mille", to: [deviation == 2_000 ? 499 : 0], owner: siteClass.word)
            try values.set("day_deviation_per_mille", to: [1_500], owner: siteClass.word)
            try values.set("fuse_amps", to: [3_000], owner: siteClass.word)
            var configuration = try AddressingTests.configuration(
                count: 150, days: 4, mix: [.init(SiteKind(siteClass), billionths: ConsumptionConfiguration.whole)])
            configuration.classes[siteClass] = values
            let maker = RowMaker(try ConsumptionGenerator(configuration).makeWorker())
            let dates = DateSpan(from: configuration.from, days: 4, kind: .utc)
            return (0..<150).flatMap { AddressingTests.rows(maker, $0, dates) }.filter { $0.quantity == .activeImport }
                .flatMap(\.values)
        }
        #expect(made[0].count == made[1].count && made[0].count >= 150 * 4 * 48)
        #expect(made[1].allSatisfy { (0...345_000).contains($0) })
        #expect(made[1].contains(345_000))
        #expect(zip(made[0], made[1]).allSatisfy { $0 <= $1 })
    }

    @Test func aMedianBeyondTheFuseIsRefusedInWords() throws {
        var values = try #require(ShippedParameters.classes[.smartDomestic])
        for given in [2_000_000_001, 30_000_000_000, -1] {
            do throws(ConfigurationError) {
                try values.set("annual_median_wh", to: [given], owner: "smart-domestic")
                Issue.record("\(given) was taken")
            } catch {
                #expect(
                    error.description
                        == "smart-domestic.annual_median_wh: \(given) is not a number from 0 to 2000000000 Wh")
            }
        }
    }

    /// A portfolio may empty any list: it is refused by its name, or the model does without. Nothing crashes.
    @Test(arguments: SiteClass.allCases) func emptyListsAreRefusedOrDoneWithout(siteClass: SiteClass) throws {
        let shipped = try #require(ShippedParameters.classes[siteClass])
        var refused = 0
        for spec in shipped.specs where spec.isList {
            var configuration = try AddressingTests.configuration(
                count: 2, days: 1, mix: [.init(SiteKind(siteClass), billionths: ConsumptionConfiguration.whole)])
            var values = shipped
            do {
                try values.set(spec.name, to: [], owner: siteClass.word)
            } catch {
                #expect(error.description.hasPrefix("\(siteClass.word).\(spec.name): nothing is not a list"))
                refused += 1
                continue
            }
            configuration.classes[siteClass] = values
            let maker = RowMaker(try ConsumptionGenerator(configuration).makeWorker())
            let dates = DateSpan(from: configuration.from, days: 1, kind: .utc)
            #expect(!AddressingTests.rows(maker, 1, dates).isEmpty)
        }
        #expect(
            refused > 0 || shipped.specs.allSatisfy { !$0.isList || $0.mayBeEmpty || shipped.list($0.name).isEmpty })
    }

    @Test func emptyListsOfTechnologiesAreRefused() throws {
        for (addOn, word) in AddOns.words {
            var values = try #require(ShippedParameters.addOns[addOn])
            for spec in values.specs where spec.isList && !spec.mayBeEmpty && !values.list(spec.name).isEmpty {
                #expect(throws: ConfigurationError.self, "\(word).\(spec.name)") {
                    try values.set(spec.name, to: [], owner: word)
                }
            }
        }
    }
}
