import CLanes

/// One column of some regular rows: where each field begins and how long it is, without the spaces around it.
///
/// The places stand in memory of the batch's own, filled for one column at a time, so that the loops that read fields
/// have nothing else to ask.
struct FieldBatch {
    let bytes: UnsafePointer<UInt8>
    private let starts: UnsafeMutablePointer<UInt32>
    private let lengths: UnsafeMutablePointer<UInt32>
    /// By field: its row in the chunk.
    private var slots: UnsafePointer<UInt32>
    private var count = 0

    /// - Parameter memory: room for the places of twice `ChunkParser.batch` fields.
    init(_ bytes: UnsafePointer<UInt8>, _ memory: UnsafeMutablePointer<UInt32>) {
        self.bytes = bytes
        starts = memory
        lengths = memory + ChunkParser.batch
        slots = UnsafePointer(memory)
    }

    /// Goes to a column of some regular rows.
    ///
    /// - Parameters:
    ///   - place: the column's place in a line of so many columns.
    ///   - rows: at most `ChunkParser.batch` of them.
    mutating func go(to place: Int, of width: Int, _ rows: Range<Int>, _ places: RowPlaces, _ index: LineIndex) {
        count = rows.count
        slots = UnsafePointer(places.slots + rows.lowerBound)
        let firsts = places.firsts + rows.lowerBound
        let separators = index.separators + place
        for row in 0..<count {
            let separator = Int(firsts[row])
            let start = separators[separator &- 1] &+ 1
            starts[row] = start
            lengths[row] = separators[separator] &- start
        }
        if index.hasPadding { trim(isLast: place == width - 1) }
    }

    /// Takes away spaces, and the carriage return that the last column may end with.
    private func trim(isLast: Bool) {
        for row in 0..<count {
            var start = Int(starts[row])
            var end = start &+ Int(lengths[row])
            if isLast, end > start, bytes[end &- 1] == 0x0D { end &-= 1 }
            while start < end, bytes[start] == 0x20 { start &+= 1 }
            while start < end, bytes[end &- 1] == 0x20 { end &-= 1 }
            starts[row] = UInt32(truncatingIfNeeded: start)
            lengths[row] = UInt32(truncatingIfNeeded: end &- start)
        }
    }

    /// Calls for every field: row, begin and length.
    @inline(__always)
    func eachField(_ body: (UInt32, Int, Int) -> Void) {
        for row in 0..<count { body(slots[row], Int(starts[row]), Int(lengths[row])) }
    }

    /// Packs every field by a quick reading; those that it does not know are handed over: row, begin and end.
    ///
    /// Readings have no branch between blanks and other fields, which come in no order.
    @inline(__always)
    func each<Value: FixedWidthInteger>(
        _ column: UnsafeMutablePointer<Value>, _ quick: (UnsafePointer<UInt8>, Int) -> (value: Value, isKnown: Bool),
        _ careful: (UInt32, Int, Int) -> Void
    ) {
        eachField { row, start, length in
            let read = quick(bytes + start, length)
            column[Int(row)] = read.value
            if !read.isKnown { careful(row, start, start &+ length) }
        }
    }

    /// Devices: the number and beside it the form.
    @inline(__always)
    func eachDevice(
        _ column: UnsafeMutablePointer<UInt64>, _ forms: UnsafeMutablePointer<UInt8>,
        _ careful: (UInt32, Int, Int) -> Void
    ) {
        eachField { row, start, length in
            if length == 0 {
                column[Int(row)] = 0
                forms[Int(row)] = DeviceForm.blank.rawValue
            } else if let value = QuickFields.device(bytes + start, length) {
                column[Int(row)] = value
                forms[Int(row)] = DeviceForm.canonical.rawValue
            } else {
                careful(row, start, start &+ length)
            }
        }
    }
}

