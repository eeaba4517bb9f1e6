import Formats
import Foundation
import Kernel
import TestSupport
import Testing

/// A file's text in chunks: whatever their size and whoever reads them, they are the text, and no row is cut.
@Suite struct TextChunksTests {
    /// Where a row ends that begins a line: quotes that are open at a line's end go on, within a hundred bytes.
    @Sendable private static func rowEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var isQuoted = false
        var breaks = 0
        for place in 0..<min(bytes.count, 100) {
            if bytes[place] == 0x22 { isQuoted.toggle() }
            guard bytes[place] == 0x0A else { continue }
            if !isQuoted { return breaks > 0 ? place : nil }
            breaks += 1
        }
        return nil
    }

    /// The rows of a text, read from its beginning.
    private static func rows(_ text: [UInt8]) -> [[UInt8]] {
        text.withUnsafeBytes { bytes in
            var rows: [[UInt8]] = []
            var start = 0
            while start < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                let first = rest.firstIndex(of: 0x0A) ?? rest.count - 1
                let end = rowEnd(rest) ?? first
                rows.append(Array(rest[...end]))
                start += end + 1
            }
            return rows
        }
    }

    private static func made(_ random: inout SeededGenerator) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<random.nextBelow(60) {
            switch random.nextBelow(5) {
            case 0: text += "\"a row\nof \(random.nextBelow(1_000))\nlines\",x\n".utf8
            case 1: text += "\n".utf8
            default: text += (String(repeating: "y", count: random.nextBelow(30)) + "\n").utf8
            }
        }
        if random.nextBelow(2) == 0 { text += "the last without an end".utf8 }
        return text
    }

    @Test("Chunks of any size are the text, and begin where rows begin", arguments: [1, 7, 64, 1_000])
    func chunks(size: Int) throws {
        let folder = try TemporaryFolder("chunks")
        for seed in UInt64(1)...40 {
            var random = SeededGenerator(seed: seed)
            let header = Array("title,other\n".utf8)
            let text = Self.made(&random)
            let file = try folder.write(header + text, to: "text-\(size)-\(seed).csv")
            let chunks = try TextChunks(path: file.path, chunkBytes: size, longestLine: 200)
            chunks.begin(at: header.count, rowEnd: Self.rowEnd)
            let buffers = (0..<2).map { _ in ChunkBuffer(chunkBytes: size, longestLine: 200) }
            var read: [[UInt8]] = []
            var starts: [Int] = []
            while let chunk = try chunks.next(buffers[read.count % 2]) {
                read.append(Array(UnsafeBufferPointer(start: chunk.bytes, count: chunk.count)))
                if chunk.count > 0 { starts.append(Int(chunk.offset) - header.count) }
            }
            #expect(Array(read.joined()) == text, "size \(size), seed \(seed)")
            var begins: Set<Int> = [0]
            for row in Self.rows(text) { begins.insert((begins.max() ?? 0) + row.count) }
            #expect(begins.isSuperset(of: starts), "size \(size), seed \(seed)")
        }
    }
}
