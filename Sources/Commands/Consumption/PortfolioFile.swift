import Consumption
import Kernel
import Market

/// A field of a portfolio that cannot be used: where it is, what is wrong with it, and what would do.
struct FieldProblem: Error, Hashable, CustomStringConvertible {
    /// Path of the field, such as `classes.smart-domestic.annual_median_wh`; empty for the file as a whole.
    let path: String
    let words: String

    init(_ path: String, _ words: String) {
        self.path = path
        self.words = words
    }

    var description: String { path.isEmpty ? words : "\(path): \(words)" }
}

/// The portfolio file: JSON that says everything a run is made from. Every field may be left out.
///
/// Members: `mpans`, `mix` (an object of shares by class, or the text that `--mix` takes), `gsp` (shares by group),
/// `numbering` (`invented` or `regional`), `mpan_list` (MPANs as text or numbers), `from`, `days`, `seed`, `classes` and
/// `add_ons` (objects of parameters by class or add-on), `parties` (who flows name), `defects` (a list) and `delivery`
/// (when batches come). Shares are decimals of at most nine places, read exactly; all else is whole numbers.
enum PortfolioFile {
    /// Bytes of a file that are read.
    static let bytesMax = 64 << 20
    /// MPANs of a list in one run; they are part of the configuration and so of every manifest.
    static let listMax = 1_000_000

    /// Applies a file to settings: what it does not say stays.
    static func apply(_ json: ExactJSON, to settings: inout RunSettings) throws(FieldProblem) {
        guard let members = json.members else { throw FieldProblem("", "a portfolio is a JSON object") }
        for member in members where !fields.contains(where: { $0.name == member.name }) {
            throw FieldProblem(
                member.name, "there is no such field; there are \(fields.map(\.name).joined(separator: ", "))")
        }
        // In the order of the fields, not of the file: a list of MPANs then decides over a count.
        for field in fields {
            if let value = json[field.name] { try field.read(value, &settings) }
        }
    }

    /// The complete settings as JSON: what `apply` reads back into the same settings.
    static func json(_ settings: RunSettings) -> ExactJSON {
        let settings = settings.ordered
        let configuration = settings.configuration
        var members: [(String, ExactJSON)] = [
            ("mix", shares(configuration.mix.map { ($0.kind.description, $0.billionths) })),
            ("gsp", shares(configuration.regions.map { ($0.region.id, $0.billionths) })),
            ("from", .text(configuration.from.iso)), ("days", .whole(configuration.days)),
            ("seed", .whole(configuration.seed)),
            (
                "classes",
                .object(
                    SiteClass.allCases.compactMap { one in
                        configuration.classes[one].map { (one.word, parameters($0)) }
                    })
            ),
            (
                "add_ons",
                .object(
                    AddOns.words.compactMap { addOn, word in
                        configuration.addOns[addOn].map { (word, parameters($0)) }
                    })
            ),
            ("parties", parties(settings.parties)),
        ]
        if !configuration.defects.isEmpty {
            let defects = json(configuration.defects)
            members += [("defects", defects.specs), ("delivery", defects.delivery)]
        }
        switch configuration.numbering {
        case .invented: members += [("mpans", .whole(configuration.importMPANs)), ("numbering", .text("invented"))]
        case .regional: members += [("mpans", .whole(configuration.importMPANs)), ("numbering", .text("regional"))]
        case .list(let cores): members.append(("mpan_list", .list(cores.map { .text($0.description) })))
        }
        if settings.dateStep != 1 { members.append(("dates_step", .whole(settings.dateStep))) }
        return .object(members)
    }

    private static func shares(_ shares: [(String, Int)]) -> ExactJSON {
        .object(shares.map { ($0.0, .number(ExactDecimal.text(billionths: $0.1))) })
    }

    private static func parameters(_ values: ParameterValues) -> ExactJSON {
        .object(
            values.specs.map { spec in
                let numbers = values.list(spec.name)
                return (spec.name, spec.isList ? .list(numbers.map { .whole($0) }) : .whole(numbers.first ?? 0))
            })
    }

    // MARK: Fields

    private struct Field {
        let name: String
        let read: (ExactJSON, inout RunSettings) throws(FieldProblem) -> Void
    }

