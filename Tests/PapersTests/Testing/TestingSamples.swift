import Kernel
import Record
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@testable import Papers

/// Runs this folder's readers over a text, with a card made by hand.
struct Sample {
    let statements: [Statement]
    let claims: [LineClaim]
    let doubts: [String]

    init(_ text: String, group: String = "TMAG", meeting: String = "22", date: String = "2023-08-16") throws {
        let source = try SourceText(name: "sample", digest: "", bytes: Array(text.utf8))
        let blocks = BlockFinder.blocks(of: source.lines)
        let card = PaperCard(
            name: "sample", kind: .pack, group: group, meeting: meeting, meetingDate: CalendarDate(iso: date))
        let paper = PaperContext(card: card, lines: source.lines, blocks: blocks)
        var ledger = Ledger(lines: source.lines)
        var index = 0
        while index < blocks.count {
            var taken = 0
            for reader in PaperReader.testingReaders {
                taken = reader.read(index, of: paper, into: &ledger)
                if taken > 0 { break }
            }
            if taken == 0 {
                Remainder.claim(blocks[index], of: paper, into: &ledger)
                taken = 1
            }
            index += taken
        }
        for scan in PaperReader.testingScans { scan.scan(paper, into: &ledger) }
        statements = ledger.statements
        claims = ledger.claims
        doubts = ledger.doubts
    }

    func of(_ kind: RecordKind) -> [Statement] { statements.filter { $0.kind == kind } }

    func one(_ kind: RecordKind, _ key: String) -> Statement? { statements.first { $0.kind == kind && $0.key == key } }

    /// Kind, key, values and doubts without lines: what must stay the same where other lines change.
    func facts(of kind: RecordKind) -> Set<String> {
        Set(of(kind).map { "\($0.key): \($0.row) \($0.doubts)" })
    }
}

extension Statement {
    func field(_ name: String) -> FieldReading? { fields.first { $0.name == name } }

    /// The field's value as exported; empty where there is none.
    subscript(name: String) -> String { field(name)?.value?.exported ?? "" }

    var row: String { fields.map { "\($0.name)=\($0.value?.exported ?? "?\($0.printed)")" }.joined(separator: ", ") }

    var allDoubts: [String] { doubts + fields.flatMap(\.doubts) }
}

/// The real papers beside the repository; absent on other machines.
enum RealPapers {
    /// The text of the pack, or nil with a loud word where the papers are absent.
    static func pack() -> String? {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        if let text = read("/\(root)/../shared/papers/004_081ceaa4ef016af3.txt") { return text }
        let word = "!! ../shared/papers is absent: a test over the real pack did not run\n"
        _ = word.withCString { write(2, $0, strlen($0)) }
        return nil
    }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
