/// Brings measured values to the steps that a meter counts in, without losing energy on the way.
///
/// Energy is counted from 00:00 UTC of each day, and a half hour's value is the steps that the count passed in it. So a
/// day can be made without the one before; its total is within half a step of the truth; and over days the rests
/// cancel, as they are as often up as down wherever a day is many steps long.
public struct Quantiser: Sendable, Hashable {
    /// Watt-hours (var-hours) of one step; 1 changes nothing.
    public let quantum: Int
    private let half: UInt64
    /// 2^64 / quantum, rounded up: division by multiplication is exact below 2^64 / quantum.
    private let reciprocal: UInt64

    /// - Precondition: `quantum` is 1 to 1,048,576.
    public init(quantum: Int) {
        precondition((1...1_048_576).contains(quantum), "a step is 1 to 1,048,576 Wh")
        self.quantum = quantum
        half = UInt64(quantum / 2)
        reciprocal = quantum == 1 ? 0 : UInt64.max / UInt64(quantum) + 1
    }

    /// Quantises the 48 half hours of one UTC day in place.
    ///
    /// - Precondition: no value is negative.
    public func quantise(_ values: UnsafeMutablePointer<Int32>) {
        guard quantum > 1 else { return }
        var sum = half
        // Half a step ahead, so that flooring rounds to the nearest; a day starts at no steps.
        var steps: UInt64 = 0
        for place in 0..<48 {
            sum &+= UInt64(UInt32(bitPattern: values[place]))
            let now = sum.multipliedFullWidth(by: reciprocal).high
            values[place] = Int32(truncatingIfNeeded: (now &- steps) &* UInt64(quantum))
            steps = now
        }
    }
}
