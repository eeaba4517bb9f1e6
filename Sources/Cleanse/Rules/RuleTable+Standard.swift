extension RuleTable {
    /// Every rule of the cleanse: 147 rows in the order in which precedence asks them, by family.
    ///
    /// Structure comes before identity, identity before reference data, then status, items, items against each other,
    /// and last registers against each other (section 4.12, 1). A cross-item rule tests only values that pass their own
    /// rules, and a difference between registers is not raised for an item that has another fault; what is left is in
    /// the rows' `silences`.
    public static let standard: [RuleFact] =
        filesRules + identityRules + referenceRules + datesRules + metersRules + devicesRules + classesRules
        + domesticRules + linksRules + unmeteredRules + reconciliationRules

    /// The items that histories may hold: the columns of REG and of MTR.
    static let histories: [Item] =
        (RegisterKind.registration.fields + RegisterKind.meters.fields).map(\.item).filter { $0 != .mpan }

    /// The columns of REG that EES is compared in.
    static let compared: [Item] = RegisterKind.registration.fields.map(\.item).filter { $0 != .mpan }

    /// Every column of dates.
    static let dates: [Item] = {
        var dates: [Item] = []
        for field in RegisterKind.allCases.flatMap(\.fields) where field.packing == .date && !dates.contains(field.item)
        {
            dates.append(field.item)
        }
        return dates + [.until]
    }()

    /// The columns of dates on which something began, and the items of histories.
    static let starts: [Item] = dates.filter { $0 != .removalDate && $0 != .to && $0 != .until } + histories
}
