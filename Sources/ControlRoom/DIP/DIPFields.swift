/// What an address under `/dip` asks for.
typealias DIPFields = AddressFields<DIPFieldNames>

enum DIPFieldNames: AddressFieldNames {
    static let place = "/dip"
    static let names = [
        "transaction", "mpan", "party", "interface", "code", "reference", "event", "from", "to", "before", "after",
        "upto",
    ]
}

extension DIPFields {
    /// The fields without the place in the journal.
    var withoutPlace: DIPFields {
        var fields = self
        for name in ["before", "after", "upto"] { fields[name] = nil }
        return fields
    }
}
