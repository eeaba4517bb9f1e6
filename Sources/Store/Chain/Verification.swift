import GRDB
import Kernel
import Record

/// What walking the chain came to.
public enum Verification: Sendable, Hashable {
    /// Every link is as it was written; the number of links.
    case whole(links: Int)
    case broken(BrokenLink)
}

/// The first link of the chain that is not as it was written.
public struct BrokenLink: Sendable, Hashable, CustomStringConvertible {
    /// The link's place in the chain, from 1.
    public let sequence: Int
    /// The paper's file name; empty for a resolution.
    public let paper: String
    /// The kind and key of the statement; empty for the paper itself.
    public let record: String
    /// What differs, in words.
    public let what: String

    public var description: String {
        let place = [paper, record].filter { !$0.isEmpty }.joined(separator: ", ")
        return "link \(sequence)\(place.isEmpty ? "" : " (\(place))"): \(what)"
    }
}

extension RecordStore {
    /// Walks the chain from its first link: recomputes each hash, and each paper's digest.
    public func verify() async throws -> Verification {
        try await read("verify the chain") { db in
            var walk = ChainWalk(db)
            return try walk.run()
        }
    }
}

/// Walks papers and statements in the order of their links.
private struct ChainWalk {
    private let db: Database
    private var head = Chain.Head(sequence: 0, hash: Array(repeating: 0, count: 32))
    private var writer = ByteWriter(capacity: 4096)
    private var names: [Int: (name: String, digest: String)] = [:]

    init(_ db: Database) { self.db = db }

    mutating func run() throws -> Verification {
        let papers = try Row.fetchCursor(
            db,
            sql: """
                SELECT paper.id, sequence, name, kind, "group", meeting, title, document_id, version, issue_date,
                    issue_date_printed, meeting_date, digest, lines, doubts, series, statements, imported_at, hash,
                    bytes, claims
                FROM paper LEFT JOIN paper_text ON paper_text.paper = paper.id ORDER BY sequence
                """)
        let statements = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, paper, kind, key, weight, rule, holds, lines, fields, hash
                FROM statement ORDER BY sequence
                """)
        var paper = try papers.next()
        var statement = try statements.next()
        while paper != nil || statement != nil {
            let broken: BrokenLink?
            if let row = paper, statement.map({ (row[1] as Int) <= ($0[0] as Int) }) ?? true {
                broken = try check(paper: row)
                paper = try papers.next()
            } else if let row = statement {
                broken = try check(statement: row)
                statement = try statements.next()
            } else {
                break
            }
            if let broken { return .broken(broken) }
        }
        return try end()
    }

    private func end() throws -> Verification {
        let stored = try Chain.Head(db)
        guard stored.sequence == head.sequence else {
            let links = "the chain ends after \(head.sequence) links, its head tells of \(stored.sequence)"
            return .broken(BrokenLink(sequence: head.sequence + 1, paper: "", record: "", what: links))
        }
        guard stored.hash == head.hash else {
            let what = "the head's hash is not the last link's"
            return .broken(BrokenLink(sequence: head.sequence, paper: "", record: "", what: what))
        }
        return .whole(links: head.sequence)
    }

    private mutating func check(paper row: Row) throws -> BrokenLink? {
        let sequence: Int = row[1]
        let name: String = row[2]
        func broken(_ what: String) -> BrokenLink {
            BrokenLink(sequence: sequence, paper: name, record: "", what: what)
        }
        if let gap = gap(before: sequence) { return gap }
        names[row[0]] = (name, row[12])
        guard let card = try? PaperCard(row, from: 2), let importedAt = row[17] as String? else {
            return broken("the paper's card cannot be read")
        }
        guard card.series == row[15] as String else { return broken("the paper's series is not that of its card") }
        Chain.write(
            paper: card, claims: row.bytes(20), statements: row[16], importedAt: importedAt, into: &writer)
        head.advance(over: writer.bytes)
        guard head.hash == row.bytes(18) else { return broken("the paper's card, its claims or its hash was changed") }
        guard RecordStore.sha256Hex(row.bytes(19)) == card.digest else {
            return broken("the paper's bytes do not have its digest")
        }
        return nil
    }

    private mutating func check(statement row: Row) throws -> BrokenLink? {
        let sequence: Int = row[0]
        if let gap = gap(before: sequence) { return gap }
        let paper = (row[1] as Int?).map { names[$0] ?? ("", "") } ?? ("", "")
        let link = Chain.StatementLink(
            kind: row[2], key: row[3], weight: row[4], rule: row[5], holds: row[6] ?? "", lines: row.bytes(7),
            fields: row.bytes(8))
        link.write(paper: paper.1, into: &writer)
        head.advance(over: writer.bytes)
        guard head.hash == row.bytes(9) else {
            return BrokenLink(
                sequence: sequence, paper: paper.0, record: "\(link.kind) \(link.key)",
                what: "the statement's content, its paper or its hash was changed")
        }
        return nil
    }

    private func gap(before sequence: Int) -> BrokenLink? {
        guard sequence != head.sequence + 1 else { return nil }
        return BrokenLink(
            sequence: head.sequence + 1, paper: "", record: "",
            what: sequence <= head.sequence ? "two links have this place" : "the link is missing")
    }
}
