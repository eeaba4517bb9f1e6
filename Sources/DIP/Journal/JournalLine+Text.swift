import Kernel

extension JournalLine {
    /// The names of a line's values, in the order of every export.
    public static let columnNames = [
        "sequence", "at", "event", "transactionID", "senderUniqueReference", "interface", "eventCode", "sender",
        "recipient", "mpan", "code", "httpStatus", "detail",
    ]

    /// The line's values under their names; nil where it has none.
    public var columns: [(name: String, value: String?)] {
        let values: [String?] = [
            String(sequence), at.iso, event.rawValue, transactionID, senderUniqueReference, interface, eventCode,
            sender,
            recipient, mpan, code, httpStatus.map(String.init), detail,
        ]
        return Array(zip(Self.columnNames, values))
    }

    /// One object of compact JSON, keys in the order of the columns; those without a value are left out.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in columns {
            guard let value else { continue }
            writer.key(name)
            switch name {
            case "sequence", "httpStatus": writer.raw(value.utf8)
            default: writer.string(value)
            }
        }
        writer.endObject()
        return writer.bytes
    }
}
