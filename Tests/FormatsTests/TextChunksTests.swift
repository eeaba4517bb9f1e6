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
                // The text's end is a line end.
                let end = (Array(rest) + [0x0A]).withUnsafeBytes { min(rowEnd($0) ?? first, rest.count - 1) }
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
        switch random.nextBelow(3) {
        case 0: text += "the last without an end".utf8
        case 1: text += "\"a last row\nof two\nor three lines\",without an end".utf8
        default: break
        }
        return text
    }

    @Test("Chunks of any size are the text, and begin where rows begin", arguments: [1, 7, 64, 1_000])
    func chunks(size: Int) throws {
        let folder = try TemporaryFolder("chunks")
        for seed in UInt64(1)...40 {
            var random = SeededGenerator(seed: seed)
            let header = Array("title,other\n".utf8)
            let text = Self.made(&random)
            var begins: Set<Int> = [0]
            for row in Self.rows(text) { begins.insert((begins.max() ?? 0) + row.count) }
            for (name, bytes) in [("csv", header + text), ("csv.zst", try Self.compressed(header + text))] {
                let file = try folder.write(bytes, to: "text-\(size)-\(seed).\(name)")
                let (read, starts) = try Self.read(file.path, size: size, from: header.count)
                #expect(read == text, "size \(size), seed \(seed), \(name)")
                #expect(begins.isSuperset(of: starts), "size \(size), seed \(seed), \(name)")
            }
        }
    }

    /// All bytes behind the header, and where the chunks begin that have any.
    private static func read(_ path: String, size: Int, from header: Int) throws -> (text: [UInt8], starts: [Int]) {
        let chunks = try TextChunks(path: path, chunkBytes: size, longestLine: 200)
        chunks.begin(at: header, rowEnd: rowEnd)
        let buffers = (0..<2).map { _ in ChunkBuffer(chunkBytes: size, longestLine: 200) }
        var read: [[UInt8]] = []
        var starts: [Int] = []
        while let chunk = try chunks.next(buffers[read.count % 2]) {
            read.append(Array(UnsafeBufferPointer(start: chunk.bytes, count: chunk.count)))
            if chunk.count > 0 { starts.append(Int(chunk.offset) - header) }
        }
        return (Array(read.joined()), starts)
    }

    private static func compressed(_ text: [UInt8]) throws -> [UInt8] {
        let arena = ByteArena(capacity: 4_096)
        try text.withUnsafeBytes { _ = try ZstdFrames(level: 3).compress($0, to: arena) }
        return Array(arena.bytes)
    }
}
