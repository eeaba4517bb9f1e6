/// A table of texts as a file has it: a header, and rows with the line that each begins on.
///
/// Rows may be shorter or longer than the header; who reads the table judges that.
public struct MigrationTable: Sendable, Equatable {
    /// The file's name.
    public let name: String
    /// The names of the columns; nil where the file has no line.
    public private(set) var header: [String]?
    private var cells: [String] = []
    private var ends: [Int] = []
    private var lines: [Int] = []

    public init(name: String, header: [String]? = nil) {
        self.name = name
        self.header = header
    }

    /// The rows below the header.
    public var count: Int { lines.count }

    /// Adds a cell to the row that is being read.
    public mutating func append(cell: String) { cells.append(cell) }

    /// Ends the row; the first one of a table that was made without a header is the header.
    public mutating func endRow(line: Int) {
        let start = ends.last ?? 0
        guard header != nil else {
            header = Array(cells[start...])
            cells.removeAll(keepingCapacity: true)
            return
        }
        ends.append(cells.count)
        lines.append(line)
    }

    /// Adds a row on the line after the last one.
    public mutating func append(_ row: [String]) {
        for cell in row { cells.append(cell) }
        endRow(line: (lines.last ?? 1) + 1)
    }

    /// The line on which a row begins, from 1.
    public func line(_ row: Int) -> Int { lines[row] }

    /// How many cells a row has.
    public func cellCount(_ row: Int) -> Int { ends[row] - start(row) }

    /// A cell; the row must have it.
    public func cell(_ row: Int, _ column: Int) -> String { cells[start(row) + column] }

    private func start(_ row: Int) -> Int { row == 0 ? 0 : ends[row - 1] }

    /// Comma-separated values: line feeds, quotation marks where a cell needs them.
    ///
    /// Codes stay as they are, so nothing is put before a text that a spreadsheet could take for a formula.
    public var csv: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cells.count * 12 + 64)
        for (place, name) in (header ?? []).enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            Self.append(name, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        for row in lines.indices {
            for place in start(row)..<ends[row] {
                if place > start(row) { bytes.append(UInt8(ascii: ",")) }
                Self.append(cells[place], to: &bytes)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Appends a cell as comma-separated values have it.
    public static func append(_ cell: String, to bytes: inout [UInt8]) {
        let needsMarks = cell.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
        }
        guard needsMarks else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
