import Kernel
import TestSupport
import Testing

@testable import Consumption

@Suite struct QuantiserTests {
    static func quantised(_ values: [Int32], _ quantum: Int) -> [Int32] {
        var copy = values
        copy.withUnsafeMutableBufferPointer { memory in
            if let base = memory.baseAddress { Quantiser(quantum: quantum).quantise(base) }
        }
        return copy
    }

    /// Whole steps, a total within half a step, every running total too, and the values by plain division.
    @Test func runningTotalsAreRounded() async throws {
        try await Property.check(seed: 17, count: 400) { random in
            let quantum = [1, 2, 20, 100, 400, 3_000, 40_000, 1_048_576][random.nextBelow(8)]
            let most = [1, 50, 5_000, 2_000_000, 2_000_000_000][random.nextBelow(5)]
            let values = (0..<48).map { _ in Int32(random.nextBelow(most)) }
            let made = Self.quantised(values, quantum)
            var (truth, shown, before) = (0, 0, 0)
            for place in 0..<48 {
                truth += Int(values[place])
                shown += Int(made[place])
                let now = (truth + quantum / 2) / quantum
                try Property.hold(Int(made[place]) == (now - before) * quantum, "place \(place), \(quantum)")
                try Property.hold(abs(shown - truth) * 2 <= quantum || quantum == 1, "running total at \(place)")
                before = now
            }
        }
    }

    @Test func stepsOfOneChangeNothing() {
        let values = (0..<48).map { Int32($0 * 37) }
        #expect(Self.quantised(values, 1) == values)
    }

    @Test func daysDoNotDrift() {
        var random = SeededGenerator(seed: 3)
        var (truth, shown) = (0, 0)
        for _ in 0..<2_000 {
            let values = (0..<48).map { _ in Int32(500 + random.nextBelow(900)) }
            truth += AdvancedModelTests.sum(values)
            shown += AdvancedModelTests.sum(Self.quantised(values, 400))
        }
        // 2,000 even errors of up to 200 either way: a deviation of 200 / √3 × √2,000 = 5,164.
        #expect(abs(truth - shown) < 20_000)
    }
}
