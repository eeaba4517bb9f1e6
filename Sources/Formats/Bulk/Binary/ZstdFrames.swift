import CZstd

/// Compresses chunk after chunk, each into a Zstandard frame of its own (RFC 8878).
///
/// Frames laid end to end are a whole `.zst` file, so chunks can be compressed on several threads, each with an
/// instance of its own, and parts can be joined. A frame says how long its text is and carries the text's checksum.
/// The bytes depend on the level and on the version of libzstd; the text that comes back does not.
///
/// An instance keeps its working memory between chunks: about 1 MB at level 1, tens of megabytes from level 16 on.
/// Not thread-safe.
public final class ZstdFrames {
    /// The levels that may be asked for: 1 is the fastest, 19 the smallest.
    public static let levels = 1...19

    private let context: OpaquePointer

    /// - Throws: `ZstdError.level` outside `levels`; `.memory` where the library gets none.
    public convenience init(level: Int) throws(ZstdError) {
        guard Self.levels.contains(level) else { throw .level(level) }
        try self.init(anyLevel: level, checksum: true)
    }

    /// Without the checksum where the container around the frame has one.
    init(anyLevel level: Int, checksum: Bool) throws(ZstdError) {
        guard let context = ZSTD_createCCtx() else { throw .memory }
        self.context = context
        for (parameter, value) in [(ZSTD_c_compressionLevel, level), (ZSTD_c_checksumFlag, checksum ? 1 : 0)] {
            let result = ZSTD_CCtx_setParameter(context, parameter, Int32(value))
            if ZSTD_isError(result) != 0 { throw .compressing(ZstdError.reason(result)) }
        }
    }

    deinit { ZSTD_freeCCtx(context) }

    /// Writes one frame that holds the text; nothing where the text is empty.
    ///
    /// - Parameters:
    ///   - text: must not lie in `arena`, whose memory may move.
    ///   - arena: the frame goes behind what it holds already.
    /// - Returns: bytes written.
    /// - Throws: `ZstdError.compressing` with the library's reason; the arena is then as before.
    @discardableResult
    public func compress(_ text: UnsafeRawBufferPointer, to arena: ByteArena) throws(ZstdError) -> Int {
        if text.isEmpty { return 0 }
        let bound = ZSTD_compressBound(text.count)
        let start = arena.reserve(bound)
        let result = ZSTD_compress2(context, start, bound, text.baseAddress, text.count)
        guard ZSTD_isError(result) == 0 else {
            ZSTD_CCtx_reset(context, ZSTD_reset_session_only)
            throw .compressing(ZstdError.reason(result))
        }
        arena.advance(to: start + result)
        return result
    }

    /// As `compress`, for the containers of this room, whose calls give the library no reason to refuse.
    func compressSurely(_ bytes: UnsafeRawBufferPointer, to arena: ByteArena) -> Int {
        do {
            return try compress(bytes, to: arena)
        } catch {
            preconditionFailure("zstd compresses into a buffer of its own bound: \(error)")
        }
    }
}

/// Why Zstandard could not compress, or what came is no Zstandard.
public enum ZstdError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A compression level outside `ZstdFrames.levels`.
    case level(Int)
    case memory
    case compressing(String)
    /// The bytes from about this offset of the compressed input on are not what a frame may hold.
    case damaged(offset: Int, reason: String)
    /// The compressed input ends within a frame, or holds none.
    case truncated(offset: Int)
    /// The text is longer than the reader was told to accept.
    case tooLong(limit: Int)

    public var description: String {
        switch self {
        case .level(let level):
            "compression level \(level) is outside \(ZstdFrames.levels.lowerBound) to \(ZstdFrames.levels.upperBound)"
        case .memory: "no memory for Zstandard"
        case .compressing(let reason): "Zstandard cannot compress: \(reason)"
        case .damaged(let offset, let reason): "damaged Zstandard input near byte \(offset): \(reason)"
        case .truncated(let offset): "Zstandard input ends within a frame, at byte \(offset)"
        case .tooLong(let limit): "the decompressed text is longer than \(limit) bytes"
        }
    }

    static func reason(_ result: Int) -> String { String(cString: ZSTD_getErrorName(result)) }
}
