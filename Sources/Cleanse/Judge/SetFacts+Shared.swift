/// Something that an open meter has in common with another one, as a rule sees it.
struct SharedMeter: Sendable, Comparable {
    enum Kind: UInt8, Sendable {
        /// One id, make not different, dates equal or unknown (MTR-02).
        case twin
        /// Ids agree but for spaces (MTR-03).
        case spaced
        /// Ids agree but for the year (MTR-04).
        case yearApart
        /// One id, other make (MTR-05).
        case otherMake
        /// One id; the other was installed later (MTR-06).
        case stale
        /// One device at two MPANs (ESM-05).
        case device
        /// An export shares the id with an import of another set (LNK-15).
        case unlinkedID
        /// An export shares the device with an import of another set (LNK-15).
        case unlinkedDevice
        /// One of the two before, at one postcode: it takes the place of LNK-11.
        case unlinkedHere
        /// One meter, two devices, in one MPAN or one set (ESM-06).
        case twoDevices
        /// The location is missing here and is asked for at another MPAN of the set (LOC-02).
        case quietLocation
        /// As `quietLocation`, for the digits (DIG-02).
        case quietDigits
    }

    /// The row of MTR it is said of.
    let row: UInt32
    let kind: Kind
    /// The first other row of MTR with which it has that in common.
    let partner: UInt32

    static func < (left: SharedMeter, right: SharedMeter) -> Bool {
        (left.row, left.kind.rawValue, left.partner) < (right.row, right.kind.rawValue, right.partner)
    }
}

/// Judges runs of open meters with one key.
///
/// An object: whatever sorts and parts rows for it copies nothing of it.
final class SharedMeters: Sendable {
    let homes: MeterHomes
    let registration: RegistrationCells?
    /// False when LNK-15 is not asked: then it takes no other rule's place.
    let asksUnlinked: Bool
    /// MPANs with a link that the load removed: nobody can say with whom they are not linked.
    private let removed: RemovedRows
    /// A number for each make of MTR's list, one for spellings that differ in case.
    private let makes: [UInt32]

    init(homes: MeterHomes, registration: RegistrationCells?, asksUnlinked: Bool, removed: RemovedRows) {
        self.removed = removed
        self.homes = homes
        self.registration = registration
        self.asksUnlinked = asksUnlinked
        var first: [[UInt8]: UInt32] = [:]
        makes =
            [0]
            + (homes.registers.meters?.table.texts(.makeType) ?? []).enumerated().map { number, text in
                let upper = MeterNames.upper(text)
                let found = first[upper] ?? UInt32(number + 1)
                first[upper] = found
                return found
            }
    }

    /// The make of a meter; 0 where it is blank or unknown.
    private func make(_ row: UInt32) -> UInt32 {
        let make = homes.meters.makeType[Int(row)]
        return Int(make) < makes.count ? makes[Int(make)] : 0
    }

    private func member(_ row: UInt32) -> SharedMember {
        let (mpan, meters) = (homes.mpan(row), homes.meters)
        let found = homes.registered(row)
        return SharedMember(
            row: row, home: homes.home(row), make: make(row),
            installed: meters.installDate[Int(row)], direction: found.flatMap { registration?.direction[$0] } ?? 0,
            postcode: found.map { homes.registers.comparedPostcode($0) } ?? 0,
            isUnmetered: found.map { registration?.connectionType[$0] == UInt8(ascii: "U") } ?? false, mpan: mpan,
            device: homes.device(Int(row)))
    }

    /// What is to be said of the rows of a run whose ids have one key's hash.
    func judgeIDs(_ rows: [UInt32], _ found: inout [SharedMeter]) {
        if rows.count == 2, isPlainPair(rows[0], rows[1]) { return }
        var named = rows.compactMap { row in homes.name(row).map { (row: row, name: $0, key: $0.key) } }
        named.sort { ($0.key, $0.name.squeezedText, $0.row) < ($1.key, $1.name.squeezedText, $1.row) }
        var start = 0
        while start < named.count {
            var end = start + 1
            while end < named.count, named[end].key == named[start].key,
                named[end].name.squeezedText == named[start].name.squeezedText
            { end += 1 }
            if end - start > 1 { judgeOneKey(named[start..<end].map { ($0.row, $0.name) }, &found) }
            start = end
        }
    }

