import Foundation
import TestSupport
import Testing

/// The commands of the stand-in, as a person types them.
@Suite(.serialized) struct DIPCommandSerialTests {
    static func good(_ sender: String = "1409012345") -> String {
        """
        [{"payload":{"CommonBlock":{
          "S0":{"interfaceID":"IF-007","schemaVersion":"011","eventCode":"[EnergisationStatusChange]"},
          "S1":{"environmentTag":"SIT","subText":null,
            "senderUniqueReference":"S-IF-007-\(sender)-MSS-{{today}}-{{serial}}","senderTimestamp":"{{now}}",
            "senderDIPID":"\(sender)","senderRoleID":"MSS","senderCorrelationID":null,
            "DIPConnectionProviderID":null},
          "A0":{"primaryRecipients":[],"secondaryRecipients":[],"always":[]},
          "M0":{"MPANCore":"2000056535971","distributorDIPID":"2509012345","GSPGroupID":"_K"}},
          "CustomBlock":{"B025":{"energisationStatus":"D",
            "energisationStatusEffectiveFromDate":"2026-04-01T00:00:00+00:00"}}}}]
        """
    }

    @Test func checkAcceptsAndRefuses() throws {
        let program = try Program("dip-check")
        defer { program.remove() }
        let good = try program.run("dip", "check", try program.write("good.json", Self.good()))
        #expect(good.status == 0)
        #expect(good.text == "1 message, 0 findings: accepted\n")
        let bad = Self.good().replacingOccurrences(of: "\"D\"", with: "\"Q\"")
        let refused = try program.run("dip", "check", "--json", try program.write("bad.json", bad))
        #expect(refused.status == 2)
        #expect(refused.text.contains("/0/payload/CustomBlock/B025/energisationStatus"))
        #expect(refused.text.contains("\"code\":\"MSG1001\""))
        #expect(refused.text.contains("\"line\":9"))
        let missing = try program.run("dip", "check", "nowhere.json")
        #expect(missing.status == 65)
        #expect(missing.error.hasPrefix("error: nowhere.json was not read"))
    }

    @Test func sendWithoutAPlatformIsUnreachable() throws {
        let program = try Program("dip-unreachable")
        defer { program.remove() }
        #expect(try program.run("dip", "enrol", "--role", "MSS", "--mpid", "ABCD").status == 0)
        let file = try program.write("good.json", Self.good())
        let sent = try program.run("dip", "send", "IF-007", file, "--as", "ABCD", "--to", "https://127.0.0.1:1")
        #expect(sent.status == 69)
        #expect(sent.error.contains("was not reached"))
    }

    @Test func enrolPrintsItsContract() throws {
        let program = try Program("dip-enrol")
        defer { program.remove() }
        let first = try program.run("dip", "enrol", "--role", "SUP", "--mpid", "EFGH", "--json")
        #expect(first.status == 0)
        let object = try #require(
            try JSONSerialization.jsonObject(with: first.output) as? [String: String])
        #expect(
            Set(object.keys) == ["dipId", "role", "mpid", "apiKey", "certificate", "key", "certificateAuthority"])
        for name in ["certificate", "key", "certificateAuthority"] {
            #expect(FileManager.default.fileExists(atPath: try #require(object[name])))
        }
        let again = try program.run("dip", "enrol", "--role", "SUP", "--mpid", "EFGH", "--json")
        #expect(again.text == first.text)
        let other = try program.run("dip", "enrol", "--role", "BAKER", "--mpid", "EFGH")
        #expect(other.status == 64)
        #expect(other.error.contains("knows no such role"))
        let far = try program.run(
            "dip", "enrol", "--role", "SUP", "--mpid", "EFGH", "--webhook", "https://example.org/x")
        #expect(far.status == 64)
        #expect(far.error.contains("neither this machine"))
    }

    @Test(arguments: [
        ("mpan,role,dip_id,from\n", "no column to"),
        ("mpan,role,dip_id,from,to\n2000056535970,SUP,2309012345,,\n", "line 2: mpan"),
        ("mpan,role,dip_id,from,to\n2000056535971,SUP,23,,\n", "line 2: dip_id"),
        ("mpan,role,dip_id,from,to\n2000056535971,SUP,2309012345,yesterday,\n", "line 2: from"),
        ("mpan,role,dip_id,from,to\n2000056535971,SUP,2309012345,2026-02-01,2026-01-01\n", "line 2: to"),
        ("", "the file is empty"),
    ])
    func appointmentsNameWhatIsWrong(text: String, words: String) throws {
        let program = try Program("dip-appointments")
        defer { program.remove() }
        let loaded = try program.run("dip", "appointments", "load", try program.write("a.csv", text))
        #expect(loaded.status == 65)
        #expect(loaded.error.contains(words), "\(loaded.error)")
    }

    @Test(arguments: ["energisation", "appointment", "outage-72-hours", "reverse-migration"])
    func examplesPass(name: String) throws {
        let program = try Program("dip-run-\(name)")
        defer { program.remove() }
        let run = try program.run("dip", "run", Repository.file("Examples/dip/\(name).yaml").path, "--json")
        #expect(run.status == 0, "\(run.text.prefix(2_000))")
    }

    @Test func aScenarioThatFailsEndsWithThree() throws {
        let program = try Program("dip-run-fails")
        defer { program.remove() }
        let text = try String(contentsOf: Repository.file("Examples/dip/energisation.yaml"), encoding: .utf8)
            .replacingOccurrences(of: "R0.responseCode: A", with: "R0.responseCode: R")
        let run = try program.run("dip", "run", try program.write("s.yaml", text))
        #expect(run.status == 3)
        let broken = try program.run("dip", "run", try program.write("b.yaml", "name: [\n"))
        #expect(broken.status == 65)
    }

    @Test func settingsAreAFileThatIsReadBack() throws {
        let program = try Program("dip-settings")
        defer { program.remove() }
        let printed = try program.run("dip", "settings")
        #expect(printed.status == 0)
        let again = try program.run("dip", "settings", "--settings", try program.write("s.yaml", printed.text))
        #expect(again.text == printed.text)
        let wrong = try program.run("dip", "settings", "--settings", try program.write("w.yaml", "lanes: 0\n"))
        #expect(wrong.status == 65)
        #expect(wrong.error.contains("lanes takes 1 to 64, not 0"))
    }
}
