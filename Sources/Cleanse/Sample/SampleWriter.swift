import Kernel

/// Writes ranges of sites: the rows of every register, and the answers. One a worker.
public final class SampleWriter {
    /// The bytes of each register, by `SampleRegister`'s raw value: whole lines, without headers.
    public let registers: [SampleBytes]
    private let market: SampleMarket
    private let texts = SampleTextTables()
    private var maker: SampleMaker
    private var other: SampleMaker
    private var answers: [SampleAnswer] = []
    private let hasAll: Bool

    public init(_ market: SampleMarket) {
        self.market = market
        hasAll = market.configuration.inputs == .all
        registers = SampleRegister.allCases.map { _ in SampleBytes() }
        maker = SampleMaker(market)
        other = SampleMaker(market)
    }

    /// The bytes of a register.
    public func bytes(_ register: SampleRegister) -> SampleBytes { registers[register.rawValue] }

    /// Makes sites in place of those made before.
    ///
    /// - Precondition: `sites` lies in `0..<market.siteCount`.
    public func write(_ sites: Range<Int>) {
        precondition(sites.lowerBound >= 0 && sites.upperBound <= market.siteCount, "the market has these sites")
        for register in registers { register.clear() }
        answers.removeAll(keepingCapacity: true)
        for number in sites { write(number) }
    }

    private func write(_ number: Int) {
        let (kind, ordinal) = market.sites.kind(of: number)
        maker.make(number, kind)
        if let planting = market.planner.planting(kind, ordinal: ordinal) {
            plant(planting)
            writeFaulty()
        } else {
            if let change = market.configuration.change { maker.change(change) }
            writeClean()
        }
    }

    private func plant(_ planting: SamplePlanting) {
        let plant = market.plants[planting.plant]
        var partner: SampleSite?
        if let donor = planting.donor {
            other.make(donor, plant.kind)
            partner = other.site
        }
        let scene = SampleScene(market: market, other: partner, planting: planting)
        maker.site.planting = planting
        plant.change(&maker.site, scene)
        maker.site.makeCopies()
        plant.skew(&maker.site, scene)
    }

    // MARK: Clean sites

    private func writeClean() {
        let (registration, enquiry) = (registers[0], registers[SampleRegister.enquiry.rawValue])
        let start = registration.count
        for point in maker.site.points { write(point, to: registration) }
        enquiry.append(registration, from: start)
        enquiry.lines += maker.site.points.count
        let (meters, devices) = (registers[3], registers[SampleRegister.devices.rawValue])
        let extracts = registers[SampleRegister.extracts.rawValue]
        for meter in maker.site.meters {
            let mpan = maker.site.points[meter.point].mpan
            write(meter, mpan, to: meters)
            guard meter.isOpen else { continue }
            if meter.device != 0 {
                let flag = maker.site.points[meter.point].flag
                write(
                    SampleDevice(device: meter.device, mpan: mpan, status: flag, asAt: maker.site.today), to: devices)
            }
            write(
                SampleExtract(
                    manager: meter.manager, mpan: mpan, serial: meter.serial, location: meter.location,
                    digits: meter.digits, installed: meter.installed), to: extracts)
        }
        for link in maker.site.links { write(link, to: bytes(.links)) }
        for history in maker.site.histories { write(history, to: bytes(.histories)) }
        if hasAll { writeFurther() }
    }

    // MARK: Sites with a fault

    private func writeFaulty() {
        let site = maker.site
        let firstRows = registers.map(\.lines)
        for (row, point) in site.points.enumerated() { patched(.registration, row) { write(point, to: $0) } }
        if !site.missingEnquiry {
            for (row, point) in site.enquiries.enumerated() { patched(.enquiry, row) { write(point, to: $0) } }
        }
        for (row, meter) in site.meters.enumerated() {
            patched(.meters, row) { write(meter, site.points[meter.point].mpan, to: $0) }
        }
        for (row, link) in site.links.enumerated() { patched(.links, row) { write(link, to: $0) } }
        for (row, history) in site.histories.enumerated() { patched(.histories, row) { write(history, to: $0) } }
        for (row, device) in site.devices.enumerated() { patched(.devices, row) { write(device, to: $0) } }
        for (row, extract) in site.extracts.enumerated() { patched(.extracts, row) { write(extract, to: $0) } }
        if let repeated = site.repeated { write(site.points[0], to: bytes(repeated)) }
        if let impostor = site.impostor {
            let target = bytes(.registration)
            let start = target.count
            write(site.points[0], to: target)
            target.replace(from: start) { Array(impostor.utf8) + $0[13...] }
        }
        if hasAll { writeFurther() }
        for extra in site.extras {
            let further = hasAll ? extra.register.kind?.furtherFields.count ?? 0 : 0
            bytes(extra.register).append(extra.line + String(repeating: ",", count: further) + "\n")
            bytes(extra.register).lines += 1
        }
        for var answer in site.answers {
            // A link is two rows where both sides state it.
            let rowsBefore = { (row: Int) in
                self.hasAll && answer.register == .links
                    ? site.links.prefix(row).reduce(0) { $0 + ($1.isOneSided ? 1 : 2) } : row
            }
            answer.row = answer.row.map { rowsBefore($0) + firstRows[answer.register.rawValue] }
            answers.append(answer)
        }
    }

