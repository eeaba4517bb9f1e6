import Kernel
import Migration
import TestSupport
import Testing

/// Lines of the hub's journal with what their messages say.
@Suite struct TrackJournalTests {
    private static func line(_ interface: Int, _ event: String, _ number: Int, _ more: String = "") -> String {
        let place = number < 10 ? "0\(number)" : "\(number)"
        return
            "{\"sequence\":\(number),\"at\":\"2026-05-04T09:\(place):00.000Z\",\"event\":\"accepted\","
            + "\"transactionID\":\"T-\(number)\",\"interface\":\"IF-0\(interface < 10 ? "0" : "")\(interface)\","
            + "\"eventCode\":\"[\(event)]\",\"sender\":\"2309012345\",\"mpan\":\"1200000000001\"\(more)}"
    }

    private func read(_ lines: [String], _ participants: [String: String] = [:]) -> (TrackHistory, TrackTail, [String])
    {
        var tail = TrackTail()
        var history = TrackHistory(mpan: 1_200_000_000_001)
        var bad: [String] = []
        var reader = TrackLines(.json, participants: participants)
        for line in lines {
            switch Array(line.utf8).withUnsafeBufferPointer({ reader.read($0, &tail) }) {
            case .event(let event): _ = history.take(event)
            case .bad(let why): bad.append(why)
            default: break
            }
        }
        return (history, tail, bad)
    }

    private static let supplier = ",\"supplier\":\"2309012345\",\"supplierMPID\":\"AAAA\""
    private static let scenario = ",\"scenario\":\"COS\",\"effective\":\"2026-05-03T00:00:00+01:00\""

    /// COS after the supply start date: rejected, whatever the answer says, to be sent again as CSP.
    @Test func aLateChangeOfSupplierIsSeen() {
        let (history, tail, bad) = read([
            Self.line(31, "MSApp", 1, Self.supplier + Self.scenario),
            Self.line(32, "MSAppInitialResp", 2, ",\"responseCode\":\"A\"" + Self.scenario),
        ])
        #expect(bad.isEmpty)
        let folded = history.folded(in: tail.context)
        #expect(folded.state == .rejected)
        #expect(folded.action == .resendForSupplierInPlace)
        #expect(folded.objections.map(\.rule) == ["Q5"])
        #expect(tail.suppliers[folded.supplier] == "AAAA")
    }

    @Test(arguments: [
        ("REG9008", TrackAction.returnToSupplier), ("REG9006", .resendForSupplierInPlace),
        ("REG9006 REG9011", .returnToSupplier), ("SP001", .retryNextMigrationDay), ("MSG1001", .replay),
    ])
    func aRefusalIsJudgedByItsReasons(_ reasons: String, _ action: TrackAction) {
        let (history, tail, _) = read([
            Self.line(31, "MSApp", 1, Self.supplier + ",\"scenario\":\"MCA\""),
            Self.line(32, "MSAppInitialResp", 2, ",\"responseCode\":\"R\",\"reasons\":\"\(reasons)\""),
        ])
        let folded = history.folded(in: tail.context)
        #expect((folded.state, folded.action) == (.rejected, action))
    }

    @Test func aChangeOfSupplierNamesBoth() {
        let change =
            ",\"effective\":\"2026-05-06T00:00:00+01:00\",\"supplier\":\"2300000002\",\"supplierMPID\":\"BBBB\","
            + "\"formerSupplier\":\"2309012345\",\"formerSupplierMPID\":\"AAAA\""
        let (history, tail, bad) = read([Self.line(1, "ChangeOfSupplier", 3, change)])
        #expect(bad.isEmpty)
        let folded = history.folded(in: tail.context)
        #expect(folded.objections.isEmpty)
        #expect(tail.suppliers[folded.supplier] == "BBBB")
        #expect(tail.suppliers[history.firstSupplier] == "AAAA")
        // A list of participants goes before the line's MPIDs.
        let named = read([Self.line(1, "ChangeOfSupplier", 3, change)], ["2300000002": "GAIN", "2309012345": "LOSE"])
        #expect(named.1.suppliers.texts == ["", "GAIN", "LOSE"])
    }

    /// Lines of an export that had none of this are read as before.
    @Test func olderLinesAreRead() {
        let (history, tail, bad) = read([
            Self.line(31, "MSApp", 1), Self.line(32, "MSAppInitialResp", 2), Self.line(33, "MSAppSPRequest", 3),
            Self.line(1, "ChangeOfSupplier", 4),
        ])
        #expect(bad.isEmpty)
        let folded = history.folded(in: tail.context)
        #expect(folded.state == .msRequested)
        #expect(folded.objections.map(\.rule) == ["Q17"])
        #expect(tail.suppliers[folded.supplier] == "2309012345")
    }

    @Test func aBadDateIsNamed() {
        let (_, _, bad) = read([Self.line(31, "MSApp", 1, Self.supplier + ",\"effective\":\"soon\"")])
        #expect(bad == ["effective: \"soon\" is no day; write it like 2026-05-14"])
    }
}
