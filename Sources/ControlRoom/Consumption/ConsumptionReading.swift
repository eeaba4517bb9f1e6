import Consumption
import Kernel
import Market

/// The form as it was read: the request where it can be run, and a message for each field that cannot.
struct ConsumptionReading: Sendable, Hashable {
    /// What is wrong with one field, in words for whoever filled it.
    struct Problem: Sendable, Hashable {
        /// The field's name in the address; `mix` for the shares together.
        let field: String
        /// A whole sentence, without the field's name.
        let words: String
    }

    /// Nil where a field that decides the run cannot be read.
    let request: ConsumptionRequest?
    /// In the order of the form's fields.
    let problems: [Problem]

    func words(of field: String) -> [String] { problems.filter { $0.field == field }.map(\.words) }

    /// Reads the fields; those left empty take the form's beginning.
    static func read(_ fields: ConsumptionFields) -> ConsumptionReading {
        var reader = FieldReader(fields)
        return reader.reading()
    }
}

/// Reads one field after another and keeps what is wrong with each.
private struct FieldReader {
    private let fields: ConsumptionFields
    private var problems: [ConsumptionReading.Problem] = []

    init(_ fields: ConsumptionFields) { self.fields = fields }

    mutating func reading() -> ConsumptionReading {
        let standard = ConsumptionPreset.standard
        let mpans = whole("mpans", 1...1_000_000_000, else: standard.importMPANs)
        let seed = seed(else: standard.seed)
        let from = date("from", ConsumptionConfiguration.dates, else: standard.from)
        let days = days(from: from, else: standard.days)
        let region = region()
        let format = format()
        let mix = fields.hasRows ? mix() : ConsumptionRequest.ordered(standard.mix)
        guard problems.isEmpty else { return ConsumptionReading(request: nil, problems: problems) }
        var configuration = ConsumptionConfiguration(
            seed: seed, importMPANs: mpans, mix: mix, from: from, days: days)
        if let region { configuration.regions = [.init(region, billionths: ConsumptionConfiguration.whole)] }
        do {
            try configuration.validate()
        } catch {
            // What the fields could not say for themselves.
            problems.append(.init(field: "mix", words: "This cannot be run: \(error.description)."))
            return ConsumptionReading(request: nil, problems: problems)
        }
        let last = from.adding(days: days - 1)
        let mpan = mpan(Portfolio(configuration))
        let day = date("day", from...last, else: from)
        let clock = clock()
        return ConsumptionReading(
            request: ConsumptionRequest(
                configuration: configuration, region: region, format: format, mpan: mpan, day: day, clock: clock),
            problems: problems)
    }

    private mutating func complain(_ field: String, _ words: String) {
        problems.append(.init(field: field, words: words))
    }

    /// A field's text as messages show it: in quotation marks, no more than a line.
    private func shown(_ text: String) -> String { "“\(Wording.cut(text, to: 60))”" }

    // MARK: Numbers and dates

