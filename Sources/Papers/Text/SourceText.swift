/// A physical line of a paper, as extracted.
public struct SourceLine: Sendable, Hashable {
    /// From 1.
    public let number: Int
    /// The characters without the line ending, never altered.
    public let text: String
    /// Tab-separated cells; one where the line has no tab.
    public let cells: [String]

    public init(number: Int, text: String) {
        self.number = number
        self.text = text
        self.cells = text.utf8.contains(UInt8(ascii: "\t")) ? Self.split(text) : [text]
    }

    public var isTabbed: Bool { cells.count > 1 }

    /// Whether the line holds nothing but white space.
    public var isBlank: Bool { text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0C } }

    private static func split(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}

/// Bounds on what is read as a paper; a file beyond them is refused with its name and line.
public struct PaperLimits: Sendable {
    /// Bytes of a whole paper. The largest pack seen is 60 kB; a pack of a thousand slides stays below 8 MB.
    public var bytesMax = 8 * 1024 * 1024
    public var linesMax = 100_000
    /// Bytes of one line: a whole section that was extracted as one line stays below.
    public var lineBytesMax = 256 * 1024
    /// Cells of one line: the widest table seen has 34.
    public var cellsMax = 512

    public init() {}

    public static let standard = PaperLimits()
}

/// A paper's bytes as numbered lines: the seam at which every extractor hands over.
///
/// Today plain text comes in; extractors of PDF, DOCX, PPTX and XLSX are to produce the same value.
public struct SourceText: Sendable {
    /// The file's name without its extension.
    public let name: String
    public let lines: [SourceLine]
    /// SHA-256 of the bytes, lower-case hexadecimal, as computed by whoever holds the bytes.
    public let digest: String

    /// Reads UTF-8 text into lines.
    ///
    /// Lines end at LF; a CR before it belongs to the ending. A byte order mark at the start is passed over.
    /// - Throws: `PaperError` for an empty, oversized, binary or wrongly encoded file, naming file and line.
    public init(name: String, digest: String, bytes: [UInt8], limits: PaperLimits = .standard) throws(PaperError) {
        guard bytes.count <= limits.bytesMax else {
            throw PaperError(file: name, line: nil, problem: .tooLarge(bytes: bytes.count, limit: limits.bytesMax))
        }
        var lines: [SourceLine] = []
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = start
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            if start == bytes.count && start > first { break }
            var stop = end
            if stop > start && bytes[stop - 1] == 0x0D { stop -= 1 }
            lines.append(try Self.line(lines.count + 1, bytes[start..<stop], of: name, limits))
            guard lines.count <= limits.linesMax else {
                throw PaperError(file: name, line: lines.count, problem: .tooManyLines(limit: limits.linesMax))
            }
            start = end + 1
        }
        guard lines.contains(where: { !$0.isBlank }) else {
            throw PaperError(file: name, line: nil, problem: .empty)
        }
        self.name = name
        self.digest = digest
        self.lines = lines
    }

    /// A text whose lines are at hand already.
    init(name: String, digest: String, lines: [SourceLine]) {
        self.name = name
        self.digest = digest
        self.lines = lines
    }

    private static func line(
        _ number: Int, _ bytes: ArraySlice<UInt8>, of name: String, _ limits: PaperLimits
    ) throws(PaperError) -> SourceLine {
        guard bytes.count <= limits.lineBytesMax else {
            throw PaperError(
                file: name, line: number, problem: .lineTooLong(bytes: bytes.count, limit: limits.lineBytesMax))
        }
        var tabs = 0
        for byte in bytes {
            if byte == 0x09 { tabs += 1 }
            // Control characters other than tab, carriage return and form feed do not stand in text.
            if byte < 0x20 && byte != 0x09 && byte != 0x0D && byte != 0x0C {
                throw PaperError(file: name, line: number, problem: .binary(byte: byte))
            }
        }
        guard tabs < limits.cellsMax else {
            throw PaperError(file: name, line: number, problem: .tooManyCells(cells: tabs + 1, limit: limits.cellsMax))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PaperError(file: name, line: number, problem: .notUTF8)
        }
        return SourceLine(number: number, text: text)
    }
}
