import Cleanse
import Kernel
import Testing

/// The rule table is whole, and settings and inputs switch its rows.
@Suite struct RuleTableTests {
    private let everything = Set(Input.allCases)

    @Test func everyRuleHasOneRow() {
        let rules = RuleTable.standard.map(\.rule)
        #expect(rules.count == 147)
        #expect(Set(rules) == Set(Rule.allCases))
    }

    /// Severities by family, in the order of the numbers: written down once more, from the notes.
    @Test(arguments: [
        ("FIL", "EEEEEEEWEIE"), ("MPN", "EEEEWEEIE"), ("ISD", "EWEEWEEEEEEEI"), ("EFF", "EWEWEWE"),
        ("STA", "EWEWEWI"), ("MTR", "EEWIWEEEEEEEEEWW"), ("LOC", "EWI"), ("DIG", "EEW"), ("ESM", "EEWEEEWEWEWWWW"),
        ("MCL", "EEEE"), ("CON", "EEEEEWWEIW"), ("SEG", "EEWWE"), ("DIR", "EEEWW"), ("DPI", "EEWWWEWW"),
        ("LNK", "EEEEEEEEEEWEEWWIWWW"), ("UMS", "WWWWI"), ("REC", "EEEWWE"), ("CMP", "EW"),
    ])
    func severities(_ family: String, _ letters: String) {
        let rows = RuleTable.standard.filter { $0.rule.id.hasPrefix(family) }.sorted { $0.rule.id < $1.rule.id }
        #expect(rows.map(\.severity.rawValue).joined() == letters)
        #expect(rows.first?.rule.id == "\(family)-01")
    }

    @Test func everyRowSaysWhatItMust() {
        for fact in RuleTable.standard {
            #expect(!fact.items.isEmpty && !fact.population.isEmpty && !fact.condition.isEmpty, "\(fact.rule.id)")
            #expect(!fact.resolution.isEmpty && !fact.basis.isEmpty && !fact.owner.isEmpty, "\(fact.rule.id)")
            #expect(["H", "M", "L", "D"].contains(fact.confidence), "\(fact.rule.id)")
            #expect(!fact.silences.contains(fact.rule), "\(fact.rule.id)")
            for text in [fact.population, fact.condition, fact.resolution, fact.basis] {
                #expect(!text.contains("|") && !text.contains("  ") && text.last != " ", "\(fact.rule.id): \(text)")
            }
        }
    }

    /// What is raised anywhere in these tests is raised on an item of its row, by an owner of its row.
    @Test func silencesAreThoseOfTheNotes() {
        let silences = RuleTable.standard.filter { !$0.silences.isEmpty }.map { fact in
            "\(fact.rule.id): \(fact.silences.map(\.id).joined(separator: " "))"
        }
        #expect(
            silences == [
                "FIL-11: MPN-01", "ISD-10: ISD-09", "ESM-01: ESM-09", "CON-02: SEG-02 SEG-05",
                "CON-03: SEG-02 SEG-05 CON-07 MTR-14 DPI-06",
            ])
    }

    @Test func aRuleWithoutItsInputsIsOff() {
        let table = RuleTable(facts: RuleTable.standard, settings: CleanseSettings(), inputs: [.registration])
        #expect(table.asks(.mcl01))
        #expect(table.whyOff(.isd03) == .lacks([.llfc]))
        #expect(table.whyOff(.rec01)?.words == "no EES")
        #expect(table.asks(.fil01))
    }

    @Test func settingsSwitchAndTune() {
        var settings = CleanseSettings()
        settings.rules[.con06] = .init(isOn: false)
        settings.rules[.seg03] = .init(severity: .information)
        var table = RuleTable(facts: RuleTable.standard, settings: settings, inputs: everything)
        #expect(table.whyOff(.con06) == .configured)
        #expect(table.severity(.seg03) == .information)
        #expect(table.severity(.seg02) == .error)
        #expect(table.whyOff(.ums01) == .unset(setting: "unmeteredClassEnds"))
        #expect(table.whyOff(.dig03) == .unset(setting: "digitsByMeterType"))
        settings.unmeteredClassEnds = CalendarDate(iso: "2026-01-01")
        settings.digitsByMeterType = ["S2A": [5]]
        table = RuleTable(facts: RuleTable.standard, settings: settings, inputs: everything)
        #expect(table.asks(.ums01) && table.asks(.dig03))
    }

    @Test func aRuleThatIsOffRaisesAndSilencesNothing() {
        var market = MarketBuilder()
        market.changes = [.connectionType: "U"]
        market.settings.rules[.con03] = .init(isOn: false)
        #expect(
            market.words() == [
                "CON-07 L:LOND connection_type", "DPI-06 S:ABCD dpi", "SEG-02 L:LOND segment", "SEG-05 L:LOND metered",
            ])
    }
}
