@testable import Cleanse
import TestSupport
import Testing

/// Many members of one id or device are answered by groups; what is said must be what comparing every pair says.
@Suite struct SharedGroupTests {
    private static func members(_ generator: inout SeededGenerator) -> [SharedMember] {
        func pick<Value>(_ values: [Value]) -> Value { values[generator.nextBelow(values.count)] }
        let variety = 1 + generator.nextBelow(6)
        return (0..<(2 + generator.nextBelow(40))).map { row in
            SharedMember(
                row: UInt32(row * 3), home: UInt32(generator.nextBelow(2 + variety * 2)),
                make: UInt32(generator.nextBelow(variety)),
                installed: pick([0, .unknownField] + (0..<variety).map { UInt16(100 + $0) }),
                direction: pick([UInt8(ascii: "I"), UInt8(ascii: "E"), UInt8(ascii: "I"), 0, UInt8(ascii: "Q")]),
                postcode: UInt64(generator.nextBelow(variety)), isUnmetered: false, mpan: UInt64(1 + row),
                device: nil)
        }
    }

    @Test(arguments: [true, false], [true, false])
    func groupsSayWhatEveryPairSays(isDevice: Bool, asksUnlinked: Bool) async throws {
        try await Property.check(seed: 20_261_121, count: 400) { generator in
            let pairs = MeterPairs(
                members: Self.members(&generator), asksUnlinked: asksUnlinked, isDevice: isDevice)
            let (grouped, plain) = (pairs.grouped().sorted(), pairs.plain().sorted())
            try Property.hold(grouped == plain, "groups \(grouped), pairs \(plain)")
        }
    }

    /// One serial at two hundred thousand MPANs, each at its own postcode on its own day: pairs would take hours.
    @Test(.timeLimit(.minutes(1))) func oneSerialOnVeryManyMPANs() {
        let members = (0..<200_000).map { row in
            SharedMember(
                row: UInt32(row), home: UInt32(row), make: UInt32(row % 5), installed: UInt16(100 + row % 5_000),
                direction: UInt8(ascii: row % 2 == 0 ? "I" : "E"), postcode: UInt64(1 + row / 2), isUnmetered: false,
                mpan: UInt64(row), device: 7)
        }
        let found = MeterPairs(members: members, asksUnlinked: true, isDevice: false).found()
        #expect(found.count(where: { $0.kind == .unlinkedID }) == 100_000)
        #expect(found.count(where: { $0.kind == .otherMake }) == 160_000)
    }
}
