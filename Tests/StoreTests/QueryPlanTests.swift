import GRDB
import Kernel
import Record
import TestSupport
import Testing

@testable import Store

@Suite struct QueryPlanTests {
    /// What SQLite says that it will do.
    private func plan(_ query: RowQuery) async throws -> [String] {
        let folder = try TemporaryFolder()
        let store = try RecordStore(folder: folder.path)
        let sql = try RowSQL(query).rows(offset: 0, limit: 50)
        return try await store.pool.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql.sql, arguments: sql.arguments).map { $0["detail"] }
        }
    }

    @Test(arguments: RecordKind.allCases)
    func theDefaultOrderNeverSorts(kind: RecordKind) async throws {
        for day in [nil, CalendarDate(iso: "2024-01-01")] {
            let plan = try await plan(RowQuery(kind, asKnownAt: day))
            #expect(plan == ["SCAN \(ViewTable.of(kind).name) USING INDEX \(ViewTable.of(kind).name)_by_place"])
        }
    }

    @Test(arguments: ["status", "due", "reference", "raised"], [false, true])
    func usualSortsUseAnIndex(column: String, descending: Bool) async throws {
        let query = RowQuery(.actions, order: [.init(column, descending: descending)])
        let plan = try await plan(query)
        #expect(plan == ["SCAN view_actions USING INDEX view_actions_by_\(column)"])
    }

    @Test func usualFiltersUseAnIndex() async throws {
        for (column, value) in [("status", "Open"), ("reference", "TMAG08-01"), ("group", "TMAG")] {
            let plan = try await plan(RowQuery(.actions, filters: [.init(column, .equals(value))]))
            #expect(plan.count == 1, "no sort: \(plan)")
            #expect(plan.first?.contains("view_actions_by_\(column)") == true, "\(plan)")
        }
    }
}
