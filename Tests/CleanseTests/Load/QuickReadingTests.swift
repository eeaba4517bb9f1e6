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
            kind: .devices, chunks: [chunk],
            numbering: TextNumbering(kind: .devices, chunks: [chunk], lists: [parser.lists]))
        let keys = (0..<cells.count).map { cells.key($0) }
        let sorted = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { UInt32($0) }
        #expect((RowOrder.sorted(cells, workers: OneWorker()) ?? (0..<400).map { UInt32($0) }) == sorted)
        let merged = RowOrder.merged(cells)
        #expect(merged == nil || merged == sorted)
        #expect((merged == nil) == (strays > 20), "so many strays are sorted: \(strays)")
    }
}
