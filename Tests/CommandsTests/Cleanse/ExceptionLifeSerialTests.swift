import Foundation
import Testing

/// One exception from its first day to its last, by the command line alone.
@Suite("The life of an exception through runs", .serialized)
struct ExceptionLifeSerialTests {
    private static let one = RegisterFolder.one

    private struct Life {
        let folder: RegisterFolder

        /// A run over one row of REG as at a day of July.
        func run(_ day: Int, supplier: String = "SUPA", dpi: String = "", status: String = "T", mpan: String? = nil)
            throws
        {
            try folder.write(
                "REG.csv",
                "mpan,supplier,dpi,mp_status\n\(mpan ?? RegisterFolder.one),\(supplier),\(dpi),\(status)\n")
            try folder.load(asAt: "2026-07-0\(day)")
            let check = try folder.program.run("cleanse", "check")
            #expect(check.status == 0 || check.status == 2, "\(check.error)")
        }

        /// Owner, first and last day, state and count of re-openings of DPI-01, closed or not.
        func entry() throws -> String {
            let rows = try folder.rows("--rule", "DPI-01", "--subject", RegisterFolder.one, "--all")
            #expect(rows.count == 1, "one identity, one entry")
            return rows.first.map { "\($0[2]) \($0[7]) \($0[8]) \($0[9]) \($0[10])" } ?? ""
        }

        func isListed() throws -> Bool { try !folder.rows("--rule", "DPI-01", "--subject", RegisterFolder.one).isEmpty }

        func mark(_ state: String) throws {
            let marked = try folder.program.run("cleanse", "mark", "--rule", "DPI-01", "--as", state)
            #expect(marked.status == 0, "\(marked.error)")
        }
    }

    @Test("New, notified, in progress, claimed, taken back, resolved, re-opened, moved, exempt, expired, not seen")
    func life() throws {
        let life = Life(folder: try RegisterFolder("cleanse-life"))
        defer { life.folder.remove() }
        try life.run(1)
        #expect(try life.entry() == "S:SUPA 2026-07-01 2026-07-01 new 0")
        let packs = try life.folder.program.run("cleanse", "packs", "--out", "packs")
        #expect(packs.status == 0, "\(packs.error)")
        #expect(try life.entry().contains("notified"))
        try life.mark("in progress")
        try life.mark("claimed fixed")
        #expect(try life.entry() == "S:SUPA 2026-07-01 2026-07-01 claimed fixed 0")
        try life.run(2)
        #expect(try life.entry() == "S:SUPA 2026-07-01 2026-07-02 in progress 0", "a claim that the row belies")
        try life.mark("claimed fixed")
        try life.run(3, dpi: "true")
        #expect(try life.entry().contains("resolved 0"))
        #expect(try !life.isListed())
        try life.run(4)
        #expect(try life.entry() == "S:SUPA 2026-07-01 2026-07-04 re-opened 1")
        try life.run(5, supplier: "SUPB")
        #expect(try life.entry() == "S:SUPB 2026-07-01 2026-07-05 re-opened 1", "the owner follows, the day stays")
        try life.folder.write("exemptions.csv", "mpan,item,scenario,until\n\(Self.one),dpi,communal,2026-07-06\n")
        try life.run(6, supplier: "SUPB")
        #expect(try life.entry() == "S:SUPB 2026-07-01 2026-07-06 exempt 1", "the last day counts")
        #expect(try life.isListed(), "an exempt exception stays visible")
        try life.run(7, supplier: "SUPB")
        #expect(try life.entry() == "S:SUPB 2026-07-01 2026-07-07 re-opened 1", "expired")
        try life.run(8, supplier: "SUPB", mpan: RegisterFolder.two)
        #expect(try life.entry().contains("not seen"), "a row that vanished is no fix")
        try life.run(8, supplier: "SUPB")
        #expect(try life.entry().contains("re-opened 2"))
        try life.run(9, supplier: "SUPB", status: "X")
        #expect(try life.entry().contains("out of scope"))
    }

    @Test("A past report is the same whatever came after, and two runs are compared")
    func history() throws {
        let life = Life(folder: try RegisterFolder("cleanse-life-past"))
        defer { life.folder.remove() }
        try life.run(1)
        let first = try life.folder.program.run("cleanse", "exceptions", "--run", "1", "--format", "csv").text
        try life.run(2, dpi: "true")
        try life.run(3, supplier: "SUPB")
        #expect(try life.folder.program.run("cleanse", "exceptions", "--run", "1", "--format", "csv").text == first)
        let second = try life.folder.program.run("cleanse", "exceptions", "--run", "2", "--format", "csv").text
        #expect(first.contains("DPI-01") && !second.contains("DPI-01"))
    }

    @Test("A target that is due and missed is an exception of its party, until it is met")
    func targets() throws {
        let life = Life(folder: try RegisterFolder("cleanse-life-target"))
        defer { life.folder.remove() }
        let settings = """
            {"targets": [{"item": "dpi", "party": "S:SUPA", "percent": 99.5, "by": "2026-07-02"},
                         {"item": "dpi", "percent": 50, "by": "2026-07-02"},
                         {"item": "connection_type", "percent": 50, "by": "2026-08-01"}]}
            """
        let data = life.folder.program.folder.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        try Data(settings.utf8).write(to: data.appendingPathComponent("cleanse.json"))
        func missed() throws -> [String] {
            try life.folder.rows("--rule", "CMP-02", "--all").map { "\($0[1]) \($0[2]) \($0[3]) \($0[4]) \($0[9])" }
                .sorted()
        }
        try life.run(1)
        #expect(try missed() == [], "not due yet")
        try life.run(2)
        #expect(try missed() == ["W P:? all dpi new", "W S:SUPA S:SUPA dpi new"])
        try life.run(3, dpi: "true")
        #expect(try missed() == ["W P:? all dpi resolved", "W S:SUPA S:SUPA dpi resolved"])
    }
}
