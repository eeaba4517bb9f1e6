import DIP
import Kernel
import TestSupport
import Testing

/// What recipients get.
struct OutboundTests {
    static let names = [
        "interfaceID", "schemaVersion", "eventCode", "senderUniqueReference", "primaryRecipients", "MPANCore",
        "B068", "B068List", "B035List", "consentGranularity", "consentGranularityEffectiveFromDate", "B900", "MQID",
        "v", "q", "DUOSTariffID", "DUoSTariffID",
    ]
    static let renderer = OutboundRenderer(names: names)

    static func parcel(
        _ text: String, interface: String = "IF-021", event: String = "[ActivePower]", role: String = "SUP",
        isReplay: Bool = false
    ) throws -> Parcel {
        let addressees = [
            Addressee(
                recipient: try RoutingSample.id(RoutingSample.supplier), role: try RoutingSample.role(role),
                kind: .primary, lane: 0),
            Addressee(
                recipient: try RoutingSample.id(RoutingSample.mds), role: try RoutingSample.role("MDS"), kind: .always,
                lane: 0),
        ]
        let message = AcceptedMessage(
            head: MessageHead(interface: interface, eventCode: event), transactionID: "T-1",
            acceptedAt: RoutingSample.noon.later(milliseconds: 999), initialCorrelationID: "CI-\"1\"",
            addressees: addressees)
        return Parcel(
            id: 1, queue: try LaneSample.queue(), channel: try LaneSample.channel(interface), addressee: addressees[0],
            contents: .message(message, bytes: Array(text.utf8)), attempts: 0, isReplay: isReplay)
    }

    static let added =
        #""A0":{"primaryRecipients":["2300000001"],"secondaryRecipients":[],"always":["3000000001"]},"#
        + #""D0":{"transactionID":"T-1","transactionTimestamp":"2026-04-01T12:00:00+00:00","publicationID":"PUB-021","#
        + #""initialCorrelationID":"CI-\"1\"","replayIndicator":false,"serviceTicketURL":null}"#

    static func render(_ parcels: [Parcel]) -> String { String(decoding: renderer.body(of: parcels), as: UTF8.self) }

    @Test(arguments: [
        // As the specification writes it: bytes stay, white space too.
        (
            #"{"payload":{"CommonBlock":{"S0":{"interfaceID": "IF-021"},"S1":{},"A0":{"primaryRecipients":[]},"M0":{}},"CustomBlock":{"B900":[ {"v":"1.000"} ]}}}"#,
            #"{"payload":{"CommonBlock":{"S0":{"interfaceID": "IF-021"},"S1":{},"# + added
                + #","M0":{}},"CustomBlock":{"B900":[ {"v":"1.000"} ]}}}"#
        ),
        // Other case, other order, D0 from the sender, parts before and after.
        (
            #" { "PAYLOAD" : { "customblock" : {"b900":{"V":"MPANCORE","Q":"q\"Q\":"}} , "commonBlock":{"d0":{"x":1},"m0":{"mpancore":"1"},"s0":{"INTERFACEID":"if"}}} } "#,
            #"{"payload":{"CommonBlock":{"S0":{"interfaceID":"if"},"# + added
                + #","M0":{"MPANCore":"1"}},"CustomBlock":{"B900":{"v":"MPANCORE","q":"q\"Q\":"}}}}"#
        ),
        // Keys with escapes; names that differ in case only and are both known; unknown names; no custom block.
        (
            #"{"payload":{"CommonBlock":{"\u00530":{"\u0076":1,"\u0056":2,"DUoSTariffID":3,"DUOSTariffID":4,"Zz":5},"Own":[true]}}}"#,
            #"{"payload":{"CommonBlock":{"S0":{"\u0076":1,"v":2,"DUoSTariffID":3,"DUOSTariffID":4,"Zz":5},"# + added
                + #","Own":[true]}}}"#
        ),
    ]) func theRestStaysAsItCame(_ sent: String, _ expected: String) throws {
        #expect(Self.render([try Self.parcel(sent)]) == "[" + expected + "]")
    }

