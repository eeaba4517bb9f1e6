import Formats
import Foundation
import Kernel
import TestSupport
import Testing

@Suite("Zstandard frames")
struct ZstdTests {
    private func text(_ length: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let line = Array("9900000000012,20260101,AI,A,0.123,0.098\n".utf8)
        return (0..<length).map { place in
            generator.nextBelow(9) == 0 ? UInt8(48 + generator.nextBelow(10)) : line[place % line.count]
        }
    }

    private func compress(_ text: [UInt8], level: Int, chunk: Int) throws -> [UInt8] {
        let frames = try ZstdFrames(level: level)
        let arena = ByteArena(capacity: 64)
        for start in stride(from: 0, to: text.count, by: chunk) {
            let part = Array(text[start..<min(text.count, start + chunk)])
            let before = arena.count
            let written = try part.withUnsafeBytes { try frames.compress($0, to: arena) }
            #expect(arena.count == before + written)
        }
        return Array(arena.bytes)
    }

    @Test("Frames laid end to end give the text, by libzstd called from Python", arguments: [1, 3, 9, 19])
    func independently(level: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(level))
        let text = text(70_000, &generator)
        let frames = try compress(text, level: level, chunk: 30_000)
        #expect(frames.count < text.count / 2)
        let folder = try TemporaryFolder("zstd")
        let file = try folder.write(frames, to: "text.zst")
        let outcome = try await Subprocess.python(
            "Tests/BulkFormatsTests/BinaryReaders/zstd_frames.py", [file.path, "\(text.count)"])
        #expect(outcome.succeeded, "\(outcome.errors)")
        #expect(outcome.output == text)
    }

    @Test("Frames read piece by piece give the text, whatever the pieces")
    func pieces() async throws {
        try await Property.check(seed: 11, count: 40) { generator in
            let text = text(1 + generator.nextBelow(400_000), &generator)
            let frames = try compress(text, level: 1, chunk: 1 + generator.nextBelow(200_000))
            let reader = try ZstdReader(limit: text.count)
            var found: [UInt8] = []
            var place = 0
            while place < frames.count {
                let end = min(frames.count, place + 1 + generator.nextBelow(50_000))
                try frames[place..<end].withUnsafeBytes { piece in
                    try reader.read(piece) { found.append(contentsOf: $0) }
                }
                place = end
            }
            try reader.finish()
            try Property.hold(found == text && reader.textBytes == text.count, "the text of \(text.count) bytes")
            try Property.hold(reader.inputBytes == frames.count, "all input is counted")
        }
    }

    @Test("Levels outside 1 to 19 are refused", arguments: [-1, 0, 20, 22, .max])
    func levels(level: Int) {
        #expect(throws: ZstdError.level(level)) { try ZstdFrames(level: level) }
        #expect(ZstdError.level(level).description.contains("1 to 19"))
    }

    @Test("An empty text gives no frame, and no frame is no text")
    func empty() throws {
        #expect(try compress([], level: 1, chunk: 1) == [])
        #expect(throws: ZstdError.truncated(offset: 0)) { try ZstdReader.text(of: [], limit: 10) }
    }

    @Test("Input cut at any length is an error, except between frames")
    func truncation() throws {
        var generator = SeededGenerator(seed: 5)
        let text = text(600, &generator)
        let first = try compress(Array(text[..<300]), level: 1, chunk: 300)
        let both = first + (try compress(Array(text[300...]), level: 1, chunk: 300))
        #expect(try ZstdReader.text(of: both, limit: 600) == text)
        for length in 0..<both.count {
            let cut = Array(both[..<length])
            if length == first.count {
                #expect(try ZstdReader.text(of: cut, limit: 600) == Array(text[..<300]))
            } else {
                #expect(throws: ZstdError.truncated(offset: length)) { try ZstdReader.text(of: cut, limit: 600) }
            }
        }
    }

    @Test("A changed byte is an error or gives the same text")
    func damage() throws {
        var generator = SeededGenerator(seed: 6)
        let text = text(900, &generator)
        let frames = try compress(text, level: 1, chunk: 500)
        var detected = 0
        for place in frames.indices {
            for bits: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
                var damaged = frames
                damaged[place] ^= bits
                do {
                    let found = try ZstdReader.text(of: damaged, limit: 1_000_000)
                    #expect(found == text, "byte \(place) changed by \(bits)")
                } catch is ZstdError {
                    detected += 1
                }
            }
        }
        #expect(detected > frames.count * 3)
    }

    @Test("More text than was bargained for is refused before it is handed on")
    func limit() throws {
        let zeros = try compress([UInt8](repeating: 0, count: 3_000_000), level: 1, chunk: 3_000_000)
        #expect(zeros.count < 1_000)
        var most = 0
        #expect(throws: ZstdError.tooLong(limit: 1_000_000)) {
            let reader = try ZstdReader(limit: 1_000_000)
            try zeros.withUnsafeBytes { bytes in try reader.read(bytes) { most += $0.count } }
        }
        #expect(most <= 1_000_000)
        #expect(try ZstdReader.text(of: zeros, limit: 3_000_000).count == 3_000_000)
    }

    @Test("A frame that needs more memory than allowed is refused")
    func window() throws {
        var generator = SeededGenerator(seed: 8)
        let frames = try compress(text(300_000, &generator), level: 19, chunk: 300_000)
        let reader = try ZstdReader(limit: 300_000, windowBits: 10)
        #expect(throws: ZstdError.self) { try frames.withUnsafeBytes { bytes in try reader.read(bytes) { _ in } } }
    }

    @Test("What is no frame is an error that names the place")
    func noFrame() throws {
        var generator = SeededGenerator(seed: 9)
        let frames = try compress(text(100, &generator), level: 1, chunk: 100)
        do {
            _ = try ZstdReader.text(of: frames + Array("mpan,utc_date".utf8), limit: 1_000)
            Issue.record("text behind the frames is no frame")
        } catch let error as ZstdError {
            guard case .damaged(let offset, _) = error else { throw error }
            #expect((frames.count...frames.count + 8).contains(offset))
        }
    }
}
