import DIP
import Kernel

/// What a form under `/dip` was sent with.
struct ActForm: Sendable, Equatable {
    /// Bytes of a form's body at most, and fields in it.
    static let mostBytes = 32 << 10
    static let mostFields = 40
    static let longestValue = 2_000

    private(set) var values: [String: String] = [:]

    init(_ values: [String: String]) { self.values = values }

    /// Reads `application/x-www-form-urlencoded`; nil where it is none, too long, or holds a name twice.
    init?(body: [UInt8]) {
        guard body.count <= Self.mostBytes, let text = String(validating: body, as: UTF8.self) else { return nil }
        let pieces = text.split(separator: "&")
        guard pieces.count <= Self.mostFields else { return nil }
        for piece in pieces {
            let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(halves[0], plusIsSpace: true),
                let value = PercentCoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true),
                value.utf8.count <= Self.longestValue, values[name] == nil
            else { return nil }
            values[name] = value
        }
    }

    /// The value of a field, without white space around it; nil where it is empty.
    subscript(name: String) -> String? {
        guard let value = values[name] else { return nil }
        let trimmed = value.drop { $0.isWhitespace }
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...last])
    }
}

/// What became of a form.
enum ActOutcome: Sendable, Equatable {
    /// It is done; the page that shows it.
    case done(DIPPlace, anchor: String)
    /// Nothing was done: the page to show the form on, with what is wrong by field.
    case wrong(DIPPlace, [String: String])
}

/// What the pages of the stand-in can set going. Each leaves a line in the journal, so that nobody wonders later.
enum DIPActions {
    /// Carries a form out. Throws `RoomFailure` where it names what does not exist.
    static func perform(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        switch form["act"] {
        case "fault-set": return try await setFault(form, dip)
        case "fault-preset": return try await setPreset(form, dip)
        case "fault-clear": return try await clearFault(form, dip)
        case "fault-clear-all": return try await clearAllFaults(dip)
        case "outage-begin": return try await beginOutage(form, dip)
        case "outage-end": return try await endOutage(dip)
        case "clock-real": return try await realClock(dip)
        case "tick": return try await tick(form, dip)
        case "prove": return try await prove(form, dip)
        case "run": return try await run(form, dip)
        default: throw RoomFailure.badAddress("The form names nothing that this room does.")
        }
    }

    private static func note(
        _ event: JournalLine.Event, _ detail: String, party: DIPID? = nil, _ dip: DIPDesk
    ) async throws {
        try await dip.journal.append(notes: [
            JournalLine(at: dip.now(), event: event, recipient: party?.text, detail: "control room: " + detail)
        ])
    }

    // MARK: Faults

    private static func setFault(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        let reading = FaultReading(form)
        guard let rule = reading.rule else { return .wrong(.faults, reading.problems) }
        return try await put(rule, dip)
    }

    private static func setPreset(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        guard let preset = FaultPreset.all.first(where: { $0.rule.name == form["name"] }) else {
            throw RoomFailure.badAddress("There is no prepared fault of that name.")
        }
        return try await put(preset.rule, dip)
    }

    private static func put(_ rule: FaultRule, _ dip: DIPDesk) async throws -> ActOutcome {
        let (rules, _) = DIPSwitch.faults(in: try dip.switches())
        if !rules.contains(where: { $0.name == rule.name }), rules.count >= FaultBook.mostRules {
            return .wrong(.faults, ["name": "\(FaultBook.mostRules) faults are on; switch one off first."])
        }
        try dip.setSwitch(DIPSwitch.fault(rule.name), DIPSwitch.write(rule))
        try await note(
            .fault, "fault “\(rule.name)” on: \(FaultWords.effect(rule.effect)), \(FaultWords.scope(rule))", dip)
        return .done(.faults, anchor: "on")
    }

    private static func clearFault(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        let name = form["name"] ?? ""
        let key = DIPSwitch.fault(name)
        guard try dip.switches()[key] != nil else { return .done(.faults, anchor: "on") }
        try dip.setSwitch(key, nil)
        try await note(.fault, "fault “\(name)” off", dip)
        return .done(.faults, anchor: "on")
    }

    private static func clearAllFaults(_ dip: DIPDesk) async throws -> ActOutcome {
        let names = try dip.switches().keys.filter { $0.hasPrefix(DIPSwitch.fault("")) }.sorted()
        for name in names { try dip.setSwitch(name, nil) }
        if !names.isEmpty { try await note(.fault, "all \(Wording.count(names.count, "fault")) off", dip) }
        return .done(.faults, anchor: "on")
    }

    // MARK: Outage

