import Record

/// Bytes that sort as rows are to stand: identifiers and numbers in natural order, everything else by code point.
enum SortKey {
    /// The place of an entry among those of its kind: the schema's order, then the first source, then the key.
    ///
    /// - Parameter texts: the entry's texts in the columns of the table's order.
    static func place(_ texts: [String], sources: [Source], key: String, _ table: ViewTable) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(96)
        for (column, text) in zip(table.order, texts) {
            append(text, natural: column.isNatural, to: &bytes)
            bytes.append(0)
        }
        if let first = sources.first {
            bytes.append(contentsOf: first.paper.utf8)
            bytes.append(0)
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: first.line >> shift)) }
        } else {
            bytes.append(0)
        }
        append(key, natural: true, to: &bytes)
        return bytes
    }

    /// One text's natural key: `memcmp` of two keys tells their natural order.
    static func natural(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 6)
        append(text, natural: true, to: &bytes)
        return bytes
    }

    /// A run of digits becomes its length, kept among the digits so that it still sorts against letters as digits do,
    /// then the digits without leading zeros.
    private static func append(_ text: String, natural: Bool, to bytes: inout [UInt8]) {
        guard natural else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        var digits: [UInt8] = []
        for byte in text.utf8 {
            if byte >= 0x30 && byte <= 0x39 {
                digits.append(byte)
                continue
            }
            flush(&digits, to: &bytes)
            bytes.append(byte)
        }
        flush(&digits, to: &bytes)
    }

    private static func flush(_ digits: inout [UInt8], to bytes: inout [UInt8]) {
        guard !digits.isEmpty else { return }
        let run = digits.drop { $0 == 0x30 }
        if run.count < 9 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: run.count))
        } else {
            bytes.append(0x39)
            bytes.append(UInt8(truncatingIfNeeded: min(run.count - 9, 255)))
        }
        bytes.append(contentsOf: run)
        digits.removeAll(keepingCapacity: true)
    }
}
