import Foundation
import Kernel
import Record
import Testing

@testable import Papers

/// Papers for the tests of this folder: read from text written here, or from the folder beside the repository.
enum Samples {
    static func read(_ text: String, name: String = "sample") throws -> ReadPaper {
        try PaperReader.read(SourceText(name: name, digest: "", bytes: Array(text.utf8)))
    }

    /// Minutes of an invented group with the given lines behind the head.
    static func minutes(_ body: String) throws -> ReadPaper {
        try read(
            """
            ACME Wheels Advisory Group (WAG) Actions and **Minutes**

            Issue date: 24/07/22

            Meeting number\tWAG 008\t\tVenue\tVirtual – MS Teams
            Date and time\t20 July 2022 1000-1200)\tClassification\tPublic

            \(body)
            """)
    }

    /// A headline report of the same meeting.
    static func headline(_ body: String) throws -> ReadPaper {
        try read(
            """
            ACME Wheels Advisory Group (WAG) Headline Report

            Issue date: 21/07/22 Meeting number WAG 008 Date and time 20 July 2022 1000-1200 Classification Public

            \(body)
            """)
    }

    // MARK: - The papers beside the repository

    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/papers")

    /// The paper whose name begins so; nil, said loudly, where the folder is absent.
    static func paper(_ prefix: String) throws -> SourceText? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        guard let name = names.sorted().first(where: { $0.hasPrefix(prefix) }) else {
            let words = "NOT CHECKED: no paper \(prefix) in \(folder.path)\n"
            FileHandle.standardError.write(Data(words.utf8))
            return nil
        }
        let bytes = try [UInt8](Data(contentsOf: folder.appendingPathComponent(name)))
        return try SourceText(name: prefix, digest: "", bytes: bytes)
    }
}

extension ReadPaper {
    func of(_ kind: RecordKind, rule: String? = nil) -> [Statement] {
        statements.filter { $0.kind == kind && (rule == nil || $0.rule == rule) }
    }

    func keys(_ kind: RecordKind) -> [String] {
        var keys: [String] = []
        for statement in of(kind) where !keys.contains(statement.key) { keys.append(statement.key) }
        return keys
    }

    func first(_ kind: RecordKind, _ key: String) -> Statement? { of(kind).first { $0.key == key } }

    var unclaimed: [Int] { claims.indices.filter { claims[$0] == .unclaimed }.map { $0 + 1 } }
}

extension Statement {
    func doubts(_ name: String) -> [String] { field(name)?.doubts ?? [] }
}
