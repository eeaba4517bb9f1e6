/// The ids of the open meters of every member of links, so that a hub's are read once and not once a link.
///
/// Memory: four bytes a member and eight an open meter of one.
struct MemberMeters: Sendable {
    /// Where each member's ids begin, and one for the end of all.
    private let starts: [UInt32]
    /// Of each member in rising order: the id in upper case without spaces, or a number of a text that does not pack.
    private let ids: [UInt64]

    private struct Piece: Sendable {
        var counts: [UInt32] = []
        var ids: [UInt64] = []
        /// Ids that are texts: where they stand among the piece's.
        var texts: [(place: Int, text: String)] = []
    }

    init(
        _ register: Meters?, _ meters: MeterCells?, _ registers: Registers, _ members: [UInt64], today: UInt16,
        workers: some Workers
    ) {
        guard let register, let meters else {
            (starts, ids) = ([UInt32](repeating: 0, count: members.count + 1), [])
            return
        }
        let firsts = LinkGraph.rows(of: members, in: register.mpan, workers: workers)
        let count = register.table.count
        let pieces = members.count < 1 << 12 ? 1 : workers.count
        var parts = workers.map(pieces) { number in
            var piece = Piece()
            for member in Repeats.rows(of: number, among: pieces, count: members.count) {
                let start = piece.ids.count
                var row = firsts[member] == LinkGraph.absent ? count : Int(firsts[member])
                while row < count, meters.mpan[row] == members[member] {
                    defer { row += 1 }
                    let removed = meters.removalDate[row]
                    guard !removed.isPacked || removed > today, let name = registers.meterName(row, meters) else {
                        continue
                    }
                    if !name.squeezedText.isEmpty { piece.texts.append((piece.ids.count, name.squeezedText)) }
                    piece.ids.append(name.squeezed)
                }
                piece.counts.append(UInt32(piece.ids.count - start))
            }
            return piece
        }
        Self.number(&parts)
        var starts: [UInt32] = [0]
        starts.reserveCapacity(members.count + 1)
        for part in parts { for count in part.counts { starts.append(starts[starts.count - 1] + count) } }
        var ids = Array(parts.map(\.ids).joined())
        for (start, end) in zip(starts, starts.dropFirst()) where end - start > 1 {
            ids[Int(start)..<Int(end)].sort()
        }
        self.starts = starts
        self.ids = ids
    }

    /// Gives ids that are texts numbers that no packed id has: one a text.
    private static func number(_ parts: inout [Piece]) {
        var numbers: [String: UInt64] = [:]
        for part in parts.indices {
            for (place, text) in parts[part].texts {
                let number = numbers[text] ?? 1 << 63 | UInt64(numbers.count)
                numbers[text] = number
                parts[part].ids[place] = number
            }
        }
    }

    /// True when two members have open meters with ids and share none.
    func haveNoneInCommon(_ one: Int, _ other: Int) -> Bool {
        var looks = 0
        return haveNoneInCommon(one, other, looks: &looks)
    }

    /// - Parameter looks: counts how often an id was looked at: each of the member with fewer, by halves of the other's.
    func haveNoneInCommon(_ one: Int, _ other: Int, looks: inout Int) -> Bool {
        let first = ids[Int(starts[one])..<Int(starts[one + 1])]
        let second = ids[Int(starts[other])..<Int(starts[other + 1])]
        guard !first.isEmpty, !second.isEmpty else { return false }
        let (fewer, more) = first.count <= second.count ? (first, second) : (second, first)
        for id in fewer {
            let place = more.firstPlace {
                looks += 1
                return $0 >= id
            }
            if place < more.endIndex, more[place] == id { return false }
        }
        return true
    }
}
