import CZstd

/// Gives back the text of Zstandard frames that come piece by piece, in bounded memory.
///
/// Frames may follow one another; skippable frames are passed over. Not thread-safe.
public final class ZstdReader {
    /// Bytes of text handed on so far.
    public private(set) var textBytes = 0
    /// Compressed bytes taken so far.
    public private(set) var inputBytes = 0

    private let context: OpaquePointer
    private let limit: Int
    private let piece: UnsafeMutableRawBufferPointer
    private var isWithinFrame = false

    /// - Parameters:
    ///   - limit: the most text to hand on, in bytes: a few kilobytes of hostile input may hold gigabytes.
    ///   - windowBits: frames that need more than two to this power bytes of memory are refused; 10 to 31. Frames of
    ///     `ZstdFrames` need 23 at most; 27 is what the `zstd` program accepts.
    /// - Throws: `ZstdError.memory` where the library gets none.
    public init(limit: Int, windowBits: Int = 27) throws(ZstdError) {
        guard let context = ZSTD_createDCtx() else { throw .memory }
        self.context = context
        self.limit = limit
        piece = .allocate(byteCount: ZSTD_DStreamOutSize(), alignment: 64)
        let result = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(windowBits))
        precondition(ZSTD_isError(result) == 0, "a window has 10 to 31 bits")
    }

    deinit {
        ZSTD_freeDCtx(context)
        piece.deallocate()
    }

    /// Takes the next piece of input and hands on the text it gives, in pieces that are there during the call only.
    ///
    /// - Throws: `ZstdError.damaged` or `.tooLong`, after which the reader is of no more use; what `take` throws.
    public func read(
        _ input: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var isFull = false
        // A full output buffer may mean that the library holds more text than it gave.
        while source.pos < source.size || isFull {
            var target = ZSTD_outBuffer(dst: piece.baseAddress, size: piece.count, pos: 0)
            let before = source.pos
            let result = ZSTD_decompressStream(context, &target, &source)
            if ZSTD_isError(result) != 0 {
                throw ZstdError.damaged(offset: inputBytes + source.pos, reason: ZstdError.reason(result))
            }
            // Asked again at the end of a frame without further input, the library speaks of the next frame.
            if source.pos > before || target.pos > 0 { isWithinFrame = result != 0 }
            isFull = target.pos == target.size
            if target.pos > 0 {
                guard target.pos <= limit - textBytes else { throw ZstdError.tooLong(limit: limit) }
                textBytes += target.pos
                try take(UnsafeRawBufferPointer(rebasing: piece[..<target.pos]))
            }
        }
        inputBytes += input.count
    }

    /// Says that the input has ended.
    /// - Throws: `ZstdError.truncated` within a frame, and where there was no input at all.
    public func finish() throws(ZstdError) {
        if isWithinFrame || inputBytes == 0 { throw .truncated(offset: inputBytes) }
    }
}

extension ZstdReader {
    /// The text of frames that are there as a whole.
    /// - Throws: `ZstdError`.
    public static func text(of frames: [UInt8], limit: Int) throws -> [UInt8] {
        let reader = try ZstdReader(limit: limit)
        var text: [UInt8] = []
        try frames.withUnsafeBytes { bytes in try reader.read(bytes) { text.append(contentsOf: $0) } }
        try reader.finish()
        return text
    }
}
