/// Effective-dated reference data: what was never known, what was not valid then and what is retired are kept apart.
public struct Reference: Sendable {
    /// Days in `Day`'s packing; 0 at an open end. Ends inclusive.
    public struct Spell: Hashable, Sendable {
        public let from: UInt16
        public let to: UInt16
        public init(from: UInt16, to: UInt16) {
            self.from = from
            self.to = to
        }
        public func holds(_ day: UInt16) -> Bool { from <= day && (to == 0 || day <= to) }
    }

    private let distributors: [[(spell: Spell, mpid: String)]]

    public init(files: [ReferenceFile]) {
        distributors = []
    }

    /// The distributor's participant on a day; the last one that had the code where none has it then.
    public func distributor(code: UInt8, on day: UInt16) -> String? { nil }
}
