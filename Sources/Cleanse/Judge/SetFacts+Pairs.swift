/// What an open meter of a run is compared by.
struct SharedMember: Sendable {
    let row: UInt32
    let home: UInt32
    /// 0 where it is blank or unknown.
    let make: UInt32
    let installed: UInt16
    let direction: UInt8
    /// 0 where it is blank or unknown.
    let postcode: UInt64
    let isUnmetered: Bool
    let mpan: UInt64
    let device: UInt64?
}

/// The open meters of one id, or of one device, in several sets, in order of their rows.
///
/// For each of them and each kind of fault, the first of another set with which it has that fault. A few members are
/// compared with one another; many (one serial at a hundred thousand MPANs) are answered by groups of equal members, so
/// that the time does not grow with the square of their number. Both ways say the same.
struct MeterPairs {
    let members: [SharedMember]
    /// False when LNK-15 is not asked.
    let asksUnlinked: Bool
    /// True for one device, false for one id.
    let isDevice: Bool

    /// Members up to which comparing all with all is quickest.
    private static let plainLimit = 48

    func found() -> [SharedMeter] { members.count > Self.plainLimit ? grouped() : plain() }

    /// Each member beside all others.
    func plain() -> [SharedMeter] {
        var found: [SharedMeter] = []
        for one in members {
            var kinds: Set<SharedMeter.Kind> = []
            for other in members where other.home != one.home {
                for kind in isDevice ? kindsOfDevice(one, other) : kindsOfID(one, other)
                where kinds.insert(kind).inserted {
                    found.append(SharedMeter(row: one.row, kind: kind, partner: other.row))
                }
            }
        }
        return found
    }

    private func kindsOfID(_ one: SharedMember, _ other: SharedMember) -> [SharedMeter.Kind] {
        if one.make != 0, other.make != 0, one.make != other.make { return [.otherMake] }
        let isExport = one.direction == UInt8(ascii: "E")
        let unlinked: [SharedMeter.Kind] = isUnlinkedPair(one, other) && isExport ? [.unlinkedID] : []
        if isHere(one, other) { return unlinked + (isExport ? [.unlinkedHere] : []) }
        if !one.installed.isPacked || !other.installed.isPacked || one.installed == other.installed {
            return unlinked + [.twin]
        }
        return one.installed < other.installed ? unlinked + [.stale] : unlinked
    }

    private func kindsOfDevice(_ one: SharedMember, _ other: SharedMember) -> [SharedMeter.Kind] {
        let isExport = one.direction == UInt8(ascii: "E")
        let unlinked: [SharedMeter.Kind] = isUnlinkedPair(one, other) && isExport ? [.unlinkedDevice] : []
        return isHere(one, other) ? unlinked + (isExport ? [.unlinkedHere] : []) : unlinked + [.device]
    }

    private func isUnlinkedPair(_ one: SharedMember, _ other: SharedMember) -> Bool {
        asksUnlinked && Self.opposite(of: one.direction) == other.direction
    }

    private func isHere(_ one: SharedMember, _ other: SharedMember) -> Bool {
        isUnlinkedPair(one, other) && one.postcode != 0 && one.postcode == other.postcode
    }

    /// Export for import and import for export; nil for any other direction.
    private static func opposite(of direction: UInt8) -> UInt8? {
        direction == UInt8(ascii: "E") ? UInt8(ascii: "I") : direction == UInt8(ascii: "I") ? UInt8(ascii: "E") : nil
    }
}

extension MeterPairs {
    /// A group of members: those with these values; nil stands for any.
    private struct Group: Hashable {
        var make: UInt32?
        /// 0 for members without a date.
        var installed: UInt16?
        let direction: UInt8
        var postcode: UInt64?
    }

    /// The members by groups.
    private struct Groups {
        private var groups: [Group: FirstOthers] = [:]
        private static let directions = [0, UInt8(ascii: "E"), UInt8(ascii: "I")]

        mutating func add(_ place: Int, _ member: SharedMember, to group: Group) {
            groups[group, default: FirstOthers()].add(place, home: member.home, mark: member.postcode)
        }

        func first(_ group: Group, notHome home: UInt32) -> Int? { groups[group]?.first(notHome: home, notMark: nil) }

        /// The first of another home that is not the other half of an unlinked pair at one postcode.
        func firstApart(
            from one: SharedMember, makes: [UInt32?], installed: [UInt16?], asksUnlinked: Bool
        ) -> Int? {
            var found: Int?
            for direction in Self.directions {
                let isPair = asksUnlinked && one.postcode != 0 && MeterPairs.opposite(of: one.direction) == direction
                for make in makes {
                    for day in installed {
                        let group = Group(make: make, installed: day, direction: direction)
                        let place = groups[group]?.first(notHome: one.home, notMark: isPair ? one.postcode : nil)
                        if let place, found.map({ place < $0 }) ?? true { found = place }
                    }
                }
            }
            return found
        }
    }

    private static func side(_ direction: UInt8) -> UInt8 { opposite(of: direction) == nil ? 0 : direction }

    /// The makes that do not differ from a make.
    private static func makes(beside make: UInt32) -> [UInt32?] { make == 0 ? [nil] : [0, make] }

