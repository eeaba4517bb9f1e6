import Foundation
import Kernel
import Migration
import TestSupport
import Testing

/// One capacity is shared by weighted max-min, exactly, in whole numbers.
struct WaterFillingTests {
    typealias Party = WaterFilling.Party

    @Test(arguments: [
        // Everybody has their cap where there is enough.
        (10, [Party(weight: 1, cap: 4), Party(weight: 9, cap: 6)], [4, 6]),
        // By weight, to the unit.
        (10, [Party(weight: 1, cap: 100), Party(weight: 4, cap: 100)], [2, 8]),
        // A cap leaves the rest to the others.
        (10, [Party(weight: 1, cap: 100), Party(weight: 4, cap: 3)], [7, 3]),
        // Largest remainder: 10/3 each, the unit to the earlier of equals.
        (10, [Party(weight: 1, cap: 9), Party(weight: 1, cap: 9), Party(weight: 1, cap: 9)], [4, 3, 3]),
        // A heavier party comes first among equal remainders: 0.5 and 4.5.
        (5, [Party(weight: 1, cap: 9), Party(weight: 9, cap: 9)], [0, 5]),
        // A floor holds, the others share what is left.
        (10, [Party(weight: 1, floor: 5, cap: 9), Party(weight: 9, cap: 50)], [5, 5]),
        // Floors that are more than there is are shared alike.
        (10, [Party(weight: 1, floor: 8, cap: 9), Party(weight: 9, floor: 8, cap: 9)], [5, 5]),
        (1, [Party(weight: 1, floor: 1, cap: 1), Party(weight: 9, floor: 1, cap: 1)], [1, 0]),
        (0, [Party(weight: 3, cap: 5)], [0]),
        (5, [], []),
        // One MPAN a day, between a supplier of one and one of ten million.
        (1, [Party(weight: 1, cap: 1), Party(weight: 10_000_000, cap: 10_000_000)], [0, 1]),
    ])
    func shares(_ capacity: Int, _ parties: [Party], _ volumes: [Int]) {
        #expect(WaterFilling.share(capacity, among: parties).volumes == volumes)
    }

    private static func parties(_ generator: inout SeededGenerator, most: Int, size: Int) -> [Party] {
        (0..<1 + generator.nextBelow(most)).map { _ in
            let cap = generator.nextBelow(size + 1)
            return Party(
                weight: 1 + generator.nextBelow(size),
                floor: generator.nextBelow(3) == 0 ? generator.nextBelow(cap + 1) : 0,
                cap: cap)
        }
    }

    /// Brute force: of all whole-number answers with the right sum, within floors and caps, no party is better off than
    /// one that it could give a unit to, by a unit or more. That is max-min, one unit of rounding aside.
    @Test func bruteForce() async throws {
        try await Property.check(seed: 6_301, count: 400) { generator in
            let parties = Self.parties(&generator, most: 4, size: 9)
            let capacity = generator.nextBelow(30)
            let outcome = WaterFilling.share(capacity, among: parties)
            let sum = min(capacity, parties.reduce(0) { $0 + $1.cap })
            try Property.hold(outcome.volumes.reduce(0, +) == sum, "\(parties) \(capacity): \(outcome.volumes)")
            guard parties.reduce(0, { $0 + $1.floor }) <= capacity else { return }
            for (volume, party) in zip(outcome.volumes, parties) {
                try Property.hold(
                    (party.floor...party.cap).contains(volume), "\(parties) \(capacity): \(outcome.volumes)")
            }
            // The sum of squared distances from the exact shares is the least there is.
            guard let level = outcome.level else { return }
            func distance(_ volumes: [Int]) -> Int128 {
                zip(volumes, parties).reduce(0) { total, pair in
                    let low = Int128(pair.1.floor) * level.denominator
                    let high = Int128(pair.1.cap) * level.denominator
                    let exact = min(max(Int128(pair.1.weight) * level.numerator, low), high)
                    let difference = Int128(pair.0) * level.denominator - exact
                    return total + difference * difference
                }
            }
            let best = Self.everyAnswer(parties, sum).map(distance).min()
            try Property.hold(distance(outcome.volumes) == best, "\(parties) \(capacity): \(outcome.volumes)")
        }
    }

