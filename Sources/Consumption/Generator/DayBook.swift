import Market

/// The shared days that a worker has made, found again by region and day.
///
/// Bounded: when what is kept outgrows `mostBytes`, all of it is thrown away and made anew as asked for. Sites lie
/// region by region, so a year of one region and twenty classes (about 11 MB) stays until the region is done.
struct DayBook {
    static let mostBytes = 32 << 20
    private let generator: ConsumptionGenerator
    private var pages: [Int: DayPage] = [:]
    private let bytes = KeptBytes()

    init(_ generator: ConsumptionGenerator) { self.generator = generator }

    mutating func page(_ region: GSPGroup, _ day: UTCDay) -> DayPage {
        let key = day.number * 16 + Int(region.rawValue)
        if let found = pages[key] { return found }
        if bytes.count > Self.mostBytes {
            pages.removeAll(keepingCapacity: true)
            bytes.count = 0
        }
        let made = DayPage(RegionDay(region: region, day: day, weather: generator.weather), bytes)
        pages[key] = made
        return made
    }
}

/// A count that a book shares with its pages.
final class KeptBytes {
    var count = 0
}

/// One region's day and what its classes share, each made when first asked for.
final class DayPage {
    let region: RegionDay
    private var classes: [ClassDay?]
    private var profiles: [ProfilePage?]
    private var addOns: AddOnDay?
    private let bytes: KeptBytes

    init(_ region: RegionDay, _ bytes: KeptBytes) {
        self.region = region
        self.bytes = bytes
        let count = SiteClass.allCases.count
        classes = [ClassDay?](repeating: nil, count: count)
        profiles = [ProfilePage?](repeating: nil, count: count)
        bytes.count +=
            MemoryLayout<RegionDay>.size + count * MemoryLayout<ClassDay?>.stride
            + count * MemoryLayout<ProfilePage?>.stride + 160
    }

    func addOnDay(_ generator: ConsumptionGenerator) -> AddOnDay {
        if let addOns { return addOns }
        let made = generator.addOns.day(region)
        addOns = made
        bytes.count += MemoryLayout<AddOnDay>.size
        return made
    }

    /// What the sites of an advanced or unmetered class share.
    func classDay(_ siteClass: SiteClass, _ generator: ConsumptionGenerator) -> ClassDay {
        let place = Int(siteClass.rawValue)
        if let found = classes[place] { return found }
        let made =
            generator.advanced[place]?.classDay(region) ?? generator.unmetered[place]?.classDay(region) ?? ClassDay()
        classes[place] = made
        bytes.count += made.levels.count * 4 + made.scalars.count * 8 + 64
        return made
    }

    /// What the sites of a profile class share; nothing of it is made yet.
    func profile(_ siteClass: SiteClass, _ model: ProfileModel) -> ProfilePage {
        let place = Int(siteClass.rawValue)
        if let found = profiles[place] { return found }
        let made = ProfilePage(model, region)
        profiles[place] = made
        bytes.count += model.rowCount * 256 + MemoryLayout<ShapeModel.Heights>.size + 64
        return made
    }
}

/// The rows of a profile class on one region's day, each made when a site first asks for it: whoever wants one half hour
/// of one site waits for one row and not for all.
final class ProfilePage {
    /// Rows of 64: one for each archetype, then what is expected over all. They stay where they are.
    let levels: UnsafeMutablePointer<Int32>
    /// Which rows are made.
    private(set) var made: UInt64 = 0
    let nightLevel: Int
    private let heights: ShapeModel.Heights

    init(_ model: ProfileModel, _ region: RegionDay) {
        levels = .allocate(capacity: model.rowCount * 64)
        levels.initialize(repeating: 0, count: model.rowCount * 64)
        nightLevel = model.night?.level(at: region.temperatures.on) ?? 0
        heights = model.shape.heights(region)
    }

    deinit { levels.deallocate() }

    /// The bit of `made` for a row. Where there are more rows than bits, all are made together.
    @inline(__always)
    static func bit(of row: Int) -> UInt64 { 1 << UInt64(min(row, 63)) }

    /// Makes a row where it is not there. That of what is expected needs all the others.
    func make(_ row: Int, _ model: ProfileModel, _ region: RegionDay) {
        guard made & Self.bit(of: row) == 0 else { return }
        let last = model.rowCount - 1
        let isWhole = row == last || model.rowCount > 64
        for other in isWhole ? 0..<last : row..<(row + 1) {
            model.write(other, heights, region, into: levels + other * 64)
            made |= Self.bit(of: other)
        }
        if isWhole {
            model.writeExpected(levels)
            made |= model.rowCount > 64 ? .max : Self.bit(of: last)
        }
    }
}
