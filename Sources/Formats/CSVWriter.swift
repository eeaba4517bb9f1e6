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

    /// Appends one line; texts are guarded where columns are given, as they are not for the head.
    public static func append(_ values: [String], columns: [Column]?, to bytes: inout [UInt8]) {
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendField(columns == nil ? value : guarded(value), to: &bytes)
        }
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The text as it is, or led by an apostrophe where a spreadsheet would run it as a formula (OWASP, CSV injection).
    ///
    /// A negative number is left as it is, so that `-42` stays a number; `+44` is guarded, since a telephone number is
    /// none. A text that begins with apostrophes before such a start gets one more: `unguarded` gives back every text.
    public static func guarded(_ value: String) -> String {
        isFormula(value.unicodeScalars.drop { $0 == "'" }) && !isNegativeNumber(value) ? "'" + value : value
    }

    /// The text that `guarded` was given.
    public static func unguarded(_ value: String) -> String {
        value.hasScalar("'") && isFormula(value.unicodeScalars.drop { $0 == "'" })
            ? String(value.unicodeScalars.dropFirst()) : value
    }

    /// Whether the text begins as formulae do: an operator, its full-width form, or white space that a spreadsheet drops.
    private static func isFormula(_ text: Substring.UnicodeScalarView) -> Bool {
        switch text.first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    /// A minus sign, digits, and at most one point between digits.
    private static func isNegativeNumber(_ value: String) -> Bool {
        guard value.utf8.first == UInt8(ascii: "-") else { return false }
        let parts = value.utf8.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } }
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

extension String {
    /// Whether the text's first scalar is that one; marks that combine with it change nothing.
    fileprivate func hasScalar(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.first == scalar }
}