/// Readings of fields in the form that nearly every field has: nil, or a value that is not known, for any other form.
///
/// So many bytes may be read from a field's beginning as the longest form has, and sixteen at least. Where a reading
/// says whether it knows the value, it knows that of a blank, and the value of a field that it does not know is 0.
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
    static func letter(_ field: UnsafePointer<UInt8>, _ length: Int) -> (value: UInt8, isKnown: Bool) {
        (length == 1 ? field[0] : 0, length <= 1)
    }

    @inline(__always)
    static func flag(_ field: UnsafePointer<UInt8>, _ length: Int) -> (value: UInt8, isKnown: Bool) {
        let letter = flags.withUnsafeBufferPointer { $0[Int(field[0])] }
        if length <= 1 {
            let value = length == 1 ? letter : 0
            return (value, value != 0 || length == 0)
        }
        let word = UnsafeRawPointer(field).loadUnaligned(as: UInt64.self) | 0x2020_2020_2020_2020
        let isTrue = length == 4 && word & 0xFFFF_FFFF == 0x6575_7274
        let isFalse = length == 5 && word & 0xFF_FFFF_FFFF == 0x65_736C_6166
        return (isTrue ? 0x54 : isFalse ? 0x46 : 0, isTrue || isFalse)
    }

    /// By byte: the flag that a letter alone stands for, 0 for none.
    private static let flags: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) | 0x20 {
        case 0x74, 0x79: 0x54
        case 0x66, 0x6E: 0x46
        default: 0
        }
    }

    /// The first bytes of a field as a word, up to eight of them, the first one lowest.
    @inline(__always)
    static func word(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        let word = UnsafeRawPointer(field).loadUnaligned(as: UInt64.self)
        let kept: UInt64 = length >= 8 ? .max : (1 &<< UInt64(truncatingIfNeeded: 8 &* length)) &- 1
        return word & kept
    }

    /// Up to eight bytes, the first one highest; a sign may be a spreadsheet's exponent and is looked at with care.
    @inline(__always)
    static func short(_ field: UnsafePointer<UInt8>, _ length: Int) -> (value: UInt64, isKnown: Bool) {
        let word = word(field, length)
        let isKnown = length <= 8 && !has(word, 0x2B) && !has(word, 0x2D)
        return (isKnown ? word.byteSwapped : 0, isKnown)
    }

    /// True where one of the bytes is this one; it may be true for others too, never false for it.
    @inline(__always)
    private static func has(_ word: UInt64, _ byte: UInt64) -> Bool {
        let rest = word ^ (byte &* 0x0101_0101_0101_0101)
        return (rest &- 0x0101_0101_0101_0101) & ~rest & 0x8080_8080_8080_8080 != 0
    }

    @inline(__always)
    static func serial(_ field: UnsafePointer<UInt8>, _ length: Int) -> (value: UInt64, isKnown: Bool) {
        let value = lanes_serial(field, length)
        return (value == .max ? 0 : value, value != .max)
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
        @inline(__always)
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
    static func isoDay(_ field: UnsafePointer<UInt8>, _ length: Int) -> (value: UInt16, isKnown: Bool) {
        let read = lanes_iso_day(field)
        return day(Int(read >> 16), Int(read >> 8 & 255), Int(read & 255), read != .max, length, 10)
    }

    @inline(__always)
    static func compactDay(_ field: UnsafePointer<UInt8>, _ length: Int) -> (value: UInt16, isKnown: Bool) {
        day(UnsafeRawPointer(field).loadUnaligned(as: UInt64.self), true, length, 8)
    }

    @inline(__always)
    static func slashedDay(_ field: UnsafePointer<UInt8>, _ length: Int) -> (value: UInt16, isKnown: Bool) {
        let year = UnsafeRawPointer(field + 6).loadUnaligned(as: UInt32.self)
        let month = UnsafeRawPointer(field + 3).loadUnaligned(as: UInt16.self)
        let day = UnsafeRawPointer(field).loadUnaligned(as: UInt16.self)
        return Self.day(
            UInt64(year) | UInt64(month) << 32 | UInt64(day) << 48, field[2] == 0x2F && field[5] == 0x2F, length, 10)
    }

    /// `yyyymmdd`, the first byte lowest.
    @inline(__always)
    private static func day(
        _ text: UInt64, _ isFormed: Bool, _ length: Int, _ wanted: Int
    ) -> (value: UInt16, isKnown: Bool) {
        let digits = text &- 0x3030_3030_3030_3030
        // A byte over nine sets its highest bit here or there.
        let areDigits = (digits | (digits &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0
        let number = Int(truncatingIfNeeded: eight(text))
        return day(number / 10_000, number / 100 % 100, number % 100, isFormed && areDigits, length, wanted)
    }

    /// A day by its numbers. Years 1900 to 2155.
    @inline(__always)
    private static func day(
        _ year: Int, _ month: Int, _ day: Int, _ isFormed: Bool, _ length: Int, _ wanted: Int
    ) -> (value: UInt16, isKnown: Bool) {
        let years = UInt(bitPattern: year &- 1_900)
        let isWithin = years < 256 && month < 16
        // The table has no month 0: a day of it has no length.
        let place = isWithin ? Int(bitPattern: years) &* 16 &+ month : 0
        let entry = months.withUnsafeBufferPointer { $0[place] }
        let isDay = UInt(bitPattern: day &- 1) < UInt(entry & 63)
        let known = isFormed && isWithin && isDay && length == wanted
        let value = UInt16(truncatingIfNeeded: min(max(Int(entry >> 6) &+ day &- 20_000, 1), Int(Day.last)))
        return (known ? value : 0, known || length == 0)
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
