/// The texts of one column that one worker has met, each with a number: 1, 2, 3 in the order of meeting.
///
/// Texts of up to eight bytes are found by one word and those of up to sixteen by two, so that a field of a code costs a
/// few nanoseconds. The numbers are the worker's own; when all is read they become numbers in the order of the texts.
public struct CodeList: Sendable {
    /// Numbers that fit the column.
    let limit: UInt32
    private(set) var texts: [[UInt8]] = []
    /// For each number from 1: 0 a good text, else the rule that it breaks.
    private(set) var faults: [UInt8] = []

    private var short = KnownTexts(256)
    private var middling = KnownTexts(64)
    /// Longer texts: a word of each and its number, found as the others are.
    private var long = KnownTexts(64)
    /// For each of the numbers that the list began with: true once a row has it.
    private var isUsed: [Bool] = []

    init(limit: UInt32) { self.limit = limit }

    /// Lends what fields are looked up in; texts that are not there yet, and damaged ones, are asked of `number`.
    @inline(__always)
    func withKnown(_ body: (QuickTexts) -> Void) {
        short.withTable { short in middling.withTable { body(QuickTexts(short: short, middling: $0)) } }
    }

    /// The number of a text of one to eight bytes as a word, the first byte lowest; 0 where the list is full.
    private mutating func number(word: UInt64, _ text: UnsafeRawBufferPointer) -> UInt32 {
        if let number = short.find(word, 0) {
            use(number)
            return number
        }
        let number = append(Array(text))
        if number != 0 { short.add(word, 0, number, isGood: faults[Int(number) - 1] == 0) }
        return number
    }

    /// The number of a text of any length from one byte; 0 where the list is full.
    mutating func number(_ text: UnsafeRawBufferPointer) -> UInt32 {
        if text.count <= 8 {
            var word: UInt64 = 0
            for (place, byte) in text.enumerated() { word |= UInt64(byte) << UInt64(8 * place) }
            return number(word: word, text)
        }
        if text.count <= 16 { return number(middling: text) }
        let word = ByteDigest.of(text) | 1
        if let number = long.find(word, 0, where: { texts[Int($0) - 1].elementsEqual(text) }) {
            use(number)
            return number
        }
        let number = append(Array(text))
        if number != 0 { long.add(word, 0, number, isGood: true) }
        return number
    }

    /// The number of a text of nine to sixteen bytes.
    private mutating func number(middling text: UnsafeRawBufferPointer) -> UInt32 {
        let first = text.loadUnaligned(as: UInt64.self)
        let last = QuickTexts.rest(text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self), text.count)
        if let number = middling.find(first, last) {
            use(number)
            return number
        }
        let number = append(Array(text))
        if number != 0 { middling.add(first, last, number, isGood: faults[Int(number) - 1] == 0) }
        return number
    }

    /// Begins the list with texts of a load before: they are the register's only as far as rows have them again.
    mutating func begin(with known: [[UInt8]]) {
        for text in known { _ = text.withUnsafeBytes { number($0) } }
        isUsed = [Bool](repeating: false, count: texts.count)
    }

    /// True for a list that began with texts of a load before.
    var hasBegun: Bool { !isUsed.isEmpty }

    /// Notes that rows have some of the texts that the list began with.
    mutating func use<Number: FixedWidthInteger & UnsignedInteger>(_ numbers: UnsafeBufferPointer<Number>) {
        isUsed.withUnsafeMutableBufferPointer { isUsed in
            var last: Number = 0
            for number in numbers where number != last {
                last = number
                if number.isPacked, Int(number) <= isUsed.count { isUsed[Int(number) &- 1] = true }
            }
        }
    }

    @inline(__always)
    mutating func use(_ number: UInt32) {
        if number > 0, number <= isUsed.count { isUsed[Int(number) &- 1] = true }
    }

    /// True for a text that the list began with and that no row has any more.
    func isIdle(_ place: Int) -> Bool { place < isUsed.count && !isUsed[place] }

    private mutating func append(_ bytes: [UInt8]) -> UInt32 {
        guard texts.count < limit else { return 0 }
        texts.append(bytes)
        faults.append(bytes.withUnsafeBytes { SpreadsheetDamage.isScientific($0) } ? 11 : 0)
        return UInt32(texts.count)
    }
}

/// Numbers by one or two words, in a table that is at most half full.
struct KnownTexts: Sendable {
    /// Two words a place, both 0 where it is empty: the first word of a text is not 0.
    private var words: [UInt64]
    private var numbers: [UInt32]
    /// The number of a good text; 0 for a damaged one and where the place is empty.
    private var goodNumbers: [UInt32]
    private var used = 0

    /// - Parameter capacity: a power of two.
    init(_ capacity: Int) {
        words = [UInt64](repeating: 0, count: capacity * 2)
        numbers = [UInt32](repeating: 0, count: capacity)
        goodNumbers = numbers
    }