    /// Digits, with commas at the thousands or not.
    private static func digits(_ text: String) -> [UInt8]? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ") }
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) } ? digits : nil
    }

    private mutating func whole(_ name: String, _ range: ClosedRange<Int>, else standard: Int) -> Int {
        guard let text = fields[name] else { return standard }
        let bounds = "\(Wording.number(range.lowerBound)) to \(Wording.number(range.upperBound))"
        guard let digits = Self.digits(text) else {
            complain(name, "\(shown(text)) is not a whole number. Write one from \(bounds).")
            return standard
        }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), range.contains(number) else {
            complain(name, "\(shown(text)) is outside \(bounds).")
            return standard
        }
        return number
    }

    private mutating func seed(else standard: UInt64) -> UInt64 {
        guard let text = fields["seed"] else { return standard }
        guard let digits = Self.digits(text), let seed = UInt64(String(decoding: digits, as: UTF8.self)) else {
            complain("seed", "\(shown(text)) is not a whole number from 0 to \(UInt64.max).")
            return standard
        }
        return seed
    }

    private mutating func date(
        _ name: String, _ range: ClosedRange<CalendarDate>, else standard: CalendarDate
    ) -> CalendarDate {
        guard let text = fields[name] else { return standard }
        guard let date = CalendarDate(iso: text) else {
            complain(name, "\(shown(text)) is not a date. Write one such as \(standard.iso).")
            return standard
        }
        guard range.contains(date) else {
            let (first, last) = (Wording.date(range.lowerBound), Wording.date(range.upperBound))
            complain(name, "\(Wording.date(date)) is outside \(first) to \(last)\(name == "day" ? ", the run" : "").")
            return standard
        }
        return date
    }

    private mutating func days(from: CalendarDate, else standard: Int) -> Int {
        let known = problems.count
        let days = whole("days", 1...3_700, else: standard)
        let most = ConsumptionConfiguration.dates.upperBound - from + 1
        if problems.count == known, days > most {
            let last = Wording.date(ConsumptionConfiguration.dates.upperBound)
            complain(
                "days", "From \(Wording.date(from)) there are \(Wording.count(most, "day")) up to \(last), the last.")
        }
        return days
    }

    // MARK: Choices

    private mutating func region() -> GSPGroup? {
        guard let text = fields["gsp"], text != "all" else { return nil }
        let region = GSPGroup(id: text)
        if region == nil {
            let known = GSPGroup.allCases.map(\.id).joined(separator: ", ")
            complain("gsp", "There is no GSP group \(shown(text)). There are \(known).")
        }
        return region
    }

    private mutating func format() -> String {
        guard let text = fields["format"] else { return SampleFormats.standard }
        guard SampleFormats.words.contains(text) else {
            let known = SampleFormats.words.joined(separator: ", ")
            complain("format", "There is no format \(shown(text)). There are \(known).")
            return SampleFormats.standard
        }
        return text
    }

    private mutating func clock() -> DayKind {
        switch fields["clock"] {
        case nil, "utc": return .utc
        case "local": return .local
        case let text?:
            complain("clock", "\(shown(text)) is neither utc nor local.")
            return .utc
        }
    }

    private mutating func mpan(_ portfolio: Portfolio) -> MPANCore? {
        guard let text = fields["mpan"] else { return nil }
        let core: MPANCore
        do {
            core = try MPANCore(reading: text)
        } catch {
            complain("mpan", words(of: error, text))
            return nil
        }
        guard let position = portfolio.position(of: core) else {
            let (first, last) = (portfolio.site(at: 0).mpan, portfolio.site(at: portfolio.count - 1).mpan)
            complain("mpan", "\(core) is not in this portfolio, whose import MPANs run from \(first) to \(last).")
            return nil
        }
        // An export MPAN shows the site that it belongs to.
        return portfolio.site(at: position).mpan
    }

    private func words(of error: MPANError, _ text: String) -> String {
        switch error {
        case .notDigits: "\(shown(text)) holds something other than digits. An MPAN is 13 digits."
        case .wrongLength: "\(shown(text)) is not 13 digits long."
        case .wrongCheckDigit(_, let expected):
            "\(shown(text)) fails its check digit: after these twelve digits comes \(expected)."
        }
    }

    // MARK: The mix

    private mutating func mix() -> [ConsumptionConfiguration.Share] {
        let known = problems.count
        var shares: [ConsumptionConfiguration.Share] = []
        for row in 1...ConsumptionFields.mostRows {
            let (name, printed) = (fields["class\(row)"], fields["share\(row)"])
            guard name != nil || printed != nil else { continue }
            let kind = kind(row, name)
            let share = share(row, printed)
            guard let kind, let share else { continue }
            if shares.contains(where: { $0.kind == kind }) {
                complain("class\(row)", "\(kind) stands in another row already. Write it once, with the whole share.")
            } else if share > 0 {
                shares.append(.init(kind, billionths: share))
            }
        }
        guard problems.count == known else { return shares }
        let sum = shares.reduce(0) { $0 + $1.billionths }
        // The command line allows the same millionth, so that thirds can be written.
        if abs(sum - ConsumptionConfiguration.whole) > 1_000 {
            complain("mix", "The shares sum to \(Percent.text(billionths: sum)) %. They must sum to 100 %.")
        }
        return ConsumptionRequest.ordered(shares)
    }

    private mutating func kind(_ row: Int, _ name: String?) -> SiteKind? {
        guard let name else {
            complain("class\(row)", "Name the class that has this share, or empty the share.")
            return nil
        }
        do {
            return try SiteKind(reading: name)
        } catch .unknownClass(let word) {
            complain("class\(row)", "There is no class \(shown(word)). The classes are listed below.")
        } catch .unknownAddOn(let word, _) {
            let known = AddOns.words.map(\.word).joined(separator: ", ")
            complain("class\(row)", "There is no add-on \(shown(word)). There are \(known).")
        } catch .repeatedAddOn(let word, _) {
            complain("class\(row)", "The add-on \(word) is named twice.")
        } catch .addOnToUnmetered {
            complain("class\(row)", "Unmetered classes take no add-ons.")
        } catch {
            complain("class\(row)", "\(shown(name)) is not a class: \(error.description).")
        }
        return nil
    }

    private mutating func share(_ row: Int, _ printed: String?) -> Int? {
        guard let printed else {
            complain("share\(row)", "Give this class a share, or empty the class.")
            return nil
        }
        guard let share = Percent.billionths(printed) else {
            complain("share\(row)", "\(shown(printed)) is not a share in per cent, such as 12.5.")
            return nil
        }
        guard share <= ConsumptionConfiguration.whole else {
            complain("share\(row)", "\(shown(printed)) is more than 100 %.")
            return nil
        }
        return share
    }
}
