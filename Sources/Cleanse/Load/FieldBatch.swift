/// One column of some regular rows: where each field begins and ends.
struct FieldBatch {
    let bytes: UnsafePointer<UInt8>
    let separators: UnsafePointer<UInt32>
    let firsts: UnsafeBufferPointer<UInt32>
    let slots: UnsafeBufferPointer<UInt32>
    let rows: Range<Int>
    /// The column's place in a line.
    let place: Int
    /// True for the last column, whose field may end with a carriage return.
    let isLast: Bool

    /// Calls for every field: row, begin and end, without the spaces around it.
    @inline(__always)
    func eachField(_ body: (UInt32, Int, Int) -> Void) {
        for row in rows {
            let separator = Int(firsts[row]) &+ place
            var start = Int(separators[separator &- 1] &+ 1)
            var end = Int(separators[separator])
            if isLast, end > start, bytes[end &- 1] == 0x0D { end &-= 1 }
            if end > start, bytes[start] == 0x20 || bytes[end &- 1] == 0x20 {
                while start < end, bytes[start] == 0x20 { start &+= 1 }
                while start < end, bytes[end &- 1] == 0x20 { end &-= 1 }
            }
            body(slots[row], start, end)
        }
    }

    /// Packs every field by a quick reading; those that it does not know are handed over.
    @inline(__always)
    func each<Value: FixedWidthInteger>(
        _ column: UnsafeMutablePointer<Value>, _ quick: (UnsafePointer<UInt8>, Int) -> Value?,
        _ careful: (UInt32, Int, Int) -> Void
    ) {
        eachField { row, start, end in
            if start == end {
                column[Int(row)] = 0
            } else if let value = quick(bytes + start, end &- start) {
                column[Int(row)] = value
            } else {
                careful(row, start, end)
            }
        }
    }

    /// Devices: the number and beside it the form.
    @inline(__always)
    func eachDevice(
        _ column: UnsafeMutablePointer<UInt64>, _ forms: UnsafeMutablePointer<UInt8>,
        _ careful: (UInt32, Int, Int) -> Void
    ) {
        eachField { row, start, end in
            if start == end {
                column[Int(row)] = 0
                forms[Int(row)] = DeviceForm.blank.rawValue
            } else if let value = QuickFields.device(bytes + start, end &- start) {
                column[Int(row)] = value
                forms[Int(row)] = DeviceForm.canonical.rawValue
            } else {
                careful(row, start, end)
            }
        }
    }

    /// Calls for every value that was packed, with the begin of its field.
    @inline(__always)
    func eachValue(_ column: UnsafeMutablePointer<UInt64>, _ body: (UInt32, Int, UInt64) -> Void) {
        for row in rows {
            let slot = slots[row]
            let value = column[Int(slot)]
            if value.isPacked { body(slot, Int(separators[Int(firsts[row]) &+ place &- 1] &+ 1), value) }
        }
    }
}

/// Readings of fields in the form that nearly every field has; nil for any other form.
///
/// A field has at least one byte, and so many bytes may be read from its beginning as the longest form has.
enum QuickFields {
    /// Thirteen digits with a right check digit.
    @inline(__always)
    static func mpan(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
        guard length == 13 else { return nil }
        let first = UnsafeRawPointer(field).loadUnaligned(as: UInt64.self)
        // Its first three bytes are the last three of the word before.
        let last = UnsafeRawPointer(field + 5).loadUnaligned(as: UInt64.self)
        guard areDigits(first), areDigits(last) else { return nil }
        let sum =
            weighted(first, even: 3 << 48 | 7 << 32 | 17 << 16 | 23, odd: 5 << 48 | 13 << 32 | 19 << 16 | 29)
            &+ weighted(last, even: 37 << 16 | 43, odd: 31 << 32 | 41 << 16)
        guard UInt32(truncatingIfNeeded: sum) % 11 % 10 == UInt32(truncatingIfNeeded: last >> 56) & 15 else {
            return nil
        }
        return eight(first) &* 100_000 &+ UInt64(UInt32(truncatingIfNeeded: eight(last)) % 100_000)
    }

