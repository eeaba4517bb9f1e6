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

    init(desk: Desk) { self.desk = desk }

    func answers(_ message: ReceivedMessage) -> Bool { message.interface.number == 15 }

    mutating func overhear(_ message: ReceivedMessage, at instant: Instant) {
        // Who is appointed, as the register of the platform knows it.
        _ = listen(Hearing(message: message, at: instant, rule: nil))
        guard ConsumptionReplay.gives(message.interface), let mpan = message.mpan,
            known[mpan, default: []].insert(message.transactionID).inserted
        else { return }
        kept[mpan, default: []].append(message)
        while let oldest = kept[mpan]?.first, (kept[mpan]?.count ?? 0) > ConsumptionReplay.most {
            known[mpan]?.remove(oldest.transactionID)
            kept[mpan]?.removeFirst()
        }
    }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        guard message.interface.number == 15, let mpan = message.mpan else { return listen(hearing) }
        let history = kept[mpan] ?? []
        let point = desk.point(mpan)
        let isDataService = point.map { [$0.data?.dipID, $0.pendingData?.dipID].contains(message.sender) }
        let codes = hearing.codes(
            ConsumptionReplay.rejection(isEmpty: history.isEmpty, isDataService: isDataService))
        return ConsumptionReplay.answers(
            to: message, codes: codes, history: history, from: desk.party.dipID, about: point
        ).map { .send($0, after: hearing.delay(desk.settings.replayAnswer)) }
    }
}
