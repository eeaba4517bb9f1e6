/// What a reader made of a printed cell: the print is always kept, the value only when it is sure.
public struct Reading<Value: Sendable>: Sendable {
    /// The cell as printed.
    public let printed: String

    /// The value; nil when the cell has none that can be relied on.
    public let value: Value?

    /// What is doubtful in the cell, each a short sentence with the text it is about; empty when nothing is.
    public let doubts: [String]

    /// What the cell says beside the value, as printed, such as "No later than".
    public let notes: [String]

    /// Makes a reading from its parts.
    public init(printed: String, value: Value?, doubts: [String] = [], notes: [String] = []) {
        self.printed = printed
        self.value = value
        self.doubts = doubts
        self.notes = notes
    }
}

extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}
