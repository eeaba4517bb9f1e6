import DIP
import Kernel
import Testing

/// A small market in which one party hears messages.
struct Stage {
    static let now = Instant(milliseconds: 1_775_034_000_000)
    static let today = Instant(milliseconds: 1_775_001_600_000)
    static let mpan = "2000056535971"
    static let names = [
        ("regs", "REGS", "2200000001"), ("supplier", "SUP", "2300000001"), ("rival", "SUP", "2300000002"),
        ("metering", "MSS", "1200000001"), ("fitter", "MSS", "1200000002"), ("data", "SDS", "1400000001"),
        ("reader", "SDS", "1400000002"), ("advanced", "ADS", "1100000001"), ("network", "LDSO", "2500000001"),
        ("market", "MDS", "1500000001"), ("retriever", "MDR", "1800000001"),
    ]
    static let book = AddressBook(
        names.enumerated().compactMap { place, name in
            guard let role = RoleCode(name.1), let id = DIPID(name.2) else { return nil }
            let letter = String(UnicodeScalar(UInt8(65 + place)))
            return MarketParty(name: name.0, role: role, mpid: "MPA" + letter, dipID: id)
        })

    static func party(_ name: String) -> MarketParty {
        guard let party = book.party(named: name) else { preconditionFailure("\(name) is one of the stage's parties") }
        return party
    }

    static func id(_ name: String) -> DIPID { party(name).dipID }

    /// The point: with its services, or as a test changes it.
    static func point(_ change: (inout MeteringPoint) -> Void = { _ in }) -> MeteringPoint {
        let created = Instant(milliseconds: 1_577_836_800_000)
        var point = MeteringPoint(mpan: mpan, distributor: id("network"), gspGroup: "_H", created: created)
        point.supplier = MeteringPoint.Service(dipID: id("supplier"), from: created)
        point.metering = MeteringPoint.Service(dipID: id("metering"), from: created)
        point.data = MeteringPoint.Service(dipID: id("data"), from: created)
        point.meters = [MeteringPoint.Meter(id: "M1", installed: created)]
        change(&point)
        return point
    }

    static func counterparty(
        _ name: String, points: [MeteringPoint]? = nil, profiles: [DIPID: PartyProfile] = [:],
        settings: CounterpartySettings = CounterpartySettings()
    ) -> Counterparty {
        Counterparty(party(name), book: book, profiles: profiles, settings: settings, points: points ?? [point()])
    }

    /// A valid message as its recipient gets it.
    static func message(
        _ interface: String, _ event: String, from sender: String, to recipient: String,
        _ fields: [(String, JSONValue?)] = [], mpan: String = mpan, at instant: Instant = now
    ) throws -> ReceivedMessage {
        var point = point()
        point.mpan = mpan
        let request = SampleRequest(
            interface: try #require(InterfaceID(interface)), event: event, sender: party(sender),
            recipients: [id(recipient)], point: point, book: book, at: instant, serial: 1,
            fields: fields.map { FieldValue(($0.0.hasPrefix("/") ? "" : "/CustomBlock/") + $0.0, $0.1) })
        let payload = try SampleMaker(.bundled).payload(request)
        return try #require(ReceivedMessage(payload, recipient: id(recipient)))
    }

    /// The messages among reactions.
    static func drafts(_ reactions: [Reaction]) -> [DraftMessage] {
        reactions.compactMap { if case .send(let draft, _) = $0 { draft } else { nil } }
    }

    /// Codes of the first answer: R0's, B007's or B099's.
    static func codes(_ reactions: [Reaction]) -> [String] {
        guard let draft = drafts(reactions).first else { return ["no answer"] }
        for pointer in ["/CommonBlock/R0/responseMessages", "/CustomBlock/B099/responseMessages"] {
            if let field = draft.fields.first(where: { $0.pointer == pointer }) {
                return field.value?.elements?.compactMap(\.text) ?? []
            }
        }
        let single = draft.fields.first { $0.pointer == "/CustomBlock/B007/proposedAppointmentResponseCode" }
        return single?.value?.text.map { [$0] } ?? []
    }

    static func stamp(days: Int64) -> JSONValue {
        .string(today.later(milliseconds: days * 86_400_000).isoWithOffset)
    }
}

