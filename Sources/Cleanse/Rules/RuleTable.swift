/// The rules with their facts, and which of them a run asks.
public struct RuleTable: Sendable {
    /// Why a rule is not asked.
    public enum Off: Hashable, Sendable {
        /// These inputs are not there.
        case lacks([Input])
        case configured
        /// Nothing to test by until this setting is given.
        case unset(setting: String)

        /// For people: `no EES, MTR`, `switched off`.
        public var words: String {
            switch self {
            case .lacks(let inputs): "no " + inputs.map(\.rawValue).joined(separator: ", ")
            case .configured: "switched off"
            case .unset(let setting): "\(setting) is not set"
            }
        }
    }

    public let facts: [RuleFact]
    private let place: [Int?]
    private let silencers: [[Rule]]
    private let off: [Off?]
    private let severities: [Severity]

    /// The rules as configured, for a run that has these inputs.
    ///
    /// - Precondition: `facts` names each rule at most once.
    public init(facts: [RuleFact], settings: CleanseSettings, inputs: Set<Input>) {
        var place = [Int?](repeating: nil, count: Rule.allCases.count)
        var silencers = [[Rule]](repeating: [], count: Rule.allCases.count)
        var off = [Off?](repeating: nil, count: Rule.allCases.count)
        var severities = [Severity](repeating: .error, count: Rule.allCases.count)
        for (index, fact) in facts.enumerated() {
            let number = Int(fact.rule.rawValue)
            precondition(place[number] == nil, "a rule has one row in the table")
            place[number] = index
            let tuning = settings.rules[fact.rule]
            severities[number] = tuning?.severity ?? fact.severity
            let lacking = fact.needs.filter { !inputs.contains($0) }
            off[number] =
                tuning?.isOn == false
                ? .configured : lacking.isEmpty ? Self.unset(fact.rule, settings) : .lacks(lacking)
            for silenced in fact.silences { silencers[Int(silenced.rawValue)].append(fact.rule) }
        }
        // A rule without a row is not asked: what nothing is known of cannot be said either.
        for number in place.indices where place[number] == nil { off[number] = .configured }
        self.facts = facts
        self.place = place
        self.silencers = silencers
        self.off = off
        self.severities = severities
    }

    /// The setting that a rule waits for.
    private static func unset(_ rule: Rule, _ settings: CleanseSettings) -> Off? {
        switch rule {
        case .ums01: settings.unmeteredClassEnds == nil ? .unset(setting: "unmeteredClassEnds") : nil
        case .dig03: settings.digitsByMeterType.isEmpty ? .unset(setting: "digitsByMeterType") : nil
        default: nil
        }
    }

    /// The facts of a rule; nil where the table has no such row.
    public func fact(_ rule: Rule) -> RuleFact? { place[Int(rule.rawValue)].map { facts[$0] } }

    /// True when the run asks the rule.
    public func asks(_ rule: Rule) -> Bool { off[Int(rule.rawValue)] == nil }

    /// Why the run does not ask the rule; nil when it does.
    public func whyOff(_ rule: Rule) -> Off? { off[Int(rule.rawValue)] }

    /// The severity that the run gives the rule.
    public func severity(_ rule: Rule) -> Severity { severities[Int(rule.rawValue)] }

    /// The first of the raised rules that silences a rule on the same MPAN.
    public func silencer(of rule: Rule, among raised: RuleSet) -> Rule? {
        silencers[Int(rule.rawValue)].first { raised.contains($0) && asks($0) }
    }
}
