/// Which MPANs are linked to which: the links of LNK as a graph, and the sets they make on the as-at date.
///
/// A set is everything that can be reached by current links of either kind, whatever their faults. Members are numbered
/// in order of their MPANs. Memory: about 40 bytes a link.
struct LinkGraph: Sendable {
    /// An end of a link: which link, and which side of it.
    struct End: Sendable {
        let link: Int
        let isSubsidiary: Bool
    }

    /// MPANs that are named in any usable link, rising.
    var members: [UInt64] { named.members }
    /// The row of REG of each member; `absent` where REG has none.
    let rows: [UInt32]
    /// The member that stands for the set of each member: the lowest MPAN of it.
    let roots: [UInt32]
    /// Rows of REG whose MPAN has a current import/export link to another.
    let inImportExport: RowSet
    /// Rows of REG whose MPAN has a current related link.
    let inRelated: RowSet
    /// Codes of the two kinds in LNK's list; 0 where no row has the kind.
    var importExport: UInt16 { named.importExport }
    var related: UInt16 { named.related }

    private let named: LinkEnds
    private let registered: RowSet
    private let registeredMembers: [UInt32]

    static let absent = UInt32.max

    /// MPANs that only links name, rising: no register's walk comes upon them unless told.
    var strangers: [UInt64] {
        zip(members, rows).filter { $0.1 == Self.absent }.map(\.0)
    }

    /// The member that an MPAN is, if it is one; `row` is its row of REG.
    func member(_ mpan: UInt64, row: Int?) -> Int? {
        if let row, registered.rowCount > 0 {
            return registered.number(of: row).map { Int(registeredMembers[$0]) }
        }
        let place = members.firstPlace { $0 >= mpan }
        return place < members.count && members[place] == mpan ? place : nil
    }

    /// True when a row of REG is a member's.
    func isMember(row: Int) -> Bool { registered.contains(row) }

    /// How many links name a member.
    func degree(_ member: Int) -> Int { Int(named.starts[member + 1] - named.starts[member]) }

    /// The links that name a member, in the order of LNK.
    func links(of member: Int) -> some Sequence<End> {
        named.ends[Int(named.starts[member])..<Int(named.starts[member + 1])].lazy.map {
            End(link: Int($0 >> 1), isSubsidiary: $0 & 1 == 1)
        }
    }

    /// The members at both ends of a link; nil for a row that is no usable link.
    func members(of link: Int) -> (principal: Int, subsidiary: Int)? {
        let principal = named.principals[link]
        return principal == Self.absent ? nil : (Int(principal), Int(named.subsidiaries[link]))
    }

    init(registers: Registers, columns: MarketCells, today: UInt16, workers: some Workers) {
        let keys: Column<UInt64>? = registers.registration?.mpan
        let named = LinkEnds(columns.links, registers.links?.table)
        let rows = Self.rows(of: named.members, in: keys, workers: workers)
        var sets = UnionFind(count: named.members.count)
        var (importExport, related): ([UInt32], [UInt32]) = ([], [])
        if let links = columns.links {
            for row in named.usable where links.isCurrent(row, on: today) {
                let (one, other) = (named.principals[row], named.subsidiaries[row])
                sets.join(one, other)
                for end in [rows[Int(one)], rows[Int(other)]] where end != Self.absent {
                    if links.kind[row] == named.related {
                        related.append(end)
                    } else if one != other {
                        importExport.append(end)
                    }
                }
            }
        }
        let rowCount = keys?.count ?? 0
        self.rows = rows
        self.named = named
        roots = (0..<UInt32(rows.count)).map { sets.root(of: $0) }
        inImportExport = RowSet(rowCount: rowCount, importExport)
        inRelated = RowSet(rowCount: rowCount, related)
        registeredMembers = (0..<UInt32(rows.count)).filter { rows[Int($0)] != Self.absent }
        registered = RowSet(rowCount: rowCount, rows.filter { $0 != Self.absent })
    }

