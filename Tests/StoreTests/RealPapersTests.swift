import Foundation
import Kernel
import Papers
import Record
import TestSupport
import Testing

@testable import Store

/// The five papers of the programme, read and stored: their rows must be what their statements say.
@Suite struct RealPapersTests {
    private static func papers(in folder: URL) throws -> [PaperToImport] {
        try Repository.papers(in: folder).map { file in
            let bytes = Array(try Data(contentsOf: file))
            let name = file.deletingPathExtension().lastPathComponent
            let source = try SourceText(name: name, digest: RecordStore.sha256Hex(bytes), bytes: bytes)
            return (source, bytes, try PaperReader.read(source))
        }
    }

    @Test func rowsAreWhatTheStatementsSay() async throws {
        guard let folder = Repository.sharedPapers else { return }
        let papers = try Self.papers(in: folder)
        #expect(papers.count >= 5)
        let temporary = try TemporaryFolder()
        let store = try RecordStore(folder: temporary.path)
        let report = try await store.importPapers(papers, importedAt: "2026")
        let links = papers.reduce(0) { $0 + 1 + $1.read.statements.count }
        #expect(try await store.verify() == .whole(links: links))
        for day in [nil] + (try await store.knownDays()).map(Optional.some) {
            for kind in RecordKind.allCases {
                let entries = try await store.entries(kind, asKnownAt: day)
                let page = try await store.rows(RowQuery(kind, asKnownAt: day))
                #expect(page.rows.map(\.values) == entries.map { $0.row() }, "\(kind.rawValue) at \(day?.iso ?? "now")")
                #expect(Set(page.rows.map(\.key)).count == page.rows.count)
            }
        }
        for paper in papers {
            #expect(try await store.bytes(ofPaper: paper.source.name) == paper.bytes)
            let page = try #require(try await store.paper(paper.source.name, asKnownAt: nil))
            #expect(page.lines.map(\.text) == paper.source.lines.map(\.text))
        }
        let shown = try await store.everything()
        let other = try TemporaryFolder()
        let again = try RecordStore(folder: other.path)
        for paper in papers.reversed() { _ = try await again.importPapers([paper], importedAt: "2026") }
        #expect(try await again.everything() == shown)
        #expect(try await store.importPapers(papers, importedAt: "2027").state == report.state)
    }
}
