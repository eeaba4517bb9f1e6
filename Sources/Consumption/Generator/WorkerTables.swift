import Market

/// One class as a worker sees it: plain memory, since sites come so fast that counting owners would cost as much as a
/// value. What is pointed at belongs to the worker's generator, tables and pages.
struct ClassDesk {
    /// The one of these that there is, of a class that the mix names.
    var profile: Unmanaged<ProfileModel>?
    var advanced: Unmanaged<AdvancedModel>?
    var unmetered: Unmanaged<UnmeteredModel>?
    /// Sixteen habits of a profile class, rows of 128 factors in Q10.
    var habits: UnsafePointer<UInt32>?
    /// The rows of the class's day on the page that is open; nil until the first is asked for.
    var levels: UnsafeMutablePointer<Int32>?
    /// Which of these rows are made; see `ProfilePage.bit(of:)`.
    var made: UInt64 = 0
    /// The night load's level on the day of the page.
    var nightLevel = 0
}

/// A worker's own tables and its view of the classes.
final class WorkerTables {
    let philox: LanePhilox
    /// By `SiteClass.rawValue`.
    let desks: UnsafeMutablePointer<ClassDesk>
    /// Room for the words and levels of one day.
    let words: UnsafeMutableRawPointer

    /// The traits of the loaded site, where its model is a profile. Written and read a field at a time: a copy made right
    /// after the writing would wait for all of it.
    let traits: UnsafeMutablePointer<ProfileModel.Traits>

    private let keys: UnsafeMutablePointer<UInt64>
    /// Tables of `Tables.gammaCount` quantiles, in the order of `Tables.gammaShapes`.
    let activities: UnsafeMutablePointer<UInt16>
    private var habits: [(deviation: Int, memory: UnsafeMutablePointer<UInt32>)] = []

    init(_ generator: ConsumptionGenerator) {
        keys = .allocate(capacity: LanePhilox.keyCount)
        keys.initialize(repeating: 0, count: LanePhilox.keyCount)
        philox = LanePhilox(generator.philox, keys: keys)
        words = .allocate(byteCount: 512, alignment: 64)
        words.initializeMemory(as: UInt8.self, repeating: 0, count: 512)
        desks = .allocate(capacity: SiteClass.allCases.count)
        desks.initialize(repeating: ClassDesk(), count: SiteClass.allCases.count)
        traits = .allocate(capacity: 1)
        traits.initialize(to: ProfileModel.Traits())
        activities = .allocate(capacity: Tables.gammaShapes.count * Tables.gammaCount)
        for place in Tables.gammaShapes.indices {
            let table = activities + place * Tables.gammaCount
            for (number, word) in Tables.gammaWords(place).prefix(Tables.gammaCount / 4).enumerated() {
                for part in 0..<4 {
                    (table + (4 * number + part)).initialize(
                        to: UInt16(truncatingIfNeeded: word >> UInt64(16 * part)))
                }
            }
        }
        for place in SiteClass.allCases.indices {
            if let model = generator.profiles[place] {
                desks[place].profile = .passUnretained(model)
                desks[place].habits = UnsafePointer(table(ofHabits: model.habitDeviation))
            } else if let model = generator.advanced[place] {
                desks[place].advanced = .passUnretained(model)
            } else if let model = generator.unmetered[place] {
                desks[place].unmetered = .passUnretained(model)
            }
        }
    }

    deinit {
        keys.deallocate()
        words.deallocate()
        desks.deallocate()
        activities.deallocate()
        traits.deallocate()
        for one in habits { one.memory.deallocate() }
    }

    /// Forgets the rows of the page before.
    func turn() {
        for place in SiteClass.allCases.indices {
            desks[place].levels = nil
            desks[place].made = 0
        }
    }

    private func table(ofHabits deviation: Int) -> UnsafeMutablePointer<UInt32> {
        if let found = habits.first(where: { $0.deviation == deviation }) { return found.memory }
        let made = Tables.habits(deviationPerMille: deviation)
        let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: made.count)
        for (place, factor) in made.enumerated() { (memory + place).initialize(to: factor) }
        habits.append((deviation, memory))
        return memory
    }
}
