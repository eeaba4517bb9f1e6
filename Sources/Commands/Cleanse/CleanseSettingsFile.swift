import Cleanse
import Foundation
import Kernel

/// The settings of a check as a JSON file has them: rules tuned or off, thresholds, targets.
///
/// Without `--settings` it is `cleanse.json` in the data folder, or the defaults where there is none.
struct CleanseSettingsFile {
    private(set) var settings = CleanseSettings()
    private(set) var targets: [CompletenessTarget] = []
    /// The file's text, which is kept with the run; `{}` for the defaults.
    let text: String

    private let name: String

    init(path: String?, data: URL) throws {
        let place = path ?? data.appendingPathComponent("cleanse.json").path
        guard path != nil || FileManager.default.fileExists(atPath: place) else {
            try self.init(text: "{}", name: "the defaults")
            return
        }
        guard let bytes = FileManager.default.contents(atPath: place) else {
            throw Failure(
                "the settings \(place) could not be read", because: "there is no such file, or it is not yours to read",
                advice: "name a JSON file", code: .badInput)
        }
        try self.init(text: String(decoding: bytes, as: UTF8.self), name: place)
    }

    /// - Parameter name: what the errors call the file.
    init(text: String, name: String) throws {
        self.text = text
        self.name = name
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        } catch {
            throw wrong("the file", "is not JSON: \(error.localizedDescription)", "mend it, or leave it out")
        }
        guard let object = value as? [String: Any] else {
            throw wrong("the file", "is not one JSON object", "begin it with { and end it with }")
        }
        for key in object.keys.sorted() {
            if let value = object[key] { try read(key, value) }
        }
    }

    private mutating func read(_ key: String, _ value: Any) throws {
        switch key {
        case "rules":
            for (id, tuning) in try members(value, key) { try readRule(id, tuning) }
        case "persistence": settings.persistence = try whole(value, key, 1...12)
        case "monthsDeenergised": settings.monthsDeenergised = try whole(value, key, 1...600)
        case "daysWithoutFlag": settings.daysWithoutFlag = try whole(value, key, 0...3_650)
        case "unmeteredTolerance": settings.unmeteredTolerance = try whole(value, key, 0...1_000_000)
        case "unmeteredClassEnds": settings.unmeteredClassEnds = try date(value, key)
        case "digitsByMeterType":
            for (type, digits) in try members(value, key) {
                let list = try elements(digits, "\(key).\(type)")
                settings.digitsByMeterType[type] = Set(try list.map { try whole($0, "\(key).\(type)", 0...9) })
            }
        case "traditionalMeterTypes":
            settings.traditionalMeterTypes = Set(
                try elements(value, key).map { type in
                    guard let text = type as? String, !text.isEmpty else {
                        throw wrong(key, "has what is no meter type", "use [\"N\", \"K\"]")
                    }
                    return text
                })
        case "winners":
            for (column, register) in try members(value, key) {
                guard let item = Item(rawValue: column) else {
                    throw wrong("\(key).\(column)", "is no column", "use a column's name, such as supplier")
                }
                settings.winners[item] = try self.register(register, "\(key).\(column)")
            }
        case "universal":
            settings.universalRegisters = Set(try elements(value, key).map { try register($0, key) })
        case "targets":
            for (index, target) in try elements(value, key).enumerated() {
                targets.append(try readTarget(target, "\(key)[\(index)]"))
            }
        default:
            throw wrong(
                key, "is no setting",
                "use rules, persistence, monthsDeenergised, daysWithoutFlag, unmeteredTolerance, unmeteredClassEnds, "
                    + "digitsByMeterType, traditionalMeterTypes, winners, universal or targets")
        }
    }

    private mutating func readRule(_ id: String, _ value: Any) throws {
        guard let rule = Rule(id: id) else {
            throw wrong("rules.\(id)", "is no rule", "run changeover cleanse rules to see them")
        }
        var tuning = CleanseSettings.Tuning()
        for (key, value) in try members(value, "rules.\(id)") {
            switch key {
            case "on":
                guard let isOn = value as? Bool else {
                    throw wrong("rules.\(id).on", "is neither true nor false", "use true or false")
                }
                tuning.isOn = isOn
            case "severity":
                guard let text = value as? String, let severity = Severity(rawValue: text) else {
                    throw wrong("rules.\(id).severity", "is no severity", "use \"E\", \"W\" or \"I\"")
                }
                tuning.severity = severity
            default: throw wrong("rules.\(id).\(key)", "is no setting of a rule", "use on or severity")
            }
        }
        settings.rules[rule] = tuning
    }

    private func readTarget(_ value: Any, _ place: String) throws -> CompletenessTarget {
        var item: AccountedItem?
        var party: Owner?
        var share: Int?
        var by: String?
        for (key, value) in try members(value, place) {
            switch key {
            case "item":
                item = (value as? String).flatMap { Item(rawValue: $0) }.flatMap { AccountedItem(item: $0) }
                if item == nil {
                    let names = AccountedItem.allCases.map(\.item.rawValue).joined(separator: ", ")
                    throw wrong("\(place).item", "is not accounted for", "use one of \(names)")
                }
            case "party":
                party = (value as? String).flatMap { Owner($0) }
                guard let role = party?.role, role == .supplier || role == .distributor else {
                    throw wrong("\(place).party", "is no supplier or distributor", "use S:ABCD or L:LOND")
                }
            case "percent":
                guard let number = value as? NSNumber, let percent = Decimal(string: number.stringValue),
                    percent >= 0, percent <= 100
                else { throw wrong("\(place).percent", "is no share", "use a number from 0 to 100") }
                share = NSDecimalNumber(decimal: percent * 10_000).intValue
            case "by": by = "\(try date(value, "\(place).by"))"
            default: throw wrong("\(place).\(key)", "is no part of a target", "use item, party, percent and by")
            }
        }
        guard let item, let share else {
            throw wrong(place, "is not a target", "give it an item and a percent")
        }
        return CompletenessTarget(item: item, party: party, share: share, by: by)
    }

    private func members(_ value: Any, _ place: String) throws -> [(String, Any)] {
        guard let object = value as? [String: Any] else { throw wrong(place, "is no object", "use { … }") }
        return object.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func elements(_ value: Any, _ place: String) throws -> [Any] {
        guard let list = value as? [Any] else { throw wrong(place, "is no list", "use [ … ]") }
        return list
    }

    private func whole(_ value: Any, _ place: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let number = value as? NSNumber, let whole = Int(number.stringValue), range.contains(whole) else {
            throw wrong(
                place, "is no whole number of its range", "use \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    private func date(_ value: Any, _ place: String) throws -> CalendarDate {
        guard let text = value as? String, let date = CalendarDate(iso: text) else {
            throw wrong(place, "is no date", "use a date such as \"2026-12-01\"")
        }
        return date
    }

    private func register(_ value: Any, _ place: String) throws -> RegisterKind {
        guard let text = value as? String, let kind = RegisterKind(rawValue: text) else {
            let names = RegisterKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(place, "is no register", "use one of \(names)")
        }
        return kind
    }

    private func wrong(_ place: String, _ problem: String, _ advice: String) -> Failure {
        Failure("\(name): \(place) \(problem)", because: [], advice: advice, code: .badInput)
    }
}
