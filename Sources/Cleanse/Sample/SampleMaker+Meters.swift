import Kernel
import Market

extension SampleMaker {
    /// Meters of one site have consecutive numbers from here.
    static let metersPerSite = 8
    /// Serial numbers of the form letter, year, letter, six digits, the year left out: 24 x 24 x 1,000,000.
    private static let serials: UInt64 = 576_000_000
    private static let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

    private static let smartMakes: [SampleLongWord] = [
        "ALDER S200", "BIRCH E1", "CEDAR SM-20", "ELM 5 METER", "HAZEL S2", "ROWAN 110",
    ]
    private static let otherMakes: [SampleLongWord] = ["ASH C1", "BEECH 24", "LARCH 1PH", "MAPLE K", "OAK 3", "YEW 9"]
    private static let smartTypes: [SampleWord] = [
        "S2A", "S2A", "S2A", "S2A", "S2AD", "S2ADE", "S2C", "2AF",
    ]
    private static let twinTypes: [SampleWord] = ["S2B", "S2BD", "S2BDE", "2BF"]
    private static let places = Array("AABCEEEEEGHHHHIIJJKLMOPSSSTUWXXXXYZ".utf8)

    /// The serial number of a device, unique without its year.
    static func serial(_ device: UInt64, year: Int) -> SampleLongWord {
        let mixed = (device &* 181_818_181 &+ 77) % serials
        let digits = mixed % 1_000_000
        let first = letters[Int(mixed / 1_000_000 % 24)]
        let second = letters[Int(mixed / 24_000_000)]
        return serial(first: first, year: year, second: second, digits: digits)
    }

    static func serial(first: UInt8, year: Int, second: UInt8, digits: UInt64) -> SampleLongWord {
        var bits = UInt64(first) | UInt64(48 + year / 10 % 10) << 8 | UInt64(48 + year % 10) << 16
        bits |= UInt64(second) << 24
        var rest = digits
        var text: [UInt64] = [0, 0, 0, 0, 0, 0]
        for place in 0..<6 {
            text[5 - place] = 48 + rest % 10
            rest /= 10
        }
        bits |= text[0] << 32 | text[1] << 40 | text[2] << 48 | text[3] << 56
        return SampleLongWord(first: SampleWord(bits: bits), second: SampleWord(bits: text[4] | text[5] << 8))
    }

    /// The identifier of a device: the second lowest bit of the first octet marks it as nobody's registered number.
    static func identifier(_ device: UInt64, maker: Int) -> UInt64 {
        0x02A1_F000_0000_0000 | UInt64(maker) << 40 | (device &* 2_654_435_769 & 0xFFFF_FFFF)
    }

    private func device(_ slot: Int) -> UInt64 { UInt64(site.number * Self.metersPerSite + slot) }

    /// A year's last two digits; a day's year is near enough for a serial number.
    static func year(_ day: Int) -> Int { (70 + day * 4 / 1_461) % 100 }

    /// The site's open meter, which was put in on a day, and those before it.
    private mutating func install(
        on installed: Int, type: SampleWord, smart: Bool, digits: UInt8
    ) {
        let created = Int(site.points[0].created)
        let reference = market.reference
        let manager = reference.managers[Int(reference.managerShares[draw.below(1_024)])]
        let provider = reference.providers[draw.below(reference.providers.count)]
        let drawn = draw.below(100)
        var former = drawn < 52 ? 0 : drawn < 86 ? 1 : 2
        if installed - created < 800 { former = 0 }
        let location = Self.places[draw.below(Self.places.count)]
        for step in 0..<former {
            let from = created + (installed - created) * step / former
            let to = created + (installed - created) * (step + 1) / former
            let wasSmart = smart && from > 15_706 && step == former - 1
            let maker = Int(device(step + 1) % 6)
            site.meters.append(
                SampleMeter(
                    serial: Self.serial(device(step + 1), year: Self.year(from)), type: wasSmart ? "S1" : "N",
                    make: wasSmart ? Self.smartMakes[maker] : Self.otherMakes[maker],
                    device: wasSmart ? Self.identifier(device(step + 1), maker: maker) : 0, location: location,
                    digits: UInt8(ascii: "5"), installed: SampleDay(from), removed: SampleDay(to),
                    provider: provider, providerFrom: SampleDay(from), manager: manager))
        }
        let maker = draw.below(6)
        site.meters.append(
            SampleMeter(
                serial: Self.serial(device(0), year: Self.year(installed)), type: type,
                make: smart ? Self.smartMakes[maker] : Self.otherMakes[maker],
                device: smart ? Self.identifier(device(0), maker: maker) : 0, location: location, digits: digits,
                installed: SampleDay(installed), removed: 0, provider: provider,
                providerFrom: SampleDay(min(Int(site.today), installed + (drawn % 5 == 0 ? 200 : 0))),
                manager: manager))
    }

