import Kernel
import Testing

@testable import Papers

@Suite("Other printed cells") struct SmallReaderTests {
    private func account(_ span: TimeSpan?) -> String {
        guard let span else { return "-" }
        return "\(span.start?.description ?? "") \(span.end?.description ?? "") \(span.minutes.map(String.init) ?? "")"
    }

    @Test(
        "times",
        arguments: [
            ("1000-1200", "10:00 12:00 120", 0), ("1000-1200)", "10:00 12:00 120", 1),
            ("10:00-10:05 5 mins", "10:00 10:05 5", 0),
            ("10:00-10:05 10 mins", "10:00 10:05 10", 1), ("0 mins", "  0", 0), ("12:30-13:15", "12:30 13:15 45", 0),
            ("approx. 1.5 hours", "  90", 0), ("2pm", "14:00  ", 0), ("10.30am – 12 noon", "10:30 12:00 90", 0),
            ("12:00-11:00", "12:00 11:00 ", 1), ("25:00", "-", 1), ("", "-", 0), ("soon", "-", 1),
            ("0 mins – taken as read, questions by exception", "  0", 0),
        ]) func times(_ cell: String, _ expected: String, _ doubts: Int)
    {
        let reading = TimeReader.read(cell)
        #expect(account(reading.value) == expected)
        #expect(reading.doubts.count == doubts)
    }

    @Test("date and times") func dateTimes() {
        let reading = DateTimeReader.read("17 August 2022 1000-1200)")
        #expect(reading.value?.day.iso == "2022-08-17")
        #expect(account(reading.value?.times) == "10:00 12:00 120")
        #expect(DateTimeReader.read("16/08/2023").value?.times == nil)
        #expect(account(DateTimeReader.read("10:00-12:00, 16/08/2023").value?.times) == "10:00 12:00 120")
        #expect(DateTimeReader.read("soon").value == nil)
    }

