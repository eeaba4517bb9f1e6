import Testing

@testable import Cleanse

/// What the quick ways of a load say is what the plain ways say.
@Suite struct QuickReadingTests {
    /// A linear congruential generator: the same everywhere.
    private struct Chance {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    private static let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]

    private static func plainMPAN(_ text: [UInt8]) -> UInt64? {
        guard text.count == 13, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let sum = zip(text, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        guard sum % 11 % 10 == Int(text[12] - 0x30) else { return nil }
        return text.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
    }

    @Test(arguments: [3, 17] as [UInt64])
    func mpansAreReadAsOneDigitAfterTheOther(seed: UInt64) {
        var chance = Chance(state: seed)
        var good = 0
        for _ in 0..<20_000 {
            var text = (0..<13).map { _ in UInt8(0x30 + chance.next(10)) }
            if chance.next(3) > 0 {
                let sum = zip(text, Self.weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
                text[12] = UInt8(0x30 + sum % 11 % 10)
            }
            if chance.next(4) == 0 { text[chance.next(13)] = UInt8(chance.next(256)) }
            let plain = Self.plainMPAN(text)
            if plain != nil { good += 1 }
            let quick = (text + [0x2C, 0x31, 0x32]).withUnsafeBufferPointer { bytes in
                bytes.baseAddress.flatMap { QuickFields.mpan($0, 13) }
            }
            #expect(quick == plain, "seed \(seed): \(text)")
        }
        #expect(good > 5_000)
    }

    @Test(arguments: [5, 29] as [UInt64])
    func separatorsAreFoundOneByteAfterTheOther(seed: UInt64) {
        var chance = Chance(state: seed)
        let index = LineIndex()
        for _ in 0..<300 {
            let alphabet: [UInt8] =
                chance.next(2) == 0 ? [0x2C, 0x0A, 0x41] : [0x2C, 0x0A, 0x41, 0x20, 0x22, 0x7C, 0x7E, 0xC3]
            var text = (0..<chance.next(400)).map { _ in alphabet[chance.next(alphabet.count)] }
            text.append(0x0A)
            let count = text.count
            // What stands behind the text is not the text's.
            text += [UInt8](repeating: 0x2C, count: 128)
            text.withUnsafeBufferPointer { bytes in
                if let start = bytes.baseAddress { index.scan(start, count: count) }
            }
            let places = text[..<count].indices.filter { text[$0] == 0x2C || text[$0] == 0x0A }
            #expect((0..<places.count).map { Int(index.separators[$0]) } == places, "seed \(seed)")
            let ends = places.indices.filter { text[places[$0]] == 0x0A }
            #expect(index.ends.map { Int($0) } == ends, "seed \(seed)")
            let odd = text[..<count].indices.filter { [0x22, 0x7C, 0xC3].contains(text[$0]) }
            #expect(index.oddities.map { Int($0) } == odd, "seed \(seed)")
        }
    }

    @Test func textsOfEveryLengthHaveOneNumberEach() {
        var list = CodeList(limit: 2_000)
        let texts = (0..<1_500).map { Array(String(repeating: "ab-", count: $0 % 30).utf8) + Array("\($0)".utf8) }
        let numbers = texts.map { text in text.withUnsafeBytes { list.number($0) } }
        #expect(numbers == (1...1_500).map { UInt32($0) })
        #expect(texts.map { text in text.withUnsafeBytes { list.number($0) } } == numbers)
        #expect(list.texts == texts)
    }

    @Test func textsThatAreKnownAreFoundByTheirWords() {
        var list = CodeList(limit: 5_000)
        var texts = (0..<1_500).map { Array(String(repeating: "ab-", count: $0 % 5).utf8) + Array("\($0)".utf8) }
        texts += ["1.5E+10", "1.01234567E+12"].map { Array($0.utf8) }
        for text in texts { _ = text.withUnsafeBytes { list.number($0) } }
        let unknown = ["x", "ab-ab-ab", "ab-ab-ab-ab-150", "ab-ab-ab-ab-1499 "].map { Array($0.utf8) }
        for (place, text) in (texts + unknown).enumerated() {
            let isKnown = place < 1_500 && text.count <= 16
            var found: UInt32 = .max
            list.withKnown { known in
                (text + [UInt8](repeating: 0x2C, count: 64)).withUnsafeBufferPointer { bytes in
                    if let start = bytes.baseAddress { found = known.number(start, text.count) }
                }
            }
            #expect(found == (isKnown ? UInt32(place + 1) : 0), "\(String(decoding: text, as: UTF8.self))")
        }
    }

    /// The quick readings of a field that is padded to sixty-four bytes with others.
    private static func quick<Value>(
        _ text: [UInt8], _ read: (UnsafePointer<UInt8>, Int) -> (value: Value, isKnown: Bool)
    ) -> (value: Value, isKnown: Bool)? {
        (text + Array("0-9Az \u{7F},1-2".utf8) + [UInt8](repeating: 0x39, count: 64)).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { read($0, text.count) }
        }
    }

    @Test(arguments: [7, 31] as [UInt64])
    func daysAreReadAsOneDigitAfterTheOther(seed: UInt64) throws {
        var chance = Chance(state: seed)
        var known = 0
        for _ in 0..<40_000 {
            func digits(_ number: Int, _ width: Int) -> String {
                String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
            }
            let year = chance.next(3) == 0 ? chance.next(10_000) : 1_890 + chance.next(280)
            var text = Array(
                "\(digits(year, 4))-\(digits(chance.next(15), 2))-\(digits(chance.next(34), 2))".utf8)
            if chance.next(6) == 0 { text[chance.next(10)] = UInt8(chance.next(256)) }
            if chance.next(12) == 0 { text.removeLast(1 + chance.next(10)) }
            let plain = text.withUnsafeBytes { DayReader(dialect: .iso).packed($0) }
            let read = try #require(Self.quick(text, QuickFields.isoDay))
            if read.isKnown {
                known += 1
                #expect(read.value == (text.isEmpty ? 0 : plain), "seed \(seed): \(text)")
            } else {
                #expect(read.value == 0 && !text.isEmpty, "seed \(seed): \(text)")
                let said = Int(String(decoding: text.prefix(4), as: UTF8.self)) ?? 0
                #expect(plain == nil || said < 1_900 || said > 2_155, "seed \(seed): \(text)")
            }
        }
        #expect(known > 10_000)
    }

    @Test(arguments: [2, 23] as [UInt64])
    func serialsAreReadAsOneSymbolAfterTheOther(seed: UInt64) throws {
        var chance = Chance(state: seed)
        let symbols = Array(" 0123456789ABCXYZabcxyz".utf8)
        for _ in 0..<40_000 {
            var text = (0..<chance.next(13)).map { _ in symbols[chance.next(symbols.count)] }
            if chance.next(3) == 0, !text.isEmpty { text[chance.next(text.count)] = UInt8(chance.next(256)) }
            let read = try #require(Self.quick(text, QuickFields.serial))
            let plain = Serial.packed(text)
            #expect(read.isKnown == (plain != nil), "seed \(seed): \(text)")
            #expect(read.value == plain ?? 0, "seed \(seed): \(text)")
        }
    }

    @Test func flagsAndLettersAreKnownInTheirFormsAlone() throws {
        let flags: [(String, UInt8, Bool)] = [
            ("", 0, true), ("T", 0x54, true), ("y", 0x54, true), ("F", 0x46, true), ("n", 0x46, true), ("x", 0, false),
            ("true", 0x54, true), ("FALSE", 0x46, true), ("tru", 0, false), ("falsey", 0, false), ("yes", 0, false),
        ]
        for (text, value, isKnown) in flags {
            let read = try #require(Self.quick(Array(text.utf8), QuickFields.flag))
            #expect(read.value == value && read.isKnown == isKnown, "\(text)")
        }
        for (text, value, isKnown) in [("", 0, true), ("Q", 0x51, true), ("QQ", 0, false)] as [(String, UInt8, Bool)] {
            let read = try #require(Self.quick(Array(text.utf8), QuickFields.letter))
            #expect(read.value == value && read.isKnown == isKnown, "\(text)")
        }
    }

    /// Fields are trimmed only where something stands around one of them.
    @Test(arguments: [
        ("a,b\nc d,e\n", false), ("a ,b\n", true), ("a, b\n", true), (" a,b\n", true), ("a,b \n", true),
        ("a,b\r\n", true), ("a\n b\n", true), (String(repeating: "x", count: 63) + " ,\n", true),
        (String(repeating: "x", count: 63) + ", \n", true), (String(repeating: "x", count: 62) + "y z,\n", false),
    ])
    func paddingIsNoticed(text: String, isPadded: Bool) {
        let index = LineIndex()
        // What stands behind the text is not the text's.
        let bytes = Array(text.utf8) + [UInt8](repeating: 0x20, count: 128)
        bytes.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { index.scan(start, count: text.utf8.count) }
        }
        #expect(index.hasPadding == isPadded)
    }

