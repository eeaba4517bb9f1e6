/// A small file of reference data as it was read: header and rows of texts, nothing judged.
///
/// Reference files have at most some hundred thousand rows; registers, which have millions, are packed instead.
public struct ReferenceFile: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        /// From 1; the header is line 1.
        public let line: UInt32
        /// As many as there are columns; trimmed of spaces.
        public let fields: [String]

        public init(line: UInt32, fields: [String]) {
            self.line = line
            self.fields = fields
        }
    }

    /// What the file holds.
    public let input: Input
    /// The file's name, without a folder.
    public let name: String
    /// The names of the columns, in the file's order, in lower case.
    public let columns: [String]
    public let rows: [Row]

    public init(input: Input, name: String, columns: [String], rows: [Row]) {
        self.input = input
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    /// The place of a column among a row's fields; nil where the file has none of that name.
    public func place(of column: String) -> Int? { columns.firstIndex(of: column) }
}
