import Testing

@testable import Papers

@Suite("Printed references") struct ReferenceReaderTests {
    @Test(
        "every kind is found whole, with its canonical form",
        arguments: [
            ("ACTION TMAG08-01: share", "action:TMAG08-01:TMAG08-01"),
            ("see TMAG 06-01.", "action:TMAG 06-01:TMAG06-01"),
            ("TMAM06-05", "action:TMAM06-05:TMAM06-05"),
            ("DECISION TMAG-DEC11: approved", "decision:TMAG-DEC11:TMAG-DEC11"),
            ("TMAG- DEC07", "decision:TMAG- DEC07:TMAG-DEC07"), ("*R281", "risk:R281:R281"),
            ("R0117", "rec_change:R0117:R0117"),
            ("<u>D163</u> : There", "dependency:D163:D163"), ("D0312", "data_flow:D0312:D0312"),
            ("T3-TE-0069", "milestone:T3-TE-0069:T3-TE-0069"), ("T3–TE-0069", "milestone:T3–TE-0069:T3-TE-0069"),
            ("T3 -TE-0069", "milestone:T3 -TE-0069:T3-TE-0069"), ("T3-TE-O069", "milestone:T3-TE-O069:T3-TE-0069"),
            ("M09 can't", "level1_milestone:M09:M9"), ("(M5)", "level1_milestone:M5:M5"),
            ("post-M10", "level1_milestone:M10:M10"),
            ("M10-M13", "level1_milestone:M10:M10 level1_milestone:M13:M13"), ("M17, M0, M&S, M9.1, M100, DAM9", ""),
            ("CR022/CR023", "change_request:CR022:CR022 change_request:CR023:CR023"),
            ("CR 027", "change_request:CR 027:CR027"),
            ("MHHS-DEL1507SIT", "deliverable:MHHS-DEL1507:MHHS-DEL1507"),
            ("DEL2428", "deliverable:DEL2428:MHHS-DEL2428"),
            ("MHHHS-DEL1590", "deliverable:MHHHS-DEL1590:MHHS-DEL1590"), ("DES-196", "design_artefact:DES-196:DES-196"),
            ("DES138", "design_artefact:DES138:DES-138"), ("BP021", "design_artefact:BP021:BP021"),
            ("METH003", "design_artefact:METH003:METH003"), ("DCP416", "dcusa_change:DCP416:DCP416"),
            ("P272", "code_modification:P272:P272"), ("P2", "assurance_period:P2:P2"),
            ("change proposal 1558", "code_modification:change proposal 1558:CP1558"),
            ("CP1558", "code_modification:CP1558:CP1558"),
            ("Test Assurance Period 2", "assurance_period:Test Assurance Period 2:P2"),
            (
                "Readiness Assessment Three (RA3)",
                "readiness_assessment:Readiness Assessment Three:RA3 readiness_assessment:RA3:RA3"
            ),
            ("Readiness Assessment 3", "readiness_assessment:Readiness Assessment 3:RA3"),
            ("I123 A045", "issue:I123:I123 assumption:A045:A045"),
            ("I1 - CIT", ""), ("R12345 R4321 D4321 CR1234 T4-TE-0001 T3-TE-00691", ""), ("AUG16-18 SIT 10-12", ""),
            ("T1-TE-R100", ""), ("XR281 R281x", ""), ("GROUPSS08-01", ""), ("é R281 é", "risk:R281:R281"),
        ]) func found(_ text: String, _ expected: String)
    {
        let found = ReferenceReader.find(in: text)
        #expect(found.map { "\($0.kind.rawValue):\($0.printed):\($0.canonical)" }.joined(separator: " ") == expected)
        let bytes = Array(text.utf8)
        for one in found { #expect(String(decoding: bytes[one.range], as: UTF8.self) == one.printed) }
    }

    @Test(
        "misprints are doubted, true prints are not",
        arguments: [
            ("T3-TE-O069", ["T3-TE-O069 read as T3-TE-0069"]), ("MHHS-DEL1507SIT", ["glued to the next word"]),
            ("MHHHS-DEL1590", ["MHHHS read as MHHS"]), ("T3-TE-0069", []), ("TMAG08-01", []), ("TMAG 06-01", []),
        ]) func doubts(_ text: String, _ expected: [String])
    {
        #expect(ReferenceReader.find(in: text).flatMap(\.doubts) == expected)
    }

    @Test("whole cells give one canonical reference") func cells() {
        #expect(ReferenceReader.action(" TMAG 06-01 ").value == "TMAG06-01")
        #expect(ReferenceReader.action("TMAG06-01 (was TMAG05-02)").value == nil)
        #expect(ReferenceReader.milestone("T2-TE-0200").value == "T2-TE-0200")
        #expect(ReferenceReader.milestone("soon").doubts == ["not a milestone: soon"])
        #expect(ReferenceReader.decision("TMAG- DEC07").value == "TMAG-DEC07")
        #expect(ReferenceReader.decision("").doubts == [])
        #expect(ReferenceReader.one(.changeRequest, "x").doubts == ["not a change request: x"])
    }
}
