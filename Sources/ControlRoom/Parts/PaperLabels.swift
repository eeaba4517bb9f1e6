import Record
import Synchronization

/// Short names for papers: `TMAG 22 pack` in place of a file name. Learnt as they are met, within a bound.
final class PaperLabels: Sendable {
    private struct Known {
        var token = ""
        var labels: [String: String] = [:]
    }

    private static let mostLabels = 20_000
    /// A page that speaks of more papers names the rest by their files.
    private static let mostLookups = 24

    private let known = Mutex(Known())

    /// Names for the given papers at a state of the record.
    func labels(
        for papers: [String], token: String, in record: any RecordReading
    ) async throws -> [String: String] {
        var found: [String: String] = [:]
        var missing: [String] = []
        known.withLock { state in
            if state.token != token { state = Known(token: token) }
            for paper in papers where found[paper] == nil {
                if let label = state.labels[paper] {
                    found[paper] = label
                } else if !missing.contains(paper), missing.count < Self.mostLookups {
                    missing.append(paper)
                }
            }
        }
        guard !missing.isEmpty else { return found }
        var learnt: [String: String] = [:]
        for paper in missing {
            let page = try await record.rows(RowQuery(.papers, filters: [.init("paper", .equals(paper))], limit: 1))
            learnt[paper] = page.rows.first.map { Self.label(of: $0) } ?? paper
        }
        known.withLock { state in
            guard state.token == token, state.labels.count < Self.mostLabels else { return }
            state.labels.merge(learnt) { _, new in new }
        }
        return found.merging(learnt) { _, new in new }
    }

    /// `TMAG 22 pack`; the title or the file's name where the paper names no group.
    static func label(of row: RecordRow) -> String {
        let schema = RecordKind.papers.schema
        func value(_ name: String) -> String { schema.place(of: name).map { row.values[$0] } ?? "" }
        guard !value("group").isEmpty else { return value("paper") }
        let parts = [value("group"), value("meeting"), Wording.paperKind(value("kind"))]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// `paper#line` texts, as rows hold them.
enum SourceText {
    /// Reads the places of a `sources` cell.
    static func read(_ text: String) -> [Source] {
        text.split(separator: ";").compactMap { piece in
            guard let mark = piece.lastIndex(of: "#"), let line = Int(piece[piece.index(after: mark)...])
            else { return nil }
            return Source(paper: String(piece[..<mark]), line: line)
        }
    }
}
