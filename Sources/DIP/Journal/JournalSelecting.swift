import Kernel

extension JournalFilter {
    /// Whether a line is asked for.
    ///
    /// A message that was accepted counts for each of its addressees as well as for its sender; its line names none of
    /// them, since every delivery has a line of its own. Texts are compared by their bytes.
    public func accepts(_ line: JournalLine, addressees: [DIPID]) -> Bool {
        if let events, !events.contains(line.event) { return false }
        if let from, line.at < from { return false }
        if let until, line.at >= until { return false }
        if let party, !same(party, line.sender), !same(party, line.recipient),
            !addressees.contains(where: { same(party, $0.text) })
        {
            return false
        }
        if let interface, !same(InterfaceID(interface)?.text ?? interface, line.interface) { return false }
        return holds(transactionID, line.transactionID) && holds(mpan, line.mpan) && holds(code, line.code)
            && holds(senderUniqueReference, line.senderUniqueReference)
    }

    private func holds(_ asked: String?, _ found: String?) -> Bool { asked.map { same($0, found) } ?? true }

    private func same(_ asked: String, _ found: String?) -> Bool {
        found.map { $0.utf8.elementsEqual(asked.utf8) } ?? false
    }
}

extension ReplaySelection {
    /// Whether a message is selected; its channel is the interface that it was posted to.
    public func accepts(_ message: AcceptedMessage, interface: InterfaceID) -> Bool {
        guard channel == .interface(interface), message.addressees.contains(where: { $0.recipient == recipient }) else {
            return false
        }
        return isWithin(message.acceptedAt) && holds(eventCode, message.head.eventCode)
            && holds(mpan, message.head.mpan) && holds(schemaVersion, message.head.schemaVersion)
            && isNamed(message.transactionID)
    }

    /// Whether a status message is selected; it has neither an event code nor a schema version.
    public func accepts(_ status: AddressedStatus) -> Bool {
        channel == .status && status.recipient == recipient && isWithin(status.at) && eventCode == nil
            && schemaVersion == nil && holds(mpan, status.mpan) && isNamed(status.entry.transactionID)
    }

    private func isWithin(_ instant: Instant) -> Bool {
        from.map { instant >= $0 } ?? true && until.map { instant < $0 } ?? true
    }

    private func isNamed(_ transactionID: String?) -> Bool {
        transactionIDs.isEmpty || transactionID.map { transactionIDs.contains($0) } ?? false
    }

    private func holds(_ asked: String?, _ found: String?) -> Bool { asked.map { $0 == found } ?? true }
}

extension JournalLine {
    /// The line of a message that was accepted.
    public init(_ message: AcceptedMessage, sender: DIPID, interface: InterfaceID, sequence: Int64) {
        self.init(
            sequence: sequence, at: message.acceptedAt, event: .accepted, transactionID: message.transactionID,
            senderUniqueReference: message.head.senderUniqueReference, interface: interface.text,
            eventCode: message.head.eventCode, sender: sender.text, mpan: message.head.mpan)
    }

    /// The line of a status message taken in for a party.
    public init(_ status: AddressedStatus, sequence: Int64) {
        let entry = status.entry
        self.init(
            sequence: sequence, at: status.at, event: .status, transactionID: entry.transactionID,
            senderUniqueReference: entry.senderUniqueReference, sender: entry.senderID,
            recipient: status.recipient.text, mpan: status.mpan, code: entry.code?.text, detail: entry.message)
    }
}
