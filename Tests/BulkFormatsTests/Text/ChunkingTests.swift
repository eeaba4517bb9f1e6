import Market
import Formats
import Kernel
import TestSupport
import Testing

@Suite("Text formats and chunks")
struct ChunkingTests {
    @Test("The words differ and nothing is a container")
    func registry() {
        let words = TextFormats.all.map(\.word)
        #expect(words == ["csv", "long", "fixed", "d0036", "d0379", "if021", "df2"])
        #expect(TextFormats.all.allSatisfy { !$0.isContainer && $0.rowsPerChunk > 0 })
        #expect(TextFormats.all.filter { $0.days == .local }.map(\.word) == ["d0036"])
    }

    @Test("Bytes depend on the rows, not on the chunks", arguments: TextFormats.all.map(\.word))
    func chunks(word: String) async throws {
        let format = try #require(TextFormats.all.first { $0.word == word })
        try await Property.check(seed: 76, count: 12) { generator in
            let rows = (0..<80).map { _ in SampleRow.random(&generator, format.days) }
            let lengths = (0..<5).map { _ in 1 + generator.nextBelow(30) }
            let whole = BulkFile.write(format, rows)
            try Property.hold(BulkFile.write(format, rows, chunks: lengths) == whole, "chunks of \(lengths)")
            try Property.hold(BulkFile.write(format, rows, chunks: [1]) == whole, "chunks of one row")
        }
    }

    @Test("A chunk's footer counts its rows and its lines", arguments: TextFormats.all.map(\.word))
    func footers(word: String) async throws {
        let format = try #require(TextFormats.all.first { $0.word == word })
        try await Property.check(seed: 81, count: 20) { generator in
            let rows = (0..<1 + generator.nextBelow(9)).map { _ in SampleRow.random(&generator, format.days) }
            let chunk = encode(format, rows, BulkFile.run)
            let lines = chunk.bytes.count { $0 == UInt8(ascii: "\n") }
            try Property.hold(chunk.footer == ChunkFooter(rows: rows.count, lines: lines), "\(chunk.footer)")
        }
    }

    @Test("Parts joined without the later headers are the whole file", arguments: TextFormats.all.map(\.word))
    func parts(word: String) throws {
        let format = try #require(TextFormats.all.first { $0.word == word })
        var generator = SeededGenerator(seed: 77)
        let rows = (0..<30).map { _ in SampleRow.random(&generator, format.days) }
        var second = BulkFile.run
        (second.part, second.parts) = (2, 2)
        #expect(format.header(second) == format.header(BulkFile.run))
        let header = format.header(second).count
        func body(_ rows: ArraySlice<SampleRow>, _ run: RunDescription) -> (bytes: [UInt8], footer: ChunkFooter) {
            encode(format, Array(rows), run)
        }
        let first = body(rows[..<11], BulkFile.run)
        let last = body(rows[11...], second)
        var totals = WrittenTotals(bytes: header)
        totals.add(first.footer, length: first.bytes.count, keeping: false)
        totals.add(last.footer, length: last.bytes.count, keeping: false)
        let joined = format.header(BulkFile.run) + first.bytes + last.bytes + format.trailer(second, totals)
        #expect(joined == BulkFile.write(format, rows))
    }

    private func encode(
        _ format: some ConsumptionFormat, _ rows: [SampleRow], _ run: RunDescription
    ) -> (bytes: [UInt8], footer: ChunkFooter) {
        let arena = ByteArena()
        var encoder = format.makeEncoder(run)
        for row in rows { row.give { encoder.append($0, to: arena) } }
        let footer = encoder.finish(to: arena)
        return (Array(arena.bytes), footer)
    }
}
