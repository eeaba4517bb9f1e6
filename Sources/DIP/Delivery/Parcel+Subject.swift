extension Parcel {
    /// What fault rules are asked of when the parcel goes to a recipient.
    func subject(to recipient: DIPID) -> FaultSubject {
        var interface: InterfaceID?
        if case .interface(let of) = channel { interface = of }
        var head: MessageHead?
        if case .message(let message, _) = contents { head = message.head }
        return FaultSubject(
            direction: .delivery, party: recipient, interface: interface, event: head?.eventCode,
            sender: head.flatMap { DIPID($0.sender) }, recipients: [recipient], mpan: head?.mpan,
            number: id, attempt: attempts)
    }
}