    private static var fields: [Field] {
        [
            Field(name: "mpans") { json, settings throws(FieldProblem) in
                settings.configuration.importMPANs = try whole(json, "mpans")
                if case .list = settings.configuration.numbering { settings.configuration.numbering = .invented }
            },
            Field(name: "mix") { json, settings throws(FieldProblem) in settings.configuration.mix = try mix(json) },
            Field(name: "gsp") { json, settings throws(FieldProblem) in settings.configuration.regions = try gsp(json)
            },
            Field(name: "numbering") { json, settings throws(FieldProblem) in
                settings.configuration.numbering = try numbering(json.text ?? json.canonical)
            },
            Field(name: "mpan_list") { json, settings throws(FieldProblem) in
                settings.configuration.numbering = .list(try list(json))
            },
            Field(name: "from") { json, settings throws(FieldProblem) in
                settings.configuration.from = try date(json.text ?? json.canonical)
            },
            Field(name: "days") { json, settings throws(FieldProblem) in
                settings.configuration.days = try whole(json, "days")
            },
            Field(name: "seed") { json, settings throws(FieldProblem) in
                guard case .number(let number) = json, let seed = UInt64(number) else {
                    throw FieldProblem("seed", "\(json.canonical) is not a whole number from 0 to 18446744073709551615")
                }
                settings.configuration.seed = seed
            },
            Field(name: "classes") { json, settings throws(FieldProblem) in try classes(json, &settings) },
            Field(name: "add_ons") { json, settings throws(FieldProblem) in try addOns(json, &settings) },
            Field(name: "parties") { json, settings throws(FieldProblem) in try parties(json, &settings) },
            Field(name: "defects") { json, settings throws(FieldProblem) in try defects(json, &settings) },
            Field(name: "delivery") { json, settings throws(FieldProblem) in try delivery(json, &settings) },
            Field(name: "dates_step") { json, settings throws(FieldProblem) in
                settings.dateStep = try whole(json, "dates_step", in: 1...3_700)
            },
        ]
    }

    static func whole(
        _ json: ExactJSON, _ path: String, in range: ClosedRange<Int>? = nil
    ) throws(FieldProblem) -> Int {
        guard let value = json.whole else { throw FieldProblem(path, "\(shown(json)) is not a whole number") }
        if let range, !range.contains(value) {
            throw FieldProblem(path, "\(value) is outside \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A value as a message shows it: no more than a line of it.
    static func shown(_ json: ExactJSON) -> String {
        let text = json.canonical
        return text.count <= 60 ? text : "\(text.prefix(60))…"
    }

    static func date(_ text: String) throws(FieldProblem) -> CalendarDate {
        guard let date = CalendarDate(iso: text) else {
            throw FieldProblem("from", "“\(text)” is not a date such as 2026-01-31")
        }
        return date
    }

    static func numbering(_ text: String) throws(FieldProblem) -> ConsumptionConfiguration.Numbering {
        switch text {
        case "invented": return .invented
        case "regional": return .regional
        default: throw FieldProblem("numbering", "“\(text)” is neither invented nor regional")
        }
    }

    private static func list(_ json: ExactJSON) throws(FieldProblem) -> [MPANCore] {
        guard let items = json.list else { throw FieldProblem("mpan_list", "it is not a list of MPANs") }
        var cores = MPANList()
        for (place, item) in items.enumerated() {
            let printed: String
            switch item {
            case .text(let text): printed = text
            case .number(let number): printed = number
            default: throw FieldProblem("mpan_list[\(place)]", "\(shown(item)) is not an MPAN")
            }
            if let words = cores.add(printed, "entry \(place)") { throw FieldProblem("mpan_list[\(place)]", words) }
        }
        guard !cores.cores.isEmpty else { throw FieldProblem("mpan_list", "it names no MPAN") }
        return cores.cores
    }

    private static func classes(_ json: ExactJSON, _ settings: inout RunSettings) throws(FieldProblem) {
        guard let members = json.members else { throw FieldProblem("classes", "it is not an object") }
        for member in members {
            guard let one = SiteClass(word: member.name), var values = settings.configuration.classes[one] else {
                throw FieldProblem(
                    "classes.\(member.name)",
                    "there is no such class; the classes are \(SiteClass.allCases.map(\.word).joined(separator: ", "))")
            }
            try parameters(member.value, "classes.\(member.name)", &values)
            settings.configuration.classes[one] = values
        }
    }

    private static func addOns(_ json: ExactJSON, _ settings: inout RunSettings) throws(FieldProblem) {
        guard let members = json.members else { throw FieldProblem("add_ons", "it is not an object") }
        for member in members {
            guard let one = AddOns.words.first(where: { $0.word == member.name })?.addOn,
                var values = settings.configuration.addOns[one]
            else {
                throw FieldProblem(
                    "add_ons.\(member.name)",
                    "there is no such add-on; the add-ons are \(AddOns.words.map(\.word).joined(separator: ", "))")
            }
            try parameters(member.value, "add_ons.\(member.name)", &values)
            settings.configuration.addOns[one] = values
        }
    }

    private static func parameters(
        _ json: ExactJSON, _ owner: String, _ values: inout ParameterValues
    ) throws(FieldProblem) {
        guard let members = json.members else { throw FieldProblem(owner, "it is not an object of parameters") }
        for member in members {
            let path = "\(owner).\(member.name)"
            let numbers: [Int]
            if let list = member.value.list {
                var read: [Int] = []
                for (place, item) in list.enumerated() { read.append(try whole(item, "\(path)[\(place)]")) }
                numbers = read
            } else {
                numbers = [try whole(member.value, path)]
            }
            do {
                try values.set(member.name, to: numbers, owner: owner)
            } catch {
                throw FieldProblem("", error.description)
            }
        }
    }
}
