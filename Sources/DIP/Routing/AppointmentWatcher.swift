public import Kernel

/// A change of the appointment register that a message tells of.
public struct AppointmentChange: Hashable, Sendable {
    public var mpan: String
    public var role: RoleCode
    /// Who begins; nil: the role's appointment only ends.
    public var dipID: DIPID?
    public var from: Instant
    /// `IF-036 [DSAppActive] S-…`.
    public var reason: String

    public init(mpan: String, role: RoleCode, dipID: DIPID?, from: Instant, reason: String) {
        self.mpan = mpan
        self.role = role
        self.dipID = dipID
        self.from = from
        self.reason = reason
    }
}

/// Reads changes of appointments from the registration service's accepted traffic (dip.md 4.1).
public struct AppointmentWatcher: Sendable {
    public var table: RoutingTable
    /// Whose messages count.
    public var trusted: Set<RoleCode>

    public init(table: RoutingTable = .builtIn, trusted: Set<RoleCode> = Set([RoleCode("REGS")].compactMap(\.self))) {
        self.table = table
        self.trusted = trusted
    }

    /// Whether a message of this interface can change an appointment at all: cheap to ask before reading its fields.
    public func watches(_ interface: String) -> Bool {
        table.watches.contains { $0.interface.text == interface }
    }

    /// What the register should change to, in the order in which to apply it; empty where nothing changes.
    ///
    /// A change that the register has already is left out, and an end does not touch who came after, so that the order
    /// of a begin and an end for the same date does not matter.
    /// - Parameter appointments: all of the MPAN.
    /// - Parameter directory: gives a party's role; of one that is not enrolled it is read from the market segment.
    /// - Parameter value: the text of a field of a block in the message, or nil where it is absent or null.
    public func changes(
        from head: MessageHead, appointments: [Appointment], directory: RoutingDirectory,
        value: (_ block: String, _ field: String) -> String?
    ) -> [AppointmentChange] {
        guard let mpan = head.mpan, let interface = InterfaceID(head.interface),
            let sender = RoleCode(head.senderRole), trusted.contains(sender)
        else { return [] }
        var changes: [AppointmentChange] = []
        for row in table.watches(interface: interface, event: head.eventCode) {
            if let condition = row.condition, value(condition.field.block, condition.field.field) != condition.value {
                continue
            }
            guard let date = value(row.date.block, row.date.field).flatMap(Self.instant) else { continue }
            let reason = "\(head.interface) \(head.eventCode) \(head.senderUniqueReference)"
            if row.act == .endAll {
                changes += ends(of: appointments, at: date, mpan: mpan, reason: reason) { _ in true }
                continue
            }
            guard let field = row.party, let party = value(field.block, field.field).flatMap({ DIPID($0) }) else {
                continue
            }
            if row.act == .end {
                changes += ends(of: appointments, at: date, mpan: mpan, reason: reason) {
                    $0.dipID == party && table.group(of: $0.role) == row.group
                }
            } else if let role = role(of: party, group: row.group, directory: directory, value: value) {
                let already = appointments.contains { $0.role == role && $0.dipID == party && $0.from == date }
                if !already {
                    changes.append(
                        AppointmentChange(mpan: mpan, role: role, dipID: party, from: date, reason: reason))
                }
                // A smart data service that follows an advanced one ends it: both are of one group.
                changes += ends(of: appointments, at: date, mpan: mpan, reason: reason) {
                    $0.role != role && table.group(of: $0.role) == row.group
                }
            }
        }
        return changes
    }

    /// Ends of the appointments in force just before an instant that go on after it.
    private func ends(
        of appointments: [Appointment], at date: Instant, mpan: String, reason: String,
        where applies: (Appointment) -> Bool
    ) -> [AppointmentChange] {
        appointments.filter { appointment in
            applies(appointment) && appointment.holds(at: date.later(milliseconds: -1))
                && appointment.until.map { $0 > date } != false
        }.map { AppointmentChange(mpan: mpan, role: $0.role, dipID: nil, from: date, reason: reason) }
    }

    private func role(
        of party: DIPID, group: String, directory: RoutingDirectory, value: (String, String) -> String?
    ) -> RoleCode? {
        if let role = directory.role(of: party) { return table.group(of: role) == group ? role : nil }
        let members = table.roles.filter { $0.group == group }.map(\.code)
        if members.count == 1 { return members.first }
        let word: String? =
            switch (group, value("B026", "marketSegmentIndicator")) {
            case ("metering", "S"): "MSS"
            case ("metering", "A"): "MSA"
            case ("metering", "U"): "UMSO"
            case ("data", "S"): "SDS"
            case ("data", "A"): "ADS"
            case ("data", "U"): "UMSDS"
            default: nil
            }
        return word.flatMap { RoleCode($0) }
    }

    /// The instant of a date-time with its offset, `2026-04-01T00:00:00+01:00`; nil where it is none.
    static func instant(_ text: String) -> Instant? {
        let bytes = Array(text.utf8)
        guard bytes.count == 25, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[22] == UInt8(ascii: ":"),
            bytes[19] == UInt8(ascii: "+") || bytes[19] == UInt8(ascii: "-"),
            let day = CalendarDate(iso: text.prefix(10)),
            let hour = number(bytes, 11, 23), let minute = number(bytes, 14, 59), let second = number(bytes, 17, 59),
            let offsetHour = number(bytes, 20, 23), let offsetMinute = number(bytes, 23, 59)
        else { return nil }
        let offset = (offsetHour * 60 + offsetMinute) * (bytes[19] == UInt8(ascii: "+") ? 60 : -60)
        let seconds = day.dayNumber * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Instant(milliseconds: Int64(seconds) * 1_000)
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ highest: Int) -> Int? {
        guard (0x30...0x39).contains(bytes[at]), (0x30...0x39).contains(bytes[at + 1]) else { return nil }
        let value = Int(bytes[at] - 0x30) * 10 + Int(bytes[at + 1] - 0x30)
        return value <= highest ? value : nil
    }
}
