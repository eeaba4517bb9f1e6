import Market

/// The shared days that a worker has made, found again by region and day.
///
/// Bounded: when what is kept outgrows `mostBytes`, all of it is thrown away and made anew as asked for. Sites lie
/// region by region, so a year of one region and twenty classes (about 11 MB) stays until the region is done.
struct DayBook {
    static let mostBytes = 32 << 20
    private let generator: ConsumptionGenerator
    private var pages: [Int: DayPage] = [:]
    private var last: DayPage?
    private let bytes = KeptBytes()

    init(_ generator: ConsumptionGenerator) { self.generator = generator }

    mutating func page(_ region: GSPGroup, _ day: UTCDay) -> DayPage {
        if let last, last.region.region == region, last.region.day == day { return last }
        let key = day.number * 16 + Int(region.rawValue)
        if let found = pages[key] {
            last = found
            return found
        }
        if bytes.count > Self.mostBytes {
            pages.removeAll(keepingCapacity: true)
            bytes.count = 0
        }
        let made = DayPage(RegionDay(region: region, day: day, weather: generator.weather), bytes)
        pages[key] = made
        last = made
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
    private var addOns: AddOnDay?
    private let bytes: KeptBytes

    init(_ region: RegionDay, _ bytes: KeptBytes) {
        self.region = region
        self.bytes = bytes
        classes = [ClassDay?](repeating: nil, count: SiteClass.allCases.count)
        bytes.count += MemoryLayout<RegionDay>.size + classes.count * MemoryLayout<ClassDay?>.stride + 128
    }

    func addOnDay(_ generator: ConsumptionGenerator) -> AddOnDay {
        if let addOns { return addOns }
        let made = generator.addOns.day(region)
        addOns = made
        bytes.count += MemoryLayout<AddOnDay>.size
        return made
    }

    func classDay(_ siteClass: SiteClass, _ generator: ConsumptionGenerator) -> ClassDay {
        let place = Int(siteClass.rawValue)
        if let found = classes[place] { return found }
        let made =
            generator.profiles[place]?.classDay(region) ?? generator.advanced[place]?.classDay(region)
            ?? generator.unmetered[place]?.classDay(region) ?? ClassDay()
        classes[place] = made
        bytes.count += made.levels.count * 4 + made.scalars.count * 8 + 64
        return made
    }
}
