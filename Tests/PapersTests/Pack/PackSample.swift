import Foundation
import Kernel
import Record
import Testing

@testable import Papers

/// A paper read with the pack's readers alone.
struct PackSample {
    let paper: PaperContext
    let ledger: Ledger

    /// Reads a text; `→` stands for a tab.
    init(_ text: String, group: String = "QRAG", meeting: String = "5", date: String = "2031-03-19") throws {
        let tabbed = String(text.map { $0 == "→" ? "\t" : $0 })
        try self.init(bytes: Array(tabbed.utf8), group: group, meeting: meeting, date: date)
    }

    init(bytes: [UInt8], kind: PaperKind = .pack, group: String, meeting: String, date: String) throws {
        let source = try SourceText(name: "sample", digest: "", bytes: bytes)
        let card = PaperCard(
            name: "sample", kind: kind, group: group, meeting: meeting, meetingDate: CalendarDate(iso: date))
        paper = PaperContext(card: card, lines: source.lines, blocks: BlockFinder.blocks(of: source.lines))
        var ledger = Ledger(lines: source.lines)
        var index = 0
        while index < paper.blocks.count {
            var taken = 0
            for reader in PaperReader.packReaders where taken == 0 {
                taken = reader.read(index, of: paper, into: &ledger)
            }
            if taken == 0 { Remainder.claim(paper.blocks[index], of: paper, into: &ledger) }
            index += max(1, taken)
        }
        for scan in PaperReader.packScans { scan.scan(paper, into: &ledger) }
        self.ledger = ledger
    }

    func statements(_ kind: RecordKind, _ weight: Weight? = nil) -> [Statement] {
        ledger.statements.filter { $0.kind == kind && (weight == nil || $0.weight == weight) }
    }

    /// The rows of a kind as texts, one a key: the heaviest statement's field wins, then the later one's.
    func rows(_ kind: RecordKind, _ names: String...) -> [[String]] {
        var keys: [String] = []
        var best: [String: [String: (Weight, String)]] = [:]
        for statement in statements(kind) {
            if best[statement.key] == nil {
                keys.append(statement.key)
                best[statement.key] = [:]
            }
            for field in statement.fields {
                guard let value = field.value else { continue }
                if let old = best[statement.key]?[field.name], old.0 > statement.weight { continue }
                best[statement.key]?[field.name] = (statement.weight, value.exported)
            }
        }
        return keys.map { key in names.map { best[key]?[$0]?.1 ?? "" } }
    }

    /// Lines that nothing claims.
    var unclaimed: [Int] {
        ledger.claims.indices.filter { ledger.claims[$0] == .unclaimed }.map { $0 + 1 }
    }

    var doubts: [String] {
        ledger.statements.flatMap { $0.doubts + $0.fields.flatMap(\.doubts) }
    }
}

extension Statement {
    /// The exported value of a field; empty where it has none.
    func text(_ name: String) -> String { fields.first { $0.name == name }?.value?.exported ?? "" }
}

/// The meeting pack among the real papers; nil, said loudly, where it is not on the machine.
enum RealPack {
    static let sample: PackSample? = {
        guard let bytes = bytes(ofPaper: "004") else {
            FileHandle.standardError.write(
                Data("ABSENT: ../shared/papers/004_*.txt; the checks of the real pack did not run\n".utf8))
            return nil
        }
        return try? PackSample(bytes: bytes, group: "TMAG", meeting: "22", date: "2023-08-16")
    }()

    /// The first paper whose file name begins so.
    static func bytes(ofPaper start: String) -> [UInt8]? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.path + "/../shared/papers"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let name = names.sorted().first(where: { $0.hasPrefix(start) }),
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
        else { return nil }
        return Array(data)
    }
}
