import Kernel
import Market
import Testing

@testable import Consumption

/// Add-ons of seed 42, memory for a day, and a region's days.
final class AddOnFixture {
    let philox = Philox(seed: 42)
    let weather = Weather(seed: 42)
    let models: AddOnModels
    let memory: UnsafeMutablePointer<Int32>
    let scratch: DayScratch
    let region: GSPGroup
    private var made: [Int: (day: RegionDay, shared: AddOnDay)] = [:]

    init(_ region: GSPGroup = .c, values: [AddOns: ParameterValues] = [:]) {
        self.region = region
        models = AddOnModels(values, philox: philox)
        memory = .allocate(capacity: 384)
        memory.initialize(repeating: 0, count: 384)
        scratch = DayScratch(
            demand: memory, generation: memory + 64, activeImport: memory + 128, activeExport: memory + 192,
            reactiveImport: memory + 256, reactiveExport: memory + 320)
    }

    deinit { memory.deallocate() }

    static func number(_ year: Int, _ month: Int, _ day: Int) throws -> Int {
        try #require(CalendarDate(year: year, month: month, day: day)).dayNumber
    }

    static func subject(_ site: Int) -> UInt64 { 990_000_000_000 + 2 * UInt64(site) }

    func day(_ number: Int) -> (day: RegionDay, shared: AddOnDay) {
        if let found = made[number] { return found }
        let day = RegionDay(region: region, day: UTCDay(number: number), weather: weather)
        let both = (day, models.day(day))
        made[number] = both
        return both
    }

    /// What the add-ons make of a day of this demand.
    func run(
        _ traits: AddOnModels.Traits, _ addOns: AddOns, subject: UInt64, day number: Int,
        demand: [Int32] = [Int32](repeating: 0, count: 48)
    ) -> (demand: [Int32], generation: [Int32]) {
        for place in 0..<48 { scratch.demand[place] = demand[place] }
        let (day, shared) = day(number)
        models.add(traits, addOns, subject: subject, day: day, shared: shared, scratch: scratch)
        return (
            Array(UnsafeBufferPointer(start: scratch.demand, count: 48)),
            Array(UnsafeBufferPointer(start: scratch.generation, count: 48))
        )
    }
}
