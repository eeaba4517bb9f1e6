public import Market

extension FlowParties {
    /// The role in which the data service of a segment sends messages.
    public func roleID(of segment: MarketSegment) -> String {
        switch segment {
        case .smart: senderRoleID
        case .advanced: advancedRoleID
        case .unmetered: unmeteredRoleID
        }
    }

    /// What is wrong with the settings, one sentence a field; empty where they are good.
    ///
    /// Flows and messages print them as they are, so nothing else may be written with them. Rules: testdata.md 3.2 and
    /// the message specification's types (dip.md 3.2, 3.3).
    public var problems: [String] {
        let capitals = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        let digits = Array("0123456789".utf8)
        var found: [String] = []
        func expect(_ field: String, _ text: String, _ length: ClosedRange<Int>, _ allowed: [UInt8], _ words: String) {
            if !length.contains(text.utf8.count) || !text.utf8.allSatisfy(allowed.contains) {
                found.append("\(field) is “\(text)”; it must be \(words)")
            }
        }
        for (field, text) in [
            ("sender", sender), ("recipient", recipient), ("supplier", supplier), ("meterOperator", meterOperator),
        ] { expect(field, text, 4...4, capitals, "four capitals") }
        for (field, text) in [
            ("senderRole", senderRole), ("recipientRole", recipientRole), ("supplierRole", supplierRole),
            ("meterOperatorRole", meterOperatorRole),
        ] { expect(field, text, 1...1, capitals + digits, "one capital or digit") }
        for (field, text) in [
            ("senderRoleID", senderRoleID), ("advancedRoleID", advancedRoleID), ("unmeteredRoleID", unmeteredRoleID),
        ] { expect(field, text, 3...5, capitals, "three to five capitals") }
        let hexadecimal = digits + Array("ABCDEFabcdef".utf8)
        for (field, text) in [("senderDIPID", senderDIPID), ("distributorDIPID", distributorDIPID)] {
            expect(field, text, 10...10, hexadecimal, "ten digits, A to F among them")
        }
        expect("applicationCode", applicationCode, 4...4, capitals + digits, "four capitals and digits")
        if !["PRD", "SITB", "SIT", "UIT", "DEV"].contains(environmentTag) {
            found.append("environmentTag is “\(environmentTag)”; it must be PRD, SITB, SIT, UIT or DEV")
        }
        return found
    }
}
