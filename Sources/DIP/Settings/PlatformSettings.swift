/// The settings of a stand-in: defaults, and what its configuration file says.
public struct PlatformSettings: Equatable, Sendable {
    private var given: [SettingKey: SettingValue] = [:]

    /// All at their defaults.
    public init() {}

    /// The value of a setting.
    public subscript(key: SettingKey) -> SettingValue { given[key] ?? Self.standards[key] ?? key.entry.standard }

    /// Looked up several times a message: an entry is made anew each time that it is asked for.
    private static let standards = Dictionary(
        uniqueKeysWithValues: SettingKey.allCases.map { ($0, $0.entry.standard) })

    /// Whether the configuration names it.
    public func isGiven(_ key: SettingKey) -> Bool { given[key] != nil }

    /// Sets a value; throws where it is not in the setting's range.
    public mutating func set(_ key: SettingKey, to value: SettingValue) throws(SettingError) {
        guard key.entry.kind.allows(value) else {
            if key == .environment, value == .text("PRD") { throw .production }
            throw .outOfRange(key, value)
        }
        if let why = key.objection(to: value) { throw .notUnderstood(key, why) }
        given[key] = value
    }

    /// Sets the setting of this name; throws where there is none, or its value is not in range.
    public mutating func set(named name: String, to value: SettingValue) throws(SettingError) {
        guard let key = SettingKey(rawValue: name) else { throw .unknown(name) }
        try set(key, to: value)
    }

    /// The value of a setting of integers.
    public func integer(_ key: SettingKey) -> Int {
        guard case .integer(let value) = self[key] else { preconditionFailure("\(key) is an integer") }
        return value
    }

    /// The value of a setting of yes and no.
    public func isOn(_ key: SettingKey) -> Bool {
        guard case .boolean(let value) = self[key] else { preconditionFailure("\(key) is yes or no") }
        return value
    }

    /// The value of a setting of words.
    public func text(_ key: SettingKey) -> String {
        guard case .text(let value) = self[key] else { preconditionFailure("\(key) is a word") }
        return value
    }

    /// The values of a setting of many words.
    public func list(_ key: SettingKey) -> [String] {
        guard case .list(let values) = self[key] else { preconditionFailure("\(key) is a list") }
        return values
    }

    /// The configuration file with every setting, its meaning, source and confidence, as YAML.
    public var file: String {
        var text = """
            # Settings of Changeover's stand-in for the Data Integration Platform.
            # Each line is what holds now; a line taken away falls back to the default named above it.

            """
        for key in SettingKey.allCases {
            let entry = key.entry
            text += "\n# \(entry.sentence)\n"
            text +=
                "# \(entry.kind.inWords); default \(entry.standard). \(entry.confidence.rawValue): \(entry.source)\n"
            text += "\(key.rawValue): \(self[key])\n"
        }
        return text
    }
}

/// Why a setting was not taken.
public enum SettingError: Error, Equatable, Sendable, CustomStringConvertible {
    case unknown(String)
    case outOfRange(SettingKey, SettingValue)
    /// A word of a list means nothing here.
    case notUnderstood(SettingKey, String)
    /// The production environment was asked for.
    case production

    public var description: String {
        switch self {
        case .unknown(let name):
            "there is no setting “\(name)”; `changeover dip settings` lists them all"
        case .outOfRange(let key, let value):
            "\(key.rawValue) takes \(key.entry.kind.inWords), not \(value)"
        case .notUnderstood(let key, let why): "\(key.rawValue): \(why)"
        case .production:
            "environment PRD is refused: this is a stand-in for testing, and no message of production belongs here"
        }
    }
}

extension SettingKind {
    /// What may be written, for a person.
    public var inWords: String {
        switch self {
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .list(let most): "a list of up to \(most) words"
        }
    }

    func allows(_ value: SettingValue) -> Bool {
        switch (self, value) {
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.boolean, .boolean): true
        case (.choice(let words), .text(let word)): words.contains(word)
        case (.list(let most), .list(let words)): words.count <= most
        default: false
        }
    }
}

extension SettingKey {
    /// What keeps the words of a list from being taken, or nil.
    func objection(to value: SettingValue) -> String? {
        guard case .list(let words) = value else { return nil }
        switch self {
        case .retriedCodes: return words.lazy.compactMap { ResponseCodes.objection(to: ResponseCode($0)) }.first
        case .marketRoles:
            return words.first { MarketRole($0) == nil }
                .map { "“\($0)” is no platform role, an equals sign and one character: SUP=X" }
        default: return nil
        }
    }
}

/// The one-character market role that goes with a role on the platform: `SUP=X`.
public struct MarketRole: Hashable, Sendable {
    public let role: RoleCode
    public let letter: String

    /// Reads `SUP=X`; nil for any other form.
    public init?(_ text: String) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let role = RoleCode(parts[0]), parts[1].utf8.count == 1,
            parts[1].utf8.allSatisfy(\.isLetterOrDigit)
        else { return nil }
        self.role = role
        letter = String(parts[1])
    }
}
