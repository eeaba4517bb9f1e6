import Kernel
import Record
import TestSupport
import Testing

@testable import Store

@Suite struct ResolvingTests {
    let folder: TemporaryFolder
    let store: RecordStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try RecordStore(folder: folder.path)
        // Two tables of one meeting give one action two due dates.
        _ = try await store.importPapers(
            [
                try MadePapers.paper(
                    "headline", meeting: "8", issued: "2024-08-21",
                    actions: [.init(reference: "TMAG08-01", text: "Write the plan", due: "2024-09-01")]),
                try MadePapers.paper(
                    "minutes", kind: .minutes, meeting: "8", issued: "2024-08-28",
                    actions: [.init(reference: "TMAG08-01", text: "Write the plan", due: "2024-09-11")]),
            ], importedAt: "2026")
    }

    private func value(_ column: String, of row: RecordRow, _ kind: RecordKind) throws -> String {
        row.values[try #require(kind.schema.place(of: column))]
    }

    private func finding() async throws -> RecordRow {
        let rows = try await store.rows(RowQuery(.contradictions)).rows
        return try #require(
            try rows.first { row in
                let values = [
                    try value("value_a", of: row, .contradictions), try value("value_b", of: row, .contradictions),
                ]
                return values.sorted() == ["2024-09-01", "2024-09-11"]
            }, "the desk finds two due dates of one action")
    }

    @Test func findingsAreNumberedInTheDesksOrder() async throws {
        let rows = try await store.rows(RowQuery(.contradictions)).rows
        #expect(!rows.isEmpty)
        #expect(try rows.map { try value("number", of: $0, .contradictions) } == (1...rows.count).map(String.init))
    }

    @Test func aResolutionIsALinkAndItsValueStandsInTheRecord() async throws {
        let day = try #require(CalendarDate(iso: "2025-01-01"))
        let found = try await finding()
        let number = try #require(Int(try value("number", of: found, .contradictions)))
        let before = try await store.stateToken()
        let done = try await store.resolve(
            .number(number), value: "2024-09-01", reason: "the chair said so", by: "Programme office", on: day)
        #expect(done.fingerprint == found.key)
        #expect(done.column == "due")
        #expect(try await store.stateToken() != before)
        #expect(try await store.verify() == .whole(links: 5))

        let after = try await finding()
        #expect(try value("state", of: after, .contradictions) == "resolved")
        #expect(try value("reason", of: after, .contradictions) == "the chair said so")
        #expect(try value("resolved_by", of: after, .contradictions) == "Programme office")
        let read = try await store.rows(RowQuery(.actions)).rows[0]
        let resolved = try await store.rows(RowQuery(.actions, resolved: true)).rows[0]
        #expect(try value("due", of: read, .actions) == "2024-09-11")
        #expect(try value("due", of: resolved, .actions) == "2024-09-01")
        let filtered = RowQuery(.actions, filters: [.init("due", .equals("2024-09-01"))], resolved: true)
        #expect(try await store.rows(filtered).total == 1)
    }

    @Test func aResolutionIsKnownFromItsDayOn() async throws {
        let day = try #require(CalendarDate(iso: "2025-01-01"))
        let found = try await finding()
        try await store.resolve(
            .fingerprint(found.key), value: "2024-09-01", reason: "asked", by: "Programme office", on: day)
        for (asked, due, state) in [(day.adding(days: -1), "2024-09-11", "open"), (day, "2024-09-01", "resolved")] {
            let action = try await store.rows(RowQuery(.actions, asKnownAt: asked, resolved: true)).rows[0]
            #expect(try value("due", of: action, .actions) == due)
            let findings = try await store.rows(RowQuery(.contradictions, asKnownAt: asked)).rows
            let row = try #require(findings.first { $0.key == found.key })
            let found = try value("state", of: row, .contradictions)
            #expect(state == "resolved" ? found == state : found != "resolved")
            for kind in [RecordKind.actions, .contradictions] {
                let entries = try await store.entries(kind, asKnownAt: asked)
                let page = try await store.rows(RowQuery(kind, asKnownAt: asked, resolved: true))
                #expect(page.rows.map(\.values) == entries.map { $0.row(resolved: true) })
            }
        }
        #expect(try await store.knownDays().last == day)
    }

    @Test func pastFindingsAreThoseOfTheRecordThen() async throws {
        // Before the minutes there was one due date only.
        let day = try #require(CalendarDate(iso: "2024-08-22"))
        let rows = try await store.rows(RowQuery(.contradictions, asKnownAt: day)).rows
        let values = try rows.map { try value("value_b", of: $0, .contradictions) }
        #expect(!values.contains("2024-09-11"))
        #expect(try await store.rows(RowQuery(.contradictions, asKnownAt: day)).rows == rows)
    }

    @Test func anUnknownFindingIsAnError() async throws {
        let day = try #require(CalendarDate(iso: "2025-01-01"))
        for name in [RecordStore.FindingName.number(999), .fingerprint("nonsense")] {
            await #expect(throws: StoreError.self) {
                try await store.resolve(name, value: "", reason: "", by: "", on: day)
            }
        }
        #expect(try await store.verify() == .whole(links: 4))
    }
}
