import Foundation
import TestSupport
import Testing

/// Markets in which everything is shared: time must grow with the rows, not with their square.
@Suite("Hostile markets are checked in bounded time", .serialized)
struct HostileMarketSerialTests {
    private static let count = 100_000
    private static let numbers = (1...count).map { RegisterFolder.mpan($0) }

    private enum Market: String, CaseIterable, CustomTestStringConvertible {
        case oneDevice, starOfExports, starOfRelated, manyPrincipals, oneMeteringPoint
        var testDescription: String { rawValue }
    }

    /// REG with every MPAN, the first one an import, the others of a direction.
    private func registration(_ direction: String) -> String {
        var text = "mpan,supplier,direction,postcode,mp_status\n"
        for (place, mpan) in Self.numbers.enumerated() {
            text += "\(mpan),SUPA,\(place == 0 ? "I" : direction),N1 1AA,T\n"
        }
        return text
    }

    private func write(_ market: Market, _ folder: RegisterFolder) throws {
        let numbers = Self.numbers
        let hub = numbers[0]
        switch market {
        case .oneDevice:
            try folder.write("REG.csv", registration("E"))
            try folder.write("LNK.csv", "kind,principal,subsidiary,from\n")
            try folder.write(
                "MTR.csv",
                numbers.reduce(into: "mpan,meter_id,meter_type,esme_id,install_date\n") {
                    $0 += "\($1),A1,S2A,0C-A2-F4-00-00-76-21-BC,2020-01-01\n"
                })
        case .starOfExports:
            try folder.write("REG.csv", registration("E"))
            try folder.write(
                "LNK.csv",
                numbers.dropFirst().reduce(
                    into: "kind,principal,subsidiary,from\nREL,\(numbers[1]),\(hub),2030-01-01\n"
                ) {
                    $0 += "IE,\(hub),\($1),2020-01-01\n"
                })
        case .starOfRelated:
            try folder.write("REG.csv", registration("E"))
            try folder.write(
                "LNK.csv",
                numbers.dropFirst().reduce(into: "kind,principal,subsidiary,from\n") {
                    $0 += "REL,\(hub),\($1),2020-01-01\nIE,\($1),\(hub),2021-01-01\n"
                })
        case .manyPrincipals:
            try folder.write("REG.csv", registration("I"))
            try folder.write(
                "LNK.csv",
                numbers.dropFirst().reduce(into: "kind,principal,subsidiary,from,to\n") {
                    $0 += "IE,\($1),\(hub),2020-01-01,2021-01-01\nREL,\($1),\(hub),2020-01-01,\n"
                })
        case .oneMeteringPoint:
            try folder.write("REG.csv", RegisterFolder.registration)
            try folder.write("LNK.csv", "kind,principal,subsidiary,from\n")
            try folder.write(
                "MTR.csv",
                (0..<Self.count).reduce(into: "mpan,meter_id,meter_type,location,install_date,mem\n") {
                    $0 += "\(RegisterFolder.one),A\($1),N,,2020-01-01,MEMA\n"
                })
            try folder.write(
                "MEM.csv",
                (0..<Self.count).reduce(into: "mpan,meter_id,location,digits,mem\n") {
                    $0 += "\(RegisterFolder.one),\($1 % 2 == 0 ? "A\($1)" : "B"),\($1 % 2 == 0 ? "B" : "C"),,M\($1)\n"
                })
            try folder.write(
                "HIS.csv",
                (0..<Self.count).reduce(into: "mpan,item,value,from,to\n") {
                    $0 += "\(RegisterFolder.one),supplier,S\($1),2020-01-01,\n"
                })
        }
    }

    @Test(
        "One ESME and one serial at 100,000 MPANs, stars of 100,000 links, 100,000 rows of one MPAN",
        arguments: Market.allCases)
    private func hostile(_ market: Market) async throws {
        let folder = try RegisterFolder("cleanse-hostile-\(market.rawValue)")
        defer { folder.remove() }
        try write(market, folder)
        try folder.load()
        let environment = ["CHANGEOVER_DATA": folder.program.folder.appendingPathComponent("data").path]
        // With the square of 100,000 the slowest of these took hours; a busy machine needs seconds.
        let outcome = try await Subprocess.run(
            Program.executable, ["cleanse", "check"], environment: environment, within: .seconds(90))
        #expect(!outcome.ranOut, "the check takes too long")
        #expect(outcome.status == 2, "\(outcome.errors)")
        let rows = try folder.rows()
        let raised = Dictionary(grouping: rows, by: { $0[0] }).mapValues(\.count)
        switch market {
        case .oneDevice:
            #expect(raised["LNK-15"] == Self.count - 1)
            #expect(raised["ESM-05"] == Self.count - 1, "among exports; the import shares with exports at its postcode")
        case .starOfExports: #expect(raised["LNK-06"] == nil && raised["LNK-04"] == nil)
        case .starOfRelated:
            #expect(raised["LNK-07"] == Self.count - 1)
            #expect(raised["LNK-04"] == 1)
        case .manyPrincipals: #expect(raised["LNK-08"] == 1 && raised["LNK-04"] == nil)
        case .oneMeteringPoint:
            #expect(raised["REC-04"] == 1 && raised["EFF-05"] == 1 && raised["LOC-02"] == 1)
            #expect(raised["REC-05"] == nil, "all managers say the same")
        }
    }
}
