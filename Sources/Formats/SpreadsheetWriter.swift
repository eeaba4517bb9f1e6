internal import CXLSXWriter
public import Foundation
public import Record

/// Writes rows as an XLSX workbook of one sheet, through libxlsxwriter.
///
/// Texts are written as texts, so that no cell becomes a formula; dates as dates with the format `yyyy-mm-dd`; whole
/// numbers as numbers. The head is bold and frozen, with a filter over it. The creation date is fixed: the same rows
/// give the same bytes.
public enum SpreadsheetWriter {
    /// Rows of a sheet, the head included (Excel specification).
    public static let rowsMax = 1_048_576
    /// Characters of a cell (Excel specification); longer text is cut and its last characters say so.
    public static let charactersMax = 32_767

    /// Writes the workbook to a file.
    /// - Throws: `FormatError.spreadsheet` with the library's words, `FormatError.tooManyRows`.
    public static func write(_ table: ExportTable, to file: URL) throws(FormatError) {
        guard table.rows.count < rowsMax else { throw .tooManyRows(table.rows.count, limit: rowsMax - 1) }
        guard let workbook = workbook_new(file.path) else { throw .spreadsheet("no workbook could be made") }
        // 2000-01-01 00:00 UTC: a fixed day keeps the bytes equal from run to run.
        var properties = lxw_doc_properties()
        properties.created = 946_684_800
        workbook_set_properties(workbook, &properties)
        let sheet = workbook_add_worksheet(workbook, sheetName(table.kind))
        let head = workbook_add_format(workbook)
        format_set_bold(head)
        let day = workbook_add_format(workbook)
        format_set_num_format(day, "yyyy-mm-dd")
        for (index, column) in table.columns.enumerated() {
            let place = lxw_col_t(index)
            worksheet_write_string(sheet, 0, place, column.name, head)
            worksheet_set_column(sheet, place, place, width(of: column), nil)
        }
        for (index, row) in table.rows.enumerated() {
            write(row, table.columns, at: lxw_row_t(index + 1), sheet, day)
        }
        worksheet_freeze_panes(sheet, 1, 0)
        if !table.columns.isEmpty {
            worksheet_autofilter(sheet, 0, 0, lxw_row_t(table.rows.count), lxw_col_t(table.columns.count - 1))
        }
        let result = workbook_close(workbook)
        guard result == LXW_NO_ERROR else { throw .spreadsheet(String(cString: lxw_strerror(result))) }
    }

    /// The workbook's bytes, by way of a file in the temporary folder that is removed again.
    public static func bytes(_ table: ExportTable) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("changeover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("export.xlsx")
        try write(table, to: file)
        return [UInt8](try Data(contentsOf: file))
    }

    private static func write(
        _ row: RecordRow, _ columns: [Column], at line: lxw_row_t, _ sheet: UnsafeMutablePointer<lxw_worksheet>?,
        _ day: UnsafeMutablePointer<lxw_format>?
    ) {
        for (index, column) in columns.enumerated() {
            let text = row.values[index]
            let place = lxw_col_t(index)
            if text.isEmpty { continue }
            switch Value(exported: text, as: column.type) {
            case .date(let date)?:
                var stamp = lxw_datetime()
                stamp.year = Int32(date.year)
                stamp.month = Int32(date.month)
                stamp.day = Int32(date.day)
                worksheet_write_datetime(sheet, line, place, &stamp, day)
            case .integer(let number)?: worksheet_write_number(sheet, line, place, Double(number), nil)
            default: worksheet_write_string(sheet, line, place, cut(text), nil)
            }
        }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf16.count > charactersMax else { return text }
        let mark = "… [cut: longer than a cell]"
        var kept = ""
        var used = mark.utf16.count
        for character in text {
            used += character.utf16.count
            if used > charactersMax { break }
            kept.append(character)
        }
        return kept + mark
    }

    private static func width(of column: Column) -> Double {
        switch column.type {
        case .date, .time, .integer, .truth, .tier: 12
        case .identifier: 16
        case .text where ["text", "description", "update", "impact"].contains(column.name): 60
        case .list: 40
        default: 24
        }
    }

    /// A sheet's name has at most 31 characters; every kind's name is shorter.
    private static func sheetName(_ kind: RecordKind) -> String { String(kind.rawValue.prefix(31)) }
}
