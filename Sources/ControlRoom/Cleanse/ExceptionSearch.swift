import Cleanse

/// What an address asks of the list of exceptions, read; what cannot be read stands beside its field.
struct ExceptionSearch {
    private(set) var filter = LedgerFilter()
    /// Nil for now.
    private(set) var run: Int?
    private(set) var problems: [String: String] = [:]

    init(_ fields: CleanseFields, runs: [LedgerRun]) {
        filter.owner = read(fields, "owner", "An owner is a role and a party, such as S:ABCD or M:?.") { Owner($0) }
        filter.ownerRole = read(fields, "role", "A role is one of the list.") { Owner.Role(rawValue: $0) }
        filter.rule = read(fields, "rule", "A rule has a number such as ESM-05.") { Rule(id: $0.uppercased()) }
        filter.severity = read(fields, "severity", "A severity is E, W or I.") { Severity(rawValue: $0.uppercased()) }
        filter.state = read(fields, "state", "A state is one of the list.") { ExceptionState(rawValue: $0) }
        filter.item = read(fields, "item", "An item is the name of a column.") { Item(rawValue: $0) }
        filter.subject = fields["subject"]
        filter.distributorCode = read(fields, "distributor", "A distributor is the two digits that begin its MPANs.") {
            $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt8($0) : nil
        }
        filter.withClosed = read(fields, "closed", "1 lists closed ones too.") { $0 == "1" ? true : nil } ?? false
        if filter.state?.isClosed == true { filter.withClosed = true }
        let isRun: (String) -> Int? = { text in
            Int(text).flatMap { number in runs.contains { $0.number == number } ? number : nil }
        }
        run = read(fields, "run", "The ledger has no such run.", isRun)
        let since = read(fields, "since", "The ledger has no such run.", isRun)
        let change = read(fields, "change", "A change is opened, closed or re-opened.") { LedgerChange(rawValue: $0) }
        if let change, let since {
            filter.change = LedgerFilter.Change(change, since: since)
            if change == .closed { filter.withClosed = true }
        } else if change != nil, fields["since"] == nil {
            problems["since"] = "Since which run?"
        }
        filter.after = read(fields, "after", "Begin the list again.") { Int64($0).flatMap { $0 > 0 ? $0 : nil } }
    }

    private mutating func read<Value>(
        _ fields: CleanseFields, _ name: String, _ wrong: String, _ reading: (String) -> Value?
    ) -> Value? {
        guard let text = fields[name] else { return nil }
        let value = reading(text)
        if value == nil { problems[name] = wrong }
        return value
    }
}
