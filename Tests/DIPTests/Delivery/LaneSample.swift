import DIP
import Kernel

/// Parcels and answers for the checks of lanes.
enum LaneSample {
    static let start = RoutingSample.noon

    static func queue() throws -> QueueID { QueueID(recipient: try RoutingSample.id(RoutingSample.supplier), lane: 0) }

    static func channel(_ interface: String = "IF-021") throws -> Channel {
        guard let channel = Channel(interface) else { throw RoutingSample.Missing(what: interface) }
        return channel
    }

    static func webhooks(_ interfaces: [String] = ["IF-021"], path: String = "/dip") throws -> [Channel: Webhook] {
        var webhooks: [Channel: Webhook] = [:]
        for interface in interfaces {
            let channel = try channel(interface)
            webhooks[channel] = Webhook(
                dipID: try RoutingSample.id(RoutingSample.supplier), channel: channel,
                url: "https://127.0.0.1:9443\(path)")
        }
        return webhooks
    }

    static func parcel(
        _ id: Int64, interface: String = "IF-021", mpan: String = RoutingSample.mpan, attempts: Int = 0,
        size: Int = 100,
        isReplay: Bool = false
    ) throws -> Parcel {
        let head = MessageHead(
            interface: interface, eventCode: "[ActivePower]", senderUniqueReference: "S-\(id)",
            sender: RoutingSample.sds, senderRole: "SDS", mpan: mpan)
        let recipient = try RoutingSample.id(RoutingSample.supplier)
        let addressee = Addressee(
            recipient: recipient, role: try RoutingSample.role("SUP"), kind: .secondary, lane: 0)
        let message = AcceptedMessage(
            head: head, transactionID: "T-\(id)", acceptedAt: start, initialCorrelationID: nil, addressees: [addressee])
        return Parcel(
            id: id, queue: try queue(), channel: try channel(interface), addressee: addressee,
            contents: .message(message, bytes: Array(repeating: 0x20, count: size)), attempts: attempts,
            isReplay: isReplay)
    }

    static func lane(
        _ settings: DeliverySettings = DeliverySettings(), webhooks: [Channel: Webhook]? = nil
    ) throws -> DeliveryLane {
        DeliveryLane(queue: try queue(), settings: settings, channels: try webhooks ?? self.webhooks())
    }

    /// The kinds of actions, in order.
    static func kinds(_ actions: [LaneAction]) -> String {
        actions.map { action in
            switch action {
            case .fetch: "fetch"
            case .apply: "apply"
            case .withdraw: "withdraw"
            case .post: "post"
            case .turnOver: "turnOver"
            case .settle: "settle"
            case .faulted: "faulted"
            case .channel(_, let answered): answered ? "alive" : "dead"
            case .wake: "wake"
            }
        }.joined(separator: " ")
    }

    static func settlements(_ actions: [LaneAction]) -> [Settlement] {
        actions.flatMap { if case .settle(let settlements, _) = $0 { settlements } else { [Settlement]() } }
    }

    static func reports(_ actions: [LaneAction]) -> [AddressedStatus] {
        actions.flatMap { if case .settle(_, let reports) = $0 { reports } else { [AddressedStatus]() } }
    }

    static func post(_ actions: [LaneAction]) -> LanePost? {
        for case .post(let post) in actions { return post }
        return nil
    }

    static func name(_ condition: DeliveryLane.Condition) -> String {
        if case .resting = condition { "resting" } else { "\(condition)" }
    }
}