    /// Writes a row and puts other texts into its fields, as the site says.
    private func patched(_ register: SampleRegister, _ row: Int, _ write: (SampleBytes) -> Void) {
        let target = bytes(register)
        let start = target.count
        write(target)
        for patch in maker.site.patches where patch.register == register && patch.row == row {
            guard let column = register.columns.firstIndex(of: patch.column) else { continue }
            target.replace(from: start) { line in
                var fields = line.dropLast().split(separator: 0x2C, omittingEmptySubsequences: false).map(Array.init)
                fields[column] = patch.text
                return Array(fields.joined(separator: [0x2C])) + [0x0A]
            }
        }
    }

    // MARK: What not every market has

    /// The hub of a site with a smart meter, the gas proxy of every other one, and the services of every point.
    private func writeFurther() {
        let site = maker.site
        let number = UInt64(site.number)
        if site.meters.contains(where: { $0.isOpen && $0.isSmart }) {
            write(SampleHub.hub(number), "hub")
            // One home in two has gas, and every home at whose meter its proxy was put in.
            let hasProxy = number % 2 == 0 || site.meters.contains { $0.device == SampleHub.gasProxy(number) }
            if hasProxy { write(SampleHub.gasProxy(number), "gas-proxy") }
        }
        let metering = SampleHub.meteringServices
        for (index, point) in site.points.enumerated() {
            let service = Int(number % UInt64(metering.count)) + (site.strayServices == index ? 1 : 0)
            let before = Int(number / 4 % UInt64(metering.count))
            let first = max(point.supplierFrom, point.created)
            if number % 3 == 0, point.created < first {
                write(point.mpan, metering[before], from: point.created, to: first - 1)
                write(point.mpan, metering[service % metering.count], from: first, to: 0)
            } else {
                write(point.mpan, metering[service % metering.count], from: point.created, to: 0)
            }
        }
    }

    private func write(_ device: UInt64, _ kind: SampleLongWord) {
        let target = bytes(.hubs)
        var place = target.reserve(64)
        texts.put(device: device, &place)
        place.comma()
        place.put(kind)
        end(place, target)
    }

    private func write(_ mpan: UInt64, _ service: SampleWord, from: SampleDay, to: SampleDay) {
        let target = bytes(.appointments)
        var place = target.reserve(96)
        texts.put(mpan: mpan, &place)
        place.comma()
        place.put(service)
        place.comma()
        place.put(SampleHub.dataServices[maker.site.number % SampleHub.dataServices.count])
        place.comma()
        texts.put(day: from, &place)
        place.comma()
        texts.put(day: to, &place)
        end(place, target)
    }

    // MARK: Rows

    private func write(_ point: SamplePoint, to target: SampleBytes) {
        // 26 columns: 13 for the MPAN, at most 10 a date and 8 a word, and a comma each; then 16 that a store runs over.
        var place = target.reserve(320)
        texts.put(mpan: point.mpan, &place)
        place.comma()
        place.put(point.group)
        place.comma()
        place.put(point.supplier)
        place.comma()
        texts.put(day: point.supplierFrom, &place)
        place.comma()
        place.put(letter: point.mpStatus)
        place.comma()
        place.put(letter: point.rmpStatus)
        place.comma()
        place.put(letter: point.energisation)
        place.comma()
        texts.put(day: point.energisationFrom, &place)
        place.comma()
        place.put(point.profile)
        place.comma()
        place.put(point.configuration)
        place.comma()
        place.put(letter: point.measurementClass)
        place.comma()
        place.put(point.timeswitch)
        place.comma()
        place.put(point.lossClass)
        place.comma()
        texts.put(day: point.lossClassFrom, &place)
        place.comma()
        place.put(letter: point.connection)
        place.comma()
        texts.put(day: point.connectionFrom, &place)
        place.comma()
        place.put(letter: point.segment)
        place.comma()
        texts.put(day: point.segmentFrom, &place)
        place.comma()
        place.put(letter: point.domestic)
        place.comma()
        texts.put(day: point.domesticFrom, &place)
        place.comma()
        place.put(letter: point.direction)
        place.comma()
        place.put(letter: point.metered)
        place.comma()
        place.put(letter: point.flag)
        place.comma()
        texts.put(day: point.flagFrom, &place)
        place.comma()
        place.put(point.postcode)
        place.comma()
        texts.put(day: point.created, &place)
        end(place, target)
    }

