/// Meter ids as the rules compare them: in upper case, and without spaces.
///
/// Source: the readings of MTR-01 to MTR-06; ids of more than ten characters besides spaces, and blank ones, are no ids.
enum MeterNames {
    /// True for a packed id of nothing but digits and capitals, as nearly all are: it is its own upper case, and there is
    /// no space to leave out. Ten symbols of six bits are looked at at once.
    @inline(__always)
    static func isPlain(_ id: UInt64) -> Bool {
        let ones: UInt64 = 0x0041_0410_4104_1041
        let (low, high) = (31 &* ones, 32 &* ones)
        // Small letters are from 38 on: the highest bit, and six or more beside it.
        let small = (id & low &+ 26 &* ones) & id & high
        // A space is 1.
        let rest = id ^ ones
        let others = (rest & low &+ low) | rest
        return id >> 60 == 0 && small == 0 && others & high == high
    }

    /// A packed id in upper case.
    @inline(__always)
    static func upper(_ id: UInt64) -> UInt64 {
        if isPlain(id) { return id }
        var result = id
        for place in 0..<10 as Range<UInt64> {
            let symbol = (id >> (54 - 6 * place)) & 63
            if symbol >= 38 { result -= 26 << (54 - 6 * place) }
        }
        return result
    }

    /// A packed id in upper case without spaces.
    @inline(__always)
    static func squeezed(_ id: UInt64) -> UInt64 {
        if isPlain(id) { return id }
        var result: UInt64 = 0
        var shift: UInt64 = 54
        var rest = id << 4
        while rest != 0 {
            var symbol = rest >> 58
            rest <<= 6
            if symbol == 1 { continue }
            if symbol >= 38 { symbol -= 26 }
            result |= symbol << shift
            shift &-= 6
        }
        return result
    }

    /// A squeezed id with its two-digit year made the same for all: letter, two digits, letter, a rest that ends in a
    /// digit. Any other id as it is.
    @inline(__always)
    static func yearless(_ id: UInt64) -> UInt64 {
        guard isLetter(id >> 54), isDigit((id >> 48) & 63), isDigit((id >> 42) & 63), isLetter((id >> 36) & 63),
            id & ((1 << 36) - 1) != 0
        else { return id }
        let last = (id >> (UInt64(id.trailingZeroBitCount) / 6 * 6)) & 63
        return isDigit(last) ? id | 0xFFF << 42 : id
    }

    @inline(__always)
    private static func isLetter(_ symbol: UInt64) -> Bool { symbol >= 12 && symbol < 38 }
    @inline(__always)
    private static func isDigit(_ symbol: UInt64) -> Bool { symbol >= 2 && symbol < 12 }

    /// A text in upper case without spaces.
    static func squeezed(_ text: String) -> String {
        String(decoding: upper(text).filter { $0 != 0x20 }, as: UTF8.self)
    }

    /// A text's bytes in upper case.
    static func upper(_ text: String) -> [UInt8] {
        text.utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
    }
}

/// A meter's id, made comparable.
struct MeterName: Hashable, Sendable {
    /// In upper case; what does not fit the packing stands in `text`.
    let exact: UInt64
    /// In upper case without spaces.
    let squeezed: UInt64
    /// The upper-case text, where the packing cannot hold it.
    let text: String
    /// The squeezed text, where the packing cannot hold it.
    let squeezedText: String

    /// The name of a packed id; nil for a blank or unknown one.
    init?(packed id: UInt64) {
        guard id.isPacked else { return nil }
        exact = MeterNames.upper(id)
        squeezed = MeterNames.squeezed(id)
        text = ""
        squeezedText = ""
    }

    /// The name of a text; nil where it is longer than ten characters besides spaces, or blank.
    init?(text id: String) {
        let squeezed = MeterNames.squeezed(id)
        guard !squeezed.isEmpty, squeezed.utf8.count <= 10 else { return nil }
        exact = .max
        text = String(decoding: MeterNames.upper(id), as: UTF8.self)
        if let packed = Serial.packed(squeezed.utf8) {
            self.squeezed = packed
            squeezedText = ""
        } else {
            self.squeezed = Self.digest(squeezed)
            squeezedText = squeezed
        }
    }

    /// The name in a row of MTR or MEM; nil where it is blank, unknown or too long.
    init?(_ table: RegisterTable, _ ids: Column<UInt64>, row: Int) {
        let id = ids[row]
        if id == .otherText { self.init(text: table.text(.meterID, row: row)) } else { self.init(packed: id) }
    }

    /// The key that gathers all ids that any rule compares.
    var key: UInt64 { squeezedText.isEmpty ? MeterNames.yearless(squeezed) : squeezed }

    /// True when both are one id in upper case.
    func isEqual(to other: MeterName) -> Bool { exact == other.exact && text == other.text }

    /// True when both are one id in upper case without spaces.
    func agrees(with other: MeterName) -> Bool { squeezed == other.squeezed && squeezedText == other.squeezedText }

    /// A number above all packed ones. Different texts may share it: whoever gathers by it compares the texts.
    private static func digest(_ text: String) -> UInt64 {
        var number: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { number = (number ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return number | 1 << 63
    }
}
