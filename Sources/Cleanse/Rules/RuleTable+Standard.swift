extension RuleTable {
    public static let standard: [RuleFact] = []
}
