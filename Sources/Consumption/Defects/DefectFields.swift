import Kernel
import Market

/// One field of a defect in a configuration file.
public struct DefectField: Sendable, Hashable {
    public let name: String
    public let form: Form
    public let meaning: String

    /// What may stand in a field.
    public enum Form: Sendable, Hashable {
        case number(ClosedRange<Int>, unit: String)
        case numbers(ClosedRange<Int>, unit: String)
        /// One of the words.
        case word([String])
        /// Any of the words.
        case words([String])
        /// A date as YYYY-MM-DD.
        case date
        /// Thirteen digits each.
        case mpans
    }
}

/// What a file gives for a field.
public enum DefectFieldValue: Sendable, Hashable {
    case numbers([Int])
    case words([String])
}

/// Why defects cannot be planted. Each names the field as a path, such as `defects[2].rate_per_million`.
public enum DefectError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownField(path: String, known: [String])
    case unknownWord(path: String, given: String, known: [String])
    case notANumber(path: String)
    case notAWord(path: String)
    case outOfRange(path: String, given: String, range: String)
    case missingField(path: String)
    /// Two fields that exclude each other, or one that the kind of defect cannot have.
    case contradiction(path: String, because: String)

    public var description: String {
        switch self {
        case .unknownField(let path, let known): "\(path): there is no such field; there are \(Self.listed(known))"
        case .unknownWord(let path, let given, let known):
            "\(path): “\(given)” is none of \(Self.listed(known))"
        case .notANumber(let path): "\(path): a whole number is needed"
        case .notAWord(let path): "\(path): text is needed"
        case .outOfRange(let path, let given, let range): "\(path): \(given) is outside \(range)"
        case .missingField(let path): "\(path): it is missing"
        case .contradiction(let path, let because): "\(path): \(because)"
        }
    }

    private static func listed(_ words: [String]) -> String { words.joined(separator: ", ") }
}

extension DefectSpec {
    /// Every field that a configuration file may give for a kind; `defect` and one amount are needed.
    public static func fields(of kind: DefectKind) -> [DefectField] {
        var fields = commonFields
        if kind.variants.count > 1 {
            fields.append(
                DefectField(
                    name: "variant", form: .word(kind.variants.map(\.rawValue)),
                    meaning: "The way in which it comes; without it one is drawn each time."))
        }
        if kind == .estimated {
            fields.append(
                DefectField(
                    name: "quality", form: .word(QualityCode.specified),
                    meaning: "The quality code; E5 (smart) or EA12 if absent."))
        }
        for spec in DefectParameters.values(of: kind).specs {
            fields.append(
                DefectField(
                    name: spec.name,
                    form: spec.isList ? .numbers(spec.range, unit: spec.unit) : .number(spec.range, unit: spec.unit),
                    meaning: spec.meaning))
        }
        return fields
    }

    private static let commonFields: [DefectField] = [
        DefectField(name: "defect", form: .word(DefectKind.allCases.map(\.id)), meaning: "The kind of defect."),
        DefectField(
            name: "rate_per_million", form: .number(0...1_000_000, unit: "millionths"),
            meaning: "The chance that one starts on a day of an MPAN, or with `per` mpan that an MPAN has one."),
        DefectField(
            name: "per", form: .word(["day", "mpan"]), meaning: "What `rate_per_million` counts; day if absent."),
        DefectField(
            name: "budget_mpans", form: .number(0...1_000_000_000, unit: "MPANs"),
            meaning: "Exactly so many MPANs have one each; instead of a rate."),
        DefectField(
            name: "segments", form: .words(MarketSegment.allCases.map(\.word)),
            meaning: "Market segments; all if absent."),
        DefectField(
            name: "classes", form: .words(SiteClass.allCases.map(\.word)), meaning: "Classes of site; all if absent."),
        DefectField(name: "gsp", form: .words(GSPGroup.allCases.map(\.id)), meaning: "GSP groups; all if absent."),
        DefectField(
            name: "quantities", form: .words(MeasurementQuantity.allCases.map(\.code)),
            meaning: "Measurement quantities; all if absent."),
        DefectField(name: "mpans", form: .mpans, meaning: "Import or export MPANs; all if absent."),
        DefectField(name: "from", form: .date, meaning: "The first UTC day on which one may start; any if absent."),
        DefectField(
            name: "days", form: .number(1...40_000, unit: "days"), meaning: "How many days from `from`; 1 if absent."),
    ]

