import Foundation
import Testing

/// D-flow user files and pool files, through `cleanse load-flow`.
@Suite("Flows become rows of MEM, or are refused", .serialized)
struct LoadFlowSerialTests {
    private static let one = RegisterFolder.one
    private static let two = RegisterFolder.two
    private static let groups = """
        [{"group":"A01","parent":null,"fields":["mpan","efd:yyyymmdd"]},
         {"group":"A02","parent":"A01","fields":["meter_id","location","install_date:yyyymmdd"]},
         {"group":"A03","parent":"A02","fields":["register","digits"]}]
        """

    /// The lines of a good flow of two meters.
    private static let body = [
        "A01|\(one)|20260101|", "A02|M1|B|20200101|", "A03|01|5|", "A01|\(two)|20260101|", "A02|M2|Q|20210101|",
        "A03|01|6|",
    ]

    private static func flow(
        _ body: [String] = body, id: String = "FILE1", flag: String = "OPER", count: Int? = nil, trailer: String? = nil
    ) -> String {
        let head = "ZHV|\(id)|D0150001|M|MEMA|P|LOND|20260701120000||||\(flag)|"
        let foot = trailer ?? "ZPT|\(id)|\(count ?? body.count)||2|20260701120000|"
        return ([head] + body + (foot.isEmpty ? [] : [foot])).joined(separator: "\r\n") + "\r\n"
    }

    private static func pool(_ body: [String], count: Int) -> String {
        (["ZHD||D0150001|M|MEMA|P|LOND|20260701120000||||OPER"] + body + ["ZPT|\(count)|99"]).joined(separator: "\n")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let expected: [String]
        /// Rows of MEM; nil for a flow that is refused.
        let rows: Int?
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ expected: [String] = [], rows: Int? = 2) {
            self.name = name
            self.text = text
            self.expected = expected
            self.rows = rows
        }
    }

    private static func refused(_ name: String, _ text: String, _ rule: String, _ item: String) -> Case {
        Case(name, text, ["\(rule) F:MEMA flow.usr \(item)"], rows: nil)
    }

    private static let poolBody = body.map { String($0.dropLast()) }

    private static let cases: [Case] = [
        Case("a good flow", flow()), Case("a pool file", pool(poolBody, count: 8)),
        refused("no trailer", flow(trailer: ""), "FIL-01", "trailer"),
        refused("another id in the trailer", flow(trailer: "ZPT|FILE2|6||2|20260701120000|"), "FIL-01", "trailer"),
        refused("no header", body.joined(separator: "\n") + "\n", "FIL-01", "header"),
        refused("an empty file", "", "FIL-01", "header"),
        refused("a wrong count", flow(count: 7), "FIL-02", "trailer"),
        refused("no count", flow(trailer: "ZPT|FILE1|"), "FIL-02", "trailer"),
        refused("a pool file that counts its body alone", pool(poolBody, count: 6), "FIL-02", "trailer"),
        refused("a test file", flow(flag: "TR01"), "FIL-05", "test_flag"),
        Case("an unknown group", flow(body + ["X99|1|"]), ["FIL-03 F:MEMA flow.usr group"]),
        Case("a child without its parent", flow(["A03|01|5|"] + body), ["FIL-03 F:MEMA flow.usr group"]),
        Case(
            "a field too many", flow([body[0], "A02|M1|B|20200101|x|"] + body[2...]), ["FIL-04 F:MEMA \(one) fields"]),
        Case("a line not ended", flow([body[0], "A02|M1|B|20200101"] + body[2...]), ["FIL-04 F:MEMA \(one) fields"]),
        Case(
            "a day of another dialect", flow([body[0], "A02|M1|B|2020-01-01|"] + body[2...]),
            ["FIL-06 F:MEMA \(one) install_date"]),
        Case("no MPAN", flow(["A01|123|20260101|"] + body[1...]), ["MPN-01 F:MEMA 123 mpan"], rows: 1),
        Case("nothing between", flow([]), [], rows: 0),
    ]

    @Test("What is wrong is told, and what can be read is loaded", arguments: cases)
    func flows(_ wanted: Case) throws {
        let folder = try RegisterFolder("cleanse-flow")
        defer { folder.remove() }
        try folder.write("REG.csv", RegisterFolder.registration)
        try folder.load()
        let before = try folder.registers()
        let groups = try folder.program.write("groups.json", Self.groups)
        let file = try folder.program.write("flow.usr", wanted.text)
        let result = try folder.program.run(
            "cleanse", "load-flow", file, "--groups", groups, "--sender", "M:MEMA")
        #expect(result.status == (wanted.rows == nil ? 65 : 0), "\(result.error)")
        if let rows = wanted.rows {
            let registers = try folder.registers()
            #expect(registers.contains { $0.hasPrefix("MEM \(rows) ") }, "\(registers)")
        } else {
            #expect(try folder.registers() == before)
        }
        #expect(try folder.check("FIL", "MPN") == Set(wanted.expected))
    }

    @Test("A flow is known again by sender and file id, and a pool file without an id by its bytes")
    func replays() throws {
        let folder = try RegisterFolder("cleanse-flow-again")
        defer { folder.remove() }
        try folder.write("REG.csv", RegisterFolder.registration)
        try folder.write(
            "MTR.csv",
            "mpan,meter_id,location,digits,install_date,mem\n\(Self.one),M1,B,5,2020-01-01,MEMA\n"
                + "\(Self.two),M2,B,6,2021-01-01,MEMA\n")
        try folder.load()
        let groups = try folder.program.write("groups.json", Self.groups)
        func load(_ name: String, _ text: String, _ sender: String = "M:MEMA") throws {
            let file = try folder.program.write(name, text)
            let result = try folder.program.run("cleanse", "load-flow", file, "--groups", groups, "--sender", sender)
            #expect(result.status == 0, "\(result.error)")
        }
        try load("one.usr", Self.flow())
        // What the flow says is held against the register.
        #expect(try folder.check("FIL", "REC-04") == ["REC-04 M:MEMA \(Self.two) location"])
        let once = try folder.registers()
        try load("again.usr", Self.flow(Array(Self.body.prefix(3))))
        #expect(try folder.registers() == once)
        #expect(try folder.check("FIL") == ["FIL-08 F:MEMA again.usr file_id"])
        try load("other.usr", Self.flow(Array(Self.body.prefix(3)), id: "FILE2"))
        #expect(try folder.registers().contains { $0.hasPrefix("MEM 3 ") })
        try load("pool.usr", Self.pool(Array(Self.poolBody.prefix(3)), count: 5))
        try load("pool-2.usr", Self.pool(Array(Self.poolBody.suffix(3)), count: 5))
        #expect(try folder.registers().contains { $0.hasPrefix("MEM 5 ") }, "two pool files, both without an id")
    }
}
