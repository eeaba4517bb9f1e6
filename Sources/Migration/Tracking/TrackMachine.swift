/// Where an MPAN is counted.
public enum TrackBucket: UInt8, Sendable, CaseIterable {
    case notStarted, inFlight, reverseInFlight, migrated, excluded
}

/// One service's appointment of one MPAN.
struct TrackAppointment: Sendable, Equatable {
    var leg = TrackLeg.none
    /// The local day on which it came to where it is.
    var since = 0
    /// The day from which the appointment holds, as the request or registration says; `TrackEvent.noDay` where neither.
    var effective = TrackEvent.noDay
    /// Who asked, and under which scenario.
    var requester: UInt16 = 0
    var scenario: UInt16 = 0
    /// Why it failed last.
    var reason: UInt16 = 0
    var reasonClass = TrackReasonClass.data
    /// Whether registration refused it (and not the provider).
    var byRegistration = false
}

/// Why an event was set aside.
public struct TrackObjection: Sendable, Equatable {
    /// `Q4`; its words, owner and advice are in `TrackRule.all`.
    public let rule: String
    public let event: TrackEvent
    /// The state that it met.
    public let state: MigrationState
}

/// What one step did: what moved, and what should be done now.
struct TrackStep: Sendable, Equatable {
    var initiated = false
    var retried = false
    var completed = false
    var reversed = false
    var action: TrackAction?
    var objection: String?
}

/// The state machine of one MPAN. Events come in canonical order; each method takes one input and says what it did.
///
/// The tables decide (`TrackTable`); this type finds the line of the table and keeps what the circumstances need.
struct TrackMachine: Sendable, Equatable {
    let context: TrackContext
    let distributor: UInt16
    private(set) var course = TrackCourse.backlog
    private(set) var metering = TrackAppointment()
    private(set) var data = TrackAppointment()
    /// Who holds the MPAN.
    private(set) var supplier: UInt16
    /// Who is gaining it, and the day of the change; 0 where nobody is.
    private(set) var incoming: UInt16 = 0
    private(set) var supplyStart = TrackEvent.noDay
    private(set) var failures = 0
    private(set) var timingFailures = 0
    /// The day on which it came to its present state, and on which this migration began.
    private(set) var since = TrackEvent.noDay
    private(set) var initiatedOn = TrackEvent.noDay
    /// Where a reverse migration has a date.
    private(set) var reverseDay = TrackEvent.noDay
    private(set) var exclusion: UInt16 = 0

    init(context: TrackContext, supplier: UInt16, distributor: UInt16) {
        self.context = context
        self.supplier = supplier
        self.distributor = distributor
    }

    var state: MigrationState {
        switch course {
        case .backlog: .backlog
        case .planned: .planned
        case .forward: forwardState
        case .completed: .completed
        case .cancelled: .cancelled
        case .superseded: .superseded
        case .reverse: .reverseInFlight
        case .reversed: .reversed
        case .excluded: .excluded
        }
    }

    private var forwardState: MigrationState {
        if isExhausted { return .stuck }
        if metering.leg == .rejected || data.leg == .rejected { return .rejected }
        if metering.leg == .lapsed || data.leg == .lapsed { return .timedOut }
        guard metering.leg.isStanding else {
            return metering.leg == .asked || metering.leg == .answered ? .msRequested : .initiated
        }
        if data.leg.isStanding { return .dsAppointed }
        return data.leg == .none ? .msAppointed : .dsRequested
    }

    private var isExhausted: Bool {
        (metering.leg.hasFailed || data.leg.hasFailed) && (failures >= context.attempts || timingFailures >= 2)
    }

    var bucket: TrackBucket {
        switch course {
        case .backlog, .planned, .cancelled, .superseded, .reversed: .notStarted
        case .forward:
            // What was refused before anything stands is a volume to be placed again.
            [metering.leg, data.leg].contains { $0.isStanding || $0.isUnderWay } ? .inFlight : .notStarted
        case .completed: .migrated
        case .reverse: .reverseInFlight
        case .excluded: .excluded
        }
    }

    subscript(_ service: TrackService) -> TrackAppointment {
        get { service == .metering ? metering : data }
        set { if service == .metering { metering = newValue } else { data = newValue } }
    }
}

// MARK: - Inputs

