import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

/// Reads against the series, and estimates against the reads.
@Suite struct ReadsTests {
    static func date(_ iso: String) throws -> CalendarDate { try #require(CalendarDate(iso: iso)) }

    static func generator(_ word: String, count: Int = 6) throws -> ConsumptionGenerator {
        try ConsumptionGenerator(
            ConsumptionConfiguration(
                seed: 7, importMPANs: count,
                mix: [.init(try SiteKind(reading: word), billionths: ConsumptionConfiguration.whole)],
                from: try date("2026-01-01"), days: 365))
    }

    /// The sum of a site's values over half hours, by asking for each day alone.
    static func plainSums(
        _ worker: ConsumptionWorker, _ meter: MeterTechnicalDetails, _ halfHours: Range<Int>
    ) -> [Int] {
        let registers = meter.registers.filter { $0.quantity == .activeImport }
        var sums = [Int](repeating: 0, count: registers.count)
        for index in halfHours {
            let halfHour = HalfHour(index: index)
            let value = Int(worker.make(halfHour.day).activeImport[halfHour.period - 1])
            let night = registers[0].pattern?.contains(halfHour) ?? true
            sums[night ? 0 : 1] += value
        }
        return sums
    }

    @Test(arguments: ["smart-domestic", "smart-domestic-multirate", "traditional"])
    func readsAreTheSumOfTheSeries(word: String) throws {
        let worker = try Self.generator(word).makeWorker()
        worker.load(position: 1)
        let settings = MeterSettings(epoch: try Self.date("2026-01-01"))
        let meter = try #require(worker.generator.meter(of: worker.site, settings: settings))
        let reads = try #require(worker.reads(settings: settings))
        let start = SettlementDay(settings.epoch).firstHalfHour.index
        // Out of order, in both clocks, on days of change, before the epoch and at it.
        for iso in ["2026-04-03", "2026-01-01", "2026-03-30", "2026-03-29", "2026-01-20", "2025-12-20"] {
            let end = SettlementDay(try Self.date(iso)).firstHalfHour.index
            let sums = Self.plainSums(worker, meter, min(start, end)..<max(start, end))
            for (read, (register, sum)) in zip(
                reads.reads(at: try Self.date(iso)), zip(meter.registers, sums))
            {
                let turn = register.rolloverWattHours
                let expected = register.initialWattHours + (end < start ? -sum : sum)
                #expect(read.wattHours == (expected % turn + turn) % turn, "\(word) at \(iso)")
                #expect(read.shown == read.wattHours / register.unitWattHours)
                #expect(read.register == register.id)
            }
        }
    }

    @Test func registersRollOver() throws {
        var meter = try #require(try MeterTests.meters("traditional", 1).first)
        meter.registers[0].initialWattHours = 99_999_400
        let day = UnsafeMutablePointer<Int32>.allocate(capacity: 48)
        defer { day.deallocate() }
        day.initialize(repeating: 50, count: 48)
        let reads = RegisterReads(meter: meter) { _ in UnsafePointer(day) }
        let (first, second) = (try Self.date("2020-01-01"), try Self.date("2020-01-02"))
        #expect(reads.reads(at: first).map(\.shown) == [99_999])
        #expect(reads.reads(at: second).map(\.wattHours) == [1_800])
        #expect(reads.reads(at: second).map(\.shown) == [1])
        // 2.4 kWh went through; what shows is whole: from 99,999 to 00,001.
        #expect(reads.shownAdvances(from: first, to: second) == [2_000])
        #expect(reads.reads(at: try Self.date("2019-12-31")).map(\.wattHours) == [99_997_000])
    }

    @Test(arguments: [ReadSchedule.Frequency.monthly, .quarterly, .yearly])
    func schedulesCoverEveryDayOnce(frequency: ReadSchedule.Frequency) throws {
        for day in [1, 15, 28] {
            for month in 1...frequency.rawValue {
                let schedule = ReadSchedule(frequency: frequency, dayOfMonth: day, firstMonth: month)
                let first = try Self.date("2025-11-03")
                var last: (from: CalendarDate, to: CalendarDate)?
                for number in 0..<800 {
                    let date = first.adding(days: number)
                    let period = schedule.period(containing: date)
                    #expect(period.from <= date && date < period.to)
                    #expect(period.from.day == day && period.to.day == day)
                    #expect((period.to.month - month) % frequency.rawValue == 0)
                    if let last, last != period { #expect(last.to == period.from) }
                    last = period
                }
                let dates = schedule.dates(from: first, to: first.adding(days: 729))
                #expect(abs(dates.count - 24 / frequency.rawValue) <= 1)
                #expect(dates.allSatisfy { $0 >= first && schedule.period(containing: $0).from == $0 })
            }
        }
    }

    @Test func schedulesHaveTheirShares() {
        let philox = Philox(seed: 9)
        var counts: [ReadSchedule.Frequency: Int] = [:]
        for subject in 0..<4_000 {
            let made = ReadSchedule(
                subject: 990_000_000_000 + UInt64(subject), philox: philox, settings: MeterSettings())
            counts[made.frequency, default: 0] += 1
        }
        #expect(abs((counts[.monthly] ?? 0) - 600) < 100)
        #expect(abs((counts[.quarterly] ?? 0) - 2_400) < 130)
        #expect(abs((counts[.yearly] ?? 0) - 1_000) < 120)
    }

    /// The estimates of each read period add up to the advance that the register shows, for each register.
    @Test(
        arguments: ["traditional", "traditional+storage-heating"],
        [TraditionalEstimates.Basis.counted, .shown])
    func estimatesConserveTheAdvance(word: String, basis: TraditionalEstimates.Basis) throws {
        let generator = try Self.generator(word)
        let settings = MeterSettings(
            epoch: try Self.date("2025-12-01"), monthlyPerMille: 500, quarterlyPerMille: 500)
        let estimates = TraditionalEstimates(generator, basis: basis, settings: settings)
        for position in 0..<3 {
            let worker = generator.makeWorker()
            worker.load(position: position)
            let site = worker.site
            let meter = try #require(generator.meter(of: site, settings: settings))
            let schedule = try #require(generator.readSchedule(of: site, settings: settings))
            // Across the change of clocks in spring.
            let period = schedule.period(containing: try Self.date("2026-03-29"))
            let reads = try #require(worker.reads(settings: settings))
            let shown = reads.shownAdvances(from: period.from, to: period.to)
            let counted = reads.countedAdvances(from: period.from, to: period.to)
            #expect(zip(shown, counted).allSatisfy { abs($0 - $1) < 1_000 && $0 % 1_000 == 0 })
            let advances = basis == .counted ? counted : shown
            #expect(advances.reduce(0, +) > 0)
            var sums = [Int](repeating: 0, count: advances.count)
            let halfHours =
                SettlementDay(period.from).firstHalfHour.index..<SettlementDay(period.to).firstHalfHour.index
            var distinct: Set<Int32> = []
            for index in halfHours {
                let halfHour = HalfHour(index: index)
                let made = try #require(estimates.estimates(for: site, day: halfHour.day))
                let value = made[halfHour.period - 1]
                #expect(value >= 0)
                distinct.insert(value)
                sums[meter.registerOfEachHalfHour(.activeImport, halfHour.day)[halfHour.period - 1]] += Int(value)
            }
            #expect(sums == advances)
            #expect(distinct.count > 10, "a shape, not an even spread")
        }
        let smart = try Self.generator("smart-domestic", count: 1)
        let day = UTCDay(try Self.date("2026-01-01"))
        #expect(TraditionalEstimates(smart).estimates(for: smart.portfolio.site(at: 0), day: day) == nil)
    }

    @Test func estimatesDoNotDependOnTheOrderOfAsking() throws {
        let generator = try Self.generator("traditional")
        let settings = MeterSettings(epoch: try Self.date("2025-12-01"))
        let days = try ["2026-02-10", "2026-02-11", "2026-03-29", "2026-05-02"].map { UTCDay(try Self.date($0)) }
        func values(_ estimates: TraditionalEstimates, _ position: Int, _ day: UTCDay) throws -> [Int32] {
            let made = estimates.estimates(for: generator.portfolio.site(at: position), day: day)
            return Array(UnsafeBufferPointer(start: try #require(made), count: 48))
        }
        let forward = TraditionalEstimates(generator, settings: settings)
        let expected = try (0..<3).map { position in try days.map { try values(forward, position, $0) } }
        let backward = TraditionalEstimates(generator, settings: settings)
        for position in (0..<3).reversed() {
            for (place, day) in days.enumerated().reversed() {
                #expect(try values(backward, position, day) == expected[position][place])
            }
        }
    }

    @Test(arguments: [(10, 1, 3, 3), (10, 2, 3, 7), (10, 3, 3, 10), (7, 0, 5, 0), (5, 1, 0, 0)])
    func partsAreToTheNearest(advance: Int, sum: Int, total: Int, expected: Int) {
        #expect(TraditionalEstimates.part(advance, sum, total) == expected)
    }

    @Test func partsOfHugeProductsAreExact() {
        // 3 × 10^18 × 10^18 would not fit 64 bits.
        let huge = 1_000_000_000_000_000_000
        #expect(TraditionalEstimates.part(3 * huge, huge, 3 * huge) == huge)
        // A register that was turned back has nothing to spread.
        #expect(TraditionalEstimates.part(-7, 3, 10) == 0)
    }
}
