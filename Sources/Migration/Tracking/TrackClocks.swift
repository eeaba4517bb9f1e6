import Kernel
import Market

/// What an MPAN that is under way waits for: who has to act, and by when.
public struct TrackWait: Sendable, Equatable {
    public let step: String
    public let owner: TrackOwner
    /// The local day by whose end it should have happened.
    public let due: Int
    /// The working days since the migration began.
    public let age: Int
    public let isOverdue: Bool
    /// Older than any migration should be.
    public let isOld: Bool

    /// Whether it is on the list of stuck MPANs.
    public var isStuck: Bool { isOverdue || isOld }
}

/// The clocks of the tracker: working days of the nation in which the distributor works.
public struct TrackClocks: Sendable {
    private let english = WorkingDays(.englandAndWales)
    private let scottish = WorkingDays(.scotland)
    private let registrationAnswer: Int
    private let providerAnswer: Int
    private let registrationStatus: Int
    private let dataRequest: Int
    private let firstConsumption: Int
    private let supplierRetry: Int
    private let reverse: Int
    private let inFlight: Int

    public init(_ settings: MigrationSettings) {
        registrationAnswer = settings[TrackParameters.registrationAnswerDays]
        providerAnswer = settings[TrackParameters.providerAnswerDays]
        registrationStatus = settings[TrackParameters.registrationStatusDays]
        dataRequest = settings[TrackParameters.dataRequestDays]
        firstConsumption = settings[TrackParameters.firstConsumptionDays]
        supplierRetry = settings[TrackParameters.supplierRetryDays]
        reverse = settings[TrackParameters.reverseDays]
        inFlight = settings[TrackParameters.inFlightDays]
    }

    private func calendar(_ mpan: UInt64) -> WorkingDays {
        // Bank holidays are those of the licence area; an independent network's are taken as England's.
        switch Distributor(id: UInt8(truncatingIfNeeded: mpan / 100_000_000_000))?.homeGroup {
        case .n, .p: scottish
        default: english
        }
    }

    /// The working days between two local days.
    public func workingDays(from start: Int, to end: Int, mpan: UInt64) -> Int {
        calendar(mpan).between(start, end)
    }

    /// What an MPAN waits for as at a day; nil where it waits for nothing.
    public func wait(_ folded: TrackFolded, mpan: UInt64, asAt: Int) -> TrackWait? {
        let machine = folded.machine
        let days = calendar(mpan)
        let candidates = machine.course == .forward ? forward(machine, days) : reversing(machine, days)
        guard let first = candidates.min(by: { ($0.due, $0.order) < ($1.due, $1.order) }) else { return nil }
        let begun = machine.course == .reverse ? Int(machine.since) : Int(machine.initiatedOn)
        let age = begun == Int(TrackEvent.noDay) ? 0 : days.between(begun, asAt)
        return TrackWait(
            step: first.step, owner: first.owner, due: first.due, age: age, isOverdue: asAt > first.due,
            isOld: machine.course == .forward && machine.bucket == .inFlight && age > inFlight)
    }

    private typealias Candidate = (due: Int, order: Int, step: String, owner: TrackOwner)

    private func reversing(_ machine: TrackMachine, _ days: WorkingDays) -> [Candidate] {
        guard machine.course == .reverse else { return [] }
        let start = max(machine.since, machine.reverseDay, machine.supplyStart)
        return [(days.adding(reverse, to: Int(start)), 0, "the end of the reverse migration", .registrationService)]
    }

    private func forward(_ machine: TrackMachine, _ days: WorkingDays) -> [Candidate] {
        if machine.state == .stuck {
            let failed = machine.metering.leg.hasFailed ? machine.metering : machine.data
            return [
                (
                    days.adding(supplierRetry, to: failed.since), 0, "a decision: its attempts are used up",
                    failed.reasonClass.owner
                )
            ]
        }
        var found = leg(machine.metering, .metering, days) + leg(machine.data, .data, days)
        if machine.metering.leg.isStanding, machine.data.leg == .none {
            found.append(
                (
                    days.adding(dataRequest, to: machine.metering.since), 4, "the data service's request (IF-031)",
                    .supplier
                ))
        }
        if machine.metering.leg == .none, machine.data.leg != .none {
            found.append(
                (
                    days.adding(dataRequest, to: machine.data.since), 5, "the metering service's request (IF-031)",
                    .supplier
                ))
        }
        if machine.metering.leg.isStanding, machine.data.leg == .active {
            let start = max(machine.data.since, Int(machine.data.effective))
            found.append(
                (days.adding(firstConsumption, to: start), 6, "the first consumption (IF-021)", .dataService))
        }
        return found
    }

    private func leg(_ appointment: TrackAppointment, _ service: TrackService, _ days: WorkingDays) -> [Candidate] {
        let order = service == .metering ? 0 : 1
        let provider: TrackOwner = service == .metering ? .meteringService : .dataService
        let since = appointment.since
        switch appointment.leg {
        case .none, .active: return []
        case .requested:
            return [
                (
                    days.adding(registrationAnswer, to: since), order,
                    "registration's answer for the \(service.name) (IF-032)", .registrationService
                )
            ]
        case .asked:
            return [(days.adding(providerAnswer, to: since), order, "the \(service.name)'s answer (IF-034)", provider)]
        case .answered:
            return [
                (
                    days.adding(registrationStatus, to: since), order,
                    "registration's decision on the \(service.name) (IF-035)", .registrationService
                )
            ]
        case .appointed:
            let start = max(since, Int(appointment.effective))
            return [
                (
                    days.adding(registrationStatus, to: start), order,
                    "the \(service.name)'s appointment taking effect (IF-036)", .registrationService
                )
            ]
        case .rejected, .lapsed:
            let limit = appointment.reasonClass == .data ? supplierRetry : min(1, supplierRetry)
            let words = appointment.leg == .lapsed ? "has lapsed" : "was rejected"
            return [
                (
                    days.adding(limit, to: since), order, "a new request: that of the \(service.name) \(words)",
                    appointment.reasonClass.owner
                )
            ]
        }
    }
}

/// Working days by number, so that a clock is two look-ups.
private struct WorkingDays: Sendable {
    /// By day since 2015: the working days before it.
    private let before: [Int]
    /// Working days, in order.
    private let days: [Int]

    init(_ calendar: WorkingDayCalendar) {
        var before: [Int] = []
        var days: [Int] = []
        for day in LocalDays.first...LocalDays.last {
            before.append(days.count)
            if calendar.isWorkingDay(CalendarDate(dayNumber: day)) { days.append(day) }
        }
        self.before = before
        self.days = days
    }

    private func clamped(_ day: Int) -> Int { min(max(day, LocalDays.first), LocalDays.last) - LocalDays.first }

    /// Working days after `start` up to and with `end`.
    func between(_ start: Int, _ end: Int) -> Int {
        guard end > start else { return 0 }
        return before[clamped(end + 1)] - before[clamped(start + 1)]
    }

    /// The nth working day after a day; the day itself for none.
    func adding(_ count: Int, to day: Int) -> Int {
        guard count > 0 else { return day }
        let place = before[clamped(day + 1)] + count - 1
        return place < days.count ? days[place] : LocalDays.last
    }
}
