import Market

/// Other names for the metering points, meters, devices and places of a register: one key, always the same names.
///
/// Texts keep their shape (letters stay letters, digits digits, all else stays), so what was wrong with a text is wrong
/// with its pseudonym, and equal texts stay equal in whatever way they were: as they are, without spaces, but for the
/// year, in another spelling.
public struct Pseudonyms<Cipher: SixteenByteCipher>: Sendable {
    private let cipher: FormatPreservingCipher<Cipher>
    /// Whether MPANs go to the unique parts from 9,900,000,000 on, which no distributor has reached.
    private let isReserved: Bool

    /// - Parameter reserved: whether MPANs go into the reserved range. Two MPANs of a distributor may then meet in one
    ///   number, so the maker of a cut leaves one of them out; and nobody goes back from it without the ledger.
    public init(_ cipher: Cipher, reserved: Bool = false) {
        self.cipher = FormatPreservingCipher(cipher)
        isReserved = reserved
    }

    // MARK: Metering points

    /// The pseudonym of an MPAN, or of what stands in an MPAN's place.
    ///
    /// Thirteen digits keep the distributor; the last digit is the check digit where it was, and as far from it where it
    /// was not. Source: digits 3 to 12 by FF1, radix 10, tweak `MPAN` and the distributor's two digits.
    public func mpan(_ text: [UInt8]) -> [UInt8] {
        let digits = text.filter { (0x30...0x39).contains($0) }
        guard digits.count == 13, text.allSatisfy({ $0 == 0x20 || (0x30...0x39).contains($0) }) else {
            return noMPAN(text)
        }
        let body = number(digits.prefix(12))
        let distributor = Array(digits.prefix(2))
        let mixed = cipher.encrypt(digits[2..<12].map { $0 - 0x30 }, radix: 10, tweak: Array("MPAN".utf8) + distributor)
        var unique = mixed.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
        if isReserved { unique = 9_900_000_000 + unique % 100_000_000 }
        let renamed = (body / MPANCore.uniques.upperBound) * MPANCore.uniques.upperBound + unique
        let wrongBy = (UInt64(digits[12] - 0x30) + 10 - UInt64(MPANCore.checkDigit(ofBody: body))) % 10
        let last = (UInt64(MPANCore.checkDigit(ofBody: renamed)) + wrongBy) % 10
        var rest = Array(MPANText.printed(renamed * 10 + last).utf8)[...]
        return text.map { $0 == 0x20 ? 0x20 : rest.removeFirst() }
    }

    /// What is no MPAN: its digits and letters change but for the first two digits, and for a number's exponent.
    private func noMPAN(_ text: [UInt8]) -> [UInt8] {
        var kept = Set<Int>()
        if let exponent = text.firstIndex(where: { $0 == 0x45 || $0 == 0x65 }), text.contains(0x2E) {
            kept.formUnion(exponent..<text.count)
            kept.insert(0)
        } else {
            kept.formUnion(text.indices.prefix(2))
        }
        return shaped(text, keeping: kept, tweak: "TEXT")
    }

    private func number(_ digits: some Sequence<UInt8>) -> UInt64 { digits.reduce(0) { $0 * 10 + UInt64($1 - 0x30) } }

    // MARK: Meters, devices, places

    /// The pseudonym of a meter's serial number; letter, year, letter and the rest keep the year.
    public func serial(_ text: [UInt8]) -> [UInt8] {
        let packed = text.indices.filter { text[$0] != 0x20 }
        var kept = Set(text.indices.filter { text[$0] == 0x20 })
        if packed.count > 4, Self.isLetter(text[packed[0]]), Self.isDigit(text[packed[1]]),
            Self.isDigit(text[packed[2]]), Self.isLetter(text[packed[3]]), text.last.map(Self.isDigit) == true
        {
            kept.insert(packed[1])
            kept.insert(packed[2])
        }
        return shaped(text, keeping: kept, tweak: "SERIAL")
    }

