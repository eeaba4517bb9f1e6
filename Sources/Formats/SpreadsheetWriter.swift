internal import CXLSXWriter
public import Foundation
import Kernel
import Record

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
    /// The largest whole number that a spreadsheet shows in all its 15 digits; a larger one is written as text.
    static let exactMax: UInt = 999_999_999_999_999

    /// Writes the workbook to a file.
    /// - Throws: `FormatError.spreadsheet` with the library's words, `FormatError.tooManyRows`.
    public static func write(_ table: ExportTable, to file: URL) throws(FormatError) {
        guard table.rows.count < rowsMax else { throw .tooManyRows(table.rows.count, limit: rowsMax - 1) }
        guard let workbook = workbook_new(file.path) else { throw .spreadsheet("no workbook could be made") }
        // The library frees a workbook when it closes it, so it is closed after an error too.
        let trouble = fill(workbook, with: table)
        let result = workbook_close(workbook)
        if let trouble { throw trouble }
        guard result == LXW_NO_ERROR else { throw .spreadsheet(String(cString: lxw_strerror(result))) }
    }

    private static func fill(_ workbook: UnsafeMutablePointer<lxw_workbook>, with table: ExportTable) -> FormatError? {
        // 2000-01-01 00:00 UTC: a fixed day keeps the bytes equal from run to run.
        var properties = lxw_doc_properties()
        properties.created = 946_684_800
        workbook_set_properties(workbook, &properties)
        guard let sheet = workbook_add_worksheet(workbook, sheetName(table.kind)) else {
            return .spreadsheet("no sheet could be made for \(table.kind.rawValue)")
        }
        let head = workbook_add_format(workbook)
        format_set_bold(head)
        let day = workbook_add_format(workbook)
        format_set_num_format(day, "yyyy-mm-dd")
        for (index, column) in table.columns.enumerated() {
            let place = lxw_col_t(index)
            worksheet_write_string(sheet, 0, place, column.name, head)
            worksheet_set_column(sheet, place, place, width(of: column), nil)
        }
        do {
            for (index, row) in table.rows.enumerated() {
                try write(row, table.columns, at: lxw_row_t(index + 1), sheet, day)
            }
        } catch {
            return error
        }
        worksheet_freeze_panes(sheet, 1, 0)
        if !table.columns.isEmpty {
            worksheet_autofilter(sheet, 0, 0, lxw_row_t(table.rows.count), lxw_col_t(table.columns.count - 1))
        }
        return nil
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
    ) throws(FormatError) {
        for (index, column) in columns.enumerated() {
            let text = row.values[index]
            let place = lxw_col_t(index)
            if text.isEmpty { continue }
            let result: lxw_error
            switch Value(exported: text, as: column.type) {
            case .date(let date)?:
                var stamp = lxw_datetime()
                stamp.year = Int32(date.year)
                stamp.month = Int32(date.month)
                stamp.day = Int32(date.day)
                result = worksheet_write_datetime(sheet, line, place, &stamp, day)
            case .integer(let number)? where number.magnitude <= exactMax:
                result = worksheet_write_number(sheet, line, place, Double(number), nil)
            default: result = worksheet_write_string(sheet, line, place, cellText(text), nil)
            }
            guard result == LXW_NO_ERROR else { throw .spreadsheet(String(cString: lxw_strerror(result))) }
        }
    }

    /// The text as a cell can hold it.
    ///
    /// Line ends become line feeds. What XML 1.0 cannot carry (section 2.2) becomes U+FFFD: a workbook with such a
    /// character cannot be opened. `_xHHHH_`, which a spreadsheet would read as a character's code, is escaped.
    static func cellText(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        for scalar in cut(text).unicodeScalars {
            switch scalar {
            case "\n" where before == "\r": break
            case "\r": kept.append("\n")
            case "\t", "\n": kept.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": kept.append("\u{FFFD}")
            default: kept.append(scalar)
            }
            before = scalar
        }
        return escapingCodes(String(kept))
    }

    /// The text with `_x005F` before every `_xHHHH_` (ECMA-376 part 1, section 22.9.2.19).
    private static func escapingCodes(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count >= 7, bytes.contains(UInt8(ascii: "_")) else { return text }
        var result: [UInt8] = []
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "_"), isCode(bytes[index...].prefix(7)) {
                result.append(contentsOf: "_x005F".utf8)
            }
            result.append(bytes[index])
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isCode(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count == 7 && bytes.dropFirst().first == UInt8(ascii: "x") && bytes.last == UInt8(ascii: "_")
            && bytes.dropFirst(2).dropLast().allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    }

    /// The text, or as much of it as fits a cell with a mark that says so.
    ///
    /// Unit: UTF-16 code units, as a spreadsheet counts.
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
