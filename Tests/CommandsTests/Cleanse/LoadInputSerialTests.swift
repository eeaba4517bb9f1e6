import Formats
import Foundation
import Testing

/// Files as people send them: compressed, cut, of other layouts, damaged.
@Suite("Files of every kind are loaded or refused by name", .serialized)
struct LoadInputSerialTests {
    private static let one = RegisterFolder.one
    private static let two = RegisterFolder.two
    private static let three = RegisterFolder.three

    private func compressed(_ text: String) throws -> [UInt8] {
        let frames = try ZstdFrames(level: 3)
        let arena = ByteArena(capacity: 1 << 20)
        let bytes = Array(text.utf8)
        _ = try bytes.withUnsafeBytes { try frames.compress($0, to: arena) }
        return Array(arena.bytes)
    }

    @Test("A compressed register is the same register, several files are one, and a cut one leaves what was there")
    func compression() throws {
        let folder = try RegisterFolder("cleanse-zst")
        defer { folder.remove() }
        try folder.write("REG.csv", RegisterFolder.registration)
        try folder.load()
        let plain = try folder.registers()
        try folder.delete("REG.csv")
        let bytes = try compressed(RegisterFolder.registration)
        try folder.write("REG.csv.zst", bytes)
        try folder.load()
        #expect(try folder.registers() == plain)

        let more = "created,mpan,supplier\n2011-01-01,\(Self.three),SUPA\n"
        try folder.write("REG-north.csv.zst", try compressed(more))
        try folder.write("REG-2.csv", "mpan,dpi\n\(Self.two),true\n")
        try folder.load()
        #expect(try folder.registers()[0].hasPrefix("REG 3 "))
        // The text was loaded before, whatever it was packed in.
        let expected: Set<String> = ["MPN-07 L:? \(Self.two) mpan", "FIL-08 F:? REG.csv.zst file_id"]
        #expect(try folder.check("MPN-07", "FIL") == expected)

        let whole = try folder.registers()
        try folder.write("REG.csv.zst", Array(bytes.prefix(bytes.count / 2)))
        let refused = try folder.load(status: 65)
        #expect(refused.error.contains("REG.csv.zst: FIL-04"), "\(refused.error)")
        #expect(try folder.registers() == whole)
        #expect(try folder.check("FIL-04") == ["FIL-04 F:? REG.csv.zst file"])
        try folder.write("REG.csv.zst", bytes)
        try folder.load()
        #expect(try folder.check("FIL-04") == [])
    }

    @Test("A register with a file that cannot be read stays as it was, and the others are loaded")
    func refusals() throws {
        let folder = try RegisterFolder("cleanse-refused")
        defer { folder.remove() }
        try folder.write("REG.csv", RegisterFolder.registration)
        try folder.write("MTR.csv", "mpan,meter_id\n\(Self.one),A1\n")
        try folder.load()
        let before = try folder.registers()
        try folder.write("REG.csv", RegisterFolder.registration.replacingOccurrences(of: "SUPA", with: "SUPC"))
        try folder.write("MTR.csv", "mpan,meter_id\n\(Self.two),A2\n")
        try folder.write("MTR-2.csv", "mpan,serial\n\(Self.one),A1\n")
        try folder.write("llfc.csv", "distributor,llfc,llfc\nLOND,100,101\n")
        let result = try folder.load("--sender", "MTR=M:MEMA", status: 65)
        #expect(result.error.contains("MTR-2.csv: FIL-04"), "\(result.error)")
        #expect(result.error.contains("llfc.csv: FIL-04"), "\(result.error)")
        let after = try folder.registers()
        #expect(after[0] != before[0], "REG is loaded")
        #expect(after[1] == before[1], "no half of MTR is")
        let faults = try folder.check("FIL")
        #expect(faults == ["FIL-04 F:MEMA MTR-2.csv meter_id", "FIL-04 F:? llfc.csv llfc"])
        try folder.delete("MTR-2.csv")
        try folder.delete("llfc.csv")
        try folder.load("--sender", "MTR=M:MEMA")
        #expect(try folder.check("FIL-04") == ["FIL-04 F:? llfc.csv llfc"], "llfc was not sent again")
    }

    struct Damaged: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let expected: [String]
        var rows = 2
        var status: Int32 = 0

        init(_ name: String, _ text: String, _ expected: [String], rows: Int = 2, status: Int32 = 0) {
            self.init(name, Array(text.utf8), expected, rows: rows, status: status)
        }

        init(_ name: String, _ bytes: [UInt8], _ expected: [String], rows: Int = 2, status: Int32 = 0) {
            self.name = name
            self.bytes = bytes
            self.expected = expected
            self.rows = rows
            self.status = status
        }

