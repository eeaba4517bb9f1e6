/// The names that fields of one part of the control room have.
protocol AddressFieldNames {
    /// The part's address, for what is said of a fault of ours: `/cleanse`.
    static var place: String { get }
    /// Every name, in the order in which addresses write them.
    static var names: [String] { get }
}

/// What an address of one part asks for, field by field, kept as typed.
struct AddressFields<Names: AddressFieldNames>: Sendable, Hashable {
    private var values: [String: String] = [:]

    init() {}

    init(_ values: KeyValuePairs<String, String>) {
        for (name, value) in values { self[name] = value }
    }

    /// The value of a field; nil where it was left empty. Setting a name that is none is a fault of ours.
    subscript(name: String) -> String? {
        get { values[name] }
        set {
            precondition(Self.isName(name), "addresses under \(Names.place) have a field \(name)")
            values[name] = newValue
        }
    }

    static func isName(_ name: String) -> Bool { Names.names.contains(name) }

    var isEmpty: Bool { values.isEmpty }

    /// Names and values in the order of the part's names.
    var pairs: [(name: String, value: String)] {
        Names.names.compactMap { name in values[name].map { (name, $0) } }
    }

    /// The fields with another value in one of them.
    func with(_ name: String, _ value: String?) -> Self {
        var fields = self
        fields[name] = value
        return fields
    }
}
