import Kernel
import Testing

@testable import DIP

struct SmallBodyTests {
    private static let checker = MessageChecker(specification: .bundled)

    private static let entry = StatusEntry(
        transactionID: "T-IF-021-1409012345-SDS-20260401-0123456789abcdef", senderUniqueReference: nil,
        correlationID: nil,
        sentTimestamp: "2026-04-01T09:00:00+00:00", senderID: "1409012345", recipientID: "2209012345",
        message: "MSG0000 - Success", serviceTicketURL: "not yet implemented")

    @Test func standardResponseIsWrittenAndRead() {
        let response = StandardResponse(entries: [Self.entry], timestamp: "2026-04-01T09:00:00+00:00")
        let text = String(decoding: response.bytes, as: UTF8.self)
        #expect(
            text == #"{"messageArray":[{"transactionID":"T-IF-021-1409012345-SDS-20260401-0123456789abcdef","#
                + #""senderUniqueReference":null,"correlationID":null,"sentTimestamp":"2026-04-01T09:00:00+00:00","#
                + #""senderID":"1409012345","recipientID":"2209012345","DIPConnectionProviderID":null,"#
                + #""message":"MSG0000 - Success","help":null,"serviceTicketURL":"not yet implemented"}],"#
                + #""timestamp":"2026-04-01T09:00:00+00:00"}"#)
        let reading = Self.checker.standardResponse(response.bytes)
        #expect(reading.value == response && reading.isAccepted && reading.findings.isEmpty)
    }

    @Test func platformsOwnIdentifierIsItsDefect() {
        var entry = Self.entry
        entry.senderID = StatusEntry.platform
        let reading = Self.checker.statusMessages(StatusEntry.bytes(of: [entry]))
        #expect(reading.isAccepted && reading.value == [entry])
        #expect(reading.findings.map(\.knownDefect) == [KnownDefect.platformIdentifier.rawValue])
        entry.senderID = "123"
        #expect(!Self.checker.statusMessages(StatusEntry.bytes(of: [entry])).isAccepted)
    }

    @Test(arguments: [
        ("[]", "CountIsEnough"), ("[{}]", "FieldIsPresent"), ("{", "BodyIsJSON"), ("7", "TypeIsArray"),
    ]) func wrongStatusMessagesAreTold(text: String, rule: String) {
        let reading = Self.checker.statusMessages(Array(text.utf8))
        #expect(!reading.isAccepted && reading.findings.first?.rule == rule)
    }

    @Test(arguments: [
        (#"{"callbackURL":"https://127.0.0.1/x"}"#, "https://127.0.0.1/x" as String?),
        (#"{"CALLBACKURL":"https://a/","maxMessageCount":5,"maxPayloadSize":100}"#, "https://a/"),
        (#"{"config":{"callbackURL":"https://a/"}}"#, "https://a/"), ("{}", nil), (#"{"callbackURL":7}"#, nil),
        ("[]", nil),
    ]) func webhooksAreRead(text: String, url: String?) {
        let reading = Self.checker.webhookConfiguration(Array(text.utf8))
        #expect(reading.value?.callbackURL == url)
        #expect(reading.isAccepted == (url != nil), "\(reading.findings)")
        #expect(url != nil || !reading.findings.isEmpty)
    }

    @Test func requestsAreReadAndBounded() throws {
        let request = MessageRequest(
            from: "2026-04-01T00:00:00+00:00", mpan: "2000056535971", transactionIDs: (0..<100).map { "T-\($0)" })
        let reading = Self.checker.messageRequest(request.bytes)
        #expect(reading.value == request && reading.isAccepted)
        let recipient = try #require(DIPID("1409012345"))
        let channel = Channel.interface(try #require(InterfaceID("IF-021")))
        let selection = request.selection(recipient: recipient, channel: channel)
        #expect(selection?.from?.iso == "2026-04-01T00:00:00.000Z" && selection?.transactionIDs.count == 100)
        var many = request
        many.transactionIDs.append("T-100")
        #expect(Self.checker.messageRequest(many.bytes).findings.map(\.rule) == ["CountIsWithin"])
        let missing = Self.checker.messageRequest(Array(#"{"datetimeFrom":null}"#.utf8))
        #expect(missing.findings.map(\.rule) == Array(repeating: "FieldIsPresent", count: 4))
        let noDate = MessageRequest(from: "2026-99-01T00:00:00+00:00")
        #expect(Self.checker.messageRequest(noDate.bytes).findings.map(\.rule) == ["DateTimeIsADateTime"])
    }

    @Test func statefulRulesSayWhatIsWrong() throws {
        let head = MessageHead(
            environmentTag: "SIT", sender: "1409012345", senderRole: "SDS", primaryRecipients: ["2209012345", "x"])
        let own = try #require(DIPID("1409012345"))
        let other = try #require(DIPID("2309012345"))
        let role = try #require(RoleCode("SUP"))
        #expect(StatefulRules.sender(head, index: 0, caller: own) { _ in false } == nil)
        #expect(StatefulRules.sender(head, index: 0, caller: other) { _ in true } == nil)
        #expect(StatefulRules.sender(head, index: 0, caller: other) { _ in false }?.code == .senderInvalid)
        #expect(StatefulRules.role(head, index: 0, role: role)?.code == .senderRoleInvalid)
        #expect(
            StatefulRules.environment(head, index: 0, environment: "DEV")?.pointer
                == "/0/payload/CommonBlock/S1/environmentTag")
        #expect(StatefulRules.environment(head, index: 0, environment: "SIT") == nil)
        #expect(StatefulRules.addressees(head, index: 0) { _ in true }.map(\.code) == [.primaryRecipientInvalid])
        #expect(StatefulRules.usedReference(head, index: 3).code == .referenceUsed)
    }
}