extension TrackMachine {
    /// Takes a message, but consumption.
    mutating func take(_ event: TrackEvent, on day: Int) -> TrackStep {
        switch event.trackKind {
        case .plan: move(.plan, day)
        case .cancel: move(.cancel, day)
        case .include: move(.include, day)
        case .exclude: exclude(event, day)
        case .details: move(.details, day)
        case .consumption: takeConsumption(on: day)
        case .supplierChange: takeNotice(event, day)
        case .reverseLeg: move(.reverseNotice, day)
        case .reverseNotified:
            if event.hasLaterEffect, Int(event.effective) > day { noteReverse(event, day) } else { endReverse(on: day) }
        case .appointment(let service, let step): takeAppointment(service, step, event, day)
        }
    }

    /// Consumption came in on a day; it is taken at the day's end.
    mutating func takeConsumption(on day: Int) -> TrackStep {
        let isEarly = course == .forward && !(metering.leg.isStanding && data.leg.isStanding)
        return move(isEarly ? .earlyConsumption : .consumption, day)
    }

    /// A change of supplier that was notified takes effect.
    mutating func switchSupplier(to gaining: UInt16, on day: Int) -> TrackStep {
        var step = move(.switched, day)
        if step.objection == nil {
            supplier = gaining
            if incoming == gaining { incoming = 0 }
            if course == .completed, !context.mayHoldMigrated(gaining, on: Int32(day)) {
                let reversal = move(.noticeToUnqualified, day)
                step.action = reversal.action
            }
        }
        return step
    }

    /// A supplier ends, and another takes all that it has over from the beginning of a day.
    mutating func failOver(to gaining: UInt16, on day: Int) -> TrackStep {
        let notice = noticed(gaining, effective: Int32(day), day)
        var step = switchSupplier(to: gaining, on: day)
        step.action = step.action ?? notice.action
        return step
    }

    /// The new arrangements end for the MPAN.
    mutating func endReverse(on day: Int) -> TrackStep { move(.reverseEnd, day) }

    private mutating func noteReverse(_ event: TrackEvent, _ day: Int) -> TrackStep {
        let step = move(.reverseNotice, day)
        if step.objection == nil { reverseDay = event.effective }
        return step
    }

    private mutating func exclude(_ event: TrackEvent, _ day: Int) -> TrackStep {
        let step = move(.exclude, day)
        if step.objection == nil { exclusion = event.code }
        return step
    }

    private mutating func takeNotice(_ event: TrackEvent, _ day: Int) -> TrackStep {
        guard event.supplier != 0 else {
            var step = TrackStep()
            step.objection = "Q17"
            return step
        }
        let effective = event.effective == TrackEvent.noDay ? Int32(truncatingIfNeeded: day) : event.effective
        return noticed(event.supplier, effective: effective, day)
    }

    private mutating func noticed(_ gaining: UInt16, effective: Int32, _ day: Int) -> TrackStep {
        let requester = metering.leg != .none ? metering.requester : data.requester
        let step =
            if course == .forward, requester == gaining {
                move(.noticeToRequester, day)
            } else if context.mayHoldMigrated(gaining, on: effective) {
                move(.noticeToQualified, day)
            } else {
                move(.noticeToUnqualified, day)
            }
        incoming = gaining
        supplyStart = effective
        return step
    }
}

// MARK: - Appointments

extension TrackMachine {
    private mutating func takeAppointment(
        _ service: TrackService, _ event: TrackLegEvent, _ message: TrackEvent, _ day: Int
    ) -> TrackStep {
        switch event {
        case .request: return request(service, message, day)
        case .end: return move(.departure, day)
        default: break
        }
        let isDecisive = event == .confirm || event == .activate
        let line = TrackTable.course(course, isDecisive ? .appointment : .progress)
        guard line.outcome == .appointment else { return move(line, day) }
        let (verdict, objection) = judged(service, event, day)
        var step = advance(service, verdict, message, day)
        if objection != nil, step.objection == nil { step.objection = objection }
        return step
    }