    private static func everyAnswer(_ parties: [Party], _ sum: Int) -> [[Int]] {
        guard let first = parties.first else { return sum == 0 ? [[]] : [] }
        guard first.floor <= min(first.cap, sum) else { return [] }
        return (first.floor...min(first.cap, sum)).flatMap { volume in
            everyAnswer(Array(parties.dropFirst()), sum - volume).map { [volume] + $0 }
        }
    }

    @Test func moreCapacityTakesAtMostARoundingUnit() async throws {
        try await Property.check(seed: 6_302, count: 2_000) { generator in
            let parties = Self.parties(&generator, most: 12, size: 1_000)
            let capacity = generator.nextBelow(4_000)
            let before = WaterFilling.share(capacity, among: parties)
            let after = WaterFilling.share(capacity + 1 + generator.nextBelow(100), among: parties)
            for (less, more) in zip(before.volumes, after.volumes) {
                try Property.hold(more >= less - 1, "\(parties) \(capacity): \(before.volumes) \(after.volumes)")
            }
            if let low = before.level, let high = after.level {
                try Property.hold(
                    low.numerator * high.denominator <= high.numerator * low.denominator, "the level falls")
            }
        }
    }

    @Test func partiesInAnotherOrderHaveTheSame() async throws {
        try await Property.check(seed: 6_303, count: 1_000) { generator in
            let parties = Self.parties(&generator, most: 9, size: 500)
            let order = parties.indices.shuffled(using: &generator)
            let capacity = generator.nextBelow(2_000)
            let straight = WaterFilling.share(capacity, among: parties).volumes
            let mixed = WaterFilling.share(capacity, among: order.map { parties[$0] }).volumes
            // Equal parties may change places.
            let left = zip(parties, straight).map { "\($0.weight) \($0.floor) \($0.cap) \($1)" }.sorted()
            let right = zip(order.map { parties[$0] }, mixed).map { "\($0.weight) \($0.floor) \($0.cap) \($1)" }
                .sorted()
            // Where the floors are more than there is, weights say nothing, and ties go by place.
            guard parties.reduce(0, { $0 + $1.floor }) <= capacity else {
                return try Property.hold(straight.sorted() == mixed.sorted(), "\(parties) \(capacity)")
            }
            try Property.hold(left == right, "\(parties) \(capacity): \(straight) \(mixed)")
        }
    }

    @Test func scalesWithItsNumbers() async throws {
        try await Property.check(seed: 6_304, count: 1_000) { generator in
            let parties = Self.parties(&generator, most: 9, size: 500)
            let capacity = generator.nextBelow(2_000)
            let factor = 2 + generator.nextBelow(50)
            let one = WaterFilling.share(capacity, among: parties).volumes
            let many = WaterFilling.share(
                capacity * factor,
                among: parties.map { Party(weight: $0.weight, floor: $0.floor * factor, cap: $0.cap * factor) }
            ).volumes
            for (small, large) in zip(one, many) {
                try Property.hold(abs(large - small * factor) <= factor, "\(parties) \(capacity) × \(factor)")
            }
        }
    }

    /// A second implementation, by bisection over fractions, says the same.
    @Test func oracle() async throws {
        var generator = SeededGenerator(seed: 6_305)
        var cases: [String] = []
        var answers: [String] = []
        for number in 0..<600 {
            let size = [9, 1_000, 40_000, 9_999_999_999][number % 4]
            let parties = Self.parties(&generator, most: 20, size: size)
            let capacity = generator.nextBelow(parties.reduce(0) { $0 + $1.cap } * 11 / 10 + 2)
            cases.append(
                "\(capacity) " + parties.map { "\($0.weight):\($0.floor):\($0.cap)" }.joined(separator: " "))
            answers.append(
                WaterFilling.share(capacity, among: parties).volumes.map(String.init).joined(separator: " "))
        }
        let outcome = try await Subprocess.run(
            Subprocess.python, ["-B", Repository.file("Tests/MigrationTests/Oracle/envelopes.py").path],
            input: Array((cases.joined(separator: "\n") + "\n").utf8))
        #expect(outcome.succeeded, "\(outcome.errors)")
        let lines = outcome.text.split(separator: "\n").map(String.init)
        #expect(lines.count == cases.count)
        for (place, line) in lines.enumerated() where line != answers[place] {
            Issue.record("\(cases[place]): the oracle says \(line), the program \(answers[place])")
        }
    }
}
