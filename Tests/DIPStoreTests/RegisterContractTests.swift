import DIP
import Kernel
import TestSupport
import Testing

@testable import Store

enum RegisterKind: CaseIterable, Sendable {
    case memory, sqlite

    func make() throws -> (register: any DIPRegister, folder: TemporaryFolder?) {
        if self == .memory { return (MemoryRegister(), nil) }
        let folder = try TemporaryFolder("register")
        return (try SQLiteRegister(folder: folder.path), folder)
    }
}

/// What every register promises.
@Suite struct RegisterContractTests {
    private func participant(_ number: Int, mpid: String = "ABCD") throws -> Participant {
        Participant(
            dipID: try MadePosts.party(number), mpid: mpid, role: try MadePosts.role(), apiKeyDigest: "k",
            certificateDigest: "c", certificateExpires: Instant(milliseconds: 7),
            connectionProvider: number == 2 ? try MadePosts.party(9) : nil)
    }

    private func appointment(_ mpan: Int, _ role: String, _ party: Int, _ from: Int64?, _ until: Int64?) throws
        -> Appointment
    {
        Appointment(
            mpan: MadePosts.mpan(mpan), role: try MadePosts.role(role), dipID: try MadePosts.party(party),
            from: from.map { Instant(milliseconds: $0) }, until: until.map { Instant(milliseconds: $0) })
    }

    @Test(arguments: RegisterKind.allCases) func participantsAndWebhooksReplaceTheirLike(_ kind: RegisterKind) throws {
        let (register, folder) = try kind.make()
        var version = try register.version()
        func changed() throws -> Bool {
            let now = try register.version()
            defer { version = now }
            return now > version
        }
        try register.enrol(participant(2))
        #expect(try changed())
        try register.enrol(participant(1))
        try register.enrol(participant(2, mpid: "WXYZ"))
        #expect(try register.participants() == [participant(1), participant(2, mpid: "WXYZ")])
        #expect(try changed())
        let channel = Channel.interface(try MadePosts.interface())
        let first = Webhook(dipID: try MadePosts.party(1), channel: channel, url: "https://127.0.0.1/a")
        var other = Webhook(
            dipID: try MadePosts.party(1), channel: .status, url: "https://127.0.0.1/s", maxMessageCount: 5)
        try register.setWebhook(other)
        try register.setWebhook(first)
        other.maxPayloadSize = 100
        try register.setWebhook(other)
        #expect(try register.webhooks() == [first, other])
        #expect(try changed())
        try register.removeWebhook(of: MadePosts.party(1), channel: channel)
        #expect(try register.webhooks() == [other])
        #expect(try changed())
        #expect(try !changed())
        _ = folder
    }

    @Test(arguments: RegisterKind.allCases) func appointmentsAreReplacedByMPANAndRole(_ kind: RegisterKind) throws {
        let (register, folder) = try kind.make()
        // Of two with the same start and party the last counts.
        try register.load(appointments: [
            appointment(1, "SUP", 5, 100, 200), appointment(1, "SUP", 6, 200, nil), appointment(1, "UMSO", 4, nil, nil),
            appointment(2, "SUP", 5, nil, nil), appointment(1, "SUP", 3, 50, 99), appointment(1, "SUP", 3, 50, 100),
        ])
        #expect(
            try register.appointments(of: MadePosts.mpan(1)) == [
                appointment(1, "SUP", 3, 50, 100), appointment(1, "SUP", 5, 100, 200),
                appointment(1, "SUP", 6, 200, nil),
                appointment(1, "UMSO", 4, nil, nil),
            ])
        #expect(try register.appointmentCount() == 5)
        _ = folder
    }

    @Test(arguments: RegisterKind.allCases) func theTrafficMovesAppointments(_ kind: RegisterKind) throws {
        let (register, folder) = try kind.make()
        let mpan = MadePosts.mpan(1)
        func told() throws -> [String] {
            try register.appointments(of: mpan).map {
                "\($0.role) \(Int($0.dipID.text) ?? 0) \($0.from?.milliseconds ?? -1) \($0.until?.milliseconds ?? -1)"
            }
        }
        try register.load(appointments: [appointment(1, "SUP", 5, nil, nil), appointment(1, "UMSO", 8, 10, 20)])
        try register.appoint(
            mpan: mpan, role: MadePosts.role(), dipID: MadePosts.party(6), from: Instant(milliseconds: 100))
        #expect(try told() == ["SUP 5 -1 100", "SUP 6 100 -1", "UMSO 8 10 20"])
        try register.appoint(
            mpan: mpan, role: MadePosts.role(), dipID: MadePosts.party(7), from: Instant(milliseconds: 50))
        #expect(try told() == ["SUP 5 -1 50", "SUP 7 50 100", "SUP 6 100 -1", "UMSO 8 10 20"])
        try register.appoint(mpan: mpan, role: MadePosts.role(), dipID: nil, from: Instant(milliseconds: 300))
        try register.appoint(
            mpan: mpan, role: MadePosts.role(), dipID: MadePosts.party(9), from: Instant(milliseconds: 50))
        #expect(try told() == ["SUP 5 -1 50", "SUP 9 50 100", "SUP 6 100 300", "UMSO 8 10 20"])
        #expect(try register.appointmentCount() == 4)
        try register.load(appointments: [appointment(1, "SUP", 1, nil, nil)])
        #expect(try told() == ["SUP 1 -1 -1", "UMSO 8 10 20"])
        #expect(try register.appointmentCount() == 2)
        #expect(throws: JournalError.self) {
            try register.load(appointments: [
                appointment(2, "SUP", 1, nil, nil),
                Appointment(mpan: "12", role: MadePosts.role(), dipID: MadePosts.party(1), from: nil, until: nil),
            ])
        }
        #expect(try register.appointmentCount() == 2)
        #expect(try register.appointments(of: "no MPAN").isEmpty)
        _ = folder
    }

    @Test func anotherProcessRaisesTheVersionAndRestartsKeepAll() throws {
        let folder = try TemporaryFolder("register")
        let one = try SQLiteRegister(folder: folder.path)
        let other = try SQLiteRegister(folder: folder.path)
        let before = try one.version()
        try other.enrol(participant(1))
        #expect(try one.version() == before + 1)
        #expect(try other.version() == before + 1)
        try other.close()
        try one.close()
        let again = try SQLiteRegister(folder: folder.path)
        #expect(try again.version() == before + 1)
        #expect(try again.participants() == [participant(1)])
    }

    @Test func aFailedLoadLeavesAllAsItWas() throws {
        let folder = try TemporaryFolder("register")
        let change = FailingChange()
        let register = try SQLiteRegister(folder: folder.path, beforeChange: { try change() })
        try register.load(appointments: [appointment(1, "SUP", 5, nil, nil)])
        let version = try register.version()
        let next = try (1...4).map { try appointment($0, $0 < 3 ? "SUP" : "UMSO", 6 + $0, 10, nil) }
        var turn = 0
        while true {
            change.arm(turn)
            do {
                try register.load(appointments: next)
                break
            } catch {
                #expect(try register.version() == version)
                #expect(try register.appointmentCount() == 1)
                #expect(try register.appointments(of: MadePosts.mpan(1)) == [appointment(1, "SUP", 5, nil, nil)])
                turn += 1
            }
        }
        #expect(turn > 8)
        change.arm(nil)
        #expect(try register.appointmentCount() == 4)
        #expect(try register.version() == version + 1)
    }
}
