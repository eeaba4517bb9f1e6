import Kernel

/// The registration service: keeps the register, judges what the others ask for, and tells everyone what holds.
struct RegistrationService: ScriptedRole {
    var desk: Desk
    /// Of each MPAN and kind, the request that a provider has been asked to answer.
    var asked: [String: AppointmentRequest] = [:]

    /// A supplier's request for a service, as registration passes it on.
    struct AppointmentRequest: Equatable, Sendable {
        var supplier: DIPID
        var service: MeteringPoint.Service
        /// B070 or B071 as it came.
        var proposal: JSONValue?
    }

    init(desk: Desk) { self.desk = desk }

    func answers(_ message: ReceivedMessage) -> Bool { [5, 7, 19, 25, 31, 38].contains(message.interface.number) }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        switch hearing.message.interface.number {
        case 5: hearMeters(hearing)
        case 7: hearEnergisation(hearing)
        case 19: hearRelationship(hearing)
        case 25: hearSupplierData(hearing)
        case 31: hearRequest(hearing)
        case 34: hearProvider(hearing)
        case 38: hearContract(hearing)
        default: []
        }
    }

    mutating func wake(_ reminder: Reminder, at instant: Instant) -> [Reaction] {
        guard let point = desk.point(reminder.mpan) else { return [] }
        return switch reminder.purpose {
        case .appointment(let kind, let service): activate(kind, service, of: point, reminder, at: instant)
        case .lapse(let kind, let service): lapse(kind, service, of: point, reminder)
        case .supplierSwitch(let change): completeSwitch(change, of: point, reminder, at: instant)
        case .reversal: completeReversal(of: point)
        case .dayIsOver, .monthIsOver: []
        }
    }

    /// Everyone whom the state of a point concerns.
    func interested(in point: MeteringPoint) -> [DIPID?] {
        [point.supplier?.dipID, point.metering?.dipID, point.data?.dipID, point.distributor]
    }

    /// Rules on the point that every message about one has to keep.
    func standing(of point: MeteringPoint?) -> [ResponseCode] {
        guard let point else { return [.reg(0)] }
        return point.status == "T" ? [.reg(1001)] : []
    }

    /// An answer that goes back to the sender, accepted or not; where accepted, to `others` too.
    func answer(
        _ interface: Int, _ hearing: Hearing, about point: MeteringPoint?, codes: [ResponseCode],
        others: [DIPID?] = [], fields: [FieldValue] = []
    ) -> Reaction {
        let message = hearing.message
        let recipients = [message.sender] + (codes.isEmpty ? others : [])
        return .send(
            desk.draft(
                interface, message.event, to: recipients, about: point ?? unknown(message), after: message,
                echo(message) + fields + Desk.outcome(codes)),
            after: hearing.delay(desk.settings.registrationAnswer))
    }

    /// The blocks of a message as they came: an answer shows what it answers.
    func echo(_ message: ReceivedMessage) -> [FieldValue] {
        guard case .object(let blocks)? = message.payload["CustomBlock"] else { return [] }
        return blocks.map { FieldValue("/CustomBlock/\($0.name)", $0.value) }
    }

    /// A point that registration does not hold, with what the message says of it, so that it can be answered.
    func unknown(_ message: ReceivedMessage) -> MeteringPoint? {
        guard let mpan = message.mpan else { return nil }
        let block = message.payload.value(at: "/CommonBlock/M0") ?? message.payload.value(at: "/CommonBlock/M1")
        return MeteringPoint(
            mpan: mpan, distributor: block?["distributorDIPID"]?.text.flatMap { DIPID($0) } ?? desk.party.dipID,
            gspGroup: block?["GSPGroupID"]?.text ?? "_A", created: Instant(milliseconds: 0))
    }
}

extension ResponseCode {
    /// `REG0005` for 5.
    static func reg(_ number: Int) -> ResponseCode { numbered("REG", number, 4) }
    static func ecs(_ number: Int) -> ResponseCode { numbered("ECS", number, 4) }
    static func sp(_ number: Int) -> ResponseCode { numbered("SP", number, 3) }
    static func ds(_ number: Int) -> ResponseCode { numbered("DS", number, 3) }

    private static func numbered(_ family: String, _ number: Int, _ width: Int) -> ResponseCode {
        let digits = String(number)
        return ResponseCode(family + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits)
    }
}
