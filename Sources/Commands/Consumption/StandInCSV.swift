import Formats
import Kernel
import Market

struct StandInCSVFormat: ConsumptionFormat {
    let word = "csv"
    let fileExtension = "csv"
    let days = DayKind.utc
    let isContainer = false
    let rowsPerChunk = 4_096

    func header(_ run: RunDescription) -> [UInt8] {
        Array("mpan,utc_date,mq,q\((1...48).map { $0 < 10 ? ",hh0\($0)" : ",hh\($0)" }.joined())\n".utf8)
    }
    func makeEncoder(_ run: RunDescription) -> StandInCSVEncoder { StandInCSVEncoder() }
    func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] { [] }
}

struct StandInCSVEncoder: ChunkEncoder {
    private var rows = 0
    mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        let date = HalfHour(index: row.firstHalfHour).day.date.iso.filter { $0 != "-" }
        var line = "\(row.mpan),\(date),\(row.quantity.code),\(row.quality.code)"
        for value in row.values {
            let rest = String(value % 1_000)
            line += ",\(value / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
        }
        arena.append((line + "\n").utf8)
        rows += 1
    }
    mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { rows = 0 }
        return ChunkFooter(rows: rows, lines: rows)
    }
}
