import Formats
import Kernel
import Market
import TestSupport
import Testing

extension BlockFileReader {
    /// Every row as a line of the wide CSV, and where qualities must be uniform they are.
    func lines() throws -> [String] {
        var lines: [String] = []
        for number in blocks.indices {
            try block(number).forEach { row in
                let codes = row.qualities.map { Array(UnsafeBufferPointer(start: $0, count: 48)) }
                let sample = BinarySampleRow(
                    mpan: row.mpan, day: row.day.number, quantity: row.quantity, values: Array(row.values),
                    qualities: codes ?? [row.quality.index])
                lines.append(sample.line)
            }
        }
        return lines
    }
}

@Suite("Block files")
struct BlockFileTests {
    @Test("Our reader gives the rows that were written, whatever the blocks and chunks")
    func roundTrip() async throws {
        try await Property.check(seed: 21, count: 60) { generator in
            let rows = BinarySample.rows(generator.nextBelow(150), &generator)
            let format = BlockFileFormat(
                level: [nil, 1, 3][generator.nextBelow(3)], rowsPerBlock: 16 * (1 + generator.nextBelow(6)))
            let file = BinarySample.file(format, rows, chunk: 1 + generator.nextBelow(120))
            let reader = try BlockFileReader(bytes: file)
            try Property.hold(try reader.lines() == rows.map(\.line), "\(rows.count) rows")
            try Property.hold(reader.rows == rows.count, "the number of rows")
        }
    }

    @Test("A reader written from the layout's page gives the same rows")
    func independently() async throws {
        var generator = SeededGenerator(seed: 22)
        let rows = BinarySample.rows(700, &generator)
        let file = BinarySample.file(BlockFileFormat(rowsPerBlock: 256), rows, chunk: 300)
        let found = try await BinaryReaderProgram.read("hhb.py", file)
        #expect(found["rows"].list.map(\.text) == rows.map(\.line))
        let header = found["header"]
        #expect(header["from"].text == "2026-01-01")
        #expect(header["days"] == 7 && header["seed"] == 42 && header["part"] == 2 && header["parts"] == 8)
        #expect(header["configuration"].text == BinarySample.run.configurationDigest)
        #expect(header["model"].text == "1.4")
        #expect(header["qualities"].list.map(\.text) == QualityCode.specified)
        // 300 rows are a block of 256 and one of 44.
        #expect(found["blocks"].list.map { $0["rows"].number } == [256, 44, 256, 44, 100])
    }

    @Test("Header and index say what the file holds")
    func index() throws {
        var generator = SeededGenerator(seed: 23)
        let rows = BinarySample.rows(100, &generator)
        let reader = try BlockFileReader(bytes: BinarySample.file(BlockFileFormat(rowsPerBlock: 32), rows))
        #expect(reader.header.from == BinarySample.run.from)
        #expect(reader.header.days == 7)
        #expect(reader.header.seed == 42)
        #expect(reader.header.part == 2 && reader.header.parts == 8)
        #expect(reader.header.configurationDigest == BinarySample.run.configurationDigest)
        #expect(reader.header.modelVersion == "1.4")
        #expect(reader.header.qualityCodes == QualityCode.specified)
        #expect(reader.blocks.map(\.rows) == [32, 32, 32, 4])
        for (number, block) in reader.blocks.enumerated() {
            let part = rows[number * 32..<min(100, number * 32 + 32)]
            #expect(block.mpans.lowerBound == part.map(\.mpan).min())
            #expect(block.mpans.upperBound == part.map(\.mpan).max())
            #expect(block.days.lowerBound.number == part.map(\.day).min())
            #expect(block.days.upperBound.number == part.map(\.day).max())
        }
    }

    @Test("The same rows give the same bytes, also by an encoder that was used before")
    func stableBytes() {
        var generator = SeededGenerator(seed: 24)
        let rows = BinarySample.rows(96, &generator)
        let format = BlockFileFormat(rowsPerBlock: 48)
        let whole = BinarySample.file(format, rows)
        #expect(whole == BinarySample.file(format, rows))
        // Chunks that end where blocks end change nothing.
        #expect(whole == BinarySample.file(format, rows, chunk: 48))
    }

    @Test("A file without a row is a file")
    func noRows() throws {
        let reader = try BlockFileReader(bytes: BinarySample.file(BlockFileFormat(), []))
        #expect(reader.blocks.isEmpty && reader.rows == 0)
    }

    @Test("Bytes come from anywhere, and the source's error comes through")
    func source() throws {
        struct Unplugged: Error {}
        var generator = SeededGenerator(seed: 25)
        let rows = BinarySample.rows(40, &generator)
        let file = BinarySample.file(BlockFileFormat(rowsPerBlock: 16), rows)
        var isPlugged = true
        let reader = try BlockFileReader(size: file.count) { offset, target in
            guard isPlugged else { throw Unplugged() }
            target.copyBytes(from: file[offset..<offset + target.count])
        }
        #expect(try reader.lines() == rows.map(\.line))
        isPlugged = false
        #expect(throws: Unplugged.self) { try reader.block(1) }
    }
}
