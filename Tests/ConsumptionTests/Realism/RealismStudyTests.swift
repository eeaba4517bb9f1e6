import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

@Suite struct RealismStudyTests {
    @Test(arguments: [0.001, 0.1, 0.5, 1, 1.414, 1.415, 2, 2.718_281_828_459_045, 17, 1e6, 3.5e9])
    func logarithmAndExponentialUndoEachOther(value: Double) {
        #expect(abs(StableMath.exp(StableMath.ln(value)) / value - 1) < 1e-14)
        // ln(ab) = ln a + ln b ties all scales to one another.
        #expect(abs(StableMath.ln(value * 3) - StableMath.ln(value) - 1.098_612_288_668_109_8) < 1e-14)
    }

    @Test func logarithmOfNothingIsNothing() {
        #expect(StableMath.ln(0) == 0 && StableMath.ln(-1) == 0 && StableMath.ln(1) == 0)
    }

    @Test func histogramHoldsEveryValueNearItself() {
        var generator = SeededGenerator(seed: 11)
        var values: [Int32] = [0, 1, 4_095, 4_096, 4_111, 4_112, 8_191, 8_192, .max]
        for _ in 0..<5_000 { values.append(Int32(generator.nextBelow(1 << (1 + generator.nextBelow(31))))) }
        for value in values {
            let held = ValueHistogram.value(ValueHistogram.bucket(value))
            let slack = value < 4_096 ? 0 : Double(value) / 256
            #expect(abs(held - Double(value)) <= slack, "\(value) is held as \(held)")
        }
        #expect(
            zip(values.sorted(), values.sorted().dropFirst()).allSatisfy {
                ValueHistogram.bucket($0) <= ValueHistogram.bucket($1)
            })
    }

    @Test func figuresDoNotDependOnHowBlocksAreSharedOut() throws {
        let study = RealismStudy(try RealismFixture.generator(from: "2026-10-20", days: 9, sites: 260))
        let one = RealismFixture.flat(RealismFixture.figures(study))
        // The last block first, each with a worker of its own.
        let other = study.figures(
            study.samples.indices.map { sample in
                let blocks = (0..<study.samples[sample].blocks).reversed().map {
                    study.measure(sample, block: $0, worker: study.generator.makeWorker())
                }
                var sum = blocks[blocks.count - 1]
                for block in blocks.dropLast().reversed() { sum.add(block) }
                let points = RealismStudy.groupSizes.compactMap { study.coincidence(sample, sum, size: $0) }
                return study.figures(sample, sum, coincidence: points)
            })
        #expect(study.samples.contains { $0.blocks > 1 })
        #expect(RealismFixture.flat(other) == one)
    }

    @Test func samplesAreEvenAndNoMoreThanAsked() throws {
        let generator = try RealismFixture.generator(from: "2026-01-01", days: 1, sites: 1_000)
        for most in [1, 7, 50, 400, 500] {
            let study = RealismStudy(generator, sitesPerKind: most)
            for sample in study.samples {
                #expect(sample.positions.count == min(most, sample.count))
                #expect(zip(sample.positions, sample.positions.dropFirst()).allSatisfy { $0 < $1 })
                #expect(sample.positions.allSatisfy { generator.portfolio.site(at: $0).kind == sample.kind })
                if most == 50, let last = sample.positions.last {
                    #expect(sample.positions[0] < 100 && last > 900, "\(sample.kind) is looked at from end to end")
                }
            }
            // Half of the sites are of one class.
            #expect(study.isComplete == (most >= 500), "\(most)")
        }
    }

    @Test func largeRunsAreSampledFromEndToEnd() throws {
        let generator = try RealismFixture.generator(from: "2026-01-01", days: 1, sites: 30_000_000)
        let study = RealismStudy(generator, sitesPerKind: 40)
        for sample in study.samples {
            #expect(sample.positions.count == 40)
            let gaps = zip(sample.positions, sample.positions.dropFirst()).map { $1 - $0 }
            #expect(gaps.allSatisfy { (700_000...800_000).contains($0) }, "\(sample.kind): \(gaps)")
        }
    }

    @Test func aDayOfFlatLoadSaysWhatItCan() throws {
        let study = RealismStudy(
            try RealismFixture.generator(from: "2026-06-10", days: 1, sites: 1, mix: [("smart-domestic", 1_000)]))
        let figures = RealismFixture.figures(study)
        let kind = try #require(figures.kinds.first)
        #expect(kind.dayDeviation == nil && kind.dayStep == nil)
        #expect(kind.autocorrelation[0] != nil && kind.autocorrelation[2] == nil && kind.autocorrelation[3] == nil)
        #expect(kind.total.winterOverSummer == nil && kind.total.weekendOverWeekday == nil)
        #expect(kind.coincidence.map(\.size) == [1] && kind.fit == nil)
        #expect(kind.burning == nil && kind.export == nil)
        #expect(figures.segments.count == 1)
    }

    @Test func totalsOfUTCAndLocalDaysDifferByTheHoursBetween() throws {
        let generator = try RealismFixture.generator(
            from: "2026-06-10", days: 3, sites: 12, mix: [("smart-domestic", 1_000)])
        let figures = RealismFixture.figures(RealismStudy(generator))
        let worker = generator.makeWorker()
        var (utc, local) = (0, 0)
        for position in 0..<12 {
            worker.load(position: position)
            let first = generator.configuration.from.dayNumber * 48
            for index in first - 2..<first + 144 {
                let value = Int(worker.value(.activeImport, at: HalfHour(index: index)))
                if index >= first { utc += value }
                if index < first + 142 { local += value }
            }
        }
        let total = try #require(figures.kinds.first?.totals.first)
        #expect(total.quantity == .activeImport && total.utc == utc && total.local == local)
    }
}
