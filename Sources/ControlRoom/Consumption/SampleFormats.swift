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

    static let all: [Choice] = (TextFormats.all + BinaryFormats.all).map {
        Choice(word: $0.word, meaning: meanings[$0.word] ?? "")
    }

    static let words = all.map(\.word)

    private static let meanings = [
        "csv": "a row a metering point and UTC day", "long": "a row a half hour", "fixed": "CSV of fixed width",
        "d0036": "flow of local days", "d0379": "flow of UTC days", "if021": "message bodies, one a line",
        "df2": "Stark’s import file", "parquet": "columns", "parquet-plain": "columns, for older readers",
        "hhb": "compact blocks",
    ]

    /// Whether the room writes a sample of the format; files that are whole by themselves only are made by the command line.
    static func hasSample(_ word: String) -> Bool { format(word) != nil }

    static func format(_ word: String) -> (any ConsumptionFormat)? { TextFormats.all.first { $0.word == word } }

    /// Where the sample of a format is had.
    static func place(_ format: any ConsumptionFormat) -> ConsumptionPlace {
        format.fileExtension == "csv" ? .sample : .sampleText
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
