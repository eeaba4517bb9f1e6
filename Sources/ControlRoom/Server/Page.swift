/// A finished answer: what goes over the wire, without the wire.
public struct Page: Sendable, Hashable {
    /// HTTP status.
    public var status: Int
    public var contentType: String
    public var body: [UInt8]
    /// Where the body is written piece by piece in place of `body`; nil for most.
    public var stream: PageStream?
    /// Strong validator of the body, in quotation marks; nil where the answer is not to be kept.
    public var entityTag: String?
    /// Whether the address always gives these bytes: the address holds their digest.
    public var isForever: Bool
    /// The name a browser saves the answer under; nil where it is shown.
    public var fileName: String?
    /// The address to go to instead, for an answer with 303.
    public var location: String?
    /// Whether the page's script may listen to a stream of this room.
    public var listens = false

    public init(
        status: Int = 200, contentType: String = "text/html; charset=utf-8", body: [UInt8], entityTag: String? = nil,
        isForever: Bool = false, fileName: String? = nil
    ) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.entityTag = entityTag
        self.isForever = isForever
        self.fileName = fileName
    }

    /// An answer that is written as it is made and never held whole.
    public init(contentType: String, stream: PageStream, fileName: String?) {
        self.init(contentType: contentType, body: [], fileName: fileName)
        self.stream = stream
    }

    /// The body as text, for tests and for looking.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// A body made piece by piece.
public struct PageStream: Sendable, Hashable {
    /// What the bytes are made from: streams of equal sources give equal bytes.
    public let source: String
    /// Makes the pieces in order and gives each away before it makes the next.
    let write: @Sendable (_ give: (_ piece: [UInt8]) async throws -> Void) async throws -> Void

    public static func == (left: PageStream, right: PageStream) -> Bool { left.source == right.source }
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// FNV-1a over bytes: names content and addresses; no secret rests on it.
enum Fingerprint {
    static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    /// Sixteen lower-case hexadecimal digits.
    static func text(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
