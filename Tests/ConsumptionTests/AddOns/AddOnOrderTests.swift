import Kernel
import Market
import Testing

@testable import Consumption

@Suite struct AddOnOrderTests {
    static let kinds = [
        "smart-domestic+pv", "smart-domestic+ev", "smart-domestic+heat-pump",
        "smart-domestic-multirate+storage-heating",
        "smart-domestic+ev+heat-pump+pv+battery", "smart-domestic+battery",
    ]

    private static func generator(_ word: String, seed: UInt64 = 3) throws -> ConsumptionGenerator {
        let from = try #require(CalendarDate(year: 2026, month: 10, day: 1))
        return try ConsumptionGenerator(
            ConsumptionConfiguration(
                seed: seed, importMPANs: 40,
                mix: [.init(SiteKind(reading: word), billionths: ConsumptionConfiguration.whole)], from: from, days: 60)
        )
    }

    private static func rows(_ worker: ConsumptionWorker, _ position: Int, _ day: Int) -> [Int32] {
        worker.load(position: position)
        let made = worker.make(UTCDay(number: day))
        return (0..<48).map { made.activeImport[$0] }
            + (worker.site.export == nil ? [] : (0..<48).map { made.activeExport[$0] })
    }

    @Test(arguments: kinds) func aDayAloneIsTheDayInOrder(_ word: String) throws {
        let generator = try Self.generator(word)
        let first = try AddOnFixture.number(2026, 10, 1)
        let inOrder = generator.makeWorker()
        var all: [[Int32]] = []
        for position in 0..<3 {
            for day in stride(from: 0, to: 48, by: 4) { all.append(Self.rows(inOrder, position, first + day)) }
        }
        let backwards = generator.makeWorker()
        for position in (0..<3).reversed() {
            for day in stride(from: 44, through: 0, by: -4) {
                #expect(Self.rows(backwards, position, first + day) == all[position * 12 + day / 4])
            }
        }
        #expect(Self.rows(generator.makeWorker(), 2, first + 24) == all[2 * 12 + 6])
    }

    @Test func aSeedMakesTheSameAgainAndAnotherSeedDoesNot() throws {
        let word = "smart-domestic+ev+heat-pump+pv+battery"
        let day = try AddOnFixture.number(2026, 10, 25)
        let made = Self.rows(try Self.generator(word).makeWorker(), 2, day)
        #expect(Self.rows(try Self.generator(word).makeWorker(), 2, day) == made)
        #expect(Self.rows(try Self.generator(word, seed: 4).makeWorker(), 2, day) != made)
    }

    @Test func everyParameterHasAMeaningAndADefaultInRange() {
        for (addOn, word) in AddOns.words {
            let values = AddOnParameters.values(of: addOn)
            #expect(!values.specs.isEmpty, "\(word)")
            #expect(Set(values.specs.map(\.name)).count == values.specs.count)
            #expect(values.specs.allSatisfy { !$0.meaning.isEmpty && !$0.unit.isEmpty })
        }
    }

    @Test func extremesOfEveryParameterRun() throws {
        for (addOn, word) in AddOns.words {
            for spec in AddOnParameters.values(of: addOn).specs where !spec.isList {
                for value in [spec.range.lowerBound, spec.range.upperBound] {
                    var values = AddOnParameters.values(of: addOn)
                    try values.set(spec.name, to: [value], owner: word)
                    let fixture = AddOnFixture(.p, values: [addOn: values])
                    let traits = fixture.models.traits([addOn], subject: 1, region: .p)
                    for day in [20_470, 20_630] {
                        let made = fixture.run(traits, [addOn], subject: 1, day: day)
                        #expect((made.demand + made.generation).allSatisfy { $0 >= 0 }, "\(word).\(spec.name) \(value)")
                    }
                    #expect(fixture.models.expected(traits, [addOn], region: .p).demand >= 0)
                }
            }
        }
    }
}
