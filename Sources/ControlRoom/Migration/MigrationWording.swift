import Kernel
import Migration

/// How values of the migration are put for reading.
enum MigrationWording {
    /// `94.2 %` that does not break, cut and never rounded up, from parts of a thousand.
    static func percent(thousandths: Int?) -> String {
        guard let thousandths else { return "–" }
        return "\(Wording.number(thousandths / 10)).\(thousandths % 10)\u{A0}%"
    }

    /// A share of a whole, cut; a dash where the whole is nothing.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        return percent(thousandths: max(part, 0) * 1_000 / whole)
    }

    /// `1.2 million` above a million, `345,678` below.
    static func short(_ number: Int) -> String {
        guard number >= 1_000_000 else { return Wording.number(number) }
        let hundredths = number / 10_000
        let rest = hundredths % 100
        return "\(Wording.number(hundredths / 100)).\(rest < 10 ? "0" : "")\(rest)\u{A0}m"
    }

    /// A rate in MPANs a day from millionths, rounded down.
    /// To the nearest whole number, as the command prints it.
    static func rate(_ millionths: Int?) -> String {
        millionths.map { Wording.number(($0 + ($0 < 0 ? -500_000 : 500_000)) / 1_000_000) } ?? "–"
    }

    static func date(_ date: CalendarDate?) -> String { date.map(Wording.date) ?? "–" }

    static func band(_ band: SizeBand) -> String {
        switch band {
        case .large: "large"
        case .medium: "medium"
        case .small: "small"
        }
    }

    /// How attainment is judged: tone and word.
    static func attainment(_ thousandths: Int?, _ settings: MigrationSettings) -> (tone: String, word: String)? {
        guard let thousandths else { return nil }
        if thousandths * 1_000 >= settings[WatchParameters.attainmentGood].millionths { return ("good", "on plan") }
        if thousandths * 1_000 >= settings[WatchParameters.attainmentFair].millionths { return ("fair", "behind") }
        return ("bad", "far behind")
    }

    /// A cell with attainment, its word below.
    static func cell(_ thousandths: Int?, _ settings: MigrationSettings) -> DIPCell {
        guard let judged = attainment(thousandths, settings) else { return DIPCell(nil, style: "t-number") }
        return DIPCell(percent(thousandths: thousandths), style: "t-number", tone: judged.tone, detail: judged.word)
    }

    /// Signed: `+120`, `−40`, `0`.
    static func signed(_ number: Int) -> String { (number > 0 ? "+" : "") + Wording.number(number) }

    /// The name of a limit: `Industry`, `LOND`.
    static func limit(_ distributor: Int?, _ market: MigrationMarket) -> String {
        distributor.map { market.distributors[$0] } ?? "Industry"
    }

    /// A sentence made of the command line's words: a capital at its head and a full stop at its end.
    static func sentence(_ words: String) -> String { words.capitalisedFirst + (words.hasSuffix(".") ? "" : ".") }
}
