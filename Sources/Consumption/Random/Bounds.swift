/// The upper bounds of a list's parts, for finding the part that a number falls into without a branch: where a search
/// ends cannot be foreseen, and a wrong guess costs as much as a random number.
struct Bounds: Sendable {
    /// Each bound or the greatest before it, so that the first greater one stands where the count of those reached says.
    private let first: InlineArray<8, Int>
    /// Those beyond eight; hardly any list has them.
    private let others: [Int]

    init(_ list: some Sequence<Int>) {
        var greatest = Int.min
        let ascending = list.map { number in
            greatest = max(greatest, number)
            return greatest
        }
        var first = InlineArray<8, Int>(repeating: .max)
        for (place, bound) in ascending.prefix(8).enumerated() { first[place] = bound }
        self.first = first
        others = Array(ascending.dropFirst(8))
    }

    /// The place of the first bound that is greater than a number; the count of the bounds where none is.
    ///
    /// - Precondition: `number` is 0 or more, and below `Int.max`.
    @inline(__always)
    func place(of number: Int) -> Int {
        var count = 0
        // One less where the difference is negative: where the bound is greater.
        for place in 0..<8 { count &+= 1 &+ ((number &- first[place]) &>> 63) }
        return others.isEmpty ? count : count + others.count { number >= $0 }
    }
}