    /// The first row of each member in a sorted column.
    static func rows(
        of members: [UInt64], in keys: Column<UInt64>?, workers: some Workers
    ) -> [UInt32] {
        guard let keys else { return [UInt32](repeating: absent, count: members.count) }
        let pieces = members.count < 1 << 12 ? 1 : workers.count
        let found = workers.map(pieces) { piece in
            let range = Repeats.rows(of: piece, among: pieces, count: members.count)
            return keys.withBuffer { keys in
                var place = 0
                return range.map { number -> UInt32 in
                    place = keys.place(of: members[number], from: place)
                    return place < keys.count && keys[place] == members[number] ? UInt32(place) : absent
                }
            }
        }
        return Array(found.joined())
    }
}

/// The ends of links, gathered by the MPANs that they name.
private struct LinkEnds: Sendable {
    /// Links of a known kind with two MPANs, rising.
    let usable: [Int]
    let members: [UInt64]
    /// Where each member's ends begin, and one for the end of all.
    let starts: [UInt32]
    /// The link's row, twice, and one more for a subsidiary.
    let ends: [UInt32]
    /// By link: the members; `LinkGraph.absent` for a row that is no usable link.
    let principals: [UInt32]
    let subsidiaries: [UInt32]
    let importExport: UInt16
    let related: UInt16

    init(_ links: LinkCells?, _ table: RegisterTable?) {
        let kinds = table?.texts(.kind) ?? []
        let importExport = UInt16((kinds.firstIndex(of: "IE") ?? -1) + 1)
        let related = UInt16((kinds.firstIndex(of: "REL") ?? -1) + 1)
        let count = table?.count ?? 0
        var usable: [Int] = []
        var named: [UInt64] = []
        for row in 0..<count {
            guard let links, links.kind[row].isPacked,
                links.kind[row] == importExport || links.kind[row] == related,
                links.principal[row].isPacked, links.subsidiary[row].isPacked
            else { continue }
            usable.append(row)
            named.append(links.principal[row])
            named.append(links.subsidiary[row])
        }
        var (members, starts, ends): ([UInt64], [UInt32], [UInt32]) = ([], [], [])
        var principals = [UInt32](repeating: LinkGraph.absent, count: count)
        var subsidiaries = principals
        for number in RadixSort.order(ofKeys: named) {
            let mpan = named[Int(number)]
            if members.last != mpan {
                members.append(mpan)
                starts.append(UInt32(ends.count))
            }
            let row = usable[Int(number >> 1)]
            let member = UInt32(members.count - 1)
            if number & 1 == 0 { principals[row] = member } else { subsidiaries[row] = member }
            ends.append(UInt32(row) << 1 | number & 1)
        }
        starts.append(UInt32(ends.count))
        self.importExport = importExport
        self.related = related
        self.usable = usable
        self.members = members
        self.starts = starts
        self.ends = ends
        self.principals = principals
        self.subsidiaries = subsidiaries
    }
}

/// Disjoint sets, each known by its lowest member.
struct UnionFind {
    private var parents: [UInt32]

    init(count: Int) { parents = Array(0..<UInt32(count)) }

    mutating func root(of member: UInt32) -> UInt32 {
        var member = member
        while parents[Int(member)] != member {
            parents[Int(member)] = parents[Int(parents[Int(member)])]
            member = parents[Int(member)]
        }
        return member
    }

    mutating func join(_ one: UInt32, _ other: UInt32) {
        let (one, other) = (root(of: one), root(of: other))
        if one < other { parents[Int(other)] = one } else { parents[Int(one)] = other }
    }
}

extension UnsafeBufferPointer where Element == UInt64 {
    /// The first place from a place on whose number is not below a key: steps that double, then a halving search.
    func place(of key: UInt64, from start: Int) -> Int {
        var low = start
        var step = 1
        while low + step < count, self[low + step] < key {
            low += step
            step *= 2
        }
        var high = Swift.min(low + step, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] >= key { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first place where a condition holds that, once true, stays true; the end where it never does.
    func firstPlace(where holds: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
