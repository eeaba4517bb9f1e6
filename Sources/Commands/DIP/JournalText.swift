import DIP
import Kernel

/// A journal's line for a program and for a person.
enum JournalText {
    /// One line of JSON, keys in this order; those without a value are left out.
    static func json(_ line: JournalLine) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("sequence")
        writer.integer(Int(line.sequence))
        let before: [(String, String?)] = [
            ("at", line.at.iso), ("event", line.event.rawValue), ("transactionID", line.transactionID),
            ("senderUniqueReference", line.senderUniqueReference), ("interface", line.interface),
            ("eventCode", line.eventCode), ("sender", line.sender), ("recipient", line.recipient),
            ("mpan", line.mpan), ("code", line.code),
        ]
        for (name, value) in before { member(name, value, &writer) }
        if let status = line.httpStatus {
            writer.key("httpStatus")
            writer.integer(status)
        }
        member("detail", line.detail, &writer)
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func member(_ name: String, _ value: String?, _ writer: inout JSONWriter) {
        guard let value else { return }
        writer.key(name)
        writer.string(value)
    }

    /// `14  2026-04-01T09:00:00.123Z  delivered  IF-021 [ActivePower]  1409012345 → 2209012345  2000056535971  201  RCP0000 …`
    static func words(_ line: JournalLine) -> String {
        var parts = [String(line.sequence), line.at.iso, line.event.rawValue]
        if let interface = line.interface { parts.append([interface, line.eventCode ?? ""].joined(separator: " ")) }
        if line.sender != nil || line.recipient != nil {
            parts.append("\(line.sender ?? "the platform") → \(line.recipient ?? "the platform")")
        }
        for part in [line.mpan, line.httpStatus.map(String.init), line.code, line.transactionID, line.detail] {
            if let part { parts.append(part) }
        }
        return parts.joined(separator: "  ")
    }
}
