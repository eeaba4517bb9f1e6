import Testing

@testable import Consumption

@Suite struct PhiloxTests {
    /// The known answers that the generator's authors distribute with Random123 (kat_vectors).
    @Test(arguments: [
        (SIMD4<UInt32>(0, 0, 0, 0), UInt64(0), SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)),
        (
            SIMD4<UInt32>(repeating: .max), UInt64.max,
            SIMD4<UInt32>(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
        ),
        (
            SIMD4<UInt32>(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), UInt64(0x299F_31D0_A409_3822),
            SIMD4<UInt32>(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
        ),
    ])
    func knownAnswers(counter: SIMD4<UInt32>, key: UInt64, answer: SIMD4<UInt32>) {
        #expect(Philox(seed: key).block(counter) == answer)
    }

    @Test func fourAtOnceAreTheFour() {
        let philox = Philox(seed: 0xDEAD_BEEF_0123_4567)
        let places = SIMD4<UInt32>(0, 17, .max, 4_000_000_000)
        let purposes = SIMD4<UInt32>(1, 2, 3, 20)
        let subject: UInt64 = 990_123_456_789
        let drawn = philox.blocks(subject: subject, places: places, purposes: purposes)
        for (lane, block) in [drawn.0, drawn.1, drawn.2, drawn.3].enumerated() {
            let counter = SIMD4(
                UInt32(truncatingIfNeeded: subject), UInt32(subject >> 32), places[lane], purposes[lane])
            #expect(block == philox.block(counter))
        }
    }

    @Test func purposesHaveNumbersOfTheirOwn() {
        #expect(Set(Purpose.allCases.map(\.rawValue)).count == Purpose.allCases.count)
    }

    @Test(arguments: [0, 1, 20_454, 40_000])
    func aDaysWordsAreThoseOfTheirAddresses(day: Int) {
        let philox = Philox(seed: 7)
        var words = [UInt32](repeating: 0, count: 64)
        words.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            FastPathTests.lanes(7) { ActivityDraws.words($0, subject: 990_000_000_001, day: day, into: start) }
        }
        for place in 0..<64 {
            let alone = ActivityDraws.word(philox, subject: 990_000_000_001, halfHour: day * 48 - 16 + place)
            #expect(words[place] == alone, "place \(place) of day \(day)")
        }
    }
}
