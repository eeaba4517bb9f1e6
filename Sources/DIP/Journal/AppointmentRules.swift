public import Kernel

/// What a register of appointments does with them, the same in memory and on disk.
public enum AppointmentRules {
    /// An MPAN as a number.
    /// - Throws: `JournalError.notWritten` for a text that is not thirteen digits.
    public static func number(of mpan: String) throws(JournalError) -> Int64 {
        guard mpan.utf8.count == 13, mpan.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(mpan)
        else {
            throw .notWritten(
                attempted: "keep an appointment to \(mpan.debugDescription)", cause: "an MPAN has 13 digits")
        }
        return number
    }

    /// Appointments of one MPAN and role in order of start and DIP ID, of equal ones the last.
    public static func ordered(_ list: [Appointment]) -> [Appointment] {
        var byStart: [Start: Appointment] = [:]
        for appointment in list { byStart[Start(appointment)] = appointment }
        return byStart.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The appointments of one MPAN and role after one of them begins at an instant, or, with none, the current one ends.
    ///
    /// Those that hold at the instant end there. Those that begin at it give way. Those that begin later stay, and the new
    /// one ends where the first of them begins.
    public static func appointed(_ known: [Appointment], _ next: Appointment?, from: Instant) -> [Appointment] {
        var list: [Appointment] = []
        for var appointment in known where appointment.from != from {
            let isBefore = appointment.from.map { $0 < from } ?? true
            if isBefore, appointment.until.map({ $0 > from }) ?? true { appointment.until = from }
            list.append(appointment)
        }
        if var next {
            next.until = list.compactMap(\.from).filter { $0 > from }.min()
            list.append(next)
        }
        return ordered(list)
    }

    private struct Start: Hashable, Comparable {
        var from: Int64
        var dipID: DIPID

        init(_ appointment: Appointment) {
            from = appointment.from?.milliseconds ?? .min
            dipID = appointment.dipID
        }

        static func < (left: Start, right: Start) -> Bool { (left.from, left.dipID) < (right.from, right.dipID) }
    }
}
