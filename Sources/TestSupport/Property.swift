public import Kernel

/// Runs a property over many cases that a seed gives.
public enum Property {
    /// A case in which the property does not hold.
    public struct Failure: Error, CustomStringConvertible {
        public let seed: UInt64
        /// The number of the case, from 0.
        public let number: Int
        public let cause: any Error

        public var description: String {
            "the property fails with seed \(seed), case \(number): \(cause)"
        }
    }

    /// What a property says of a case that does not hold.
    public struct Broken: Error, CustomStringConvertible {
        public let description: String
        public init(_ description: String) { self.description = description }
    }

    /// Calls the property `count` times, each time with a generator of its own, and stops at the first case that throws.
    ///
    /// A case depends on the seed and its own number only: `Property.replay(seed:number:)` runs it alone.
    /// - Throws: `Failure` with the seed and the number, which are printed on standard error too.
    public static func check(
        seed: UInt64, count: Int, _ property: (inout SeededGenerator) async throws -> Void
    ) async throws {
        for number in 0..<count { try await replay(seed: seed, number: number, property) }
    }

    /// Runs one case.
    /// - Throws: `Failure` where the property does not hold.
    public static func replay(
        seed: UInt64, number: Int, _ property: (inout SeededGenerator) async throws -> Void
    ) async throws {
        var generator = SeededGenerator(seed: seed).child("case \(number)")
        do {
            try await property(&generator)
        } catch {
            let failure = Failure(seed: seed, number: number, cause: error)
            Repository.say(failure.description)
            throw failure
        }
    }

    /// Throws the words where the condition does not hold.
    public static func hold(_ condition: Bool, _ words: @autoclosure () -> String) throws {
        if !condition { throw Broken(words()) }
    }
}