    /// What a field is looked up in while no text is added.
    struct Table {
        let words: UnsafePointer<UInt64>
        let goodNumbers: UnsafePointer<UInt32>
        let mask: Int

        /// The number of a good text; 0 for any other.
        @inline(__always)
        func number(_ first: UInt64, _ last: UInt64) -> UInt32 {
            var place = KnownTexts.place(first, last) & mask
            while words[2 &* place] != first || words[2 &* place &+ 1] != last {
                if words[2 &* place] == 0 { return 0 }
                place = (place &+ 1) & mask
            }
            return goodNumbers[place]
        }
    }

    @inline(__always)
    static func place(_ first: UInt64, _ last: UInt64) -> Int {
        Int(truncatingIfNeeded: ((first ^ (last &* ByteDigest.second)) &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }

    @inline(__always)
    func withTable(_ body: (Table) -> Void) {
        words.withUnsafeBufferPointer { words in
            goodNumbers.withUnsafeBufferPointer { numbers in
                guard let first = words.baseAddress, let number = numbers.baseAddress else { return }
                body(Table(words: first, goodNumbers: number, mask: numbers.count - 1))
            }
        }
    }

    /// The number of a text; nil where there is none that `isIt` agrees to.
    func find(_ first: UInt64, _ last: UInt64, where isIt: (UInt32) -> Bool = { _ in true }) -> UInt32? {
        let mask = numbers.count - 1
        var place = Self.place(first, last) & mask
        while words[2 * place] != 0 {
            if words[2 * place] == first, words[2 * place + 1] == last, isIt(numbers[place]) { return numbers[place] }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds a text that is not there.
    ///
    /// - Precondition: the first word is not 0.
    mutating func add(_ first: UInt64, _ last: UInt64, _ number: UInt32, isGood: Bool) {
        if (used + 1) * 2 > numbers.count { grow() }
        put(first, last, number, isGood ? number : 0)
        used += 1
    }

    private mutating func put(_ first: UInt64, _ last: UInt64, _ number: UInt32, _ good: UInt32) {
        let mask = numbers.count - 1
        var place = Self.place(first, last) & mask
        while words[2 * place] != 0 { place = (place + 1) & mask }
        words[2 * place] = first
        words[2 * place + 1] = last
        numbers[place] = number
        goodNumbers[place] = good
    }

    private mutating func grow() {
        let before = self
        words = [UInt64](repeating: 0, count: words.count * 2)
        numbers = [UInt32](repeating: 0, count: numbers.count * 2)
        goodNumbers = numbers
        for place in before.numbers.indices where before.words[2 * place] != 0 {
            put(
                before.words[2 * place], before.words[2 * place + 1], before.numbers[place], before.goodNumbers[place])
        }
    }
}

/// Where the fields of a column are looked up: their numbers, as far as the list has them.
struct QuickTexts {
    let short: KnownTexts.Table
    let middling: KnownTexts.Table

    /// The bytes of a text of nine to sixteen that its first eight leave, the first one lowest. No byte of a text is 0, so
    /// that texts of other lengths have other words.
    @inline(__always)
    static func rest(_ last: UInt64, _ length: Int) -> UInt64 {
        last >> UInt64(truncatingIfNeeded: 8 &* (16 &- length))
    }

    /// The number of a field's text; 0 for a text that has none yet or is damaged, and for one of more than sixteen
    /// bytes.
    @inline(__always)
    func number(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        if length <= 8 { return short.number(QuickFields.word(field, length), 0) }
        guard length <= 16 else { return 0 }
        let raw = UnsafeRawPointer(field)
        return middling.number(
            raw.loadUnaligned(as: UInt64.self),
            Self.rest(raw.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self), length))
    }
}

/// What a spreadsheet makes of numbers and dates that it opened (FIL-11).
enum SpreadsheetDamage {
    /// `1.01234E+12`: one digit, perhaps a fraction, an exponent with its sign.
    static func isScientific(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count >= 4, isDigit(text[0]) else { return false }
        var place = 1
        if text[place] == 0x2E {
            place += 1
            let start = place
            while place < text.count, isDigit(text[place]) { place += 1 }
            guard place > start else { return false }
        }
        guard place + 2 < text.count, text[place] | 0x20 == 0x65, text[place + 1] == 0x2B || text[place + 1] == 0x2D
        else { return false }
        let digits = text[(place + 2)...]
        return digits.count <= 3 && digits.allSatisfy(isDigit)
    }

    /// The number of a day since 1900, as spreadsheets keep days.
    static func isSerialDate(_ text: UnsafeRawBufferPointer) -> Bool { text.count == 5 && text.allSatisfy(isDigit) }

    /// A long supply number of 21 digits that lost its leading zero.
    static func isLongSupplyNumber(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count == 20 && text.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
