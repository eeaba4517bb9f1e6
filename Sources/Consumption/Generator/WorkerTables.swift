import Market

/// What a profile model looks up for every half hour, in a worker's memory.
struct ProfileTables {
    let philox: LanePhilox
    /// Tables of `Tables.gammaCount` quantiles, in the order of `Tables.gammaShapes`.
    let activities: UnsafePointer<UInt16>
    /// Sixteen habits, rows of 128 factors in Q10.
    let habits: UnsafePointer<UInt32>
}

/// One class as a worker sees it: plain memory, since sites come so fast that counting owners would cost as much as a
/// value. What is pointed at belongs to the worker's generator, tables and pages.
struct ClassDesk {
    enum Model {
        case none
        case profile(Unmanaged<ProfileModel>, ProfileTables)
        case advanced(Unmanaged<AdvancedModel>)
        case unmetered(Unmanaged<UnmeteredModel>)
    }

    var model = Model.none
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

    private let keys: UnsafeMutablePointer<UInt64>
    private let activities: UnsafeMutablePointer<UInt16>
    private var habits: [(deviation: Int, memory: UnsafeMutablePointer<UInt32>)] = []

    init(_ generator: ConsumptionGenerator) {
        keys = .allocate(capacity: LanePhilox.keyCount)
        keys.initialize(repeating: 0, count: LanePhilox.keyCount)
        philox = LanePhilox(generator.philox, keys: keys)
        words = .allocate(byteCount: 512, alignment: 64)
        words.initializeMemory(as: UInt8.self, repeating: 0, count: 512)
        desks = .allocate(capacity: SiteClass.allCases.count)
        desks.initialize(repeating: ClassDesk(), count: SiteClass.allCases.count)
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
                let tables = ProfileTables(
                    philox: philox, activities: UnsafePointer(activities),
                    habits: UnsafePointer(table(ofHabits: model.habitDeviation)))
                desks[place].model = .profile(.passUnretained(model), tables)
            } else if let model = generator.advanced[place] {
                desks[place].model = .advanced(.passUnretained(model))
            } else if let model = generator.unmetered[place] {
                desks[place].model = .unmetered(.passUnretained(model))
            }
        }
    }

    deinit {
        keys.deallocate()
        words.deallocate()
        desks.deallocate()
        activities.deallocate()
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
