import Record

/// Puts cells that changed places back into the columns that their content belongs to.
enum RowContent {
    /// The row with reference, date and text in their columns, and what was moved, in words.
    ///
    /// A cell is moved only where its own column holds nothing of its type and exactly its content fits the other.
    static func placed(_ row: Row, _ head: TableHead) -> (Row, [String]) {
        var row = row
        var doubts: [String] = []
        func swap(_ place: Int, _ other: Int, _ what: String) {
            while row.cells.count <= max(place, other) {
                row.cells.append(Cell("", line: row.lines.first ?? 0, column: row.cells.count))
            }
            let (left, right) = (row.cells[place], row.cells[other])
            row.cells[place] = Cell(right.text, line: right.line, column: right.column, doubts: right.doubts)
            row.cells[other] = Cell(left.text, line: left.line, column: left.column, doubts: left.doubts)
            doubts.append("\(what) stands in column \(other + 1) of the row and is read from there")
        }
        if let place = head.places["reference"], !ActionTable.isReference(row[place]),
            let other = row.cells.firstIndex(where: ActionTable.isReference)
        {
            swap(place, other, "the reference")
        }
        let raised = head.places["raised"]
        if let place = head.places["due"], !isDue(row[place]),
            let other = row.cells.indices.first(where: { $0 != place && $0 != raised && isDay(row.cells[$0]) })
        {
            swap(place, other, "the due date")
        }
        if let place = head.places["text"], row[place].trimmed.utf8.count <= 40 {
            let others = ["owner", "area"].compactMap { head.places[$0] }
            if let other = others.first(where: { row[$0].trimmed.utf8.count >= 60 }) {
                swap(place, other, "the action")
            }
        }
        return (row, doubts)
    }

    /// A date, or a word in a date's place.
    private static func isDue(_ cell: Cell) -> Bool {
        guard !cell.isEmpty else { return false }
        return DateReader.read(cell.text).value != nil
    }

    private static func isDay(_ cell: Cell) -> Bool {
        guard cell.text.utf8.count <= 24, !cell.isEmpty else { return false }
        let reading = DateReader.read(cell.text)
        return reading.value?.day != nil && reading.notes.isEmpty
    }
}
