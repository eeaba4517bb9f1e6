import Formats
import Kernel
import Market
import TestSupport
import Testing

@Suite("Damaged and hostile block files")
struct BlockFileDamageTests {
    /// Small, with a section of every kind: wide, missing, several qualities, more than one block.
    private static let rows: [BinarySampleRow] = (0..<20).map { number in
        var row = BinarySampleRow(mpan: 9_900_000_000_012 + UInt64(number), day: 20_454, values: [])
        row.values = (0..<48).map { Int32(100 + ($0 + number) % 5) }
        if number % 7 == 1 { row.values[3] = 70_000 + Int32(number) }
        if number % 9 == 2 { row.values[10] = -4 }
        if number % 5 == 0 { row.values[47] = ConsumptionRow.missing }
        if number % 6 == 0 { row.qualities = (0..<48).map { $0 < 20 ? 0 : 5 } }
        return row
    }
    private static let file = BinarySample.file(BlockFileFormat(rowsPerBlock: 16), rows)

    @Test("Every byte changed in any of several ways is detected")
    func everyByte() throws {
        #expect(try BlockFileReader(bytes: Self.file).lines() == Self.rows.map(\.line))
        for place in Self.file.indices {
            for bits: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
                var damaged = Self.file
                damaged[place] ^= bits
                #expect(throws: BlockFileError.self, "byte \(place) changed by \(bits)") {
                    try BlockFileReader(bytes: damaged).lines()
                }
            }
        }
    }

    @Test("A file cut at any length is refused when it is opened")
    func truncation() {
        for length in 0..<Self.file.count {
            #expect(throws: BlockFileError.self, "cut to \(length) bytes") {
                try BlockFileReader(bytes: Array(Self.file[..<length]))
            }
        }
    }

    @Test("More bytes at the end are refused")
    func longer() {
        #expect(throws: BlockFileError.truncated(.trailer, offset: Self.file.count + 1)) {
            try BlockFileReader(bytes: Self.file + [0])
        }
    }

    @Test("Bytes lost or put in anywhere are detected")
    func shifted() {
        for place in stride(from: 0, to: Self.file.count, by: 7) {
            var shorter = Self.file
            shorter.remove(at: place)
            #expect(throws: BlockFileError.self) { try BlockFileReader(bytes: shorter).lines() }
            var longer = Self.file
            longer.insert(0, at: place)
            #expect(throws: BlockFileError.self) { try BlockFileReader(bytes: longer).lines() }
        }
    }

    @Test("Errors name the part and its place")
    func words() throws {
        let reader = try BlockFileReader(bytes: Self.file)
        let second = reader.blocks[1]
        var damaged = Self.file
        damaged[second.offset + 60] ^= 4
        let half = try BlockFileReader(bytes: damaged)
        #expect(throws: Never.self) { try half.block(0) }
        #expect(throws: BlockFileError.wrongCheck(.block(1), offset: second.offset)) { try half.block(1) }
        #expect(
            BlockFileError.wrongCheck(.block(1), offset: 1_234).description
                == "block 1, at byte 1234, is damaged: its CRC-32C is another")
        #expect(throws: BlockFileError.notABlockFile) { try BlockFileReader(bytes: Array("mpan,utc_date".utf8)) }
        var newer = Self.file
        newer[8] = 2
        #expect(throws: BlockFileError.unknownVersion(2)) { try BlockFileReader(bytes: newer) }
    }

    /// Changes anything and then makes every check right again, so that what stands behind the checks is met.
    @Test("A forged file with good checks gives an error or rows, never a crash")
    func forged() async throws {
        let plain = BinarySample.file(BlockFileFormat(level: nil, rowsPerBlock: 16), Self.rows)
        var errors = 0
        try await Property.check(seed: 31, count: 3_000) { generator in
            var forged = generator.nextBelow(2) == 0 ? plain : Self.file
            let original = try BlockFileReader(bytes: forged)
            for _ in 0..<1 + generator.nextBelow(3) {
                let place = Self.place(in: forged, original, &generator)
                let extreme: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, UInt8(generator.nextBelow(256))]
                forged[place] = extreme[generator.nextBelow(6)]
            }
            Self.seal(&forged, original)
            do {
                _ = try BlockFileReader(bytes: forged).lines()
            } catch is BlockFileError {
                errors += 1
            }
        }
        #expect(errors > 1_000)
    }

    /// Heads, keys and the trailer more often than planes, in which any byte is a value.
    private static func place(
        in file: [UInt8], _ reader: BlockFileReader, _ generator: inout SeededGenerator
    ) -> Int {
        let block = reader.blocks[generator.nextBelow(reader.blocks.count)]
        let end = reader.blocks[1].offset + reader.blocks[1].length
        return switch generator.nextBelow(5) {
        case 0: generator.nextBelow(reader.blocks[0].offset)
        case 1: block.offset + generator.nextBelow(103)
        case 2: block.offset + block.length - 1 - generator.nextBelow(120)
        case 3: end + generator.nextBelow(file.count - end)
        default: block.offset + generator.nextBelow(block.length)
        }
    }

    private static func seal(_ file: inout [UInt8], _ reader: BlockFileReader) {
        func put(_ value: UInt32, at place: Int) {
            for byte in 0..<4 { file[place + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
        }
        let header = reader.blocks[0].offset
        put(CRC32.castagnoli.check(Array(file[..<(header - 4)])), at: header - 4)
        let trailer = reader.blocks[1].offset + reader.blocks[1].length
        for (number, block) in reader.blocks.enumerated() {
            let end = block.offset + block.length - 4
            let check = CRC32.castagnoli.check(Array(file[block.offset..<end]))
            put(check, at: end)
            // Behind the trailer's head, an entry's offset, length and rows.
            put(check, at: trailer + 8 + 44 * number + 16)
        }
        let end = file.count - 20
        put(CRC32.castagnoli.check(Array(file[trailer..<end])), at: end)
    }
}