    private func write(_ meter: SampleMeter, _ mpan: UInt64, to target: SampleBytes) {
        var place = target.reserve(192)
        texts.put(mpan: mpan, &place)
        place.comma()
        place.put(meter.serial)
        place.comma()
        place.put(meter.type)
        place.comma()
        place.put(meter.make)
        place.comma()
        texts.put(device: meter.device, &place)
        place.comma()
        place.put(letter: meter.location)
        place.comma()
        place.put(letter: meter.digits)
        place.comma()
        texts.put(day: meter.installed, &place)
        place.comma()
        texts.put(day: meter.removed, &place)
        place.comma()
        place.put(meter.provider)
        place.comma()
        texts.put(day: meter.providerFrom, &place)
        place.comma()
        place.put(meter.manager)
        if hasAll {
            // Three smart meters in four have a display; all have an operator.
            let isLeft = meter.isSmart || meter.hasLeftovers
            place.comma()
            place.put(letter: isLeft && mpan % 4 != 0 ? UInt8(ascii: mpan % 3 == 0 ? "D" : "I") : 0)
            place.comma()
            place.put(isLeft ? SampleHub.systemOperators[Int(mpan % 2)] : .blank)
        }
        end(place, target)
    }

    private func write(_ link: SampleLink, to target: SampleBytes) {
        guard hasAll else { return write(link, nil, to: target) }
        write(link, "principal", to: target)
        if !link.isOneSided { write(link, "subsidiary", to: target) }
    }

    private func write(_ link: SampleLink, _ side: SampleLongWord?, to target: SampleBytes) {
        var place = target.reserve(96)
        place.put(link.isRelated ? SampleWord("REL") : SampleWord("IE"))
        place.comma()
        texts.put(mpan: link.principal, &place)
        place.comma()
        texts.put(mpan: link.subsidiary, &place)
        place.comma()
        texts.put(day: link.from, &place)
        place.comma()
        texts.put(day: link.to, &place)
        if let side {
            place.comma()
            place.put(side)
        }
        end(place, target)
    }

    private func write(_ history: SampleHistory, to target: SampleBytes) {
        var place = target.reserve(96)
        texts.put(mpan: history.mpan, &place)
        place.comma()
        place.put(history.item)
        place.comma()
        place.put(history.value)
        place.comma()
        texts.put(day: history.from, &place)
        place.comma()
        texts.put(day: history.to, &place)
        end(place, target)
    }

    private func write(_ device: SampleDevice, to target: SampleBytes) {
        var place = target.reserve(96)
        texts.put(device: device.device, &place)
        place.comma()
        texts.put(mpan: device.mpan, &place)
        place.comma()
        place.put(letter: device.status)
        place.comma()
        texts.put(day: device.asAt, &place)
        end(place, target)
    }

    private func write(_ extract: SampleExtract, to target: SampleBytes) {
        var place = target.reserve(96)
        place.put(extract.manager)
        place.comma()
        texts.put(mpan: extract.mpan, &place)
        place.comma()
        place.put(extract.serial)
        place.comma()
        place.put(letter: extract.location)
        place.comma()
        place.put(letter: extract.digits)
        place.comma()
        texts.put(day: extract.installed, &place)
        end(place, target)
    }

    @inline(__always)
    private func end(_ place: UnsafeMutableRawPointer, _ target: SampleBytes) {
        var place = place
        place.put(byte: 0x0A)
        target.advance(to: place)
        target.lines += 1
    }

    // MARK: Answers

    /// The answer key's header line.
    public static let answersHeader = Array("rule,severity,owner,subject,item,file,line,note\n".utf8)

    /// How many answers the sites made last have.
    public var answerCount: Int { answers.count }

    /// The lines of the answer key for the sites made last.
    ///
    /// - Parameters:
    ///   - rowsBefore: data rows of every register's file before these sites, by `SampleRegister`'s raw value.
    ///   - suffix: what stands behind `.csv` in the names of the registers' files.
    public func answerLines(rowsBefore: [Int], suffix: String = "") -> [UInt8] {
        var text = ""
        for answer in answers {
            // The header is line 1.
            let line = answer.row.map { String($0 + rowsBefore[answer.register.rawValue] + 2) } ?? ""
            text +=
                "\(answer.rule.id),\(answer.severity.rawValue),\(answer.owner),\(answer.subject),"
                + "\(answer.item.rawValue),\(answer.register.name).csv\(suffix),\(line),\(answer.note)\n"
        }
        return Array(text.utf8)
    }
}