    /// Keys that are nearly in order are merged, others sorted: in the end equal keys stand in the order of reading.
    @Test(arguments: [0, 1, 5, 30, 400])
    func rowsAreOrderedByKeyAndReading(strays: Int) throws {
        var chance = Chance(state: UInt64(strays))
        var bodies = (0..<400).map { 100_000_000_000 + $0 / 2 * 7 }
        for _ in 0..<strays { bodies.swapAt(chance.next(400), chance.next(400)) }
        var text = "esme_id,mpan,status\n"
        for (row, body) in bodies.enumerated() {
            let sum = zip(String(body).utf8, Self.weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
            text += "0C-A2-F4-00-00-76-21-\(10 + row % 80),\(body)\(sum % 11 % 10),A\n"
        }
        let (chunk, parser) = try ChunkParserTests.parse(.devices, text)
        let cells = RowCells(
            kind: .devices, fields: RegisterKind.devices.fields, chunks: [chunk],
            numbering: TextNumbering(
                fields: RegisterKind.devices.fields, chunks: [chunk], lists: [parser.lists]))
        let keys = (0..<cells.count).map { cells.key($0) }
        let sorted = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { UInt32($0) }
        #expect((RowOrder.sorted(cells, workers: OneWorker()) ?? (0..<400).map { UInt32($0) }) == sorted)
        let merged = RowOrder.merged(cells)
        #expect(merged == nil || merged == sorted)
        #expect((merged == nil) == (strays > 20), "so many strays are sorted: \(strays)")
    }
}
