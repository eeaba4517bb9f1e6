import Record
import Testing

@testable import Papers

@Suite struct AttendeeTests {
    private func people(_ rows: String) throws -> [Statement] {
        try Samples.minutes("Attendees\n\n" + rows + "\n\nActions\n").of(.attendees)
    }

    private func tabbed(_ rows: String) throws -> [Statement] {
        try Samples.minutes("Attendees\t\t\t\t\n" + rows + "\n\nActions\n").of(.attendees)
    }

    @Test(arguments: [
        // Row, name, initials, role, on behalf of.
        ("Anna Grey (AG)\t\tACME SR\tRO\t", "Anna Grey", "AG", "ACME SRO", ""),
        (
            "Chandra Gh\tosh (CG)\tElexon Representative (as central systems provider)\t\t", "Chandra Ghosh", "CG",
            "Elexon Representative (as central systems provider)", ""
        ),
        (
            "David Yeomar\tn (DY) on behalf of Ian Hat\tDNO Representative\t\t", "David Yeoman", "DY",
            "DNO Representative", "Ian Hat"
        ),
        ("Stacey Back (SBa)\tiDNO Rep\tpresentative\t", "Stacey Back", "SBa", "iDNO Representative", ""),
        ("Sinead Quill\t(SQ)\tOfgem (as observer)\t\t", "Sinead Quill", "SQ", "Ofgem (as observer)", ""),
        ("Peter Poe (PP)\t\tPPC Lead\t1\t", "Peter Poe", "PP", "PPC Lead", ""),
        ("Jason Brok\t\tIndustry SME\t\t", "Jason Brok", "", "Industry SME", ""),
    ])
    func cutRows(row: String, name: String, initials: String, role: String, behalf: String) throws {
        let people = try tabbed("Chair\t\t\t\t\n" + row)
        #expect(people.count == 1)
        let person = try #require(people.first)
        #expect(person.text("name") == name && person.text("initials") == initials)
        #expect(person.text("role") == role && person.text("on_behalf_of") == behalf)
        #expect(person.text("section") == "Chair")
    }

    @Test func unreadRowsAreKeptWithDoubts() throws {
        let people = try tabbed(
            "Industry Part\ticipants\t\t\t\nMartin Hale\t· ,\t• ·\toplier Represer\t\n"
                + "\tneier-Rud (NBR)\t-\t\tsmart meter central system provider\nOther Attende\tees\t\t\t\nJo Ox (JO)\t\tLead\t\t"
        )
        #expect(people.count == 3)
        #expect(people[0].text("section") == "Industry Participants" && people[2].text("section") == "Other Attendees")
        #expect(people[0].text("name") == "Martin Hale" && people[0].text("role").isEmpty)
        #expect(people[0].doubts("role").contains { $0.contains("oplier Represer") })
        #expect(people[1].text("initials") == "NBR" && !people[1].doubts("name").isEmpty)
    }

    @Test func linesWithoutTabs() throws {
        let people = try people(
            """
            Chair

            Anna Grey (AG) ACME IM SRO

            Industry Participants

            Chandra Ghosh (CG) Elexon Representative (as central systems provider)
             Dave Jones (DJ) RECCo Representative

            Observers

            Sant Vasu (SV) – alternate for Chandra Ghosh Elexon Test Lead

            Apologies

            Stacey Back – iDNO Representative
            """)
        #expect(
            people.map { $0.text("name") } == ["Anna Grey", "Chandra Ghosh", "Dave Jones", "Sant Vasu", "Stacey Back"])
        #expect(people[3].text("on_behalf_of") == "Chandra Ghosh" && people[3].text("role") == "Elexon Test Lead")
        #expect(people[4].text("section") == "Apologies" && people[4].text("role") == "iDNO Representative")
        #expect(people[4].text("initials").isEmpty)
    }

    @Test func theChairIsTheMeetings() throws {
        let paper = try Samples.minutes("Attendees\n\nChair\n\nAnna Grey (AG) SRO\n\nActions\n")
        #expect(paper.of(.meetings, rule: "chair").first?.text("chair") == "Anna Grey")
        #expect(paper.unclaimed.isEmpty)
    }

    @Test func aWrappedRoleIsCarriedOn() throws {
        let people = try people("Chair\n\nAnna Grey (AG) Governance &\nSecretariat Lead\n Dave Jones (DJ) Lead")
        #expect(people.count == 2)
        #expect(people.first?.text("role") == "Governance & Secretariat Lead")
    }
}