    private static func beginOutage(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        let reading = OutageReading(form)
        guard let plan = reading.plan else { return .wrong(.faults, reading.problems) }
        let now = dip.now()
        let clock = clock(try dip.switches(), now: now).paced(plan.factor, at: now)
        let outage = Outage(
            kind: plan.kind, from: clock.shown(at: now), hours: plan.hours, release: plan.release)
        try dip.setSwitch(DIPSwitch.clock, DIPSwitch.write(clock))
        try dip.setSwitch(DIPSwitch.outage, DIPSwitch.write(outage))
        try await note(
            .outage,
            "outage begun: \(OutageWords.kind(plan.kind)), \(plan.hours) h at \(plan.factor) times real time, \(OutageWords.release(plan.release))",
            dip)
        return .done(.faults, anchor: "outage")
    }

    /// The outage ends now; its release policy stays, for the stand-in to let the backlog out by.
    private static func endOutage(_ dip: DIPDesk) async throws -> ActOutcome {
        let switches = try dip.switches()
        guard var outage = DIPSwitch.read(Outage.self, switches[DIPSwitch.outage]) else {
            return .done(.faults, anchor: "outage")
        }
        let now = dip.now()
        let shown = clock(switches, now: now).shown(at: now)
        if outage.until.map({ $0 > shown }) ?? true {
            outage.until = max(shown, outage.from)
            try dip.setSwitch(DIPSwitch.outage, DIPSwitch.write(outage))
            try await note(.outage, "outage ended by hand, \(OutageWords.release(outage.release))", dip)
        }
        return .done(.faults, anchor: "outage")
    }

    private static func realClock(_ dip: DIPDesk) async throws -> ActOutcome {
        try dip.setSwitch(DIPSwitch.clock, nil)
        try dip.setSwitch(DIPSwitch.outage, nil)
        try await note(.outage, "clock set to real time, no outage", dip)
        return .done(.faults, anchor: "outage")
    }

    /// The clock that the switches hold, else real time.
    static func clock(_ switches: [String: String], now: Instant) -> VirtualClock {
        DIPSwitch.read(VirtualClock.self, switches[DIPSwitch.clock]) ?? VirtualClock(realOrigin: now)
    }

    // MARK: Onboarding

    private static func participant(_ form: ActForm, _ dip: DIPDesk) throws -> Participant {
        guard let found = try dip.register.participants().first(where: { $0.dipID.text == form["party"] }) else {
            throw RoomFailure.badAddress("No participant has that DIP ID.")
        }
        return found
    }

    private static func tick(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        let id = try participant(form, dip).dipID
        guard let step = form["step"].flatMap(OnboardingStep.init(rawValue:)), step.isTicked else {
            throw RoomFailure.badAddress("No such step can be ticked.")
        }
        let text = Wording.cut(form["note"] ?? "", to: 300)
        let key = DIPSwitch.tick(id, step)
        try dip.setSwitch(key, text.isEmpty ? nil : Tick(at: dip.now(), note: text).json)
        try await note(
            .note, text.isEmpty ? "step “\(step.title)” opened again" : "step “\(step.title)” ticked: \(text)",
            party: id, dip)
        return .done(.tracker(id.text), anchor: "steps")
    }

    private static func prove(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        let id = try participant(form, dip).dipID
        guard let prove = dip.prove else { throw RoomFailure.badAddress("This room cannot prove connections.") }
        let checks = await prove(id)
        try dip.setSwitch(DIPSwitch.proof(id), Proof(at: dip.now(), checks: checks).json)
        let failed = checks.filter { $0.result == .failed }.count
        try await note(
            .note, "connectivity tried: \(Wording.count(checks.count, "check")), \(failed) failed", party: id, dip)
        return .done(.tracker(id.text), anchor: "proving")
    }

    // MARK: Scenarios

    private static func run(_ form: ActForm, _ dip: DIPDesk) async throws -> ActOutcome {
        guard let start = dip.startRun, let name = form["scenario"],
            try dip.scenarios().contains(where: { $0.name == name })
        else { throw RoomFailure.badAddress("There is no such scenario to run.") }
        let run = try await start(name)
        try await note(.note, "run \(run) of scenario \(name) begun", dip)
        return .done(.run(run), anchor: "steps")
    }
}

extension Desk {
    /// A form that is sent to the room to do something.
    func form(
        _ name: String, act: String, more: [HiddenField] = [], fields: [FormModel.Field], button: String
    ) -> FormModel {
        FormModel(
            name: name, action: Route.dip(.act).path, method: "post", hidden: hidden(act: act, more), fields: fields,
            button: button)
    }

    /// What every form that does something carries along: the process's token, and what is to be done.
    func hidden(act: String, _ more: [HiddenField] = []) -> [HiddenField] {
        [HiddenField(name: "token", value: formToken), HiddenField(name: "act", value: act)] + more
    }
}
