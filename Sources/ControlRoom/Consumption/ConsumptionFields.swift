/// What was typed into the form of `/consumption`, field by field, as the address holds it.
///
/// Kept as typed, so that a field that cannot be read comes back with its words still in it.
struct ConsumptionFields: Sendable, Hashable {
    /// Rows for classes that an address may hold.
    static let mostRows = 24

    /// Every name, in the order in which addresses write them.
    static let names: [String] =
        ["mpans", "seed", "from", "days", "gsp", "format"]
        + (1...mostRows).flatMap { ["class\($0)", "share\($0)"] } + ["mpan", "day", "clock"]

    private static let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })

    private var values: [String: String] = [:]

    init() {}

    /// The value of a field; nil where it was left empty. Setting a name that the form does not have is a fault of ours.
    subscript(name: String) -> String? {
        get { values[name] }
        set {
            precondition(Self.isName(name), "the form has a field \(name)")
            values[name] = newValue
        }
    }

    static func isName(_ name: String) -> Bool { places[name] != nil }

    var isEmpty: Bool { values.isEmpty }

    /// Names and values in the order of `names`.
    var pairs: [(name: String, value: String)] {
        Self.names.compactMap { name in values[name].map { (name, $0) } }
    }
}