    /// Every member by what its groups tell.
    func grouped() -> [SharedMeter] {
        var found: [SharedMeter] = []
        func note(_ place: Int, _ kind: SharedMeter.Kind, _ partner: Int?) {
            guard let partner else { return }
            found.append(SharedMeter(row: members[place].row, kind: kind, partner: members[partner].row))
        }
        let groups = allGroups()
        var makers = FirstOthers()
        if !isDevice {
            for (place, one) in members.enumerated() where one.make != 0 {
                makers.add(place, home: one.home, mark: UInt64(one.make))
            }
        }
        for (place, one) in members.enumerated() {
            let makes: [UInt32?] = isDevice ? [nil] : Self.makes(beside: one.make)
            if isDevice {
                note(
                    place, .device,
                    groups.firstApart(from: one, makes: makes, installed: [nil], asksUnlinked: asksUnlinked))
            } else {
                if one.make != 0 {
                    note(place, .otherMake, makers.first(notHome: one.home, notMark: UInt64(one.make)))
                }
                let days: [UInt16?] = one.installed.isPacked ? [0, one.installed] : [nil]
                note(
                    place, .twin,
                    groups.firstApart(from: one, makes: makes, installed: days, asksUnlinked: asksUnlinked))
            }
            guard asksUnlinked, one.direction == UInt8(ascii: "E") else { continue }
            let imports = makes.map { Group(make: $0, direction: UInt8(ascii: "I")) }
            note(
                place, isDevice ? .unlinkedDevice : .unlinkedID,
                imports.compactMap { groups.first($0, notHome: one.home) }.min())
            guard one.postcode != 0 else { continue }
            let here = makes.map { Group(make: $0, direction: UInt8(ascii: "I"), postcode: one.postcode) }
            note(place, .unlinkedHere, here.compactMap { groups.first($0, notHome: one.home) }.min())
        }
        if !isDevice { for (place, partner) in laterInstalled() { note(place, .stale, partner) } }
        return found
    }

    private func allGroups() -> Groups {
        var groups = Groups()
        for (place, member) in members.enumerated() {
            let direction = Self.side(member.direction)
            let day = member.installed.isPacked ? member.installed : 0
            for make in isDevice ? [nil] : [member.make, nil] {
                for day in isDevice ? [nil] : [day, nil] {
                    groups.add(place, member, to: Group(make: make, installed: day, direction: direction))
                }
                if asksUnlinked, member.postcode != 0, direction == UInt8(ascii: "I") {
                    let here = Group(make: make, direction: direction, postcode: member.postcode)
                    groups.add(place, member, to: here)
                }
            }
        }
        return groups
    }

    /// For each dated member the first that was installed later, the latest days first.
    private func laterInstalled() -> [(place: Int, partner: Int)] {
        let dated = members.indices.filter { members[$0].installed.isPacked }
            .sorted { (members[$1].installed, $0) < (members[$0].installed, $1) }
        var later = Groups()
        var found: [(Int, Int)] = []
        var start = 0
        while start < dated.count {
            let day = members[dated[start]].installed
            let end = dated[start...].firstIndex { members[$0].installed != day } ?? dated.count
            for place in dated[start..<end] {
                let one = members[place]
                let partner = later.firstApart(
                    from: one, makes: Self.makes(beside: one.make), installed: [nil], asksUnlinked: asksUnlinked)
                if let partner { found.append((place, partner)) }
            }
            for place in dated[start..<end] {
                let one = members[place]
                for make in [one.make, nil] {
                    later.add(place, one, to: Group(make: make, direction: Self.side(one.direction)))
                }
            }
            start = end
        }
        return found
    }
}

/// The first few of many members: enough to tell, for any home and any mark, the first member that has neither.
///
/// A member is kept where some home and some mark cover all that come before it and not the member itself; more than a
/// handful never are.
struct FirstOthers {
    private struct Entry {
        let place: Int
        let home: UInt32
        let mark: UInt64
    }

    /// By place, rising.
    private var entries: [Entry] = []

    mutating func add(_ place: Int, home: UInt32, mark: UInt64) {
        let entry = Entry(place: place, home: home, mark: mark)
        let before = entries.prefix { $0.place < place }
        guard Self.isNeeded(entry, after: before) else { return }
        if before.count == entries.count {
            entries.append(entry)
            return
        }
        var kept = Array(before) + [entry]
        for later in entries[before.count...] where Self.isNeeded(later, after: kept[...]) { kept.append(later) }
        entries = kept
    }

    /// The first member of another home and another mark; nil stands for no home and no mark.
    func first(notHome home: UInt32?, notMark mark: UInt64?) -> Int? {
        entries.first { $0.home != home && $0.mark != mark }?.place
    }

    private static func isNeeded(_ entry: Entry, after before: ArraySlice<Entry>) -> Bool {
        guard let first = before.first else { return true }
        if entry.home != first.home {
            let rest = before.filter { $0.home != first.home }
            guard let mark = rest.first?.mark else { return true }
            if mark != entry.mark, rest.allSatisfy({ $0.mark == mark }) { return true }
        }
        if entry.mark != first.mark {
            let rest = before.filter { $0.mark != first.mark }
            guard let home = rest.first?.home else { return true }
            if home != entry.home, rest.allSatisfy({ $0.home == home }) { return true }
        }
        return false
    }
}
