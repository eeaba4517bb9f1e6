import Consumption
import Kernel
import Market

/// Defects and their delivery as JSON: `defects` is a list of objects, `delivery` says when batches come.
extension PortfolioFile {
    static func defects(_ json: ExactJSON, _ settings: inout RunSettings) throws(FieldProblem) {
        guard let items = json.list else { throw FieldProblem("defects", "it is not a list of defects") }
        var specs: [DefectSpec] = []
        for (place, item) in items.enumerated() {
            let path = "defects[\(place)]"
            guard let members = item.members else { throw FieldProblem(path, "it is not an object") }
            var fields: [(name: String, value: DefectFieldValue)] = []
            for member in members { fields.append((member.name, try value(member.value, "\(path).\(member.name)"))) }
            do {
                specs.append(try DefectSpec(fields: fields, at: path))
            } catch {
                throw FieldProblem("", error.description)
            }
        }
        settings.configuration.defects.specs = specs
    }

    /// `{"on_time_days":1,"period":13,"late_days":[7,28,84]}`
    static func delivery(_ json: ExactJSON, _ settings: inout RunSettings) throws(FieldProblem) {
        guard let members = json.members else { throw FieldProblem("delivery", "it is not an object") }
        for member in members {
            let path = "delivery.\(member.name)"
            switch member.name {
            case "on_time_days":
                settings.configuration.defects.delivery.onTimeDays = try whole(member.value, path, in: 0...10_000)
            case "period": settings.configuration.defects.delivery.period = try whole(member.value, path, in: 1...48)
            case "late_days":
                guard let list = member.value.list else { throw FieldProblem(path, "it is not a list of days") }
                var days: [Int] = []
                for (place, item) in list.enumerated() {
                    days.append(try whole(item, "\(path)[\(place)]", in: (days.last ?? 0)...10_000))
                }
                settings.configuration.defects.delivery.lateDays = days
            default: throw FieldProblem(path, "there is no such field; there are on_time_days, period, late_days")
            }
        }
    }

    private static func value(_ json: ExactJSON, _ path: String) throws(FieldProblem) -> DefectFieldValue {
        switch json {
        case .number: return .numbers([try whole(json, path)])
        case .text(let text): return .words([text])
        case .list(let items):
            if items.contains(where: { $0.text != nil }) {
                var words: [String] = []
                for (place, item) in items.enumerated() {
                    guard let text = item.text else { throw FieldProblem("\(path)[\(place)]", "it is not text") }
                    words.append(text)
                }
                return .words(words)
            }
            var numbers: [Int] = []
            for (place, item) in items.enumerated() { numbers.append(try whole(item, "\(path)[\(place)]")) }
            return .numbers(numbers)
        default: throw FieldProblem(path, "it is neither a number, a text nor a list of either")
        }
    }

    /// What `defects` and `delivery` read.
    static func json(_ defects: DefectConfiguration) -> (specs: ExactJSON, delivery: ExactJSON) {
        let delivery = defects.delivery
        return (
            .list(defects.specs.map(json)),
            .object([
                ("late_days", .list(delivery.lateDays.map { .whole($0) })),
                ("on_time_days", .whole(delivery.onTimeDays)), ("period", .whole(delivery.period)),
            ])
        )
    }

    private static func json(_ spec: DefectSpec) -> ExactJSON {
        var members: [(String, ExactJSON)] = [("defect", .text(spec.kind.id))]
        switch spec.amount {
        case .rate(let rate): members += [("rate_per_million", .whole(rate)), ("per", .text("day"))]
        case .share(let rate): members += [("rate_per_million", .whole(rate)), ("per", .text("mpan"))]
        case .budget(let mpans): members.append(("budget_mpans", .whole(mpans)))
        }
        let scope = spec.scope
        let lists: [(String, [String])] = [
            ("segments", scope.segments.map(\.word)), ("classes", scope.classes.map(\.word)),
            ("gsp", scope.regions.map(\.id)), ("quantities", scope.quantities.map(\.code)),
            ("mpans", scope.mpans.map(\.description)),
        ]
        for (name, words) in lists where !words.isEmpty { members.append((name, .list(words.map { .text($0) }))) }
        if let from = scope.from { members.append(("from", .text(from.iso))) }
        if let days = scope.days { members.append(("days", .whole(days))) }
        if let variant = spec.variant { members.append(("variant", .text(variant.rawValue))) }
        if let quality = spec.quality { members.append(("quality", .text(quality.code))) }
        for parameter in spec.parameters.specs {
            let numbers = spec.parameters.list(parameter.name)
            members.append(
                (parameter.name, parameter.isList ? .list(numbers.map { .whole($0) }) : .whole(numbers.first ?? 0)))
        }
        return .object(members)
    }
}
