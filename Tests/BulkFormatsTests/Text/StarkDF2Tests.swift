import Formats
import Kernel
import Market
import TestSupport
import Testing

@Suite("Stark DF2")
struct StarkDF2Tests {
    @Test("A block names the metering point, the sensor and the end of each half hour")
    func block() {
        var row = SampleRow.utc("2026-12-31", [770])
        row.values[1] = .min
        row.values[2] = -64
        row.values[47] = 123_456
        row.quantity = .reactiveImport
        row.qualities = Array(repeating: 16, count: 46) + [0, 1]
        let lines = BulkFile.text(StarkDF2Format(), [row]).split(separator: "\n")
        #expect(lines.count == 1 + 2 + 47)
        #expect(
            lines[0...4] == ["#F2", "#O1012345678903", "#S3", "31/12/2026,00:30,0.770,A", "31/12/2026,01:30,-0.064,A"])
        #expect(lines[48] == "31/12/2026,23:30,0.770,A")
        #expect(lines[49] == "01/01/2027,00:00,123.456,E")
    }

    @Test("Each quantity has its sensor", arguments: zip(MeasurementQuantity.allCases, 1...4))
    func sensors(quantity: MeasurementQuantity, sensor: Int) {
        var row = SampleRow.utc("2026-01-15", [1])
        row.quantity = quantity
        #expect(BulkFile.text(StarkDF2Format(), [row]).split(separator: "\n")[2] == "#S\(sensor)")
    }

    @Test("Another program reads back every value that is there")
    func roundTrip() async throws {
        try await Property.check(seed: 73, count: 6) { generator in
            let rows = (0..<60).map { _ in SampleRow.random(&generator, .utc) }
            let read = try await BulkFile.read(BulkFile.write(StarkDF2Format(), rows), "read_df2.py")
            let expected = rows.map { row in
                let readings = row.values.indices.filter { row.values[$0] != ConsumptionRow.missing }.map { place in
                    let start = HalfHour(index: row.firstHalfHour + place).description.prefix(16)
                        .filter { $0.isNumber }
                    return "\(start)=\(row.values[place])/\(row.codes[place].isActual ? "A" : "E")"
                }
                return "\(Expected.mpan(row.mpan))|\(row.quantity.rawValue + 1)|\(readings.joined(separator: ","))"
            }
            try Property.hold(read == Expected.lines(expected), "the blocks read back otherwise")
        }
    }
}
