/// The texts of one column that one worker has met, each with a number: 1, 2, 3 in the order of meeting.
///
/// Texts of up to eight bytes are found by one word, so that a field of a code costs a few nanoseconds. The numbers are
/// the worker's own; when all is read they become numbers in the order of the texts.
public struct CodeList: Sendable {
    /// Numbers that fit the column.
    let limit: UInt32
    private(set) var texts: [[UInt8]] = []
    /// For each number from 1: 0 a good text, else the rule that it breaks.
    private(set) var faults: [UInt8] = []

    private var words: [UInt64]
    private var numbers: [UInt32]
    private var used = 0
    /// Longer texts: a word of each and its number, found as words are.
    private var longWords: [UInt64]
    private var longNumbers: [UInt32]
    private var longUsed = 0
    private var lastWord: UInt64 = 0
    private var lastNumber: UInt32 = 0
    /// For each of the numbers that the list began with: true once a row has it.
    private var isUsed: [Bool] = []

    init(limit: UInt32) {
        self.limit = limit
        words = [UInt64](repeating: 0, count: 256)
        numbers = [UInt32](repeating: 0, count: 256)
        longWords = [UInt64](repeating: 0, count: 64)
        longNumbers = [UInt32](repeating: 0, count: 64)
    }

    /// The number of a text of one to eight bytes as a word, the first byte lowest; 0 where the list is full.
    @inline(__always)
    mutating func number(word: UInt64) -> UInt32 {
        if word == lastWord { return lastNumber }
        let found = search(word)
        lastWord = word
        lastNumber = found
        return found
    }

    private mutating func search(_ word: UInt64) -> UInt32 {
        let mask = words.count - 1
        var slot = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
        while words[slot] != 0 {
            if words[slot] == word {
                use(numbers[slot])
                return numbers[slot]
            }
            slot = (slot + 1) & mask
        }
        var bytes: [UInt8] = []
        var rest = word
        while rest != 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
        let number = append(bytes)
        guard number != 0 else { return 0 }
        words[slot] = word
        numbers[slot] = number
        used += 1
        if used * 2 > words.count { grow() }
        return number
    }

    /// The number of a text of any length; 0 where the list is full.
    mutating func number(_ text: UnsafeRawBufferPointer) -> UInt32 {
        if text.count <= 8 {
            var word: UInt64 = 0
            for (place, byte) in text.enumerated() { word |= UInt64(byte) << UInt64(8 * place) }
            return number(word: word)
        }
        return number(long: text)
    }

    /// The number of a text of more than eight bytes; 0 where the list is full.
    mutating func number(long text: UnsafeRawBufferPointer) -> UInt32 {
        let word = ByteDigest.of(text) | 1
        let mask = longWords.count - 1
        var slot = Int(truncatingIfNeeded: word >> 32) & mask
        while longWords[slot] != 0 {
            if longWords[slot] == word, texts[Int(longNumbers[slot]) - 1].elementsEqual(text) {
                use(longNumbers[slot])
                return longNumbers[slot]
            }
            slot = (slot + 1) & mask
        }
        let number = append(Array(text))
        guard number != 0 else { return 0 }
        longWords[slot] = word
        longNumbers[slot] = number
        longUsed += 1
        if longUsed * 2 > longWords.count { growLonger() }
        return number
    }

    /// Begins the list with texts of a load before: they are the register's only as far as rows have them again.
    mutating func begin(with known: [[UInt8]]) {
        for text in known { _ = text.withUnsafeBytes { number($0) } }
        isUsed = [Bool](repeating: false, count: texts.count)
        lastWord = 0
        lastNumber = 0
    }

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
    private mutating func use(_ number: UInt32) {
        if number <= isUsed.count { isUsed[Int(number) &- 1] = true }
    }

    /// True for a text that the list began with and that no row has any more.
    func isIdle(_ place: Int) -> Bool { place < isUsed.count && !isUsed[place] }

    private mutating func growLonger() {
        let known = zip(longWords, longNumbers).filter { $0.0 != 0 }
        longWords = [UInt64](repeating: 0, count: longWords.count * 2)
        longNumbers = [UInt32](repeating: 0, count: longWords.count)
        let mask = longWords.count - 1
        for (word, number) in known {
            var slot = Int(truncatingIfNeeded: word >> 32) & mask
            while longWords[slot] != 0 { slot = (slot + 1) & mask }
            longWords[slot] = word
            longNumbers[slot] = number
        }
    }

    private mutating func append(_ bytes: [UInt8]) -> UInt32 {
        guard texts.count < limit else { return 0 }
        texts.append(bytes)
        faults.append(bytes.withUnsafeBytes { SpreadsheetDamage.isScientific($0) } ? 11 : 0)
        return UInt32(texts.count)
    }

    private mutating func grow() {
        let oldWords = words
        let oldNumbers = numbers
        words = [UInt64](repeating: 0, count: oldWords.count * 2)
        numbers = [UInt32](repeating: 0, count: oldWords.count * 2)
        let mask = words.count - 1
        for (word, number) in zip(oldWords, oldNumbers) where word != 0 {
            var slot = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
            while words[slot] != 0 { slot = (slot + 1) & mask }
            words[slot] = word
            numbers[slot] = number
        }
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