    @Test(
        "versions",
        arguments: [
            ("v2.4", "2.4"), ("version 0.4", "0.4"), ("5.2.1", "5.2.1"), ("v5.0", "5.0"), ("V1", "1"), ("2.4", "2.4"),
            ("4", nil),
            ("Plan v2.4 (clean)", "2.4"), ("none", nil), ("", nil),
        ]) func versions(_ cell: String, _ expected: String?)
    { #expect(VersionReader.read(cell).value == expected) }

    @Test(
        "versions in text",
        arguments: [
            ("Seeking uplift to v2.5 at the August TMAG.", "v2.5"), ("approved TMAG version 2.2 - this", "version 2.2"),
            ("7.1.6 Test Entry Criteria", ""), ("interface 5.2.1.", "5.2.1"),
            ("section 5.2.1, 20.07.2023, 2.4 million, v10.2.3.4", ""),
        ]) func versionsInText(_ text: String, _ expected: String)
    {
        #expect(VersionReader.find(in: text).map(\.printed).joined(separator: " ") == expected)
    }

    @Test(
        "meetings",
        arguments: [
            ("TMAG 008", "TMAG 8"), ("TMAG004", "TMAG 4"), ("#22", " 22"), ("DAG 10.1", "DAG 10.1"), ("PSG 3", "PSG 3"),
            ("QAG 06", "QAG 6"),
            ("TMAG08-01", nil), ("TMAG 20 July 2022", nil), ("TMAG 19th July", nil), ("TMAG 2023", nil), ("", nil),
            ("held at TMAG 006 in June", "TMAG 6"),
        ]) func meetings(_ cell: String, _ expected: String?)
    {
        #expect(MeetingReader.read(cell).value.map { "\($0.group ?? "") \($0.canonical)" } == expected)
    }

    @Test("meetings are ordered by group, number and decimal part") func meetingOrder() {
        let numbers = ["DAG 10.1", "DAG 10", "DAG 9", "TMAG 1", "#3"].compactMap { MeetingReader.read($0).value }
        #expect(numbers.sorted().map(\.printed) == ["#3", "DAG 9", "DAG 10", "DAG 10.1", "TMAG 1"])
        #expect(MeetingReader.read("TMAG 008").value == MeetingReader.read("TMAG8").value)
    }

    @Test(
        "owners",
        arguments: [
            ("Programme", "Programme"), ("Programme (PMO)", "Programme/PMO"),
            ("Programme (PMO/PPC)", "Programme/PMO|Programme/PPC"),
            ("Programme (Kate Goodman, Jason Brogden)", "Programme/Kate Goodman|Programme/Jason Brogden"),
            ("TMAG members", "TMAG members"),
            ("Ian Hall, Chris Butterfield, Martin Hanley", "/Ian Hall|/Chris Butterfield|/Martin Hanley"),
            ("iDNO rep (Stacey Buck)", "iDNO rep/Stacey Buck"),
            ("DNO Representative (Ian Hatton)", "DNO Representative/Ian Hatton"),
            ("Elexon (Anna Millar)", "Elexon/Anna Millar"),
            ("Kate Goodman, Nicola Bumford", "/Kate Goodman|/Nicola Bumford"), ("", ""),
            ("Programme/Kate Goodman", "Programme/Kate Goodman"),
            ("Ian Hall and Sean O'Brien", "/Ian Hall|/Sean O'Brien"),
            ("Elexon (Anna Millar", "Elexon/Anna Millar"),
            ("Programme (working group leads as required)", "Programme (working group leads as required)"),
            ("(Ian Hall)", "/Ian Hall"), ("Large Supplier Representative", "Large Supplier Representative"),
            ("SRO", "SRO"),
            ("Programme (Kate Goodman), Elexon (Anna Millar)", "Programme/Kate Goodman|Elexon/Anna Millar"),
            ("Terms and Conditions Lead", "Terms and Conditions Lead"),
        ]) func owners(_ cell: String, _ expected: String)
    {
        #expect(OwnerReader.read(cell).map(\.rendered).joined(separator: "|") == expected)
    }

    @Test("tiers and grades") func grades() {
        for cell in ["Tier 2", "T2", "2", " tier2 "] { #expect(TierReader.read(cell).value == "T2") }
        #expect(TierReader.read("T4").value == nil)
        #expect(TierReader.read("").doubts == [])
        #expect(RAGReader.read("GREEN").value == .green)
        #expect(RAGReader.read("a").value == .amber)
        #expect(RAGReader.read("Critical").value?.name == "Critical")
        #expect(RAGReader.read("Complete").value == .complete)
        #expect(RAGReader.read("not started").value?.name == "Not started")
        #expect(RAGReader.read("Purple").doubts == ["not a grade: Purple"])
        #expect(RAGReader.read(" ").doubts == [])
    }

    @Test(
        "markup goes, text stays",
        arguments: [
            ("<u>D163</u> : There", "D163 : There"),
            ("[CR024 \\(Data Item Names\\)](#). Next", "CR024 (Data Item Names). Next"),
            ("- CR028, CR029 & CR030:** These", "- CR028, CR029 & CR030: These"),
            ("**Minutes** of <b>it</b>", "Minutes of it"),
            ("a <5 mins and 3 > 2", "a <5 mins and 3 > 2"), ("[REF-02] stays", "[REF-02] stays"), ("*R281", "*R281"),
            ("<p>one</p><p>two</p>", "one two"), ("a\u{00A0} b\t\nc", "a b c"), ("R&amp;D &lt;x&gt;", "R&D <x>"),
            ("[a](", "[a]("), ("", ""),
            ("<ul style=\"list-style-type: none\"> TBC", "TBC"), ("[**bold** text](http://x.y/z)", "bold text"),
        ]) func markup(_ text: String, _ expected: String)
    { #expect(MarkupReader.plain(text) == expected) }

    @Test(
        "lists",
        arguments: [
            (
                "<ul style=\"x\"> • Minutes and actions review • Programme updates ",
                "|Minutes and actions review|Programme updates", false
            ),
            ("07 September 2023 <ul style=\"x\"> TBC ", "07 September 2023|TBC", false),
            (
                "<ul> SIT-CIT Approach & Plan SIT-Functional Approach & Plan",
                "|SIT-CIT Approach & Plan SIT-Functional Approach & Plan", true
            ),
            (
                "<ul> CIT Test Scenarios (August TMAG) SIT Functional Test (August TMAG) ",
                "|CIT Test Scenarios (August TMAG)|SIT Functional Test (August TMAG)", false
            ),
            ("<ul><li>one</li><li>two three</li></ul> after", "after|one|two three", false),
            ("lead\n- one\n- two", "lead|one|two", false),
            ("plain - text", "plain - text", false), ("", "", false),
            ("<ol> First thing. Second sentence of it.", "|First thing. Second sentence of it.", true),
            ("<ul> Approach (MWG) Lead decides", "|Approach (MWG) Lead decides", true),
            ("<ol><p>a b</p><p>c</p></ol>", "|a b|c", false),
        ]) func lists(_ cell: String, _ expected: String, _ runTogether: Bool)
    {
        let list = ListReader.items(cell)
        #expect(([list.lead] + list.items).joined(separator: "|") == expected)
        #expect(list.runTogether == runTogether)
    }
}
