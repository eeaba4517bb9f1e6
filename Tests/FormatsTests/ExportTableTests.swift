import Formats
import Record
import Testing

@Suite struct ExportTableTests {
    @Test func cutsAPageToNamedColumnsInTheSchemasOrder() {
        let columns = RecordKind.events.schema.columns
        let page = RowPage(rows: [RecordRow(key: "k", values: columns.map(\.name))], total: 1)
        let cut = ExportTable(kind: .events, page: page, only: ["start", "event", "no such column"])
        #expect(cut.columns.map(\.name) == ["event", "start"])
        #expect(cut.rows == [RecordRow(key: "k", values: ["event", "start"])])
        #expect(ExportTable(kind: .events, page: page).columns == columns)
    }

    @Test func namesItsErrorsInWords() {
        #expect(
            FormatError.notCarried(format: .ics, kind: .raid).description
                == "raid cannot be written as ics; a calendar carries meetings, actions, milestones")
        #expect(FormatError.tooManyRows(9, limit: 8).description == "9 rows do not fit a sheet, which holds 8")
    }
}
