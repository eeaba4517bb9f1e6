import Kernel

/// Reads the cells of one table, and collects what is wrong with them.
struct TableReader {
    let table: MigrationTable
    var findings: FolderFindings
    private let names: [String]
    private let places: [Int]

    /// Finds the columns; nil where one is missing or doubled, and then `findings` says which.
    ///
    /// - Parameter names: the columns of the contract, by which cells are asked for.
    init?(_ table: MigrationTable, _ names: [String], _ findings: inout FolderFindings) {
        guard let header = table.header else {
            findings.add(
                FolderFinding(
                    .columnIsThere, .error, file: table.name, problem: "has no line",
                    advice: "begin it with the header \(names.joined(separator: ","))"))
            return nil
        }
        var places: [Int] = []
        for name in names {
            let found = header.indices.filter { header[$0] == name }
            guard found.count != 1 else {
                places.append(found[0])
                continue
            }
            findings.add(Self.wrongColumn(name, isMissing: found.isEmpty, header, table.name))
        }
        for name in Self.strangers(header, names) {
            findings.add(
                FolderFinding(
                    .columnIsKnown, .warning, file: table.name, line: 1, column: name.isEmpty ? nil : name,
                    problem: name.isEmpty ? "a column has no name" : "is no column of this file",
                    advice: "it is passed over"))
        }
        guard places.count == names.count else { return nil }
        self.table = table
        self.names = names
        self.places = places
        self.findings = findings
    }

    private static func wrongColumn(
        _ name: String, isMissing: Bool, _ header: [String], _ file: String
    ) -> FolderFinding {
        guard isMissing else {
            return FolderFinding(
                .columnIsThere, .error, file: file, line: 1, column: name, problem: "is there more than once",
                advice: "keep one of the columns")
        }
        let like = header.first { String(Cell.trimmed($0)).lowercased() == name }
        return FolderFinding(
            .columnIsThere, .error, file: file, line: 1, column: name, problem: "is missing from the header",
            advice: like.map { "write \(name) in place of \(FolderFinding.shown($0))" } ?? "add the column")
    }

    private static func strangers(_ header: [String], _ names: [String]) -> [String] {
        var seen = Set(names)
        return header.filter { seen.insert($0).inserted }
    }

    /// Whether the row has a cell for each column; what it lacks is reported.
    mutating func isWhole(_ row: Int) -> Bool {
        let wanted = table.header?.count ?? 0
        let count = table.cellCount(row)
        if count == wanted { return true }
        report(
            row, nil, .rowHasACellAColumn, "the row has \(count) cells and the header \(wanted)",
            "give each column one cell")
        return false
    }

    func text(_ row: Int, _ column: Int) -> String { table.cell(row, places[column]) }

    mutating func whole(_ row: Int, _ column: Int, _ range: ClosedRange<Int>) -> Int? {
        do { return try Cell.whole(text(row, column), range) } catch { return refuse(row, column, error) }
    }

    mutating func date(_ row: Int, _ column: Int) -> CalendarDate? {
        do { return try Cell.date(text(row, column)) } catch { return refuse(row, column, error) }
    }

    mutating func code(_ row: Int, _ column: Int) -> String? {
        do { return try Cell.code(text(row, column)) } catch { return refuse(row, column, error) }
    }

    mutating func word<Value>(_ row: Int, _ column: Int, _ words: [(String, Value)]) -> Value? {
        do { return try Cell.word(text(row, column), words) } catch { return refuse(row, column, error) }
    }

    private mutating func refuse<Value>(_ row: Int, _ column: Int, _ problem: Cell.Problem) -> Value? {
        report(row, column, problem.rule, problem.words, problem.advice)
        return nil
    }

    /// Adds a finding of a row, of one of its cells where a column is named.
    mutating func report(
        _ row: Int, _ column: Int?, _ rule: FolderFinding.Rule, _ problem: @autoclosure () -> String,
        _ advice: @autoclosure () -> String, as severity: Finding.Severity = .error
    ) {
        findings.add(severity) { [table, names, places] in
            FolderFinding(
                rule, severity, file: table.name, line: table.line(row), column: column.map { names[$0] },
                value: column.map { table.cell(row, places[$0]) }, problem: problem(), advice: advice())
        }
    }

    /// Adds a finding of the table as a whole.
    mutating func report(
        _ rule: FolderFinding.Rule, _ problem: String, _ advice: String
    ) {
        findings.add(FolderFinding(rule, .error, file: table.name, problem: problem, advice: advice))
    }

    /// Notes the key of a row; a key that is there already is reported, and the answer is false.
    ///
    /// - Parameters:
    ///   - column: the one that is shown of the key.
    ///   - of: what the rest of the key is: `of supplier “ABCD” `.
    mutating func isNew<Key: Hashable>(
        _ key: Key, _ row: Int, _ lines: inout [Key: Int], column: Int, of rest: @autoclosure () -> String = ""
    ) -> Bool {
        guard let first = lines[key] else {
            lines[key] = row
            return true
        }
        let words = "\(rest())is on line \(table.line(first)) already"
        report(row, column, .keyIsThereOnce, words, "keep one of the two rows")
        return false
    }
}
