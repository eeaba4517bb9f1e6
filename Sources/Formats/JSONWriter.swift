import Record

/// Writes rows as a JSON array of objects: the same names and order as the CSV, and its texts without the guard against
/// formulae.
///
/// A whole number is a number, or null where there is none; what stands in such a column and is no whole number stays a
/// text.
public enum JSONWriter {
    public static func write(_ table: ExportTable) -> [UInt8] {
        var bytes = Array("[".utf8)
        for (index, row) in table.rows.enumerated() {
            bytes.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
            append(row, table.columns, to: &bytes)
        }
        bytes.append(contentsOf: (table.rows.isEmpty ? "]\n" : "\n]\n").utf8)
        return bytes
    }

    private static func append(_ row: RecordRow, _ columns: [Column], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(contentsOf: ", ".utf8) }
            appendString(column.name, to: &bytes)
            bytes.append(contentsOf: ": ".utf8)
            let text = row.values[index]
            if column.type == .integer, text.isEmpty {
                bytes.append(contentsOf: "null".utf8)
            } else if column.type == .integer, let number = Int(text) {
                bytes.append(contentsOf: String(number).utf8)
            } else {
                appendString(text, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends a JSON string (RFC 8259).
    ///
    /// Quotes, backslashes and control characters are escaped, and `<`, `>`, `&` and the two line separators too, so that
    /// the text is safe inside a page.
    public static func appendString(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: "\\\"".utf8)
            case "\\": bytes.append(contentsOf: "\\\\".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}":
                bytes.append(contentsOf: "\\u".utf8)
                let hex = String(scalar.value, radix: 16)
                bytes.append(contentsOf: String(repeating: "0", count: max(0, 4 - hex.count)).utf8)
                bytes.append(contentsOf: hex.utf8)
            default: bytes.append(contentsOf: String(scalar).utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
