public import Kernel

/// Gives out transaction identifiers: `T-IF-021-1401234567-SDS-20260401-9f3c6a0be1d24775`.
///
/// The sixteen digits are a number that grows by one, mixed by a function that gives different numbers for different ones:
/// no identifier comes twice in a run, and none of an earlier run comes again where each run begins with
/// `first(startedAt:)` of real time and keeps the seed.
public struct TransactionIDs: Sendable {
    private let seed: UInt64
    private var number: UInt64

    /// - Parameter seed: of the data folder: the same in every run.
    /// - Parameter first: the first number: higher than any that an earlier run reached.
    public init(seed: UInt64, first: UInt64) {
        self.seed = seed
        number = first
    }

    /// A first number above all of earlier runs: milliseconds of real time, and 22 bits for the messages of each, more
    /// than any run can take in.
    public static func first(startedAt instant: Instant) -> UInt64 {
        UInt64(max(instant.milliseconds, 0)) << 22
    }

    /// The next identifier.
    /// - Parameter at: whose day it carries, in UTC.
    public mutating func next(interface: String, sender: String, role: String, at: Instant) -> String {
        number &+= 1
        let digits = String(Self.mixed(number ^ seed), radix: 16)
        let padded = String(repeating: "0", count: 16 - digits.utf8.count) + digits
        return "T-\(interface)-\(sender)-\(role)-\(at.compactDate)-\(padded)"
    }

    /// One to one: every step can be undone (the finaliser of SplitMix64).
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mix = value
        mix = (mix ^ (mix >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mix = (mix ^ (mix >> 27)) &* 0x94D0_49BB_1331_11EB
        return mix ^ (mix >> 31)
    }
}

extension Instant {
    /// `20260401`, in UTC.
    var compactDate: String { String(date.filter { $0 != "-" }) }
}
