/// An input that a rule cannot do without.
public enum Input: String, CaseIterable, Sendable {
    case registration = "REG"
    case enquiry = "EES"
    case meters = "MTR"
    case links = "LNK"
    case histories = "HIS"
    case devices = "DCC"
    case extracts = "MEM"
    case distributors, llfc, mtc, ssc, parties, manifest, exemptions
    /// Optional inputs of our own layout, for rules that the registers alone cannot decide.
    case combinations, hubs, appointments, unmetered
    case halfHourlyMeters = "half-hourly-meters"
    /// Further columns of a register: of MTR one of the two, of LNK the side.
    case leftovers = "MTR ihd or smso"
    case linkSides = "LNK stated_by"

    /// Files of reference data that are read by their names.
    public static let references: [Input] = [
        .distributors, .llfc, .mtc, .ssc, .parties, .manifest, .exemptions, .combinations, .unmetered,
        .halfHourlyMeters,
    ]

    /// What a register's table gives to rules: itself, and its further columns.
    public static func given(by table: RegisterTable) -> Set<Input> {
        var inputs = Set([Input(rawValue: table.kind.rawValue)].compactMap(\.self))
        switch table.kind {
        case .meters where table.fields.count > table.kind.fields.count: inputs.insert(.leftovers)
        case .links where table.fields.count > table.kind.fields.count: inputs.insert(.linkSides)
        default: break
        }
        return inputs
    }
}

/// What is known of a rule: the row of the rule table.
///
/// Source: the rule set of the data cleanse notes, section 4; the basis names the clause or code it rests on.
public struct RuleFact: Sendable {
    public let rule: Rule
    public let severity: Severity
    /// Roles of the parties that may have to fix it, as the table prints them: `S`, `L/M`, `M (D for back book)`.
    public let owner: String
    /// The columns it may be raised on.
    public let items: [Item]
    /// Whom it is asked of, in words.
    public let population: String
    /// The condition that raises it, in words.
    public let condition: String
    /// What to do.
    public let resolution: String
    public let basis: String
    /// H (stated in a source), M (inferred), L (recalled), D (our design).
    public let confidence: String
    /// Registers and reference files without which it is switched off.
    public let needs: [Input]
    /// Rules that it silences on the same MPAN (section 4.12).
    public let silences: [Rule]

    public init(
        _ rule: Rule, _ severity: Severity, owner: String, items: [Item], population: String, condition: String,
        resolution: String, basis: String, confidence: String, needs: [Input], silences: [Rule] = []
    ) {
        self.rule = rule
        self.severity = severity
        self.owner = owner
        self.items = items
        self.population = population
        self.condition = condition
        self.resolution = resolution
        self.basis = basis
        self.confidence = confidence
        self.needs = needs
        self.silences = silences
    }
}
