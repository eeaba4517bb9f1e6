import Cleanse
import Testing

private func meter(_ type: String) -> String {
    """
    mpan, meter_id, meter_type, mem
    \(MarketBuilder.mpan), A1, \(type), MEMA
    """
}

/// Connection type, segment, direction and the domestic indicator, by tables of cases.
@Suite struct ConnectionRuleTests {
    @Test(arguments: [
        RuleCase([.connectionType: "Q"], "CON-01 L:LOND connection_type"),
        RuleCase([.connectionType: "w"], "CON-01 L:LOND connection_type"),
        RuleCase([.connectionType: "<rejected>"]),
        RuleCase([.mc: "D", .mtc: "", .pc: "00"], "CON-02 L:LOND connection_type"),
        RuleCase([.connectionType: "U"], "CON-03 L:LOND connection_type"),
        RuleCase(
            [.mc: "G", .mtc: "", .pc: "00", .connectionType: "L", .dpi: "false", .segment: "A", .llfc: "106"],
            "CON-04 L:LOND connection_type", meters: meter("H")),
        RuleCase(
            [.mc: "G", .mtc: "", .pc: "00", .connectionType: "U", .dpi: "false", .segment: "A", .llfc: "106"],
            "CON-03 L:LOND connection_type", "CON-04 L:LOND connection_type", meters: meter("H")),
        RuleCase([.mc: "E", .mtc: "", .pc: "00"], "CON-05 L:LOND connection_type"),
        RuleCase(
            [.mc: "F", .mtc: "", .pc: "00", .connectionType: "L", .segment: "A"],
            "CON-06 L:LOND connection_type", meters: meter("H")),
        RuleCase([.connectionType: "L", .segment: ""], "CON-07 L:LOND connection_type"),
        RuleCase([.connectionType: "L", .segment: ""], meters: meter("N")),
        RuleCase([.connectionType: ""], "CON-08 L:LOND connection_type"),
        RuleCase([.connectionType: ""], "CON-09 L:LOND connection_type", meters: meter("N")),
        RuleCase([.connectionType: "", .mc: "F", .mtc: "", .pc: "00"], "CON-08 L:LOND connection_type"),
        RuleCase([.connectionType: "", .mc: "E", .mtc: "", .pc: "00"], "CON-09 L:LOND connection_type"),
        RuleCase([.connectionType: "", .mc: "E", .mtc: "", .pc: "00", .llfc: "107"], "CON-08 L:LOND connection_type"),
        RuleCase([.connectionType: "", .mc: ""], "CON-09 L:LOND connection_type"),
    ])
    func connection(_ one: RuleCase) { one.check() }

    @Test(arguments: [
        RuleCase([.segment: "B"], "SEG-01 L:LOND segment"),
        RuleCase([.segment: "U"], "SEG-02 L:LOND segment"),
        RuleCase([.connectionType: "L", .mc: ""], "SEG-03 L:LOND segment"),
        RuleCase([.segment: "A"], "SEG-04 L:LOND segment"),
        RuleCase([:], "SEG-04 L:LOND segment", meters: meter("RCAMR")),
        RuleCase([.segment: "A"], meters: meter("NSS")),
        RuleCase([.segment: "A"], "SEG-04 L:LOND segment", meters: meter("SPECL")),
        RuleCase([:], meters: meter("MAIN")),
        RuleCase([.metered: "false"], "SEG-05 L:LOND metered"),
        RuleCase([.metered: "F"], "SEG-05 L:LOND metered"),
    ])
    func segment(_ one: RuleCase) { one.check() }

    @Test(arguments: [
        RuleCase([.direction: "B"], "DIR-01 L:LOND direction"),
        RuleCase([.llfc: "108"], "DIR-02 L:LOND direction"),
        RuleCase([.llfc: "110"], "DIR-02 L:LOND direction"),
        RuleCase([.ssc: "0482"], "DIR-03 S:ABCD direction"),
        RuleCase([.mtc: "867"], "DIR-04 S:ABCD direction"),
        RuleCase([.direction: "E", .llfc: "108", .ssc: "0482", .mtc: "867"], "DIR-05 S:ABCD direction"),
        RuleCase([.direction: "E", .llfc: "108", .ssc: "0482", .mtc: "867", .pc: "08"]),
        RuleCase([.direction: "E", .llfc: "106", .ssc: "", .pc: "08"], "DIR-02 L:LOND direction"),
    ])
    func direction(_ one: RuleCase) { one.check() }

    @Test(arguments: [
        RuleCase([.dpi: ""], "DPI-01 S:ABCD dpi"),
        RuleCase([.dpi: "<rejected>"]),
        RuleCase([.dpi: "false", .llfc: "106"], "DPI-03 S:ABCD dpi"),
        RuleCase([.pc: "03"], "DPI-03 S:ABCD dpi"),
        RuleCase([.pc: "03", .direction: ""]),
        RuleCase([.mc: "G", .mtc: "", .pc: "00"], "DPI-04 S:ABCD dpi"),
        RuleCase([.dpi: "false", .pc: "03"], "DPI-05 S:ABCD dpi"),
        RuleCase([.llfc: "102"], "DPI-05 S:ABCD dpi"),
        RuleCase([.connectionType: "U", .mc: "", .segment: "U", .metered: "false"], "DPI-06 S:ABCD dpi"),
        RuleCase([.connectionType: "H", .mc: "", .segment: ""], "DPI-08 S:ABCD dpi"),
    ])
    func domestic(_ one: RuleCase) { one.check() }

    @Test func anAbsentColumnIsBlank() {
        var market = MarketBuilder()
        market.absent = [.dpi, .mtc, .segment]
        #expect(market.words() == ["DPI-01 S:ABCD dpi"])
    }

    @Test func oneFaultIsOneException() {
        var market = MarketBuilder()
        market.changes = [.connectionType: "U", .segment: "S"]
        let (standing, silenced) = market.judged()
        #expect(standing.filter { MarketBuilder.isOurs($0.rule) }.map(\.rule) == [.con03])
        let ours = silenced.filter { MarketBuilder.isOurs($0.exception.rule) }
        #expect(ours.map(\.exception.rule) == [.con07, .dpi06, .seg02, .seg05])
        #expect(ours.allSatisfy { $0.by == .con03 })
    }
}