    mutating func smartMeter(first: Bool, twin: Bool) {
        let created = Int(site.points[0].created)
        let today = Int(site.today)
        // First-generation meters went in from 2013 to 2019, second-generation ones from 2018 on.
        let earliest = max(created, first ? 15_706 : 17_532)
        let latest = first ? 18_100 : today - 200
        let installed = earliest <= latest ? draw.day(earliest, latest) : earliest
        let type: SampleWord =
            first ? "S1" : twin ? Self.twinTypes[draw.below(4)] : Self.smartTypes[draw.below(8)]
        install(on: installed, type: type, smart: true, digits: UInt8(ascii: "5"))
        // A sixth of the first generation is read as traditional meters.
        let drawn = draw.below(100)
        let flag = first ? (drawn < 60 ? "A" : drawn < 80 ? "I" : "N") : drawn < 97 ? "A" : "I"
        site.points[0].flag = flag.utf8.first ?? 0
        site.points[0].flagFrom = SampleDay(installed)
        if site.points[0].timeswitch == "801" { site.points[0].timeswitch = "888" }
        if site.points[0].timeswitch == "803" { site.points[0].timeswitch = "891" }
    }

    mutating func traditionalMeter(_ type: SampleWord) {
        let created = Int(site.points[0].created)
        let latest = max(created, min(created + 7_000, Int(site.today) - 400))
        install(on: draw.day(created, latest), type: type, smart: false, digits: UInt8(ascii: "5"))
    }

    mutating func halfHourlyMeter() {
        let created = Int(site.points[0].created)
        install(
            on: draw.day(created, max(created, Int(site.today) - 400)), type: "H", smart: false,
            digits: UInt8(ascii: "6"))
    }

    /// A second meter beside the open one, with a number and dates of its own.
    mutating func addSecondMeter() {
        guard var second = site.meters.last else { return }
        second.serial = Self.serial(device(5), year: Self.year(Int(second.installed)))
        site.meters.append(second)
    }

    mutating func addCheckMeter() {
        addSecondMeter()
        site.meters[site.meters.count - 1].type = "CHECK"
        site.meters[site.meters.count - 2].type = "MAIN_"
    }

    // MARK: Histories

    /// Earlier suppliers of a third of the sites, earlier loss classes of a few: rows that meet day by day.
    mutating func makeHistories() {
        let drawn = draw.below(1_000)
        let point = site.points[0]
        let reference = market.reference
        if drawn < 350 {
            let steps = 1 + drawn % 3
            let span = Int(point.supplierFrom) - Int(point.created)
            guard span > 10 else { return }
            var from = point.created
            for step in 0..<steps {
                let next = SampleDay(Int(point.created) + span * (step + 1) / steps)
                let former = reference.suppliers[draw.below(reference.suppliers.count)]
                add("supplier", former, from: from, to: next - 1)
                from = next
            }
            add("supplier", point.supplier, from: point.supplierFrom, to: 0)
        } else if drawn < 400, site.kind != .disconnected, point.connectionFrom > point.created + 100 {
            let change = SampleDay(Int(point.created) + draw.day(10, 90))
            add("llfc", lossClass(.neutral), from: point.created, to: change - 1)
            site.points[0].lossClassFrom = change
            add("llfc", point.lossClass, from: change, to: 0)
        }
    }

    private mutating func add(_ item: SampleLongWord, _ value: SampleWord, from: SampleDay, to: SampleDay) {
        site.histories.append(
            SampleHistory(mpan: site.points[0].mpan, item: item, value: value, from: from, to: to))
    }

    // MARK: Change

    /// What became of a site since: another supplier, or another meter.
    mutating func change(_ change: SampleChange) {
        var draw = SampleDraw(seed: change.seed, site: site.number, purpose: 3)
        guard draw.below(1_000_000) < change.millionths, site.planting == nil, site.points.count == 1 else { return }
        let day = site.today - 1 - SampleDay(draw.below(14))
        let isExchanged = draw.chance(500)
        if isExchanged, let open = site.meters.lastIndex(where: \.isOpen), site.kind.rawValue <= 2 {
            var next = site.meters[open]
            site.meters[open].removed = day
            next.serial = Self.serial(device(7), year: Self.year(Int(day)))
            next.device = Self.identifier(device(7), maker: 5)
            next.installed = day
            next.providerFrom = day
            site.meters.append(next)
        } else if site.kind != .new, site.points[0].supplierFrom < day {
            let reference = market.reference
            let former = site.points[0]
            site.points[0].supplier = reference.suppliers[draw.below(reference.suppliers.count)]
            site.points[0].supplierFrom = day
            if let last = site.histories.lastIndex(where: { $0.item == "supplier" }) {
                site.histories[last].to = day - 1
            } else {
                guard former.supplierFrom > former.created else { return }
                add("supplier", former.supplier, from: former.supplierFrom, to: day - 1)
            }
            add("supplier", site.points[0].supplier, from: day, to: 0)
        }
    }
}