    /// Reads one defect from a file's fields, in any order.
    ///
    /// - Parameter path: where the defect stands, such as `defects[2]`, for the error's words.
    public init(fields given: [(name: String, value: DefectFieldValue)], at path: String) throws(DefectError) {
        guard case .words(let words)? = given.first(where: { $0.name == "defect" })?.value, words.count == 1 else {
            throw .missingField(path: "\(path).defect")
        }
        guard let kind = DefectKind(id: words[0]) else {
            throw .unknownWord(path: "\(path).defect", given: words[0], known: DefectKind.allCases.map(\.id))
        }
        self.init(kind, .rate(perMillionDays: 0))
        var rate: Int?
        var budget: Int?
        var perMPAN = kind.isOncePerMPAN
        for (name, value) in given where name != "defect" {
            switch name {
            case "rate_per_million": rate = try Self.number(value, 0...1_000_000, "\(path).\(name)")
            case "budget_mpans": budget = try Self.number(value, 0...1_000_000_000, "\(path).\(name)")
            case "per": perMPAN = try Self.word(value, ["day", "mpan"], "\(path).\(name)") == "mpan"
            default: try set(name, to: value, at: path)
            }
        }
        switch (rate, budget) {
        case (nil, nil): throw .missingField(path: "\(path).rate_per_million")
        case (.some, .some):
            throw .contradiction(path: "\(path).budget_mpans", because: "a defect has a rate or a budget, not both")
        case (nil, let budget?): amount = .budget(mpans: budget)
        case (let rate?, nil): amount = perMPAN ? .share(perMillionMPANs: rate) : .rate(perMillionDays: rate)
        }
    }

    /// Replaces one field other than the amount.
    public mutating func set(_ name: String, to value: DefectFieldValue, at path: String) throws(DefectError) {
        let place = "\(path).\(name)"
        switch name {
        case "variant" where kind.variants.count > 1:
            variant = DefectVariant(rawValue: try Self.word(value, kind.variants.map(\.rawValue), place))
        case "quality" where kind == .estimated:
            quality = QualityCode(code: try Self.word(value, QualityCode.specified, place)) ?? quality
        case "segments":
            scope.segments = try Self.words(value, MarketSegment.allCases.map { ($0.word, $0) }, place)
        case "classes": scope.classes = try Self.words(value, SiteClass.allCases.map { ($0.word, $0) }, place)
        case "gsp": scope.regions = try Self.words(value, GSPGroup.allCases.map { ($0.id, $0) }, place)
        case "quantities":
            scope.quantities = try Self.words(value, MeasurementQuantity.allCases.map { ($0.code, $0) }, place)
        case "mpans": scope.mpans = try Self.mpans(value, place)
        case "from":
            guard case .words(let words) = value, words.count == 1 else { throw .notAWord(path: place) }
            guard let date = CalendarDate(iso: words[0]) else {
                throw .outOfRange(path: place, given: words[0], range: "dates as YYYY-MM-DD")
            }
            scope.from = date
        case "days": scope.days = try Self.number(value, 1...40_000, place)
        default: try setParameter(name, value, place)
        }
    }

    private mutating func setParameter(
        _ name: String, _ value: DefectFieldValue, _ place: String
    ) throws(DefectError) {
        guard let spec = parameters.specs.first(where: { $0.name == name }) else {
            throw .unknownField(path: place, known: Self.fields(of: kind).map(\.name))
        }
        guard case .numbers(let numbers) = value else { throw .notANumber(path: place) }
        let fits = (spec.isList ? !numbers.isEmpty : numbers.count == 1) && numbers.allSatisfy(spec.range.contains)
        guard fits, (try? parameters.set(name, to: numbers, owner: kind.id)) != nil else {
            throw .outOfRange(
                path: place, given: numbers.map(String.init).joined(separator: ", "),
                range: "\(spec.range.lowerBound) to \(spec.range.upperBound) \(spec.unit)")
        }
    }

    private static func number(
        _ value: DefectFieldValue, _ range: ClosedRange<Int>, _ path: String
    ) throws(DefectError) -> Int {
        guard case .numbers(let numbers) = value, numbers.count == 1 else { throw .notANumber(path: path) }
        guard range.contains(numbers[0]) else {
            throw .outOfRange(path: path, given: "\(numbers[0])", range: "\(range.lowerBound) to \(range.upperBound)")
        }
        return numbers[0]
    }

    private static func word(
        _ value: DefectFieldValue, _ known: [String], _ path: String
    ) throws(DefectError) -> String {
        guard case .words(let words) = value, words.count == 1 else { throw .notAWord(path: path) }
        guard known.contains(words[0]) else { throw .unknownWord(path: path, given: words[0], known: known) }
        return words[0]
    }

    private static func words<Meant>(
        _ value: DefectFieldValue, _ known: [(String, Meant)], _ path: String
    ) throws(DefectError) -> [Meant] {
        guard case .words(let words) = value else { throw .notAWord(path: path) }
        var meant: [Meant] = []
        for word in words {
            guard let found = known.first(where: { $0.0 == word })?.1 else {
                throw .unknownWord(path: path, given: word, known: known.map(\.0))
            }
            meant.append(found)
        }
        return meant
    }

    private static func mpans(_ value: DefectFieldValue, _ path: String) throws(DefectError) -> [MPANCore] {
        guard case .words(let words) = value else { throw .notAWord(path: path) }
        var cores: [MPANCore] = []
        for word in words {
            guard let core = MPANCore(printed: word) else {
                throw .outOfRange(path: path, given: "“\(word)”", range: "thirteen digits with a true check digit")
            }
            cores.append(core)
        }
        return cores
    }
}
