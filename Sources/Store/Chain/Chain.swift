import Crypto
import Foundation
import GRDB
import Kernel
import Record

/// Links papers, statements and resolutions: each link's hash covers the hash before it.
enum Chain {
    /// The end of the chain.
    struct Head {
        /// Links so far; the last link's sequence.
        var sequence: Int
        /// 32 bytes; zeros before the first link.
        var hash: [UInt8]

        init(sequence: Int, hash: [UInt8]) {
            self.sequence = sequence
            self.hash = hash
        }

        init(_ db: Database) throws {
            guard let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT sequence, hash FROM chain")) else {
                throw StoreError.damaged(what: "the chain has no head")
            }
            sequence = row[0]
            hash = row.bytes(1)
        }

        /// Sixteen hexadecimal digits tell states apart; the number makes the order of states readable.
        var token: String { "\(sequence)-\(RecordStore.hex(hash.prefix(8)))" }

        /// Writes the head to the database.
        func store(_ db: Database, _ beforeChange: (@Sendable () throws -> Void)?) throws {
            try beforeChange?()
            try db.execute(sql: "UPDATE chain SET sequence = ?, hash = ?", arguments: [sequence, Data(hash)])
        }

        mutating func advance(over canonical: [UInt8]) {
            hash = Chain.hash(of: canonical, after: hash)
            sequence += 1
        }
    }

    static func hash(of canonical: [UInt8], after previous: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        previous.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        canonical.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return Array(hasher.finalize())
    }

    /// A statement's link as stored.
    struct StatementLink {
        var kind: String
        var key: String
        var weight: Int
        var rule: String
        var holds: String
        var lines: [UInt8]
        var fields: [UInt8]

        /// What is hashed: the link's kind, the paper's digest (empty for a resolution), then every column.
        func write(paper digest: String, into writer: inout ByteWriter) {
            writer.removeAll()
            writer.byte(UInt8(ascii: "S"))
            writer.text(digest)
            writer.text(kind)
            writer.text(key)
            writer.number(weight)
            writer.text(rule)
            writer.text(holds)
            writer.blob(lines)
            writer.blob(fields)
        }
    }

    /// What is hashed of a paper: its card, the digest of its bytes and of its lines' claims.
    static func write(
        paper card: PaperCard, claims: [UInt8], statements: Int, importedAt: String, into writer: inout ByteWriter
    ) {
        writer.removeAll()
        writer.byte(UInt8(ascii: "P"))
        writer.texts([
            card.digest, card.name, card.kind.rawValue, card.group, card.meeting, card.title, card.documentID,
            card.version, card.issueDate?.iso ?? "", card.issueDatePrinted, card.meetingDate?.iso ?? "", card.series,
        ])
        writer.numbers(card.lines)
        writer.texts(card.doubts)
        writer.number(statements)
        writer.text(importedAt)
        writer.blob(claims)
    }
}

extension Row {
    /// The bytes of a column; empty where it is NULL.
    func bytes(_ index: Int) -> [UInt8] {
        (try? withUnsafeData(atIndex: index) { data in data.map { Array($0) } ?? [] }) ?? []
    }
}