    /// The common pair: an import and an export of one set with the same meter, in which nothing is missing.
    private func isPlainPair(_ one: UInt32, _ other: UInt32) -> Bool {
        let meters = homes.meters
        let (one, other) = (Int(one), Int(other))
        return homes.homes[one] == homes.homes[other] && meters.meterID[one] == meters.meterID[other]
            && meters.meterID[one].isPacked && meters.esmeID[one] == meters.esmeID[other]
            && meters.esmeForm[one] == meters.esmeForm[other] && meters.location[one] != 0
            && meters.location[other] != 0 && meters.digits[one] != 0 && meters.digits[other] != 0
    }

    private func judgeOneKey(_ rows: [(UInt32, MeterName)], _ found: inout [SharedMeter]) {
        let isOneHome = rows.allSatisfy { homes.home($0.0) == homes.home(rows[0].0) }
        if !isOneHome { judgeYears(certain(rows) { $0.0 }, &found) }
        for agreeing in parted(rows, by: { ($0.1.squeezed, $0.1.squeezedText) }) where agreeing.count > 1 {
            judgeSpaces(agreeing, &found)
            judgeInsideSets(agreeing, &found)
            guard !isOneHome else { continue }
            let certain = certain(agreeing) { $0.0 }
            for equal in parted(certain, by: { ($0.1.exact, $0.1.text) }) where equal.count > 1 {
                let first = homes.home(equal[0].0)
                if equal.contains(where: { homes.home($0.0) != first }) {
                    let pairs = MeterPairs(
                        members: equal.map { member($0.0) }, asksUnlinked: asksUnlinked, isDevice: false)
                    found += pairs.found()
                }
            }
        }
    }

    /// The rows whose links are all there.
    private func certain<Row>(_ rows: [Row], _ number: (Row) -> UInt32) -> [Row] {
        removed.isEmpty ? rows : rows.filter { !removed.holds(homes.mpan(number($0)), .links) }
    }

    /// Rows of one key in parts of one value each; rows of a part stay in order.
    private func parted(
        _ rows: [(UInt32, MeterName)], by value: ((UInt32, MeterName)) -> (UInt64, String)
    ) -> [[(UInt32, MeterName)]] {
        guard let first = rows.first.map(value) else { return [] }
        if rows.allSatisfy({ value($0) == first }) { return [rows] }
        var parts: [[(UInt32, MeterName)]] = []
        for row in rows.map({ (value($0), $0) }).sorted(by: { ($0.0.0, $0.0.1, $0.1.0) < ($1.0.0, $1.0.1, $1.1.0) }) {
            if let last = parts.last?.first, value(last) == row.0 {
                parts[parts.count - 1].append(row.1)
            } else {
                parts.append([row.1])
            }
        }
        return parts
    }

    private func judgeYears(_ rows: [(UInt32, MeterName)], _ found: inout [SharedMeter]) {
        guard rows.count > 1, rows.contains(where: { !$0.1.agrees(with: rows[0].1) }) else { return }
        let marks = numbered(rows) { Agreeing(number: $0.squeezed, text: $0.squeezedText) }
        var others = FirstOthers()
        for (place, row) in rows.enumerated() { others.add(place, home: homes.home(row.0), mark: marks[place]) }
        for (place, row) in rows.enumerated() {
            if let partner = others.first(notHome: homes.home(row.0), notMark: marks[place]) {
                found.append(SharedMeter(row: row.0, kind: .yearApart, partner: rows[partner].0))
            }
        }
    }

    private func judgeSpaces(_ rows: [(UInt32, MeterName)], _ found: inout [SharedMeter]) {
        guard rows.contains(where: { !$0.1.isEqual(to: rows[0].1) }) else { return }
        let marks = numbered(rows) { Agreeing(number: $0.exact, text: $0.text) }
        var others = FirstOthers()
        for (place, mark) in marks.enumerated() { others.add(place, home: 0, mark: mark) }
        for (place, row) in rows.enumerated() {
            if let partner = others.first(notHome: nil, notMark: marks[place]) {
                found.append(SharedMeter(row: row.0, kind: .spaced, partner: rows[partner].0))
            }
        }
    }