    /// The pseudonym of a device's identifier: its hex digits, whatever stands between them; all zeros and all F stay.
    public func device(_ text: [UInt8]) -> [UInt8] {
        let places = text.indices.filter { Self.hexadecimal(text[$0]) != nil }
        let numerals = places.compactMap { Self.hexadecimal(text[$0]) }
        guard numerals.count >= 2, Set(numerals) != [0], Set(numerals) != [15] else { return text }
        let isLower = text.contains { (0x61...0x66).contains($0) }
        var changed = text
        var done = 0
        // Identifiers have sixteen; what is longer is no identifier and goes by pieces.
        while done < numerals.count {
            var size = min(16, numerals.count - done)
            if numerals.count - done - size == 1 { size -= 1 }
            let mixed = cipher.encrypt(
                Array(numerals[done..<(done + size)]), radix: 16, tweak: Array("ESME".utf8) + [UInt8(done / 16)])
            for (place, numeral) in zip(places[done..<(done + size)], mixed) {
                changed[place] = numeral < 10 ? 0x30 + numeral : (isLower ? 0x57 : 0x37) + numeral
            }
            done += size
        }
        return changed
    }

    /// The pseudonym of a postcode, of the same shape.
    public func postcode(_ text: [UInt8]) -> [UInt8] {
        shaped(text, keeping: Set(text.indices.filter { text[$0] == 0x20 }), tweak: "POSTCODE")
    }

    // MARK: Shapes

    /// Texts of one shape are numbered, and the number goes through FF1 until it is a text's number again.
    ///
    /// - Parameter kept: places that stay; letters and digits elsewhere change, all else stays too.
    private func shaped(_ text: [UInt8], keeping kept: Set<Int>, tweak: String) -> [UInt8] {
        let places = text.indices.filter { !kept.contains($0) && (Self.isLetter(text[$0]) || Self.isDigit(text[$0])) }
        // The shape without spaces and case, and what of the text stays.
        var frame = Array(tweak.utf8)
        for (place, byte) in text.enumerated() where byte != 0x20 {
            frame.append(
                places.contains(place)
                    ? (Self.isDigit(byte) ? 0x30 : 0x41) : tweak == "SERIAL" && kept.contains(place) ? 0x23 : byte)
        }
        var changed = text
        var start = 0
        while start < places.count {
            // Twelve letters stay below 2 to the 57th.
            var end = min(start + 12, places.count)
            if places.count - end == 1 { end -= 1 }
            shuffle(&changed, places[start..<end], tweak: frame + [UInt8(truncatingIfNeeded: start)])
            start = end
        }
        return changed
    }

    private func shuffle(_ text: inout [UInt8], _ places: ArraySlice<Int>, tweak: [UInt8]) {
        var size: UInt64 = 1
        var value: UInt64 = 0
        for place in places {
            let radix: UInt64 = Self.isDigit(text[place]) ? 10 : 26
            size *= radix
            value = value * radix + UInt64(Self.isDigit(text[place]) ? text[place] - 0x30 : (text[place] | 0x20) - 0x61)
        }
        // A text of a single character names nothing.
        guard size >= UInt64(FormatPreservingCipher<Cipher>.leastDomain) else { return }
        var digits = 2
        var range: UInt64 = 100
        while range < size { (range, digits) = (range * 10, digits + 1) }
        repeat {
            var numerals = [UInt8](repeating: 0, count: digits)
            var rest = value
            for place in (0..<digits).reversed() { (numerals[place], rest) = (UInt8(rest % 10), rest / 10) }
            value = cipher.encrypt(numerals, radix: 10, tweak: tweak).reduce(0) { $0 * 10 + UInt64($1) }
        } while value >= size
        for place in places.reversed() {
            if Self.isDigit(text[place]) {
                text[place] = 0x30 + UInt8(value % 10)
                value /= 10
            } else {
                text[place] = (text[place] & 0x20) | (0x41 + UInt8(value % 26))
                value /= 26
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
