import Kernel

/// A value of `settings.json`, numbers as they were written.
public enum SettingValue: Sendable, Hashable {
    case nothing
    case truth(Bool)
    case number(String)
    case text(String)
    /// A list or an object, which no setting takes.
    case composed
}

/// A key of `settings.json` and its value.
public struct SettingMember: Sendable, Hashable {
    public let name: String
    public let value: SettingValue

    public init(_ name: String, _ value: SettingValue) {
        self.name = name
        self.value = value
    }
}

/// Reads the settings of a market.
public enum SettingsReader {
    static let reserve = "reserve"
    static let finishBy = "finish_by"
    static let bufferDays = "buffer_days"
    static let bufferRange = 0...3_660

    /// - Returns: the settings; where a member is wrong, its default, and `findings` has an error.
    public static func read(
        _ members: [SettingMember], file: String, wholes: [MigrationParameter<Int>] = MigrationParameters.wholes,
        shares: [MigrationParameter<Share>] = MigrationParameters.shares, findings: inout FolderFindings
    ) -> MigrationSettings {
        var settings = MigrationSettings()
        for member in members {
            do {
                switch member.name {
                case reserve: settings.reserve = try readReserve(member.value)
                case finishBy: settings.finishBy = try date(member.value)
                case bufferDays: settings.bufferDays = try whole(member.value, bufferRange)
                default:
                    if let parameter = wholes.first(where: { $0.name == member.name }) {
                        settings[parameter] = try whole(member.value, parameter.range)
                    } else if let parameter = shares.first(where: { $0.name == member.name }) {
                        settings[parameter] = try share(member.value, parameter.range)
                    } else {
                        findings.add(
                            FolderFinding(
                                .settingIsKnown, .warning, file: file, column: member.name,
                                problem: "is no setting", advice: "it is passed over"))
                    }
                }
            } catch {
                findings.add(
                    FolderFinding(
                        .settingIsInRange, .error, file: file, column: member.name, value: member.value.shown,
                        problem: error.words, advice: error.advice))
            }
        }
        return settings
    }

    /// The members that a file with every setting has: `reserve`, `finish_by`, `buffer_days`, then the parameters.
    public static func members(_ settings: MigrationSettings) -> [SettingMember] {
        [
            SettingMember(reserve, .number("\(settings.reserve)")),
            SettingMember(finishBy, settings.finishBy.map { .text("\($0)") } ?? .nothing),
            SettingMember(bufferDays, .number("\(settings.bufferDays)")),
        ] + MigrationParameters.wholes.map { SettingMember($0.name, .number("\(settings[$0])")) }
            + MigrationParameters.shares.map { SettingMember($0.name, .number("\(settings[$0])")) }
    }

    private static func wrong(_ words: String, _ advice: String) -> Cell.Problem {
        Cell.Problem(rule: .settingIsInRange, words: words, advice: advice)
    }

    private static func readReserve(_ value: SettingValue) throws(Cell.Problem) -> Share {
        if case .number(let text) = value, let share = Share(text), share >= .whole {
            throw wrong("leaves nothing of any limit", "write a share below 1, such as 0.05")
        }
        return try share(value, Share.none...Share(millionths: Share.whole.millionths - 1))
    }

    private static func date(_ value: SettingValue) throws(Cell.Problem) -> CalendarDate? {
        switch value {
        case .nothing: return nil
        case .text(let text): return try Cell.date(text)
        default: throw wrong("is no date", "write a date in quotation marks, such as \"2027-05-07\", or null")
        }
    }

    private static func whole(_ value: SettingValue, _ range: ClosedRange<Int>) throws(Cell.Problem) -> Int {
        guard case .number(let text) = value else {
            throw wrong("is no number", "write a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return try Cell.whole(text, range)
    }

    private static func share(_ value: SettingValue, _ range: ClosedRange<Share>) throws(Cell.Problem) -> Share {
        let advice = "write a decimal number from \(range.lowerBound) to \(range.upperBound)"
        guard case .number(let text) = value else { throw wrong("is no number", advice) }
        guard let share = Share(text) else {
            if text.hasPrefix("-") { throw wrong("is negative", advice) }
            throw wrong("is no decimal number of at most six decimals", advice)
        }
        if share < range.lowerBound { throw wrong("is less than \(range.lowerBound)", advice) }
        if share > range.upperBound { throw wrong("is more than \(range.upperBound)", advice) }
        return share
    }
}

extension SettingValue {
    /// As an error shows it.
    var shown: String {
        switch self {
        case .nothing: "null"
        case .truth(let truth): truth ? "true" : "false"
        case .number(let text), .text(let text): text
        case .composed: "{…}"
        }
    }
}
