/// What the rows of one kind and pair of MPANs that run on a day say together.
///
/// They stand side by side in the table, which is in order of principal and then of contents. Memory: a byte a link.
struct LinkPairs: Sendable {
    /// By row of LNK; empty where there is none.
    private let facts: [Facts]

    private struct Facts: OptionSet {
        let rawValue: UInt8
        /// Another row states the link for the same side.
        static let repeated = Facts(rawValue: 1)
        /// The principal's, the subsidiary's side does not state the link.
        static let lacksPrincipal = Facts(rawValue: 2)
        static let lacksSubsidiary = Facts(rawValue: 4)
        /// The first of the rows: what is true of the pair alone is said of it.
        static let first = Facts(rawValue: 8)
    }

    /// Whose sides a row is of, as bits.
    private enum Side {
        static let principal: UInt8 = 1
        static let subsidiary: UInt8 = 2
        /// A row for both, as every row was before sides were told.
        static let both: UInt8 = 3
        /// The field was rejected: either side may have stated the link.
        static let unknown: UInt8 = 4
    }

    init(_ register: Links?, _ links: LinkCells?, today: UInt16) {
        guard let register, let links else {
            facts = []
            return
        }
        let count = register.table.count
        let texts = register.statedBy == nil ? [] : register.table.texts(.statedBy)
        let sides = [Side.both] + texts.map { $0 == "principal" ? Side.principal : Side.subsidiary }
        func side(_ row: Int) -> UInt8 {
            guard let code = register.statedBy?[row] else { return Side.both }
            return Int(code) < sides.count ? sides[Int(code)] : Side.unknown
        }
        var facts = [Facts](repeating: [], count: count)
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, links.principal[end] == links.principal[start],
                links.kind[end] == links.kind[start], links.subsidiary[end] == links.subsidiary[start]
            { end += 1 }
            var counts = [0, 0, 0, 0, 0]
            for row in start..<end where links.isCurrent(row, on: today) { counts[Int(side(row))] += 1 }
            let (both, principal, subsidiary) = (
                counts[Int(Side.both)], counts[Int(Side.principal)], counts[Int(Side.subsidiary)]
            )
            var found: Facts = []
            if both + max(principal, subsidiary) > 1 { found.insert(.repeated) }
            if both + counts[Int(Side.unknown)] == 0 {
                if principal == 0 { found.insert(.lacksPrincipal) }
                if subsidiary == 0 { found.insert(.lacksSubsidiary) }
            }
            found.insert(.first)
            for row in start..<end where links.isCurrent(row, on: today) {
                facts[row] = found
                found.remove(.first)
            }
            start = end
        }
        self.facts = facts
    }

    /// True for the first current row of its kind and pair.
    func isFirst(_ link: Int) -> Bool { facts[link].contains(.first) }

    /// True for a pair that another current row of the same kind names too, for the same side.
    func isRepeated(_ link: Int) -> Bool { facts[link].contains(.repeated) }

    /// True where the other side states the link and this one does not (LNK-13).
    func lacks(_ link: Int, subsidiary: Bool) -> Bool {
        facts[link].contains(subsidiary ? .lacksSubsidiary : .lacksPrincipal)
    }
}

/// The services that are appointed to the members of links on a day.
///
/// A service is known where every row that runs on the day states it, and all the same one. Memory: four bytes a member.
struct MemberServices: Sendable {
    private let appointments: Appointments
    /// By member: the codes of its services; 0 where one is not known.
    private let ms: [UInt16]
    private let ds: [UInt16]

    /// nil where nobody tells of appointments.
    init?(_ appointments: Appointments?, _ members: [UInt64], today: UInt16, workers: some Workers) {
        guard let appointments else { return nil }
        self.appointments = appointments
        let firsts = LinkGraph.rows(of: members, in: appointments.mpan, workers: workers)
        func known(_ column: Column<UInt16>) -> [UInt16] {
            firsts.enumerated().map { member, first in
                guard first != LinkGraph.absent else { return 0 }
                var found: UInt16 = 0
                var row = Int(first)
                while row < appointments.table.count, appointments.mpan[row] == members[member] {
                    defer { row += 1 }
                    let (from, to) = (appointments.from[row], appointments.to[row])
                    // What began on a day that nobody knows may not have begun: nothing is known then.
                    if from == .unknownField || to == .unknownField { return 0 }
                    guard !from.isPacked || from <= today, !to.isPacked || to >= today else { continue }
                    guard column[row].isPacked, found == 0 || found == column[row] else { return 0 }
                    found = column[row]
                }
                return found
            }
        }
        ms = known(appointments.ms)
        ds = known(appointments.ds)
    }

    /// In which services two members differ, in words of both; nil where they differ in none that both are known to have.
    func differences(_ principal: Int, _ subsidiary: Int) -> (observed: String, expected: String)? {
        var words: [(String, String)] = []
        for (item, codes) in [(Item.ms, ms), (.ds, ds)] {
            let (wanted, found) = (codes[principal], codes[subsidiary])
            guard wanted != 0, found != 0, wanted != found else { continue }
            let texts = appointments.table.texts(item)
            words.append(("\(item.rawValue) \(texts[Int(found) - 1])", "\(item.rawValue) \(texts[Int(wanted) - 1])"))
        }
        guard !words.isEmpty else { return nil }
        return (words.map(\.0).joined(separator: ", "), words.map(\.1).joined(separator: ", "))
    }
}
