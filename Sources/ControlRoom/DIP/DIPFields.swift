/// What an address under `/dip` asks for, field by field, kept as typed.
struct DIPFields: Sendable, Hashable {
    /// Every name, in the order in which addresses write them.
    static let names = [
        "transaction", "mpan", "party", "interface", "code", "reference", "event", "from", "to", "before", "after",
        "upto",
    ]

    private var values: [String: String] = [:]

    init() {}

    /// The fields of a search.
    init(_ values: KeyValuePairs<String, String>) {
        for (name, value) in values { self[name] = value }
    }

    /// The value of a field; nil where it was left empty. Setting a name that is none is a fault of ours.
    subscript(name: String) -> String? {
        get { values[name] }
        set {
            precondition(Self.isName(name), "addresses under /dip have a field \(name)")
            values[name] = newValue
        }
    }

    static func isName(_ name: String) -> Bool { names.contains(name) }

    var isEmpty: Bool { values.isEmpty }

    /// Names and values in the order of `names`.
    var pairs: [(name: String, value: String)] {
        Self.names.compactMap { name in values[name].map { (name, $0) } }
    }

    /// The fields without the place in the journal.
    var withoutPlace: DIPFields {
        var fields = self
        for name in ["before", "after", "upto"] { fields[name] = nil }
        return fields
    }
}