    @Test func replayAndStatus() throws {
        let text = Self.render([
            try Self.parcel(#"{"payload":{"CommonBlock":{"S0":{}}}}"#, isReplay: true),
            Parcel(
                id: 2, queue: try LaneSample.queue(), channel: .status, addressee: nil,
                contents: .status(
                    StatusEntry(
                        transactionID: nil, senderUniqueReference: "S-1", correlationID: nil,
                        sentTimestamp: "2026-04-01T12:00:00+00:00", senderID: StatusEntry.platform,
                        recipientID: "1400000001",
                        message: "MSG1037 - unknown \u{1F600}\n")), attempts: 0, isReplay: false),
        ])
        #expect(text.contains(#""replayIndicator":true"#))
        let entry =
            #",{"transactionID":null,"senderUniqueReference":"S-1","correlationID":null,"#
            + #""sentTimestamp":"2026-04-01T12:00:00+00:00","senderID":"00000000000","recipientID":"1400000001","#
            + #""DIPConnectionProviderID":null,"message":"MSG1037 - unknown \#u{1F600}\n","help":null,"#
            + #""serviceTicketURL":null}]"#
        #expect(text.hasSuffix(entry))
        let body = StandardResponse(entries: [], timestamp: "2026-04-01T12:00:00+00:00").bytes
        #expect(
            String(decoding: body, as: UTF8.self) == #"{"messageArray":[],"timestamp":"2026-04-01T12:00:00+00:00"}"#)
    }

    @Test func masksForARole() throws {
        let sent =
            #"{"payload":{"CommonBlock":{"S0":{}},"CustomBlock":{"consentGranularity":"H","b068":{"ConsentGranularity" : "H" ,"consentGranularityEffectiveFromDate":"d","v":{"B068":{"consentGranularity":null}}},"B068List":[{"consentGranularity":{"a":[1]}},{"q":1}]}}}"#
        for (role, expected) in [
            (
                "LDSO",
                #""CustomBlock":{"consentGranularity":"H","B068":{"consentGranularity" : "x" ,"consentGranularityEffectiveFromDate":"d","v":{"B068":{"consentGranularity":"x"}}},"B068List":[{"consentGranularity":"x"},{"q":1}]}}}]"#
            ),
            (
                "SUP",
                #""CustomBlock":{"consentGranularity":"H","B068":{"consentGranularity" : "H" ,"consentGranularityEffectiveFromDate":"d","v":{"B068":{"consentGranularity":null}}},"B068List":[{"consentGranularity":{"a":[1]}},{"q":1}]}}}]"#
            ),
        ] {
            let text = Self.render([
                try Self.parcel(sent, interface: "IF-026", event: "[ConsentGranularity]", role: role)
            ])
            #expect(text.hasSuffix(expected), "\(role): \(text)")
        }
    }

    /// On any bytes it stays within them, and on JSON it makes JSON.
    @Test func anyBytes() async throws {
        let base = Array(
            #"{"payload":{"CommonBlock":{"S0":{"interfaceid":"a\"b"},"M0":{}},"CustomBlock":{"B900":[{"V":"1"}]}}}"#
                .utf8)
        try await Property.check(seed: 5, count: 3_000) { generator in
            var bytes = base
            for _ in 0...generator.nextBelow(4) {
                switch generator.nextBelow(3) {
                case 0: bytes.removeLast(generator.nextBelow(bytes.count + 1))
                case 1 where !bytes.isEmpty:
                    bytes[generator.nextBelow(bytes.count)] = Array("{}[]\",:\\ x".utf8)[generator.nextBelow(10)]
                default: bytes.insert(UInt8(generator.nextBelow(256)), at: generator.nextBelow(bytes.count + 1))
                }
            }
            let parcel = try Self.parcel(String(decoding: bytes, as: UTF8.self))
            let body = Self.renderer.body(of: [parcel])
            if (try? JSONText(Array(String(decoding: bytes, as: UTF8.self).utf8))) != nil {
                try Property.hold((try? JSONText(body)) != nil, "no JSON: \(String(decoding: body, as: UTF8.self))")
            }
        }
    }

    @Test func transactionsAreUniqueOverRestarts() throws {
        var seen: Set<String> = []
        for run in 0..<3 {
            var ids = TransactionIDs(
                seed: 42, first: TransactionIDs.first(startedAt: RoutingSample.noon.later(milliseconds: Int64(run))))
            for _ in 0..<20_000 {
                seen.insert(ids.next(interface: "IF-021", sender: "1400000001", role: "SDS", at: RoutingSample.noon))
            }
        }
        #expect(seen.count == 60_000)
        let sample = try #require(seen.min())
        #expect(sample.utf8.count == 49)
        #expect(sample.hasPrefix("T-IF-021-1400000001-SDS-20260401-"))
        #expect(sample.utf8.suffix(16).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        var ids = TransactionIDs(seed: 42, first: 1)
        var again = TransactionIDs(seed: 42, first: 1)
        #expect(
            ids.next(interface: "REP-002A", sender: "1", role: "ECS", at: RoutingSample.noon)
                == again.next(interface: "REP-002A", sender: "1", role: "ECS", at: RoutingSample.noon))
    }
}
