/// How much switches may hold.
public enum SwitchBounds {
    public static let most = 1_000
    /// Bytes of a name.
    public static let longestName = 64
    /// Bytes of a value.
    public static let longestValue = 1 << 20

    public static func check(_ name: String, _ value: String?) throws(JournalError) {
        guard (1...longestName).contains(name.utf8.count) else {
            throw .beyondLimit(attempted: "a switch's name of \(name.utf8.count) bytes", limit: longestName)
        }
        guard (value?.utf8.count ?? 0) <= longestValue else {
            throw .beyondLimit(attempted: "a switch's value of \(value?.utf8.count ?? 0) bytes", limit: longestValue)
        }
    }
}
