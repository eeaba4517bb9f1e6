/// Rules of level 1 that rest on what the server knows; each says what is wrong, or nil.
///
/// The server gives the facts; nothing here asks for them.
public enum StatefulRules {
    /// Whether a message's sender is the party whose key was used, or one that names it as connection provider.
    public static func sender(
        _ head: MessageHead, index: Int, caller: DIPID, actsFor: (DIPID) -> Bool
    ) -> MessageFinding? {
        guard head.sender != caller.text else { return nil }
        if let sender = DIPID(head.sender), actsFor(sender) { return nil }
        return finding(
            .senderIsTheParty, index, "S1/senderDIPID",
            "The message is of \(JSONValue.string(head.sender)); the key is of \(caller), which does not act for it.")
    }

    /// Whether the sender's role is the one that its DIP ID has.
    public static func role(_ head: MessageHead, index: Int, role: RoleCode) -> MessageFinding? {
        guard head.senderRole != role.text else { return nil }
        return finding(
            .senderRoleIsTheParties, index, "S1/senderRoleID",
            "\(head.sender) has the role \(role); the message names \(JSONValue.string(head.senderRole)).")
    }

    /// Whether the environment is the server's.
    public static func environment(_ head: MessageHead, index: Int, environment: String) -> MessageFinding? {
        guard head.environmentTag != environment else { return nil }
        return finding(
            .environmentIsTheServers, index, "S1/environmentTag",
            "The message is for \(JSONValue.string(head.environmentTag)); this server is \(environment).")
    }

    /// Those primary recipients that are no parties.
    public static func addressees(_ head: MessageHead, index: Int, isKnown: (DIPID) -> Bool) -> [MessageFinding] {
        head.primaryRecipients.enumerated().compactMap { place, recipient in
            if let recipient = DIPID(recipient), isKnown(recipient) { return nil }
            return finding(
                .addresseesAreKnown, index, "A0/primaryRecipients/\(place)",
                "\(JSONValue.string(recipient)) is no party of this platform.")
        }
    }

    /// That a reference was used before.
    public static func usedReference(_ head: MessageHead, index: Int) -> MessageFinding {
        finding(
            .referenceIsUniqueInTheBody, index, "S1/senderUniqueReference",
            "The sender unique reference \(head.senderUniqueReference) was used before by \(head.sender).")
    }

    /// That a fault rule refuses the message with a code of its choice.
    public static func chosen(_ code: ResponseCode, _ head: MessageHead, index: Int, rule: String) -> MessageFinding {
        MessageFinding(
            index: index, pointer: "/\(index)", offset: head.bytes.lowerBound, rule: "FaultRule", code: code,
            sentence: "\(ResponseCodes.sentence(of: code)) (chosen by the fault rule \(rule))")
    }

    private static func finding(_ rule: CheckRule, _ index: Int, _ field: String, _ sentence: String) -> MessageFinding
    {
        MessageFinding(
            index: index, pointer: "/\(index)/payload/CommonBlock/\(field)", offset: 0, rule: rule.rawValue,
            code: rule.facts.code, sentence: sentence)
    }
}