@Suite("Counterparties")
struct CounterpartyTests {
    @Test("Registration takes a change of energisation in, tells everyone, and keeps it")
    func energisation() throws {
        var regs = Stage.counterparty("regs")
        let message = try Stage.message(
            "IF-007", "EnergisationStatusChange", from: "metering", to: "regs",
            [
                ("B025/energisationStatus", .string("D")),
                ("B025/energisationStatusEffectiveFromDate", Stage.stamp(days: 0)),
            ])
        let reactions = regs.receive(message, at: Stage.now)
        let answer = try #require(Stage.drafts(reactions).first)
        #expect(answer.interface.text == "IF-008")
        let told = ["metering", "supplier", "data", "network", "market"].map { Stage.id($0) }
        #expect(Set(answer.recipients) == Set(told))
        #expect(Stage.codes(reactions).isEmpty)
        #expect(regs.point(Stage.mpan)?.energisation == "D")
        #expect(
            reactions.contains(
                .changed(
                    StateChange(
                        party: Stage.id("regs"), mpan: Stage.mpan, subject: "energisation", old: "E", new: "D"))))
    }

    @Test("A failure to energise asks registration for nothing")
    func failure() throws {
        var regs = Stage.counterparty("regs")
        let message = try Stage.message("IF-007", "EnergisationStatusFailure", from: "metering", to: "regs")
        #expect(regs.receive(message, at: Stage.now).isEmpty)
    }

    @Test("An appointment goes its whole way, and both services hear of its day")
    func appointment() throws {
        var regs = Stage.counterparty("regs")
        let request = try Stage.message(
            "IF-031", "DSApp", from: "supplier", to: "regs",
            [
                ("B071/proposedDataServiceDIPID", .string(Stage.id("reader").text)),
                ("B071/proposedDataServiceMPID", .string(Stage.party("reader").mpid)),
                ("B071/proposedDataServiceDIPEffectiveFromDate", Stage.stamp(days: 5)),
                ("B071/appointmentScenario", .string("CSP")),
            ])
        let first = regs.receive(request, at: Stage.now)
        #expect(Stage.drafts(first).map(\.interface.text) == ["IF-032", "IF-033"])
        #expect(regs.point(Stage.mpan)?.pendingData?.dipID == Stage.id("reader"))
        let answer = try Stage.message(
            "IF-034", "DSAppSPResponse", from: "reader", to: "regs",
            [("B007/responseCode", .string("A")), ("B007/proposedAppointmentResponseCode", .string("SP000"))])
        let second = regs.receive(answer, at: Stage.now)
        #expect(Stage.drafts(second).map(\.event) == ["DSAppAccepted", "IMS-SendMTD"])
        let reminders = second.compactMap { reaction -> (Reminder, Instant)? in
            if case .remind(let reminder, let at) = reaction { (reminder, at) } else { nil }
        }
        let (reminder, day) = try #require(reminders.first)
        #expect(day == Stage.today.later(milliseconds: 5 * 86_400_000))
        let third = regs.wake(reminder, at: day)
        #expect(Stage.drafts(third).map(\.event) == ["DSAppActive", "DSDeApp"])
        #expect(regs.point(Stage.mpan)?.data?.dipID == Stage.id("reader"))
        #expect(regs.wake(reminder, at: day).isEmpty, "an appointment takes effect once")
    }

    @Test("A provider that does not answer lets the request lapse; one that did is not asked again")
    func lapse() throws {
        var regs = Stage.counterparty("regs")
        let request = try Stage.message(
            "IF-031", "DSApp", from: "supplier", to: "regs",
            [
                ("B071/proposedDataServiceDIPID", .string(Stage.id("reader").text)),
                ("B071/proposedDataServiceMPID", .string(Stage.party("reader").mpid)),
                ("B071/proposedDataServiceDIPEffectiveFromDate", Stage.stamp(days: 20)),
                ("B071/appointmentScenario", .string("CSP")),
            ])
        let reactions = regs.receive(request, at: Stage.now)
        let reminder = try #require(
            reactions.compactMap { if case .remind(let reminder, _) = $0 { reminder } else { nil } }.first)
        let late = Stage.now.later(milliseconds: 6 * 86_400_000)
        #expect(Stage.drafts(regs.wake(reminder, at: late)).map(\.event) == ["DSAppLapsed"])
        #expect(regs.point(Stage.mpan)?.pendingData == nil)
        #expect(regs.wake(reminder, at: late).isEmpty)
    }

    @Test("Any code can be ordered: in the interface's answer, else in a status message; once, or always")
    func ordered() throws {
        var market = Stage.counterparty("market")
        let interface = try #require(InterfaceID("IF-021"))
        let message = try Stage.message("IF-021", "ActivePower", from: "data", to: "market")
        market.follow(
            AnswerRule(name: "one", interface: interface, answer: .reject([ResponseCode("ECS1003")]), times: 1))
        #expect(Stage.codes(market.receive(message, at: Stage.now)) == ["ECS1003"])
        #expect(market.receive(message, at: Stage.now).isEmpty)
        market.follow(AnswerRule(name: "two", answer: .reject([ResponseCode("RCP1061"), ResponseCode("RCP1062")])))
        let statuses = market.receive(message, at: Stage.now).compactMap { reaction -> String? in
            if case .status(let draft, _) = reaction { draft.code.text } else { nil }
        }
        #expect(statuses == ["RCP1061", "RCP1062"])
        market.forget(rule: "two")
        market.follow(AnswerRule(name: "three", mpan: "1900012374324", answer: .silence))
        #expect(market.receive(message, at: Stage.now).isEmpty)
    }

    @Test("A message that is delivered twice is heard once")
    func twice() throws {
        var regs = Stage.counterparty("regs")
        var message = try Stage.message(
            "IF-007", "EnergisationStatusChange", from: "fitter", to: "regs",
            [("B025/energisationStatusEffectiveFromDate", Stage.stamp(days: 0))])
        message.transactionID = "T-IF-007-1200000002-MSS-20260401-0000000000000001"
        let (first, second) = (regs.receive(message, at: Stage.now), regs.receive(message, at: Stage.now))
        #expect(!first.isEmpty)
        #expect(second.isEmpty)
        message.transactionID = "T-IF-007-1200000002-MSS-20260401-0000000000000002"
        let third = regs.receive(message, at: Stage.now)
        #expect(!third.isEmpty)
    }

    @Test("A rule's silence, acceptance and delay")
    func rules() throws {
        var regs = Stage.counterparty("regs")
        let stranger = try Stage.message(
            "IF-007", "EnergisationStatusChange", from: "fitter", to: "regs",
            [("B025/energisationStatusEffectiveFromDate", Stage.stamp(days: 0))])
        regs.follow(AnswerRule(name: "quiet", answer: .silence, times: 1))
        #expect(regs.receive(stranger, at: Stage.now).isEmpty)
        regs.follow(AnswerRule(name: "kind", answer: .accept, delay: 7_000, times: 1))
        let reactions = regs.receive(stranger, at: Stage.now)
        #expect(Stage.codes(reactions).isEmpty)
        #expect(reactions.contains { if case .send(_, let after) = $0 { after == 9_000 } else { false } })
        #expect(Stage.codes(regs.receive(stranger, at: Stage.now)) == ["REG1002"])
    }

    @Test("Defaults are made for the days of which nothing was taken in, and for no others")
    func defaults() throws {
        var settings = CounterpartySettings()
        settings.defaultsAfter = 3_600_000
        var market = Stage.counterparty("market", settings: settings)
        func wake(_ reaction: Reaction?) throws -> [Reaction] {
            guard case .remind(let reminder, let at)? = reaction else { throw Missing() }
            return market.wake(reminder, at: at)
        }
        let first = try wake(market.begin(at: Stage.now).first)
        #expect(Stage.drafts(first).map(\.interface.text) == ["IF-013"])
        let day = Stage.today.later(milliseconds: 86_400_000)
        let good = try Stage.message(
            "IF-021", "ActivePower", from: "data", to: "market", at: day.later(milliseconds: 2 * 86_400_000 - 1))
        #expect(market.receive(good, at: day).isEmpty)
        let second = try wake(first.last)
        #expect(Stage.drafts(second).isEmpty)
    }

    struct Missing: Error {}

    @Test("A message of a point that nobody knows is answered, not passed over")
    func unknownPoint() throws {
        var regs = Stage.counterparty("regs")
        let message = try Stage.message(
            "IF-007", "EnergisationStatusChange", from: "metering", to: "regs", mpan: "1900012374324")
        #expect(Stage.codes(regs.receive(message, at: Stage.now)) == ["REG0000"])
    }
}
