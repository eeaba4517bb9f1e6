/// What a load says of an exemptions file's rows: numbers, days, and texts that are none.
///
/// Exemptions have no key: one item of one MPAN may be exempt under several scenarios, and the longest counts.
public enum ExemptionCheck {
    /// The rejects, in the order of the rows.
    ///
    /// - Parameter short: lines of rows that lack fields, of which it has been said.
    public static func rejects(_ file: ReferenceFile, check: MPANCheck, short: Set<UInt32> = []) -> [Reject] {
        guard let mpan = file.place(of: "mpan") else { return [] }
        var rejects: [Reject] = []
        for row in file.rows {
            let subject = ChunkParser.subject(Array(row.fields[mpan].utf8))
            func reject(_ rule: Rule, _ place: Int, _ expected: String) {
                rejects.append(
                    Reject(
                        rule: rule, subject: subject, item: Item(rawValue: file.columns[place]) ?? .text,
                        observed: Reject.printed(Array(row.fields[place].utf8)), expected: expected, line: row.line,
                        offset: 0))
            }
            let known = file.columns.indices.filter { columns.contains(file.columns[$0]) }
            let damaged = known.filter { isDamaged(row.fields[$0], column: file.columns[$0]) }
            for place in damaged { reject(.fil11, place, "the text as it was before a spreadsheet read it") }
            guard damaged.isEmpty else { continue }
            if let (rule, expected) = fault(row.fields[mpan], check) {
                reject(rule, mpan, expected)
                continue
            }
            for place in known where place != mpan {
                let text = row.fields[place]
                if text.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E || $0 == 0x7C }) {
                    reject(.fil07, place, "printable ASCII without a bar")
                } else if file.columns[place] == "until", !text.isEmpty, day(text) == nil, !short.contains(row.line) {
                    reject(.fil06, place, "a day, yyyy-mm-dd or yyyymmdd")
                }
            }
        }
        return rejects
    }

    private static let columns: Set<String> = ["mpan", "item", "scenario", "until"]

    /// The numbers of a file's rows that a load keeps, with the line of the first row of each; rising.
    static func numbers(_ file: ReferenceFile, check: MPANCheck) -> [(mpan: UInt64, line: UInt32)] {
        guard let place = file.place(of: "mpan") else { return [] }
        var lines: [UInt64: UInt32] = [:]
        for row in file.rows {
            let isWhole = !file.columns.indices.contains {
                columns.contains(file.columns[$0]) && isDamaged(row.fields[$0], column: file.columns[$0])
            }
            guard isWhole, fault(row.fields[place], check) == nil, let number = UInt64(row.fields[place]) else {
                continue
            }
            lines[number] = min(lines[number] ?? .max, row.line)
        }
        return lines.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func isDamaged(_ text: String, column: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { bytes in
            SpreadsheetDamage.isScientific(bytes)
                || (column == "mpan" && SpreadsheetDamage.isLongSupplyNumber(bytes))
                || (column == "until" && SpreadsheetDamage.isSerialDate(bytes))
        }
    }

    private static func day(_ text: String) -> UInt16? {
        Array(text.utf8).withUnsafeBytes { DayReader().packed($0) }
    }

    private static func fault(_ text: String, _ check: MPANCheck) -> (Rule, String)? {
        Array(text.utf8).withUnsafeBytes { bytes -> (Rule, String)? in
            guard bytes.count == 13, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                return (.mpn01, "thirteen digits")
            }
            guard ChunkParser.hasRightCheckDigit(bytes) else { return (.mpn02, "a right check digit") }
            let number = bytes.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
            return check.fault(number).map { ($0, "a settlement distributor on the as-at date") }
        }
    }
}

extension Judge {
    /// The MPANs that exemptions name and REG does not hold (MPN-09), rising; none where no REG is loaded.
    ///
    /// - Parameters:
    ///   - exemptions: the exemptions file; nil where there is none.
    ///   - check: what removes a row of it, about which nothing else is said.
    public func danglingExemptions(
        _ exemptions: ReferenceFile?, check: MPANCheck, sender: Owner?
    ) -> [RaisedException] {
        guard let exemptions, let registration = registers.registration?.table else { return [] }
        return ExemptionCheck.numbers(exemptions, check: check).compactMap { row in
            guard registration.rows(of: row.mpan).isEmpty, !removed.holds(row.mpan, .registration) else { return nil }
            return RaisedException(
                rule: .mpn09, subject: .mpan(row.mpan), item: .mpan, owner: Owner(.sender, sender?.party),
                observed: "in exemptions, not in REG", expected: "an MPAN of REG",
                place: Place(register: "exemptions", file: exemptions.name, line: row.line))
        }
    }
}
