@testable import Cleanse
import Kernel
import TestSupport
import Testing

/// Many members of one id or device are answered by groups; what is said must be what comparing every pair says.
@Suite struct SharedGroupTests {
    private static func members(_ generator: inout SeededGenerator) -> [SharedMember] {
        let variety = 1 + generator.nextBelow(6)
        let directions = [UInt8(ascii: "I"), UInt8(ascii: "E"), UInt8(ascii: "I"), 0, UInt8(ascii: "Q")]
        var days: [UInt16] = [0, .unknownField]
        for day in 0..<variety { days.append(UInt16(100 + day)) }
        let count = 2 + generator.nextBelow(40)
        var members: [SharedMember] = []
        for row in 0..<count {
            let home = UInt32(generator.nextBelow(2 + variety * 2))
            let make = UInt32(generator.nextBelow(variety))
            let installed = days[generator.nextBelow(days.count)]
            let direction = directions[generator.nextBelow(directions.count)]
            let postcode = UInt64(generator.nextBelow(variety))
            members.append(
                SharedMember(
                    row: UInt32(row * 3), home: home, make: make, installed: installed, direction: direction,
                    postcode: postcode, isUnmetered: false, mpan: UInt64(1 + row), device: nil))
        }
        return members
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
        var members: [SharedMember] = []
        for row in 0..<200_000 as Range<UInt32> {
            let direction: UInt8 = row % 2 == 0 ? UInt8(ascii: "I") : UInt8(ascii: "E")
            let installed = UInt16(100 + row % 5_000)
            members.append(
                SharedMember(
                    row: row, home: row, make: row % 5, installed: installed, direction: direction,
                    postcode: UInt64(1 + row / 2), isUnmetered: false, mpan: UInt64(row), device: 7))
        }
        let found = MeterPairs(members: members, asksUnlinked: true, isDevice: false).found()
        #expect(found.count(where: { $0.kind == .unlinkedID }) == 100_000)
        #expect(found.count(where: { $0.kind == .otherMake }) == 160_000)
    }
}
