import Foundation
import Testing

/// Columns and registers that may be missing: what they switch on, and that they are inputs as all others are.
@Suite("Further columns and registers", .serialized)
struct FurtherInputsSerialTests {
    private static let (one, two, three) = (RegisterFolder.one, RegisterFolder.two, RegisterFolder.three)
    private static let hub = "02-A1-C0-00-00-00-00-01"
    private static let registration = """
        mpan,supplier,mp_status,direction,dpi
        \(one),SUPA,R,I,true
        \(two),SUPA,R,E,true

        """
    private static let meters = "mpan,meter_id,meter_type,esme_id,location,digits,mem"
    private static let links = "kind,principal,subsidiary,from,to"

    private static func folder(_ name: String) throws -> RegisterFolder {
        let folder = try RegisterFolder(name)
        try folder.write("REG.csv", registration)
        try folder.write("MTR.csv", "\(meters)\n\(one),A1,N,,B,5,MEMA\n\(two),A1,N,,B,5,MEMA\n")
        try folder.write("LNK.csv", "\(links)\nIE,\(one),\(two),2020-01-01,\n")
        return folder
    }

    private static let rules = ["MTR-16", "ESM-08", "LNK-13", "LNK-19"]

    private static func found(_ folder: RegisterFolder) throws -> Set<String> {
        try folder.check("MTR-16", "ESM-08", "LNK-13", "LNK-19", "LNK-05", "FIL").filter { !$0.hasPrefix("FIL-08") }
    }

    @Test("Without them the rules are off and the run says why; with them they are asked")
    func switches() throws {
        let folder = try Self.folder("cleanse-further")
        defer { folder.remove() }
        try folder.load()
        #expect(try Self.found(folder) == [])
        let off = try folder.program.run("cleanse", "check").text
        for words in [
            "MTR-16 (no MTR ihd or smso)", "ESM-08 (no hubs)", "LNK-13 (no LNK stated_by)", "LNK-19 (no appointments)",
        ] {
            #expect(off.contains(words), "\(words) in \(off)")
        }
        let plain = try folder.registers()

        // A blank column is as good as none: the digest stays, and the rule is asked.
        try folder.write("MTR.csv", "\(Self.meters),ihd\n\(Self.one),A1,N,,B,5,MEMA,\n\(Self.two),A1,N,,B,5,MEMA,\n")
        try folder.load()
        #expect(try folder.registers() == plain)
        #expect(try Self.found(folder) == [])
        #expect(try !folder.program.run("cleanse", "check").text.contains("MTR-16"))

        // Names of a sender's own, in a second file beside one without the column.
        try folder.write("MTR.csv", "\(Self.meters)\n\(Self.one),A1,N,,B,5,MEMA\n")
        try folder.write("MTR-2.csv", "\(Self.meters),Operator\n\(Self.two),A1,N,,B,5,MEMA,SMSA\n")
        try folder.write("LNK.csv", "\(Self.links),side\nIE,\(Self.one),\(Self.two),2020-01-01,,\(Self.two)\n")
        try folder.write("hubs.csv", "Id,kind\n\(Self.hub),hub\n")
        try folder.write("appointments.csv", "mpan,ms,ds\n\(Self.one),MSA,DSA\n\(Self.two),MSA,DSB\n")
        for (name, columns) in [
            ("mtr", #"{"smso": "Operator"}"#), ("lnk", #"{"columns": {"side": "stated_by"}}"#),
            ("hubs", #"{"columns": {"guid": "Id"}}"#),
        ] {
            try Data(columns.utf8).write(to: folder.program.folder.appendingPathComponent("\(name).json"))
        }
        func mapping(_ name: String) -> String { folder.program.folder.appendingPathComponent("\(name).json").path }
        try folder.load(
            "--mapping", "MTR=\(mapping("mtr"))", "--mapping", "LNK=\(mapping("lnk"))", "--mapping",
            "hubs=\(mapping("hubs"))", "--sender", "DCC=D:DCCO")
        let expected: Set<String> = [
            "MTR-16 S:SUPA \(Self.two) meter_type", "LNK-13 L:? \(Self.one) principal",
            "LNK-19 S:SUPA \(Self.two) subsidiary",
        ]
        #expect(try Self.found(folder) == expected)
        let said = try folder.program.run("cleanse", "explain", Self.two).text
        for words in ["smso SMSA", "stated_by subsidiary", "ms MSA, ds DSB", "ds DSB, expected ds DSA", "LNK-19"] {
            #expect(said.contains(words), "\(words) in \(said)")
        }
        let certificate = try folder.program.run("cleanse", "certificate", "--format", "json").text
        #expect(certificate.contains(#""register": "hubs""#) || certificate.contains(#""register":"hubs""#))
        #expect(certificate.contains("appointments"))
    }

    @Test("Hubs are compared by their octets, their bad rows are told of their file, and loading again is a replay")
    func hubs() throws {
        let folder = try Self.folder("cleanse-hubs")
        defer { folder.remove() }
        let device = Self.hub.replacingOccurrences(of: "-", with: "").lowercased()
        try folder.write("MTR.csv", "\(Self.meters)\n\(Self.one),A1,S2A,\(Self.hub),B,5,MEMA\n")
        try folder.write("hubs-2.csv", "guid\n\(device)\n")
        try folder.write("hubs.csv", "kind,guid\nhub,02-A1-C0-00-00-00-00-02\nbox,02-A1-C0-00-00-00-00-03\nhub,02\n")
        try folder.load("--sender", "hubs=F:DCCO", "--sender", "DCC=D:DCCO")
        let expected: Set<String> = [
            "ESM-08 D:DCCO \(Self.one) esme_id", "FIL-03 F:DCCO hubs.csv kind", "FIL-07 F:DCCO hubs.csv guid",
        ]
        #expect(try Self.found(folder) == expected)
        #expect(try folder.registers().contains { $0.hasPrefix("hubs 3 ") })
        #expect(try folder.rows().first { $0[0] == "FIL-07" }?[11...13] == ["hubs", "hubs.csv", "4"])
        #expect(try folder.program.run("cleanse", "explain", Self.one).text.contains("hubs-2.csv:2"))
        let before = try folder.registers()
        try folder.load("--sender", "hubs=F:DCCO", "--sender", "DCC=D:DCCO")
        #expect(try folder.registers() == before)
        #expect(
            try folder.check("FIL-08").isSuperset(of: [
                "FIL-08 F:DCCO hubs.csv file_id", "FIL-08 F:DCCO hubs-2.csv file_id",
            ]))
        // In another order, and of one file, they are the same hubs.
        try folder.delete("hubs-2.csv")
        try folder.write("hubs.csv", "guid,kind\n02-A1-C0-00-00-00-00-03,\n\(Self.hub),\n02A1C00000000002,hub\n")
        try folder.load()
        #expect(
            try Self.found(folder).subtracting(["ESM-08 D:DCCO \(Self.one) esme_id", "ESM-08 D:? \(Self.one) esme_id"])
                .allSatisfy { $0.hasPrefix("FIL-08") })
    }

