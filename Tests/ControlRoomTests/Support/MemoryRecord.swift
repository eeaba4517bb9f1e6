import Kernel
import Record

/// A record held in memory: a plain, slow reading of the port's words, for tests and for looking at pages.
struct MemoryRecord: RecordReading {
    var entries: [RecordKind: [Entry]] = [:]
    var papers: [String: PaperPage] = [:]
    var statements: [PlacedStatement] = []
    var token = "sample-1"
    /// Fails every read, for tests of failure.
    var isBroken = false

    struct Broken: Error {}

    func stateToken() async throws -> String {
        if isBroken { throw Broken() }
        return token
    }

    func rows(_ query: RowQuery) async throws -> RowPage {
        let found = selected(query)
        let end = query.limit.map { min(query.offset + $0, found.count) } ?? found.count
        let shown = query.offset < end ? Array(found[query.offset..<end]) : []
        return RowPage(
            rows: shown.map { RecordRow(key: $0.key, values: $0.row(resolved: query.resolved)) }, total: found.count)
    }

    func values(of column: String, in query: RowQuery, limit: Int) async throws -> [(value: String, count: Int)] {
        var counts: [String: Int] = [:]
        for entry in selected(query) { counts[entry.exported(column, resolved: query.resolved), default: 0] += 1 }
        let sorted = counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
        return sorted.prefix(limit).map { ($0.key, $0.value) }
    }

    func entry(_ kind: RecordKind, key: String, asKnownAt: CalendarDate?) async throws -> Entry? {
        known(kind, asKnownAt).first { $0.key == key }
    }

    func history(_ kind: RecordKind, key: String) async throws -> [PlacedStatement] {
        statements.filter { $0.statement.kind == kind && $0.statement.key == key }
    }

    func paper(_ name: String, asKnownAt: CalendarDate?) async throws -> PaperPage? {
        guard let paper = papers[name] else { return nil }
        guard let asKnownAt, let from = paper.card.knownFrom else { return paper }
        return from <= asKnownAt ? paper : nil
    }

    func bytes(ofPaper name: String) async throws -> [UInt8]? {
        papers[name].map { Array($0.lines.map(\.text).joined(separator: "\n").utf8) }
    }

    func search(_ words: String, asKnownAt: CalendarDate?, limit: Int) async throws -> [SearchHit] {
        let wanted = words.lowercased().split(separator: " ")
        var hits: [SearchHit] = []
        for (name, paper) in papers.sorted(by: { $0.key < $1.key }) {
            for line in paper.lines {
                let text = line.text.lowercased()
                guard wanted.allSatisfy({ text.contains($0) }) else { continue }
                hits.append(SearchHit(paper: name, line: line.number, text: line.text, marks: line.marks))
            }
        }
        return Array(hits.prefix(limit))
    }

    func knownDays() async throws -> [CalendarDate] {
        Set(papers.values.compactMap(\.card.knownFrom)).sorted()
    }

    func entries(_ kind: RecordKind, asKnownAt: CalendarDate?) async throws -> [Entry] { known(kind, asKnownAt) }

    // MARK: Selection

    /// Entries of which a source is known at the day; computed kinds stay.
    private func known(_ kind: RecordKind, _ day: CalendarDate?) -> [Entry] {
        let all = entries[kind] ?? []
        guard let day, !kind.isComputed else { return all }
        return all.filter { entry in
            entry.sources.contains { source in
                papers[source.paper]?.card.knownFrom.map { $0 <= day } ?? true
            }
        }
    }

    private func selected(_ query: RowQuery) -> [Entry] {
        var found = known(query.kind, query.asKnownAt).filter { entry in
            query.filters.allSatisfy { Self.passes(entry.exported($0.column, resolved: query.resolved), $0.test) }
        }
        for order in query.order.reversed() {
            let pairs = found.map { ($0.exported(order.column, resolved: query.resolved), $0) }
            found =
                pairs.enumerated().sorted { left, right in
                    if left.element.0 == right.element.0 { return left.offset < right.offset }
                    return (left.element.0 < right.element.0) != order.descending
                }.map(\.element.1)
        }
        return found
    }

    private static func passes(_ value: String, _ test: RowQuery.Test) -> Bool {
        switch test {
        case .equals(let other): value == other
        case .contains(let other): value.lowercased().contains(other.lowercased())
        case .isEmpty: value.isEmpty
        case .isNotEmpty: !value.isEmpty
        case .atLeast(let bound): !value.isEmpty && value >= bound
        case .atMost(let bound): !value.isEmpty && value <= bound
        }
    }
}
