/// What a load says of an exemptions file's rows: numbers, days, and exemptions that are given twice.
public enum ExemptionCheck {
    /// The rejects, in the order of the rows.
    public static func rejects(_ file: ReferenceFile, check: MPANCheck) -> [Reject] {
        guard let mpan = file.place(of: "mpan"), let item = file.place(of: "item") else { return [] }
        let until = file.place(of: "until")
        var rejects: [Reject] = []
        var seen: [[String]: [String]] = [:]
        for row in file.rows {
            func reject(_ rule: Rule, _ item: Item, _ observed: String, _ expected: String) {
                let subject = ChunkParser.subject(Array(row.fields[mpan].utf8))
                rejects.append(
                    Reject(
                        rule: rule, subject: subject, item: item, observed: observed, expected: expected,
                        line: row.line, offset: 0))
            }
            if let (rule, expected) = fault(row.fields[mpan], check) {
                reject(rule, .mpan, row.fields[mpan], expected)
                continue
            }
            if let until, !row.fields[until].isEmpty, day(row.fields[until]) == nil {
                let text = row.fields[until]
                let isSerial = Array(text.utf8).withUnsafeBytes(SpreadsheetDamage.isSerialDate)
                reject(isSerial ? .fil11 : .fil06, .until, text, "a day, yyyy-mm-dd or yyyymmdd")
            }
            let key = [row.fields[mpan], row.fields[item]]
            if let known = seen[key] {
                reject(known == row.fields ? .fil10 : .fil09, .mpan, "2 rows", "one row")
            }
            seen[key] = row.fields
        }
        return rejects
    }

    private static func day(_ text: String) -> UInt16? {
        Array(text.utf8).withUnsafeBytes { DayReader().packed($0) }
    }

    private static func fault(_ text: String, _ check: MPANCheck) -> (Rule, String)? {
        Array(text.utf8).withUnsafeBytes { bytes -> (Rule, String)? in
            if SpreadsheetDamage.isScientific(bytes) || SpreadsheetDamage.isLongSupplyNumber(bytes) {
                return (.fil11, "the text as it was before a spreadsheet read it")
            }
            guard bytes.count == 13, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                return (.mpn01, "thirteen digits")
            }
            guard ChunkParser.hasRightCheckDigit(bytes) else { return (.mpn02, "a right check digit") }
            let number = bytes.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
            return check.fault(number).map { ($0, "a settlement distributor on the as-at date") }
        }
    }
}
