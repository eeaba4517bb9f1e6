public import Record

/// Writes rows as RFC 4180 CSV: comma, CRLF, quotes where needed, UTF-8 without a byte order mark.
public enum CSVWriter {
    /// The whole table with its head.
    public static func write(_ table: ExportTable) -> [UInt8] {
        var bytes: [UInt8] = []
        append(table.columns.map(\.name), columns: nil, to: &bytes)
        for row in table.rows { append(row.values, columns: table.columns, to: &bytes) }
        return bytes
    }

    /// Appends one line.
    ///
    /// A text that a spreadsheet would run as a formula is led by an apostrophe (OWASP, CSV injection); a plain number
    /// is left as it is, so that `-42` stays a number.
    public static func append(_ values: [String], columns: [Column]?, to bytes: inout [UInt8]) {
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendField(columns == nil ? value : guarded(value), to: &bytes)
        }
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The text as it is, or led by an apostrophe where it begins like a formula.
    public static func guarded(_ value: String) -> String {
        guard let first = value.utf8.first, isFormulaStart(first), !isNumber(value) else { return value }
        return "'" + value
    }

    private static func isFormulaStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "@") || byte == 0x09 || byte == 0x0D
    }

    private static func isNumber(_ value: String) -> Bool {
        let digits = value.utf8.dropFirst()
        return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: ".") }
            && (value.hasPrefix("-") || value.hasPrefix("+"))
    }

    private static func appendField(_ value: String, to bytes: inout [UInt8]) {
        let needsQuotes = value.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
        }
        guard needsQuotes else {
            bytes.append(contentsOf: value.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