    /// True where all eight bytes are digits.
    @inline(__always)
    private static func areDigits(_ text: UInt64) -> Bool {
        let digits = text ^ 0x3030_3030_3030_3030
        return (digits | (digits &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0
    }

    /// The sum of eight digits, the first one in the lowest byte, each times its weight.
    ///
    /// Weights stand in lanes of sixteen bits, the first digit's in the highest: the highest lane of a product is then
    /// the sum that is wanted, and no lane below it runs over.
    @inline(__always)
    private static func weighted(_ text: UInt64, even: UInt64, odd: UInt64) -> UInt64 {
        let first = text & 0x000F_000F_000F_000F
        let second = text >> 8 & 0x000F_000F_000F_000F
        return (first &* even) >> 48 &+ (second &* odd) >> 48
    }

    /// Eight digits, the first one in the lowest byte.
    @inline(__always)
    static func eight(_ text: UInt64) -> UInt64 {
        let digits = text & 0x0F0F_0F0F_0F0F_0F0F
        let pairs = (digits &* 10 &+ (digits >> 8)) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ (pairs >> 16)) & 0x0000_FFFF_0000_FFFF
        return (fours &* 10_000 &+ (fours >> 32)) & 0xFFFF_FFFF
    }

    @inline(__always)
    static func letter(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt8? { length == 1 ? field[0] : nil }

    @inline(__always)
    static func flag(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt8? {
        let word = UnsafeRawPointer(field).loadUnaligned(as: UInt64.self) | 0x2020_2020_2020_2020
        switch length {
        case 1:
            switch field[0] | 0x20 {
            case 0x74, 0x79: return 0x54
            case 0x66, 0x6E: return 0x46
            default: return nil
            }
        case 4: return word & 0xFFFF_FFFF == 0x6575_7274 ? 0x54 : nil
        case 5: return word & 0xFF_FFFF_FFFF == 0x65_736C_6166 ? 0x46 : nil
        default: return nil
        }
    }

    /// One to eight bytes as a word, the first one lowest.
    @inline(__always)
    static func word(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
        let word = UnsafeRawPointer(field).loadUnaligned(as: UInt64.self)
        return word & (UInt64.max >> UInt64(64 &- 8 &* length))
    }

    /// Up to eight bytes, the first one highest; a sign may be a spreadsheet's exponent and is looked at with care.
    @inline(__always)
    static func short(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
        guard length <= 8, let word = word(field, length) else { return nil }
        if has(word, 0x2B) || has(word, 0x2D) { return nil }
        return word.byteSwapped
    }

    /// True where one of the bytes is this one; it may be true for others too, never false for it.
    @inline(__always)
    private static func has(_ word: UInt64, _ byte: UInt64) -> Bool {
        let rest = word ^ (byte &* 0x0101_0101_0101_0101)
        return (rest &- 0x0101_0101_0101_0101) & ~rest & 0x8080_8080_8080_8080 != 0
    }

    @inline(__always)
    static func serial(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
        guard length <= 10 else { return nil }
        var value: UInt64 = 0
        var worst: UInt8 = 0
        symbols.withUnsafeBufferPointer { symbols in
            for place in 0..<length {
                let symbol = symbols[Int(field[place])]
                worst |= symbol
                value = value << 6 | UInt64(symbol & 63)
            }
        }
        return worst & 0x80 == 0 ? value << UInt64(6 &* (10 &- length)) : nil
    }

    private static let symbols: [UInt8] = (0..<256).map { byte in
        Serial.symbol(UInt8(byte)).map { UInt8($0) } ?? 0x80
    }

    /// Eight hex pairs in upper case with hyphens.
    @inline(__always)
    static func device(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
        guard length == 23 else { return nil }
        let raw = UnsafeRawPointer(field)
        let hyphens: UInt64 = 0x0000_2D00_002D_0000
        var wrong: UInt64 = UInt64(field[20] ^ 0x2D)
        for place in [0, 6, 12] {
            let word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            wrong |= (word & 0x0000_FF00_00FF_0000) ^ hyphens
        }
        let (first, firstWrong) = octets(four(raw))
        let (last, lastWrong) = octets(four(raw + 12))
        guard wrong | firstWrong | lastWrong == 0 else { return nil }
        return first << 32 | last
    }

    /// Four pairs, each three bytes behind the one before.
    @inline(__always)
    private static func four(_ raw: UnsafeRawPointer) -> UInt64 {
        func pair(_ place: Int) -> UInt64 {
            UInt64(raw.loadUnaligned(fromByteOffset: 3 &* place, as: UInt16.self)) << UInt64(16 &* place)
        }
        return pair(0) | pair(1) | pair(2) | pair(3)
    }

    /// The octets of eight hex digits, the first one highest, and what is not 0 where one of them is none.
    @inline(__always)
    private static func octets(_ text: UInt64) -> (value: UInt64, wrong: UInt64) {
        let letters = text >> 6 & 0x0101_0101_0101_0101
        let digits = (text & 0x0F0F_0F0F_0F0F_0F0F) &+ letters &* 9
        // A digit is one where its own text is what was read.
        let overNine = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        let again = digits &+ 0x3030_3030_3030_3030 &+ overNine &* 7
        let wrong = (again ^ text) | (digits & 0xF0F0_F0F0_F0F0_F0F0)
        let octets = (digits << 4 | digits >> 8) & 0x00FF_00FF_00FF_00FF
        let pairs = (octets | octets >> 8) & 0x0000_FFFF_0000_FFFF
        return (UInt64(UInt32(truncatingIfNeeded: pairs | pairs >> 16).byteSwapped), wrong)
    }

    @inline(__always)
    static func isoDay(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt16? {
        guard length == 10, field[4] == 0x2D, field[7] == 0x2D else { return nil }
        let year = UnsafeRawPointer(field).loadUnaligned(as: UInt32.self)
        let month = UnsafeRawPointer(field + 5).loadUnaligned(as: UInt16.self)
        let day = UnsafeRawPointer(field + 8).loadUnaligned(as: UInt16.self)
        return packed(UInt64(year) | UInt64(month) << 32 | UInt64(day) << 48)
    }

    @inline(__always)
    static func compactDay(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt16? {
        guard length == 8 else { return nil }
        return packed(UnsafeRawPointer(field).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    static func slashedDay(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt16? {
        guard length == 10, field[2] == 0x2F, field[5] == 0x2F else { return nil }
        let year = UnsafeRawPointer(field + 6).loadUnaligned(as: UInt32.self)
        let month = UnsafeRawPointer(field + 3).loadUnaligned(as: UInt16.self)
        let day = UnsafeRawPointer(field).loadUnaligned(as: UInt16.self)
        return packed(UInt64(year) | UInt64(month) << 32 | UInt64(day) << 48)
    }

    /// `yyyymmdd`, the first byte lowest. Years 1900 to 2155.
    @inline(__always)
    private static func packed(_ text: UInt64) -> UInt16? {
        let digits = text &- 0x3030_3030_3030_3030
        // A byte over nine sets its highest bit here or there.
        guard (digits | (digits &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
        let number = Int(truncatingIfNeeded: eight(text))
        let day = number % 100
        let month = number / 100 % 100
        let year = number / 10_000
        guard year >= 1_900, year < 2_156, month < 16 else { return nil }
        return months.withUnsafeBufferPointer { months in
            let entry = months[(year &- 1_900) &* 16 &+ month]
            guard day >= 1, day <= Int(entry & 63) else { return nil }
            return UInt16(truncatingIfNeeded: min(max(Int(entry >> 6) &+ day &- 20_000 &+ 0, 1), Int(Day.last)))
        }
    }

    /// By year since 1900 and month: the packed day before the first, plus 20,000, times 64, plus the month's length.
    private static let months: [UInt32] = (0..<256 * 16).map { place in
        let year = 1_900 + place / 16
        let month = place % 16
        guard let first = DayReader.civil(year, month, 1) else { return 0 }
        var length = 28
        while DayReader.civil(year, month, length + 1) != nil { length += 1 }
        return UInt32(first - Day.origin - 1 + 20_000) << 6 | UInt32(length)
    }
}
