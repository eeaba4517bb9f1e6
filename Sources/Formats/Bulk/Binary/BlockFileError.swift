/// Why bytes are no compact block file, or a damaged one.
public enum BlockFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part of the file in which the fault lies.
    public enum Part: Hashable, Sendable, CustomStringConvertible {
        case header
        /// Counted from 0.
        case block(Int)
        case trailer

        public var description: String {
            switch self {
            case .header: "the header"
            case .block(let number): "block \(number)"
            case .trailer: "the trailer"
            }
        }
    }

    /// The first bytes are another format's.
    case notABlockFile
    case unknownVersion(UInt16)
    /// The file ends before the part does.
    case truncated(Part, offset: Int)
    /// The bytes of the part, which begins at the offset, are not those that were written.
    case wrongCheck(Part, offset: Int)
    /// The part says something that cannot be.
    case impossible(Part, offset: Int, String)

    public var description: String {
        switch self {
        case .notABlockFile: "this is no block file: its first eight bytes are others"
        case .unknownVersion(let version): "block file of version \(version); this program reads version 1"
        case .truncated(let part, let offset): "the file ends within \(part), at byte \(offset)"
        case .wrongCheck(let part, let offset): "\(part), at byte \(offset), is damaged: its CRC-32C is another"
        case .impossible(let part, let offset, let what): "\(part), at byte \(offset): \(what)"
        }
    }
}