        var testDescription: String { name }
    }

    private static let head = RegisterFolder.registration
    private static let damaged: [Damaged] = [
        Damaged(
            "a number in scientific form", head + "1.01234E+12,SUPA,true,2010-01-01\n", ["FIL-11 F:? 1.01234E+12 mpan"]),
        Damaged(
            "a long supply number without its zero", head + "18011001200000010019,SUPA,true,\n",
            ["FIL-11 F:? 18011001200000010019 mpan"]),
        Damaged("a date as a serial number", head + "\(three),SUPA,true,43831\n", ["FIL-11 F:? \(three) created"]),
        Damaged("a gas reference", head + "1234567890,SUPA,true,\n", ["MPN-01 F:? 1234567890 mpan"]),
        Damaged("a lost digit", head + "\(three.prefix(12)),SUPA,true,\n", ["MPN-01 F:? \(three.prefix(12)) mpan"]),
        Damaged("trailing junk", head + "END OF FILE 2 ROWS\n", ["MPN-01 F:? END OF FILE 2 ROWS mpan"]),
        Damaged("a cut last line", head + "\(three),SU", ["FIL-04 F:? \(three) fields"], rows: 3),
        Damaged("no last line end", String(head.dropLast()), []),
        Damaged("carriage returns", head.replacingOccurrences(of: "\n", with: "\r\n"), []),
        Damaged("a mark of UTF-8", [0xEF, 0xBB, 0xBF] + Array(head.utf8), []),
        Damaged("empty lines", head.replacingOccurrences(of: "\n", with: "\n\n  \n"), []),
        Damaged(
            "Latin-1", Array(head.utf8) + Array("\(three),SUP\u{7F}".utf8.dropLast()) + [0xC9] + Array(",true,\n".utf8),
            ["FIL-07 F:? \(three) supplier"], rows: 3),
        Damaged(
            "UTF-16", [0xFF, 0xFE] + head.utf8.flatMap { [$0, 0] }, ["FIL-07 F:? REG.csv text"], rows: 0, status: 65),
        Damaged(
            "UTF-16 without a mark", head.utf8.flatMap { [0, $0] }, ["FIL-07 F:? REG.csv text"], rows: 0, status: 65),
        Damaged("an empty file", "", ["FIL-04 F:? REG.csv header"], rows: 0, status: 65),
        Damaged("a column twice", "mpan,MPAN\n\(one),\(one)\n", ["FIL-04 F:? REG.csv mpan"], rows: 0, status: 65),
        Damaged("no key column", "supplier\nSUPA\n", ["FIL-04 F:? REG.csv mpan"], rows: 0, status: 65),
        Damaged(
            "a header without an end", String(repeating: "mpan", count: 20_000), ["FIL-04 F:? REG.csv header"], rows: 0,
            status: 65),
        Damaged(
            "an indicator of another kind", head + "\(three),SUPA,1,\n", ["DPI-02 F:? \(three) dpi"], rows: 3),
        Damaged("two dialects", head + "\(three),SUPA,true,01/02/2010\n", ["FIL-06 F:? \(three) created"], rows: 3),
    ]

    @Test("Damage is named by row or by file", arguments: damaged)
    func damage(_ damaged: Damaged) throws {
        let folder = try RegisterFolder("cleanse-damage")
        defer { folder.remove() }
        try folder.write("REG.csv", damaged.bytes)
        try folder.load(status: damaged.status)
        let families = ["FIL", "MPN", "DPI-02"]
        let found = try folder.check().filter { row in families.contains { row.hasPrefix($0) } }
        #expect(found == Set(damaged.expected))
        let rows = try folder.registers().map { $0.split(separator: " ")[1] }
        #expect(rows == (damaged.rows == 0 ? [] : ["\(damaged.rows)"]))
    }

    @Test("Line breaks in quoted fields make no rows, wherever the file is cut for its readers")
    func lineBreaks() throws {
        let folder = try RegisterFolder("cleanse-breaks")
        defer { folder.remove() }
        var text = "mpan,address,supplier,dpi\n"
        let count = 40_000
        for number in 1...count {
            text += "\(RegisterFolder.mpan(number)),\"\(number) High Street, \nLondon\r\nN1 \"\"1AA\"\"\",SUPA,true\n"
        }
        try folder.write("REG.csv", text + "\(Self.one),x,SUPB,true\n")
        try folder.load()
        #expect(try folder.registers()[0].hasPrefix("REG \(count) "))
        #expect(try folder.check("FIL", "MPN") == ["FIL-09 F:? \(Self.one) mpan"])
        let line = try folder.rows("--rule", "FIL-09").first?.dropLast().last
        #expect(line == "\(2 + count * 3)", "a row's line is its first")
        try folder.delete("REG.csv")
        try folder.write("REG.csv.zst", try compressed(text))
        try folder.load()
        #expect(try folder.registers()[0].hasPrefix("REG \(count) "))
        #expect(try folder.check("FIL", "MPN") == [])
    }

    @Test("A sender's columns, days and clock are told by a mapping, in either direction")
    func mappings() throws {
        let folder = try RegisterFolder("cleanse-mapping")
        defer { folder.remove() }
        try folder.write("REG.csv", "mpan,created,supplier\n\(Self.one),2025-07-01,SUPA\n\(Self.two),2025-07-02,SUPA\n")
        try folder.write(
            "EES.csv", "MPAN Core,Made,Who\n\(Self.one),30/06/2025,SUPA\n\(Self.two),02/07/2025,SUPB\n")
        let mapping = """
            {"columns": {"mpan": "MPAN Core", "Made": "created", "supplier": "Who"}, "dates": "dd/mm/yyyy", "clock": "utc"}
            """
        try folder.load("--mapping", "EES=\(try folder.program.write("ees.json", mapping))")
        #expect(
            try folder.check("EFF-06", "REC-03", "FIL") == [
                "EFF-06 P:? \(Self.one) created", "REC-03 S:SUPA \(Self.two) supplier",
            ])
        let bad = try folder.program.write("bad.json", #"{"dates": "mm/dd/yyyy"}"#)
        let result = try folder.load("--mapping", "EES=\(bad)", status: 65)
        #expect(result.error.contains("dates is iso, yyyymmdd or dd/mm/yyyy"))
    }

    @Test("Reference data of the industry's own layouts is known by its titles")
    func industryTitles() throws {
        let folder = try RegisterFolder("cleanse-titles")
        defer { folder.remove() }
        try folder.write(
            "REG.csv",
            """
            mpan,supplier,supplier_efd,llfc,llfc_efd,mtc,ssc
            \(Self.one),SUPA,2020-01-01,007,2020-01-01,801,0393
            \(Self.two),SUPB,2020-01-01,8,2020-01-01,802,0394
            \(Self.three),SUPA,2020-01-01,999,2020-01-01,801,0393

            """)
        try folder.write("distributors.csv", "code,mpid,from,to,home_gsp\n12,LOND,1996-04-01,,_C\n")
        try folder.write(
            "Line_Loss_Factor_Class_377.csv",
            """
            "Market Participant Id","Market Participant Role Code","Effective From Date {MPR}","Line Loss Factor Class Id","Effective From Settlement Date {LLFC}","Line Loss Factor Class Description","MS Specific LLF Class Indicator","Effective To Settlement Date {LLFC}"
            "LOND","R","01/04/1996","7","01/04/2010","Domestic","A",""
            "LOND","R","01/04/1996","8","01/04/2010","Old","A","31/12/2021"

            """)
        try folder.write(
            "ISDEntityM1.csv",
            """
            M1,Standard_Settlement_Configuration,12,2026-06-01
            Standard Settlement Configuration Id,Effective From Settlement Date {SSC},Effective To Settlement Date {SSC},Standard Settlement Configuration Desc,Standard Settlement Configuration Type
            393,1996-04-01,,Unrestricted,I

            """)
        try folder.write(
            "Market_Participant_Role_377.csv",
            """
            "Market Participant Id","Market Participant Role Code","Effective From Date {MPR}","Effective To Date {MPR}"
            "SUPA","X","01/04/1996",""
            "SUPB","X","01/04/2021",""

            """)
        let result = try folder.load()
        #expect(result.text.contains("Line_Loss_Factor_Class_377.csv (2 rows)"), "\(result.text)")
        #expect(
            try folder.check("ISD", "FIL") == [
                "ISD-04 L:LOND \(Self.two) llfc", "ISD-07 S:SUPB \(Self.two) ssc", "ISD-11 S:SUPB \(Self.two) supplier",
                "ISD-13 F:? \(Self.two) llfc", "ISD-03 L:LOND \(Self.three) llfc",
            ])
    }

    @Test("Rows of reference files and exemptions that are cut, and a manifest of what did not come")
    func references() throws {
        let folder = try RegisterFolder("cleanse-reference-rows")
        defer { folder.remove() }
        try folder.write("REG.csv", RegisterFolder.registration)
        try folder.write("parties.csv", "mpid,role,from,to\nSUPA,X,1996-04-01,,more\nSUPB,X,soon,\n")
        try folder.write(
            "exemptions.csv",
            "mpan,item,scenario,until\n\(Self.one),dpi,any\n\(Self.three),dpi,any,\n\(Self.two),dpi,any,43831\n12,dpi,,\n"
        )
        try folder.write("manifest.csv", "register,rows\nREG,2\nMTR,5\nparties,2\nother,9\n")
        try folder.load("--sender", "exemptions=P:PROG", "--sender", "MTR=M:MEMA")
        #expect(
            try folder.check("FIL", "MPN", "REC-06") == [
                "FIL-04 F:PROG \(Self.one) fields", "FIL-11 F:PROG \(Self.two) until",
                "MPN-09 F:PROG \(Self.three) mpan",
                "MPN-01 F:PROG 12 mpan", "REC-06 F:MEMA MTR.csv rows", "FIL-04 F:? parties.csv fields",
                "FIL-06 F:? parties.csv from",
            ])
    }
}