    /// What makes two names one.
    private struct Agreeing: Hashable {
        let number: UInt64
        let text: String
    }

    /// A number for each row, one for rows whose names are one.
    private func numbered(_ rows: [(UInt32, MeterName)], by value: (MeterName) -> Agreeing) -> [UInt64] {
        var numbers: [Agreeing: UInt64] = [:]
        return rows.map { row in
            let value = value(row.1)
            let number = numbers[value] ?? UInt64(numbers.count)
            numbers[value] = number
            return number
        }
    }

    /// One meter at one MPAN or in one set: two devices, and what is missing at several MPANs.
    private func judgeInsideSets(_ rows: [(UInt32, MeterName)], _ found: inout [SharedMeter]) {
        let byHome = rows.sorted { (homes.home($0.0), $0.0) < (homes.home($1.0), $1.0) }
        var start = 0
        while start < byHome.count {
            var end = start + 1
            while end < byHome.count, homes.home(byHome[end].0) == homes.home(byHome[start].0) { end += 1 }
            if end - start > 1 { judgeInside(byHome[start..<end].map { member($0.0) }, &found) }
            start = end
        }
    }

    private func judgeInside(_ members: [SharedMember], _ found: inout [SharedMeter]) {
        var others = FirstOthers()
        for (place, member) in members.enumerated() {
            if let device = member.device { others.add(place, home: 0, mark: device) }
        }
        for member in members {
            if let device = member.device, let other = others.first(notHome: nil, notMark: device) {
                found.append(SharedMeter(row: member.row, kind: .twoDevices, partner: members[other].row))
            }
        }
        quieten(members.filter { homes.meters.location[Int($0.row)] == 0 }, .quietLocation, &found)
        quieten(members.filter { homes.meters.digits[Int($0.row)] == 0 }, .quietDigits, &found)
    }

    /// Import first, then the lowest MPAN: there a missing value is asked for, and nowhere else.
    private func quieten(_ members: [SharedMember], _ kind: SharedMeter.Kind, _ found: inout [SharedMeter]) {
        let asked = members.filter { !$0.isUnmetered }
        guard let first = asked.first(where: { $0.direction == UInt8(ascii: "I") }) ?? asked.first else { return }
        for member in asked where member.mpan != first.mpan {
            found.append(SharedMeter(row: member.row, kind: kind, partner: first.row))
        }
    }

    /// What is to be said of the rows of a run whose devices have one hash.
    func judgeDevices(_ rows: [UInt32], _ found: inout [SharedMeter]) {
        let octets = rows.map { homes.device(Int($0)) ?? 0 }
        for device in Set(octets).sorted() where device != 0 {
            let same = certain(zip(rows, octets).filter { $0.1 == device }.map(\.0)) { $0 }
            guard same.contains(where: { homes.home($0) != homes.home(same[0]) }) else { continue }
            let pairs = MeterPairs(members: same.map { member($0) }, asksUnlinked: asksUnlinked, isDevice: true)
            found += pairs.found()
        }
    }
}

extension Registration {
    /// A postcode in upper case without spaces; equal postcodes have equal numbers, and no postcode is 0.
    func comparedPostcode(_ row: Int) -> UInt64 {
        let code = postcode[row]
        if code == .otherText { return PostcodeKey.of(table.text(.postcode, row: row)) }
        return code.isPacked ? PostcodeKey.of(code) : 0
    }
}

/// Postcodes as the rules compare them.
enum PostcodeKey {
    /// A packed postcode, its letters in upper case and its spaces left out.
    static func of(_ code: UInt64) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 56
        for place in 0..<8 as Range<UInt64> {
            var byte = (code >> (56 - 8 * place)) & 0xFF
            if byte == 0 { break }
            if byte == 0x20 { continue }
            if (0x61...0x7A).contains(byte) { byte -= 0x20 }
            result |= byte << shift
            shift &-= 8
        }
        return result
    }

    /// A longer text; eight characters or fewer besides spaces have the number of the packed postcode.
    static func of(_ text: String) -> UInt64 {
        let squeezed = MeterNames.squeezed(text)
        if let packed = ShortText.packed(squeezed.utf8) { return packed }
        var number: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in squeezed.utf8 { number = (number ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return number | 1 << 63
    }
}
