import Testing

@testable import Cleanse

/// What is done many bytes at a time beside the same done one after the other.
@Suite("Many bytes at a time, and one after the other")
struct PlainTwinTests {
    /// A linear congruential generator: the same everywhere.
    private struct Chance {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    private static let multipliers: [UInt64] = [
        0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0xD6E8_FEB8_6659_FD93,
    ]

    private static func fold(_ value: UInt64, _ by: UInt64) -> UInt64 {
        let product = (value ^ by).multipliedFullWidth(by: by | 1)
        return product.high ^ product.low ^ value
    }

    /// The digest of a stretch by its description: words of eight bytes, the first byte lowest, four at a time into two
    /// lanes each; the rest of less than four, the first byte highest, into the first and the third lane.
    private static func plainDigest(_ bytes: ArraySlice<UInt8>, seed: UInt64) -> [UInt64] {
        var lanes = [
            multipliers[0] ^ seed, multipliers[1] &+ seed, multipliers[2] ^ seed, multipliers[3] &+ seed,
        ]
        var rest = bytes
        while rest.count >= 32 {
            let words = (0..<4).map { word in
                rest.dropFirst(8 * word).prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            }
            for lane in 0..<4 {
                lanes[lane] = fold(lanes[lane] ^ words[lane], multipliers[lane]) &+ words[(lane + 1) % 4]
            }
            rest = rest.dropFirst(32)
        }
        while !rest.isEmpty {
            let word = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            lanes[0] = fold(lanes[0] ^ word, multipliers[1])
            lanes[2] = fold(lanes[2] &+ word, multipliers[3])
            rest = rest.dropFirst(8)
        }
        let length = UInt64(bytes.count)
        let one =
            fold(lanes[0] ^ lanes[2] &+ length, multipliers[2]) ^ fold(lanes[1] &+ lanes[3], multipliers[0])
        let other =
            fold(lanes[1] ^ lanes[2], multipliers[3]) ^ fold(lanes[0] &+ lanes[3] ^ length, multipliers[1])
        return [fold(one, multipliers[1]), fold(other, multipliers[2])]
    }

    @Test(
        "Stretches and, beside them, the text that they are of have the digests of their bytes",
        arguments: [1, 9] as [UInt64])
    func digests(seed: UInt64) {
        var chance = Chance(state: seed)
        for _ in 0..<200 {
            let text = (0..<chance.next(700)).map { _ in UInt8(chance.next(256)) }
            let key = UInt64(chance.next(1 << 30))
            text.withUnsafeBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                var whole = RunningDigest(start, text.count, seed: 0)
                var place = 0
                while place < text.count {
                    let count = min(1 + chance.next(200), text.count - place)
                    let plain = Self.plainDigest(text[place..<place + count], seed: key)
                    let beside = StretchDigest.of(start + place, count, seed: key, beside: &whole)
                    let alone = StretchDigest.of(start + place, count, seed: key)
                    #expect([beside.low, beside.high] == plain, "\(count) bytes from \(place), seed \(seed)")
                    #expect(alone == beside)
                    place += count
                }
                let end = whole.end()
                #expect(
                    [end.low, end.high] == Self.plainDigest(text[...], seed: 0), "\(text.count) bytes, seed \(seed)")
            }
        }
    }

    @Test("Ids are put in capitals and their spaces left out", arguments: [2, 5] as [UInt64])
    func meterIDs(seed: UInt64) throws {
        let letters = Array("  09AMUVZabmz".utf8)
        var chance = Chance(state: seed)
        var plain = 0
        for _ in 0..<20_000 {
            let mixed = chance.next(2) == 0
            let text = (0..<1 + chance.next(10)).map { _ in
                mixed ? letters[chance.next(letters.count)] : letters[2 + chance.next(7)]
            }
            let id = try #require(Serial.packed(text))
            let capitals = text.map { $0 >= 0x61 ? $0 - 0x20 : $0 }
            let squeezed = capitals.filter { $0 != 0x20 }
            #expect(MeterNames.upper(id) == Serial.packed(capitals), "\(text), seed \(seed)")
            #expect(MeterNames.squeezed(id) == Serial.packed(squeezed), "\(text), seed \(seed)")
            if capitals == text, squeezed == text { plain += 1 }
            #expect(MeterNames.isPlain(id) == (capitals == text && squeezed == text), "\(text), seed \(seed)")
        }
        #expect(plain > 5_000 && plain < 15_000)
    }
}
