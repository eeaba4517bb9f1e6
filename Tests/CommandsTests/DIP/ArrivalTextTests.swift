import DIP
import Kernel
import Testing

@testable import Commands
@testable import DIPStandIn

/// What `dip receive --json` says of what arrives: a line for every message and status, and one for a body without any.
@Suite struct ArrivalTextTests {
    private static let signature = SignatureDiagnosis(
        faults: [], expected: "x", received: "x", isReceivedProven: true, skewMilliseconds: 0, certificate: nil)

    private static func arrival(_ body: String, isProbe: Bool = false, status: Int) throws -> Arrival {
        let bytes = Array(body.utf8)
        let checker = MessageChecker(specification: try DIPFolder.specification(nil))
        return Arrival(
            at: Instant(milliseconds: 1_775_034_000_000), target: "/dip", body: bytes, signature: signature,
            verdict: isProbe ? nil : checker.check(bytes, interface: nil), statuses: [], isProbe: isProbe,
            status: status)
    }

    @Test func aBodyWithoutMessagesHasALine() throws {
        let probe = try Self.arrival("[]", isProbe: true, status: 201)
        #expect(
            ArrivalText.json(probe) == [
                #"{"at":"2026-04-01T09:00:00.000Z","kind":"probe","bytes":2,"findings":[],"signature":"holds","answered":201}"#
            ])
        for body in ["", "nonsense", "{", "\u{FFFD}"] {
            let lines = ArrivalText.json(try Self.arrival(body, status: 400))
            try #require(lines.count == 1, "\(body): \(lines)")
            #expect(lines[0].contains(#""kind":"unreadable""#) && lines[0].contains(#""answered":400"#), "\(lines)")
            #expect(!lines[0].contains(#""findings":[]"#), "what is wrong is told: \(lines)")
        }
    }
}
