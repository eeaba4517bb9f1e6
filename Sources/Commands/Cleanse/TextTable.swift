/// Columns for a terminal: each as wide as its widest text, numbers to the right.
struct TextTable {
    enum Side {
        case left, right
    }

    private let sides: [Side]
    private var rows: [[String]]

    init(_ columns: [(title: String, side: Side)]) {
        sides = columns.map(\.side)
        rows = [columns.map(\.title)]
    }

    mutating func add(_ fields: [String]) {
        precondition(fields.count == sides.count, "a row has a field a column")
        rows.append(fields)
    }

    var isEmpty: Bool { rows.count == 1 }

    var text: String {
        let widths = sides.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, field) in row.enumerated() {
                let gap = String(repeating: " ", count: widths[column] - field.count)
                line += (column == 0 ? "" : "  ") + (sides[column] == .right ? gap + field : field + gap)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

extension Int {
    /// With commas between thousands.
    var grouped: String {
        var digits = Array(String(magnitude).reversed())
        var place = 3
        while place < digits.count {
            digits.insert(",", at: place)
            place += 4
        }
        return (self < 0 ? "-" : "") + String(digits.reversed())
    }
}
