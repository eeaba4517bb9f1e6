import Formats
import Foundation
import Kernel
import Market
import TestSupport
import Testing

@Suite("Settlement period messages")
struct SettlementMessageTests {
    /// The plain form in which the reader prints a message.
    private func plain(_ row: SampleRow, _ stamp: FlowParties.PeriodStamp) -> String {
        let periods = row.values.indices.filter { row.values[$0] != ConsumptionRow.missing }.map { place in
            let half = HalfHour(index: row.firstHalfHour + place + (stamp == .end ? 1 : 0))
            let quality = row.codes[place]
            let reason = quality.isActual ? "" : quality.code == "ZE2" ? "5" : quality.code == "ZE3" ? "6" : "2"
            return "\(half.description.prefix(16))=\(row.values[place])/\(quality.code)/\(reason)"
        }
        let fields = [
            Expected.mpan(row.mpan), Expected.date(row.firstHalfHour / 48), row.quantity.code,
            row.quantity.isReactive ? "ReactivePower" : "ActivePower",
            ["SDS", "ADS", "UMSDS"][Int(row.supply.segment.rawValue)], row.supply.region.id,
            row.supply.connection.indicator, periods.joined(separator: ","),
        ]
        return fields.joined(separator: "|")
    }

    /// Rows no two of which are of the same metering point, day and quantity.
    private func rows(_ count: Int, _ generator: inout SeededGenerator) -> [SampleRow] {
        (0..<count).map { number in
            var row = SampleRow.random(&generator, .utc)
            row.mpan = MPANCore(body: row.mpan / 10 / 1_000 * 1_000 + UInt64(number)).number
            return row
        }
    }

    @Test("A message is as laid out, a missing half hour left out")
    func golden() throws {
        var row = SampleRow.utc("2026-03-31", [125, 131])
        row.mpan = 2_000_056_535_971
        row.values = [125, 131, ConsumptionRow.missing, -1] + Array(repeating: ConsumptionRow.missing, count: 44)
        row.qualities = [0, 3, 3, 14] + Array(repeating: 0, count: 44)
        row.supply = SupplyPoint(region: .k, segment: .advanced, connection: .lowVoltage, distributor: 21)
        try Golden.check(
            BulkFile.text(SettlementMessageFormat(), [row]), against: "Tests/BulkFormatsTests/Golden/if021.jsonl")
    }

    @Test("The serial of the reference holds metering point, day and quantity")
    func serial() throws {
        var row = SampleRow.utc("2026-03-31", [1])
        row.quantity = .reactiveExport
        let text = BulkFile.text(SettlementMessageFormat(), [row])
        let day = UInt64(FixedDays.day("2026-03-31").dayNumber)
        let serial = String(1_012_345_678_903 << 20 | day << 2 | 3 as UInt64, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: 16 - serial.count) + serial
        #expect(text.contains("\"S-IF-021-9900000001-SDS-20260401-\(padded)\""))
        #expect(text.contains("\"senderTimestamp\":\"2026-04-01T09:00:00+00:00\""))
    }

    @Test("A day without any value is no message")
    func nothing() {
        let empty = SampleRow.utc("2026-03-31", [ConsumptionRow.missing])
        #expect(BulkFile.text(SettlementMessageFormat(), [empty]) == "")
        let around = BulkFile.text(
            SettlementMessageFormat(), [.utc("2026-03-31", [1]), empty, .utc("2026-04-01", [1])])
        #expect(around.split(separator: "\n").count == 2)
    }

    @Test(
        "Another program finds every period in messages of the right shape", arguments: FlowParties.PeriodStamp.allCases
    )
    func roundTrip(stamp: FlowParties.PeriodStamp) async throws {
        var run = BulkFile.run
        run.parties.periodStamp = stamp
        try await Property.check(seed: 74, count: 4) { [run] generator in
            let rows = rows(60, &generator)
            let file = BulkFile.write(SettlementMessageFormat(), rows, run: run)
            let read = try await BulkFile.read(file, "read_if021.py")
            let sent = rows.filter { $0.values.contains { $0 != ConsumptionRow.missing } }
            try Property.hold(
                read == Expected.lines(sent.map { plain($0, stamp) }), "the messages read back otherwise")
        }
    }

    /// The published schema lies beside the repository; it is read there and never copied.
    static let specification: URL? = {
        let folder = Repository.root.deletingLastPathComponent().appendingPathComponent("shared/dip-spec/2.1.0")
        if FileManager.default.fileExists(atPath: folder.path) { return folder }
        Repository.say("ABSENT: ../shared/dip-spec; messages are not compared with the published schema in this run.")
        return nil
    }()

    @Test("Messages pass the published schema", .enabled(if: specification != nil))
    func schema() async throws {
        let folder = try #require(Self.specification)
        var generator = SeededGenerator(seed: 75)
        let file = BulkFile.write(SettlementMessageFormat(), rows(40, &generator))
        _ = try await BulkFile.read(file, "read_if021.py", after: [folder.path])
    }
}
