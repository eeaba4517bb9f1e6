import Kernel
import Market
import Testing

@testable import Consumption

/// Pins the model version: values that move without a new version break everybody's expected results.
@Suite struct GoldenDigestTests {
    /// FNV-1a of every row of one site of each class and set of technologies, over nine days about a clock change.
    static func digest(_ kind: DayKind) throws -> UInt64 {
        let configuration = try AddressingTests.configuration()
        let maker = RowMaker(try ConsumptionGenerator(configuration).makeWorker())
        let dates = DateSpan(from: configuration.from, days: configuration.days, kind: kind)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ value: UInt64) {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                hash = (hash ^ (value >> shift & 0xFF)) &* 0x0000_0100_0000_01B3
            }
        }
        for position in 0..<72 {
            for row in AddressingTests.rows(maker, position, dates) {
                add(row.mpan)
                add(UInt64(row.first))
                add(UInt64(row.quantity.rawValue))
                for value in row.values { add(UInt64(UInt32(bitPattern: value))) }
            }
        }
        return hash
    }

    /// A change here that is meant needs a new `ConsumptionConfiguration.modelVersion` once a release carries this one.
    @Test(arguments: [(DayKind.utc, UInt64(0xE0AC_33A4_0FAF_4BEE)), (.local, UInt64(0x5CF8_B9F1_ECA6_A4BF))])
    func valuesAreThoseOfTheModelVersion(kind: DayKind, digest: UInt64) throws {
        #expect(ConsumptionConfiguration.modelVersion == "1")
        let found = try Self.digest(kind)
        #expect(found == digest, "the digest is 0x\(String(found, radix: 16, uppercase: true))")
    }
}
