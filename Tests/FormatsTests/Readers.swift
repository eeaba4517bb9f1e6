import Foundation
import Formats
import Kernel
import Record
import TestSupport

/// Other people's readers, run as programs of their own.
enum Reader: String {
    case csv = "read_csv.py"
    case json = "read_json.py"
    case xlsx = "read_xlsx.py"
    case ics = "read_ics.py"

    /// What the reader makes of the bytes.
    func read(_ bytes: [UInt8], _ arguments: String...) async throws -> JSONValue {
        let folder = try TemporaryFolder("export")
        let file = try folder.write(bytes, to: "export.\(self)")
        let outcome = try await Subprocess.python(
            "Tests/FormatsTests/Readers/\(rawValue)", [file.path] + arguments)
        guard outcome.succeeded else { throw Property.Broken("\(rawValue): \(outcome.errors)") }
        return try JSONValue.read(outcome.output)
    }
}

extension ExportTable {
    /// A table of one kind, from values by column name; columns that are not named are empty.
    static func of(_ kind: RecordKind, _ rows: [String: String]..., keys: [String] = []) -> ExportTable {
        let columns = kind.schema.columns
        return ExportTable(
            kind: kind, columns: columns,
            rows: rows.enumerated().map { index, row in
                RecordRow(
                    key: index < keys.count ? keys[index] : "key \(index)", values: columns.map { row[$0.name] ?? "" })
            })
    }
}

extension Sequence<String> {
    /// The texts' bytes: Swift holds `é` and `e` with an accent behind it for equal, and a reader may not.
    var bytes: [[UInt8]] { map { Array($0.utf8) } }
}

/// Tables with values of every type and the worst texts that a paper could hold.
enum RandomTable {
    /// Kinds that together have a column of every type.
    static let kinds: [RecordKind] = [.actions, .agenda, .pitDates, .qualification, .milestones, .meetings]

    private static let pieces = [
        "=1+1", "+44 20", "-x", "-42", "@SUM(A1)", "\t", "'", "'=", "\"", "\"\"", ",", ";", ":", "\r\n", "\n", "\r",
        "\\",
        "\\n", "\\,", "_x0041_", "<script>alert(1)</script>", "&amp;", "]]>", "é", "e\u{301}", ",\u{301}", "漢字",
        "👩‍🚀", "שלום", "\u{202E}", "\u{FEFF}", "\u{85}", "\u{2028}", "\u{A0}", "\u{FF1D}1", "\u{FFFE}", " ", "  ",
        "words of a paper", "http://example.org/?a=1&b=2", "=HYPERLINK(\"x\")", "1e5", "007", "2022-08-17", "TRUE",
    ]

    static func table(_ generator: inout SeededGenerator) -> ExportTable {
        let kind = kinds[generator.nextBelow(kinds.count)]
        let columns = kind.schema.columns
        let rows = (0..<generator.nextBelow(12)).map { number in
            RecordRow(
                key: "\(number) \(text(&generator))", values: columns.map { value(of: $0.type, &generator) })
        }
        return ExportTable(kind: kind, columns: columns, rows: rows)
    }

    static func text(_ generator: inout SeededGenerator) -> String {
        (0..<generator.nextBelow(7)).map { _ in pieces[generator.nextBelow(pieces.count)] }.joined()
    }

    private static func value(of type: ColumnType, _ generator: inout SeededGenerator) -> String {
        if generator.nextBelow(4) == 0 { return "" }
        switch type {
        case .date:
            return FixedDays.day("1901-01-01").adding(days: generator.nextBelow(100_000)).iso
        case .time: return TimeOfDay(minutes: generator.nextBelow(1_441))?.description ?? ""
        case .integer: return String(generator.nextBelow(2_000_000) - 1_000_000)
        case .truth: return generator.nextBelow(2) == 0 ? "yes" : "no"
        case .tier: return "T\(generator.nextBelow(3) + 1)"
        default: return text(&generator)
        }
    }
}
