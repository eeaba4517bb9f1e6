import Cleanse
import Foundation

/// A sender's mapping, JSON: `{"columns": {"mpan": "MPAN Core"}, "dates": "dd/mm/yyyy", "clock": "utc"}`.
///
/// Columns may be told in either direction: our name and theirs, or theirs and ours.
enum MappingFile {
    static func read(_ path: String) throws -> ColumnMapping {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw failure(path, "it cannot be opened")
        }
        guard let document = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] else {
            throw failure(path, "it is no JSON object")
        }
        var mapping = ColumnMapping()
        for (key, value) in document.sorted(by: { $0.key < $1.key }) {
            switch key {
            case "dates":
                guard let text = value as? String, let dialect = DateDialect(rawValue: text) else {
                    throw failure(path, "dates is iso, yyyymmdd or dd/mm/yyyy, not \(value)")
                }
                mapping.dates = dialect
            case "clock":
                guard let text = value as? String, let clock = DayClock(rawValue: text) else {
                    throw failure(path, "clock is local or utc, not \(value)")
                }
                mapping.clock = clock
            case "columns":
                guard let names = value as? [String: String] else {
                    throw failure(path, "columns is an object of names")
                }
                for (one, other) in names.sorted(by: { $0.key < $1.key }) { try add(one, other, &mapping, path) }
            default:
                guard let other = value as? String else { throw failure(path, "\(key) is not known") }
                try add(key, other, &mapping, path)
            }
        }
        return mapping
    }

    private static func add(_ one: String, _ other: String, _ mapping: inout ColumnMapping, _ path: String) throws {
        let ours = Item(rawValue: one)
        let theirs = Item(rawValue: other)
        // Where both are names of ours, the first is ours and the second the sender's.
        guard let item = ours ?? theirs else { throw failure(path, "neither \(one) nor \(other) is a column") }
        let name = ours != nil ? other : one
        if let known = mapping.names[item], known != name { throw failure(path, "\(item.rawValue) has two names") }
        mapping.names[item] = name
    }

    private static func failure(_ path: String, _ because: String) -> Failure {
        Failure(
            "the mapping \(path) could not be read", because: because,
            advice:
                "write JSON such as {\"columns\": {\"mpan\": \"MPAN Core\"}, \"dates\": \"dd/mm/yyyy\", \"clock\": \"utc\"}",
            code: .badInput)
    }
}
