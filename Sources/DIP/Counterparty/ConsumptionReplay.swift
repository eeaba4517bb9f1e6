/// What the platform answers to a request for a point's earlier consumption (IF-015): an IF-016 for each message that
/// came before it, with the sender block of the original in S2 and the answer in R1, or a rejection.
public enum ConsumptionReplay {
    /// Whether an interface carries consumption: defaulted, rejected, or as a data service measured it.
    public static func gives(_ interface: InterfaceID) -> Bool { [13, 14, 21].contains(interface.number) }

    /// Messages of one point that are given; the oldest are left out beyond that.
    public static let most = 500

    /// The codes of a rejection; none where the history is to be given.
    ///
    /// Which codes the platform gives was not found; these say what is meant.
    /// - Parameter isDataService: whether the one who asks is, or will be, the point's data service; nil: not known.
    public static func rejection(isEmpty: Bool, isDataService: Bool?) -> [ResponseCode] {
        if isDataService == false { return [.reg(1080)] }
        return isEmpty ? [ResponseCode("RCP1061")] : []
    }

    /// The messages to send.
    ///
    /// - Parameters:
    ///   - codes: of a rejection; none: the history is given.
    ///   - history: messages that it `gives`, about the request's point, oldest first, as they were delivered or posted.
    ///   - platform: who answers.
    ///   - point: what is known of the point; nil: only its number.
    public static func answers(
        to request: ReceivedMessage, codes: [ResponseCode], history: [ReceivedMessage], from platform: DIPID,
        about point: MeteringPoint? = nil
    ) -> [DraftMessage] {
        let point = point ?? MeteringPoint(about: request)
        func draft(_ event: String, _ fields: [FieldValue]) -> DraftMessage {
            DraftMessage(
                interface: InterfaceID(number: 16), event: event, sender: platform,
                recipients: request.sender == platform ? [] : [request.sender], point: point,
                correlationID: request.initialCorrelationID, fields: fields.filter { $0.value != nil })
        }
        guard codes.isEmpty else { return [draft("ConsumptionRequestRejected", response(codes))] }
        return history.suffix(most).compactMap { old in
            replay(old).map { draft($0.event, $0.fields) }
        }
    }

    private static func replay(_ old: ReceivedMessage) -> (event: String, fields: [FieldValue])? {
        guard let sender = old.payload.value(at: "/CommonBlock/S1") else { return nil }
        var fields = [FieldValue("/CommonBlock/S2", sender)] + response([])
        let event: String
        switch old.interface.number {
        case 14:
            event = "ActivePowerRejected"
            fields.append(FieldValue("/CommonBlock/R0", old.payload.value(at: "/CommonBlock/R0")))
        case 13: event = "ActivePowerDefaulted"
        default: event = old.event
        }
        let blocks = old.interface.number == 13 ? ["B043", "B049", "B067", "B920List"] : ["B044", "B067", "B900"]
        fields += blocks.map { FieldValue("/CustomBlock/\($0)", old.block($0)) }
        return (event, fields)
    }

    /// Block R1: what is said of the request.
    private static func response(_ codes: [ResponseCode]) -> [FieldValue] {
        [
            FieldValue("/CommonBlock/R1/responseCode", codes.isEmpty ? "A" : "R"),
            FieldValue("/CommonBlock/R1/responseMessages", .array(codes.map { .string($0.text) })),
        ]
    }
}
