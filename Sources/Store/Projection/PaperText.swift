import GRDB
import Papers
import Record

/// A paper's text as stored.
struct PaperText {
    let bytes: [UInt8]
    let lines: [String]
    let claims: [LineClaim]

    static func one(_ db: Database, paper: StoredPaper) throws -> PaperText {
        let statement = try db.cachedStatement(sql: "SELECT bytes, claims FROM paper_text WHERE paper = ?")
        guard let row = try Row.fetchOne(statement, arguments: [paper.id]) else {
            throw StoreError.damaged(what: "the text of \(paper.card.name) is missing")
        }
        let bytes = row.bytes(0)
        // What was once read as text within bounds is so again; limits of a later release do not count for it.
        var limits = PaperLimits()
        limits.bytesMax = .max
        limits.linesMax = .max
        limits.lineBytesMax = .max
        limits.cellsMax = .max
        do {
            let text = try SourceText(
                name: paper.card.name, digest: paper.card.digest, bytes: bytes, limits: limits)
            return PaperText(
                bytes: bytes, lines: text.lines.map(\.text),
                claims: row.bytes(1).map { LineClaim(rawValue: $0) ?? .unclaimed })
        } catch {
            throw StoreError.damaged(what: "the text of \(paper.card.name) cannot be read: \(error)")
        }
    }
}
