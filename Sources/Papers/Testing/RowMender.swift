import Record

/// Joins rows of a table that a page break or a new wrapping cut in two.
enum RowMender {
    /// The rows with their continuations joined to them.
    ///
    /// A row goes on when it does not begin one and either its key cell is empty, so that its cells carry on those
    /// above (hazard H05), or its cells and those above make one row of the table's width, so that one cell was cut.
    /// - Parameters:
    ///   - width: the number of columns of the table's head.
    ///   - key: the column that every row of its own fills.
    ///   - isStart: whether a row begins a record.
    static func mended(_ rows: [Row], width: Int, key: Int, isStart: (Row) -> Bool) -> [Row] {
        var result: [Row] = []
        for row in rows {
            if let above = result.last, above.cells.count == 1, width > 1, !isStart(above), begins(row) {
                result[result.count - 1] = spliced(above, row)
                continue
            }
            guard let above = result.last, !isStart(row), !row.isEmpty else {
                result.append(row)
                continue
            }
            if isCut(above, row, width) {
                result[result.count - 1] = spliced(above, row)
            } else if row[key].isEmpty, isStart(above), row.cells.count <= max(width, above.cells.count) {
                result[result.count - 1] = appended(above, row)
            } else {
                result.append(row)
            }
        }
        return result
    }

    /// Whether a row's first cell goes on with a word or sentence.
    private static func begins(_ row: Row) -> Bool {
        row.cells.count > 1 && (row.cells.first?.trimmed.first?.isLowercase ?? false)
    }

    private static func isCut(_ above: Row, _ row: Row, _ width: Int) -> Bool {
        guard above.cells.count < width, row.cells.count < width, let first = row.cells.first, !first.isEmpty else {
            return false
        }
        // A cell that ended, and one that begins: the rows are short because they lost their empty cells (hazard H10).
        let ended = above.cells.last?.trimmed.last.map { ".>)!?".contains($0) } ?? false
        if ended, first.trimmed.first.map({ $0.isUppercase || $0.isNumber }) ?? false, row.cells.count > 1 {
            return false
        }
        let joined = above.cells.count + row.cells.count - 1
        return joined == width
            || (joined < width && above.cells.count > 1 && row.cells.count > 1 && joined >= width - 1)
    }

    private static func spliced(_ above: Row, _ row: Row) -> Row {
        var result = above
        guard var last = result.cells.popLast(), let first = row.cells.first else { return above }
        last.text = (last.text + " " + first.text).trimmed
        last.doubts.append("cell joined over a line break")
        result.cells.append(last)
        result.cells += row.cells.dropFirst()
        result.lines += row.lines
        return result
    }

    private static func appended(_ above: Row, _ row: Row) -> Row {
        var result = above
        for (index, cell) in row.cells.enumerated() where !cell.isEmpty {
            if index < result.cells.count {
                let joined = result.cells[index].isEmpty ? cell.text : result.cells[index].text + " " + cell.text
                result.cells[index].text = joined
            } else {
                while result.cells.count < index {
                    result.cells.append(Cell("", line: cell.line, column: result.cells.count))
                }
                result.cells.append(cell)
            }
        }
        result.lines += row.lines
        return result
    }
}