    private mutating func request(_ service: TrackService, _ message: TrackEvent, _ day: Int) -> TrackStep {
        let isOwn = message.supplier == 0 || supplier == 0 || message.supplier == supplier
        let isIncoming = message.supplier == incoming && incoming != 0
        let line = TrackTable.course(course, isOwn || isIncoming ? .request : .foreignRequest)
        let hadFailed = course == .forward && self[service].leg.hasFailed
        var step = TrackStep()
        switch line.outcome {
        case .to:
            step = move(line, day)
            step.initiated = true
            initiatedOn = Int32(truncatingIfNeeded: day)
        case .appointment: break
        case .stay, .refuse: return move(line, day)
        }
        let inner = advance(service, .request, message, day)
        step.objection = inner.objection
        if step.objection == nil {
            step.retried = hadFailed
            self[service].requester = message.supplier == 0 ? supplier : message.supplier
            self[service].scenario = message.code
            self[service].effective = message.effective
            self[service].reason = 0
        }
        return step
    }

    /// A request with scenario COS that registration processes after the supply start date counts as rejected, whatever
    /// the answer says.
    private func judged(_ service: TrackService, _ event: TrackLegEvent, _ day: Int) -> (TrackLegEvent, String?) {
        guard event == .accept || event == .reply, self[service].leg == .requested, isLateSwitch(service, day) else {
            return (event, nil)
        }
        return (.refuse, event == .accept ? "Q5" : nil)
    }

    /// Whether the request is one with scenario COS, and the day is after the supply start date: that of the change of
    /// supplier, or the appointment's own where no change is known.
    private func isLateSwitch(_ service: TrackService, _ day: Int) -> Bool {
        guard context.code(self[service].scenario).isChangeOfSupplier else { return false }
        let start = supplyStart != TrackEvent.noDay ? supplyStart : self[service].effective
        return start != TrackEvent.noDay && day > Int(start)
    }

    private mutating func advance(
        _ service: TrackService, _ event: TrackLegEvent, _ message: TrackEvent, _ day: Int
    ) -> TrackStep {
        var step = TrackStep()
        let line = TrackTable.leg(self[service].leg, event)
        guard line.outcome != .refuse else {
            step.objection = line.rule
            return step
        }
        guard case .to(let leg) = line.outcome else { return step }
        let before = state
        self[service].leg = leg
        self[service].since = day
        if leg == .appointed || leg == .active, message.effective != TrackEvent.noDay {
            self[service].effective = message.effective
        }
        if leg.hasFailed { step.action = fail(service, event, message, day) }
        if state != before { since = Int32(truncatingIfNeeded: day) }
        return step
    }

    private mutating func fail(
        _ service: TrackService, _ event: TrackLegEvent, _ message: TrackEvent, _ day: Int
    ) -> TrackAction {
        failures += 1
        self[service].byRegistration = event == .refuse
        self[service].reason = message.code
        let code = context.code(message.code)
        let reason: TrackReasonClass =
            if event == .refuse, isLateSwitch(service, day) {
                .timing
            } else if code.saysNothing {
                // A refusal without a reason: registration's are about data, a provider's about itself.
                event == .refuse ? .data : .provider
            } else {
                code.reasonClass
            }
        self[service].reasonClass = reason
        if reason == .timing { timingFailures += 1 }
        return isExhausted ? .handToOwner : TrackAction(reason)
    }
}

// MARK: - The course

extension TrackMachine {
    private mutating func move(_ event: TrackCourseEvent, _ day: Int) -> TrackStep {
        move(TrackTable.course(course, event), day)
    }

    private mutating func move(_ line: TrackRow<TrackCourse, TrackCourseEvent>, _ day: Int) -> TrackStep {
        var step = TrackStep()
        switch line.outcome {
        case .refuse: step.objection = line.rule
        case .stay, .appointment: break
        case .to(let next):
            if next == .completed, course == .forward { step.completed = true }
            if next == .reversed { step.reversed = true }
            if next == .superseded { step.action = .cancelAndPlanAgain }
            if next == .reverse, line.event == .noticeToUnqualified { step.action = .expectReverseMigration }
            enter(next, day)
        }
        return step
    }

    private mutating func enter(_ next: TrackCourse, _ day: Int) {
        let before = state
        switch next {
        case .backlog, .planned, .cancelled, .superseded, .reversed, .excluded, .forward:
            metering = TrackAppointment()
            data = TrackAppointment()
            failures = 0
            timingFailures = 0
            reverseDay = TrackEvent.noDay
            if next != .forward { initiatedOn = TrackEvent.noDay }
        case .completed, .reverse: break
        }
        course = next
        if state != before { since = Int32(truncatingIfNeeded: day) }
    }
}
