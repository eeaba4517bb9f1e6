import DIP
import TestSupport

@testable import Store

/// A journal under test, with its folder where it has one.
struct JournalUnderTest {
    let journal: any MessageJournal
    let folder: TemporaryFolder?
}

/// The journals that every contract test runs against.
enum JournalKind: CaseIterable, Sendable {
    case memory
    case sqlite
    /// Keys go to disk after a handful of entries, so that every test also reads from sorted runs.
    case sqliteWithShortRuns

    func make() throws -> JournalUnderTest {
        switch self {
        case .memory: return JournalUnderTest(journal: MemoryJournal(), folder: nil)
        case .sqlite:
            let folder = try TemporaryFolder("journal")
            return JournalUnderTest(journal: try SQLiteJournal(folder: folder.path), folder: folder)
        case .sqliteWithShortRuns:
            let folder = try TemporaryFolder("journal")
            return JournalUnderTest(journal: try Self.shortRuns(folder), folder: folder)
        }
    }

    static func shortRuns(_ folder: TemporaryFolder, freezeAt: Int = 12) throws(JournalError) -> SQLiteJournal {
        try SQLiteJournal(folder: folder.path, freezeAt: freezeAt, beforeChange: nil)
    }
}

extension MessageJournal {
    /// Everything that waits in a queue, asked for in pages.
    func all(in queue: QueueID, page: Int = 3) async throws(JournalError) -> [Parcel] {
        var all: [Parcel] = []
        while true {
            let next = try await waiting(in: queue, after: all.last?.id, limit: page, maximumBytes: 1 << 20)
            if next.isEmpty { return all }
            all += next
        }
    }

    /// Every line, asked for in pages.
    func allLines(_ filter: JournalFilter = JournalFilter(), page: Int = 5) async throws(JournalError) -> [JournalLine]
    {
        var all: [JournalLine] = []
        while true {
            let next = try await lines(after: all.last?.sequence ?? 0, filter: filter, limit: page)
            if next.isEmpty { return all }
            all += next
        }
    }
}
