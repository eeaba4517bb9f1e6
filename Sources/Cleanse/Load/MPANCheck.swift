public import Kernel

/// The rules that remove a row for its MPAN, asked while rows are read: MPN-01, 02, 03 and 05.
///
/// Without a list of distributors MPN-03 is not asked. A distributor that has ended keeps its rows (MPN-04 is asked
/// later); one that has not begun yet is none.
public struct MPANCheck: Sendable {
    /// Numbers that only look like a distributor's: asset metering, code administrators, private use.
    public static let pseudo: Set<UInt8> = [77, 78, 88, 97, 98, 99]

    /// The rule that a distributor's number breaks, by number; 0 where it breaks none.
    let verdicts: [UInt8]
    /// For MPN-06: true for the numbers that are the sender's own; nil where the sender is no distributor.
    let own: [Bool]?

    static let unknown: UInt8 = 3
    static let pretended: UInt8 = 5

    /// - Parameters:
    ///   - distributors: `distributors.csv`; nil where there is none.
    ///   - sender: the file's sender, whose own numbers MPN-06 asks for where it is a distributor.
    public init(distributors: ReferenceFile?, asAt: CalendarDate, sender: Owner?) {
        var verdicts = [UInt8](repeating: distributors == nil ? 0 : Self.unknown, count: 100)
        var own = [Bool](repeating: false, count: 100)
        if let distributors, let code = distributors.place(of: "code") {
            let today = Day.packed(asAt)
            func day(_ row: ReferenceFile.Row, _ column: String) -> UInt16 {
                distributors.place(of: column).flatMap { ReferenceDay.packed(row.fields[$0]) } ?? 0
            }
            // By number, the row that speaks for the as-at date: the one that holds then, else the last that ended.
            var speaking: [Int: (from: UInt16, mpid: String)] = [:]
            for row in distributors.rows {
                guard let number = UInt8(row.fields[code]), number < 100, day(row, "from") <= today else { continue }
                verdicts[Int(number)] = 0
                let from = day(row, "from")
                if let known = speaking[Int(number)], known.from > from { continue }
                speaking[Int(number)] = (from, distributors.place(of: "mpid").map { row.fields[$0] } ?? "")
            }
            for (number, row) in speaking where row.mpid == sender?.party { own[number] = true }
        }
        for number in Self.pseudo { verdicts[Int(number)] = Self.pretended }
        self.verdicts = verdicts
        self.own = sender?.role == .distributor && distributors != nil ? own : nil
    }

    /// The rule that thirteen digits break; nil where the number may stand.
    @inline(__always)
    func fault(_ number: UInt64) -> Rule? {
        let verdict = verdicts[Int(truncatingIfNeeded: number / 100_000_000_000)]
        guard verdict != 0 else { return nil }
        return verdict == Self.pretended ? .mpn05 : .mpn03
    }

    /// True for another distributor's number in a distributor's own extract (MPN-06).
    @inline(__always)
    func isForeign(_ number: UInt64) -> Bool {
        guard let own else { return false }
        return !own[Int(truncatingIfNeeded: number / 100_000_000_000)]
    }
}

/// Days of reference files, which come in any of the dialects.
enum ReferenceDay {
    static func packed(_ text: String) -> UInt16? {
        var text = text
        return text.withUTF8 { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            return DayReader().packed(raw) ?? DayReader(dialect: .slashed).packed(raw)
        }
    }
}
