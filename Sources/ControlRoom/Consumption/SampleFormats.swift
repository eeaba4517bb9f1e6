import Formats
import Kernel
import Market

/// The formats that the form offers, and those in which the room itself writes a sample.
enum SampleFormats {
    struct Choice: Sendable, Hashable {
        /// The word of `--format`.
        let word: String
        let meaning: String
    }

    static let standard = "csv"

    static let all: [Choice] = [
        Choice(word: "csv", meaning: "CSV, a row a metering point and UTC day"),
        Choice(word: "long", meaning: "CSV, a row a half hour"),
        Choice(word: "fixed", meaning: "CSV of fixed width"),
        Choice(word: "d0036", meaning: "D0036 flow, local days"),
        Choice(word: "d0379", meaning: "D0379 flow, UTC days"),
        Choice(word: "if021", meaning: "IF-021 message bodies"),
        Choice(word: "df2", meaning: "Stark DF2"),
        Choice(word: "parquet", meaning: "Parquet"),
        Choice(word: "hhb", meaning: "Compact binary"),
    ]

    static let words = all.map(\.word)

    /// Whether the room writes a sample of the format; the others are made by the command line.
    static func hasSample(_ word: String) -> Bool { format(word) != nil }

    static func format(_ word: String) -> (any ConsumptionFormat)? {
        switch word {
        case "csv": PlainCSVFormat(isLong: false)
        case "long": PlainCSVFormat(isLong: true)
        default: nil
        }
    }
}

/// The two CSV layouts, written plainly: for samples, where a hundred metering points are all there is.
struct PlainCSVFormat: ConsumptionFormat {
    /// A row a half hour in place of a row a day.
    let isLong: Bool

    var word: String { isLong ? "long" : "csv" }
    let fileExtension = "csv"
    let days = DayKind.utc
    let isContainer = false
    let rowsPerChunk = 1_024

    func header(_ run: RunDescription) -> [UInt8] {
        guard !isLong else { return Array("mpan,utc_date,period,mq,kwh,q\n".utf8) }
        let places = (1...HalfHour.perDay).map { $0 < 10 ? "hh0\($0)" : "hh\($0)" }
        return Array("mpan,utc_date,mq,q,\(places.joined(separator: ","))\n".utf8)
    }

    func makeEncoder(_ run: RunDescription) -> PlainCSVEncoder { PlainCSVEncoder(isLong: isLong) }

    func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] { [] }
}

struct PlainCSVEncoder: ChunkEncoder {
    let isLong: Bool
    private var footer = ChunkFooter()

    init(isLong: Bool) { self.isLong = isLong }

    mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        footer.rows += 1
        let day = HalfHour(index: row.firstHalfHour).day.date.iso.filter { $0 != "-" }
        let number = String(row.mpan)
        let mpan = String(repeating: "0", count: max(13 - number.utf8.count, 0)) + number
        let values = row.values.map { $0 == ConsumptionRow.missing ? "" : Energy.thousandths(Int($0)) }
        guard isLong else {
            footer.lines += 1
            arena.append("\(mpan),\(day),\(row.quantity.code),\(row.quality.code)".utf8)
            for value in values { arena.append(",\(value)".utf8) }
            arena.append("\n")
            return
        }
        for (place, value) in values.enumerated() {
            footer.lines += 1
            let quality = row.qualities.map { QualityCode(index: $0[place]) } ?? row.quality
            arena.append("\(mpan),\(day),\(place + 1),\(row.quantity.code),\(value),\(quality.code)\n".utf8)
        }
    }

    mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { footer = ChunkFooter() }
        return footer
    }
}

/// Energy in print.
enum Energy {
    /// Watt-hours as kilowatt-hours with three decimals: `0.123`.
    static func thousandths(_ wattHours: Int) -> String {
        let (whole, rest) = Int(wattHours.magnitude).quotientAndRemainder(dividingBy: 1_000)
        let digits = String(rest)
        let fraction = String(repeating: "0", count: 3 - digits.utf8.count) + digits
        return "\(wattHours < 0 ? "-" : "")\(whole).\(fraction)"
    }

    /// Watt-hours as whole kilowatt-hours, commas at the thousands.
    static func kilowattHours(_ wattHours: Int) -> String { Wording.number((wattHours + 500) / 1_000) }
}