    /// An exception stays open where the column is gone again: nothing shows that it was mended.
    @Test("What is unchanged is taken over when a column comes and goes")
    func again() throws {
        let folder = try Self.folder("cleanse-further-again")
        defer { folder.remove() }
        let plain = "\(Self.meters)\n\(Self.one),A1,N,,B,5,MEMA\n"
        try folder.write("MTR.csv", plain)
        for (column, expected) in [
            ("", []), (",I", ["MTR-16 S:SUPA \(Self.two) meter_type"]),
            ("", ["MTR-16 S:SUPA \(Self.two) meter_type"]), (",", []),
        ] as [(String, Set<String>)] {
            let header = Self.meters + (column.isEmpty ? "" : ",ihd")
            try folder.write("MTR-2.csv", "\(header)\n\(Self.two),A1,N,,B,5,MEMA\(column)\n")
            try folder.load()
            #expect(try folder.check("MTR-16") == expected)
            #expect(try folder.registers().contains { $0.hasPrefix("MTR 2 ") })
        }
    }

    @Test("A sample of all inputs: every planted fault is found once with its owner, and nothing else of E or W")
    func sample() throws {
        let program = try Program("cleanse-sample-all")
        defer { program.remove() }
        let out = program.folder.appendingPathComponent("sample").path
        let made = try program.run(
            "cleanse", "sample", "--mpans", "20000", "--seed", "3", "--inputs", "all", "--out", out)
        #expect(made.status == 0, "\(made.error)")
        #expect(try program.run("cleanse", "load", out, "--as-at", "2026-07-01").status == 0)
        #expect(try program.run("cleanse", "check").status == 2)
        func table(_ text: String) -> [[String]] {
            text.split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        }
        let answers = table(try String(contentsOfFile: out + "/answers.csv", encoding: .utf8))
        let found = table(try program.run("cleanse", "exceptions", "--format", "csv").text)
        let wanted = Set(answers.filter { $0[1] != "I" }.map { $0[0...4].joined(separator: " ") })
        let raised = found.filter { $0[1] != "I" }.map { $0[0...4].joined(separator: " ") }
        #expect(Set(raised).count == raised.count)
        #expect(wanted.subtracting(raised) == [], "not found")
        #expect(Set(raised).subtracting(wanted) == [], "not planted")
        for rule in Self.rules { #expect(answers.contains { $0[0] == rule }, "\(rule) is not planted") }
    }
}
