import DIP
import Kernel
import TestSupport

/// Posts made for the journal's tests: small, and told apart by their references.
enum MadePosts {
    static func party(_ number: Int) throws -> DIPID {
        let digits = String(number)
        return try required(DIPID(String(repeating: "0", count: 10 - digits.count) + digits))
    }

    static func role(_ text: String = "SUP") throws -> RoleCode { try required(RoleCode(text)) }
    static func interface(_ text: String = "IF-021") throws -> InterfaceID { try required(InterfaceID(text)) }
    static func mpan(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "1", count: 13 - digits.count) + digits
    }

    /// What a post's messages are made of.
    struct Wish {
        var sender = 1
        var interface = "IF-021"
        var references: [String]
        var mpan: String?
        var recipients: [(party: Int, lane: Int)] = [(7, 0)]
        var at: Int64 = 1_000
        var eventCode = "[ActivePower]"
        var version = "2.1.0"
        var fill = 0
    }

    static func post(_ wish: Wish) throws -> AcceptedPost {
        var body = Array("[ ".utf8)
        var messages: [AcceptedMessage] = []
        let sender = try party(wish.sender)
        for (index, reference) in wish.references.enumerated() {
            if index > 0 { body += Array(",\n".utf8) }
            let start = body.count
            body += Array("{\"r\":\"\(reference)\",\"f\":\"\(String(repeating: "x", count: wish.fill))\"}".utf8)
            let head = MessageHead(
                interface: wish.interface, schemaVersion: wish.version, eventCode: wish.eventCode,
                environmentTag: "SIT", subText: index == 0 ? nil : "", senderUniqueReference: reference,
                senderTimestamp: "2026-04-01T09:00:00+00:00", sender: sender.text, senderRole: "SDS",
                senderCorrelation: nil, connectionProvider: wish.sender == 2 ? "0000000099" : nil,
                primaryRecipients: try wish.recipients.map { try party($0.party).text }, mpan: wish.mpan,
                distributor: "10", gspGroup: nil, responseCode: nil, bytes: start..<body.count)
            messages.append(
                AcceptedMessage(
                    head: head, transactionID: transaction(wish.sender, reference),
                    acceptedAt: Instant(milliseconds: wish.at), initialCorrelationID: index == 0 ? "CI-1" : nil,
                    addressees: try wish.recipients.enumerated().map { place, recipient in
                        Addressee(
                            recipient: try party(recipient.party), role: try role(),
                            kind: AddresseeKind.allCases[place % 3], lane: recipient.lane)
                    }))
        }
        body += Array(" ]\n".utf8)
        return AcceptedPost(
            body: body, interface: try interface(wish.interface), sender: sender, messages: messages)
    }

    static func transaction(_ sender: Int, _ reference: String) -> String { "T-\(sender)-\(reference)" }

    static func queue(_ party: Int, _ lane: Int = 0) throws -> QueueID {
        QueueID(recipient: try self.party(party), lane: lane)
    }

    static func status(
        to party: Int, about transaction: String?, code: String = "MSG0000", at: Int64 = 2_000, mpan: String? = nil
    ) throws -> AddressedStatus {
        AddressedStatus(
            entry: StatusEntry(
                transactionID: transaction, senderUniqueReference: nil, correlationID: "C", sentTimestamp: "t",
                senderID: StatusEntry.platform, recipientID: try self.party(party).text, message: "\(code) - Words"),
            recipient: try self.party(party), at: Instant(milliseconds: at), mpan: mpan)
    }

    static func settlement(
        _ parcel: Parcel, _ outcome: Settlement.Outcome = .delivered, at: Int64 = 5_000, code: String? = "RCP0000"
    ) -> Settlement {
        Settlement(
            parcel: parcel.id, outcome: outcome, at: Instant(milliseconds: at), httpStatus: 201,
            code: code.map { ResponseCode($0) }, detail: "taken", milliseconds: 12)
    }

    private static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Property.Broken("a made value is none") }
        return value
    }
}

extension Parcel {
    /// The reference of the message in it, or the transaction of its status message.
    var label: String {
        switch contents {
        case .message(let message, _): message.head.senderUniqueReference
        case .status(let entry): "status " + (entry.transactionID ?? "")
        }
    }

    /// All of it but its identifier, which each journal gives in its own way.
    var told: Parcel {
        var parcel = self
        parcel.id = 0
        return parcel
    }
}
