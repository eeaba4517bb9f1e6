import Kernel

/// The platform's own replay service (role DIP): gives an advanced data service the consumption that was delivered for a
/// point before its time (IF-015 to IF-016).
///
/// It keeps what the run saw delivered (IF-013, IF-014, IF-021); what came before the run it does not have, and says so.
struct ReplayService: ScriptedRole {
    var desk: Desk
    /// Of each MPAN, in the order of delivery, each transaction once.
    private var kept: [String: [ReceivedMessage]] = [:]
    private var known: [String: Set<String>] = [:]
    /// Messages that are kept of a point; the oldest are forgotten beyond that.
    private static let mostKept = 500

    init(desk: Desk) { self.desk = desk }

    func answers(_ message: ReceivedMessage) -> Bool { message.interface.number == 15 }

    mutating func overhear(_ message: ReceivedMessage, at instant: Instant) {
        // Who is appointed, as the register of the platform knows it.
        _ = listen(Hearing(message: message, at: instant, rule: nil))
        guard [13, 14, 21].contains(message.interface.number), let mpan = message.mpan,
            known[mpan, default: []].insert(message.transactionID).inserted
        else { return }
        kept[mpan, default: []].append(message)
        while let oldest = kept[mpan]?.first, (kept[mpan]?.count ?? 0) > Self.mostKept {
            known[mpan]?.remove(oldest.transactionID)
            kept[mpan]?.removeFirst()
        }
    }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        guard message.interface.number == 15, let mpan = message.mpan else { return listen(hearing) }
        let history = kept[mpan] ?? []
        // Which codes the platform gives was not found; these say what is meant.
        var rules: [ResponseCode] = history.isEmpty ? [ResponseCode("RCP1061")] : []
        let point = desk.point(mpan)
        if let point, ![point.data?.dipID, point.pendingData?.dipID].contains(message.sender) {
            rules = [.reg(1080)]
        }
        let codes = hearing.codes(rules)
        let about = point ?? MeteringPoint(about: message)
        guard codes.isEmpty else {
            return [answer("ConsumptionRequestRejected", hearing, about, Self.response(codes))]
        }
        return history.compactMap { replay($0, hearing, about) }
    }

    private func replay(_ old: ReceivedMessage, _ hearing: Hearing, _ point: MeteringPoint?) -> Reaction? {
        guard let sender = old.payload.value(at: "/CommonBlock/S1") else { return nil }
        var fields = [FieldValue("/CommonBlock/S2", sender)] + Self.response([])
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
        return answer(event, hearing, point, fields.filter { $0.value != nil })
    }

    /// Block R1: what is said of the request.
    private static func response(_ codes: [ResponseCode]) -> [FieldValue] {
        [
            FieldValue("/CommonBlock/R1/responseCode", codes.isEmpty ? "A" : "R"),
            FieldValue("/CommonBlock/R1/responseMessages", .array(codes.map { .string($0.text) })),
        ]
    }

    private func answer(
        _ event: String, _ hearing: Hearing, _ point: MeteringPoint?, _ fields: [FieldValue]
    ) -> Reaction {
        .send(
            desk.draft(16, event, to: [hearing.message.sender], about: point, after: hearing.message, fields),
            after: hearing.delay(desk.settings.replayAnswer))
    }
}
