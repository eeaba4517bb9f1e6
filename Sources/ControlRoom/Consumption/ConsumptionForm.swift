import Consumption
import Market

/// Fills the form from what was typed, with what is wrong beside each field.
enum ConsumptionForm {
    /// Empty rows beneath those that are filled.
    private static let spareRows = 2

    static func model(_ reading: ConsumptionReading, _ desk: Desk) -> ConsumptionFormModel {
        let standard = ConsumptionPreset.standard
        // What was typed stands as it was typed; a page that was asked for nothing shows what it begins with.
        let typed = desk.address.consumption
        var values = ConsumptionPreset.fields(of: standard)
        if typed.hasRows { for (name, _) in values.pairs where isRow(name) { values[name] = nil } }
        for (name, value) in typed.pairs { values[name] = value }
        let rows = rows(values, reading)
        let mixWrong = reading.words(of: "mix").joined(separator: " ")
        let problems = reading.problems.filter { !ConsumptionForm.isLook($0.field) }
        return ConsumptionFormModel(
            problems: problems.map { LinkModel(text: "\(name(of: $0.field)): \($0.words)", href: "#run-\($0.field)") },
            hasProblems: !problems.isEmpty,
            problemsInWords: "\(Wording.count(problems.count, "field")) cannot be read:",
            action: Route.consumption(.portfolio).path, reset: desk.link(.consumption(.portfolio)),
            hidden: desk.hiddenOptions, fields: fields(values, reading), choices: choices(values, reading),
            rows: rows, mixIsWrong: !mixWrong.isEmpty, mixWrong: mixWrong, total: total(reading), words: words,
            classIsUnknown: problems.contains { $0.field.hasPrefix("class") },
            kinds: kinds)
    }

    /// Fields that choose what is looked at and decide nothing of the run.
    static func isLook(_ field: String) -> Bool { ["mpan", "day", "clock"].contains(field) }

    private static func isRow(_ name: String) -> Bool { name.hasPrefix("class") || name.hasPrefix("share") }

    /// A field's name as the summary of problems has it.
    private static func name(of field: String) -> String {
        switch field {
        case "mpans": "Metering points"
        case "from": "First day"
        case "gsp": "GSP group"
        case "mix": "Shares"
        default:
            if field.hasPrefix("class") || field.hasPrefix("share") {
                "\(field.prefix(5).capitalised) \(field.dropFirst(5))"
            } else {
                field[...].capitalised
            }
        }
    }

    private static func fields(
        _ values: ConsumptionFields, _ reading: ConsumptionReading
    ) -> [ConsumptionFieldModel] {
        func field(
            _ name: String, _ text: String, _ hint: String, kind: String = "text", isNumber: Bool = false
        ) -> ConsumptionFieldModel {
            ConsumptionFieldModel(
                name, text, hint: hint, kind: kind, isNumber: isNumber, value: values[name] ?? "", reading)
        }
        return [
            field(
                "mpans", "Metering points", "Import MPANs, 1 to 1,000,000,000. Linked export MPANs come on top.",
                isNumber: true),
            field("seed", "Seed", "Another seed makes other customers of the same kind.", isNumber: true),
            field("from", "First day", "A date from 2000 to 2098.", kind: "date"),
            field("days", "Days", "1 to 3,700.", isNumber: true),
        ]
    }

    private static func choices(
        _ values: ConsumptionFields, _ reading: ConsumptionReading
    ) -> [ConsumptionFormModel.Choice] {
        func choice(
            _ name: String, _ text: String, _ hint: String, _ options: [(value: String, text: String)]
        ) -> ConsumptionFormModel.Choice {
            let chosen = values[name] ?? options.first?.value
            let wrong = reading.words(of: name).joined(separator: " ")
            return ConsumptionFormModel.Choice(
                name: name, text: text, hint: hint,
                options: options.map { .init(value: $0.value, text: $0.text, isChosen: $0.value == chosen) },
                isWrong: !wrong.isEmpty, wrong: wrong)
        }
        return [
            choice(
                "gsp", "GSP group", "Where the metering points are.",
                [("all", "All, by size")] + GSPGroup.allCases.map { ($0.id, "\($0.id) \($0.name)") }),
            choice(
                "format", "Format", "Of the data file.",
                SampleFormats.all.map { ($0.word, "\($0.word): \($0.meaning)") }),
        ]
    }

    private static func rows(
        _ values: ConsumptionFields, _ reading: ConsumptionReading
    ) -> [ConsumptionFormModel.Row] {
        let last = (1...ConsumptionFields.mostRows).last { values["class\($0)"] != nil || values["share\($0)"] != nil }
        return (1...min((last ?? 0) + spareRows, ConsumptionFields.mostRows)).map { number in
            let (name, share) = ("class\(number)", "share\(number)")
            let wrongs = [name, share].flatMap { field in
                reading.words(of: field).map { ConsumptionFormModel.Wrong(id: "run-\(field)-wrong", words: $0) }
            }
            return ConsumptionFormModel.Row(
                number: number, className: name, classValue: values[name] ?? "",
                classIsWrong: !reading.words(of: name).isEmpty, shareName: share, shareValue: values[share] ?? "",
                shareIsWrong: !reading.words(of: share).isEmpty, isWrong: !wrongs.isEmpty, wrongs: wrongs)
        }
    }

    private static func total(_ reading: ConsumptionReading) -> [String] {
        guard let request = reading.request else { return [] }
        let sum = request.configuration.mix.reduce(0) { $0 + $1.billionths }
        return ["The shares sum to \(Percent.text(billionths: sum)) %."]
    }

    private static let words: [ConsumptionFormModel.Words] =
        MarketSegment.allCases.map { segment in
            ConsumptionFormModel.Words(
                text: segment.word[...].capitalised,
                words: SiteClass.allCases.filter { $0.segment == segment }.map(\.word).joined(separator: ", "))
        } + [
            ConsumptionFormModel.Words(
                text: "Add with +",
                words: AddOns.words.map(\.word).joined(separator: ", ") + "; not to unmetered classes")
        ]

    /// Every class by itself, and homes and businesses with the technologies that are usual there.
    private static let kinds: [String] =
        SiteClass.allCases.map(\.word)
        + [
            "smart-domestic+pv", "smart-domestic+ev", "smart-domestic+pv+ev", "smart-domestic+heat-pump",
            "smart-domestic+pv+battery", "smart-domestic-multirate+storage-heating", "smart-domestic-multirate+ev",
            "smart-business+pv",
        ]
}

extension ConsumptionFields {
    /// Whether any class or share was typed.
    var hasRows: Bool {
        (1...Self.mostRows).contains { self["class\($0)"] != nil || self["share\($0)"] != nil }
    }
}

extension StringProtocol {
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}

extension Desk {
    /// The day and the reading asked for, for forms to carry along.
    var hiddenOptions: [HiddenField] {
        Address(route: .home, options: carriedOptions).pairs.map { HiddenField(name: $0.name, value: $0.value) }
    }

    private var carriedOptions: ViewOptions {
        var options = options
        options.focus = false
        return options
    }

    /// A link to a place of the manufactured data with a form's fields.
    func link(_ place: ConsumptionPlace, _ fields: ConsumptionFields) -> String {
        Address(route: .consumption(place), options: carriedOptions, consumption: fields).text
    }
}
