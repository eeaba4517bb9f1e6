import DIP
import Kernel

/// A journal's line for a person.
enum JournalText {
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
