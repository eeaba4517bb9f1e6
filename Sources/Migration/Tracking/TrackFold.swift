/// A history folded: where the MPAN stands at the end of a day, and what was set aside on the way.
public struct TrackFolded: Sendable, Equatable {
    public let state: MigrationState
    public let bucket: TrackBucket
    public let supplier: UInt16
    /// The local day of its last change of state; nil where it never changed.
    public let since: Int?
    public let objections: [TrackObjection]
    /// What the last event asks for, where it asks for something.
    public let action: TrackAction?
    /// Messages later than the day, which wait for it.
    public let future: Int
    let machine: TrackMachine
}

/// How one step of an MPAN is counted.
public struct TrackCount: Sendable, Equatable {
    public var day: Int
    public var supplierBefore: UInt16
    public var bucketBefore: TrackBucket
    public var supplierAfter: UInt16
    public var bucketAfter: TrackBucket
    /// The supplier for whom it counts as begun, if it does.
    public var initiatedBy: UInt16?
    public var retriedBy: UInt16?
    public var completed = false
    public var reversed = false
}

extension TrackHistory {
    private enum Item {
        case event(Int)
        case takesEffect(Int)
        case lastResort(Int)
        case consumption
    }

    /// Folds the messages up to the end of a local day.
    ///
    /// - Parameter count: called for every step that is counted anywhere, in order.
    public func folded(
        in context: TrackContext, through last: Int = .max, count: (TrackCount) -> Void = { _ in }
    ) -> TrackFolded {
        var machine = TrackMachine(context: context, supplier: firstSupplier, distributor: distributor)
        var objections: [TrackObjection] = []
        var action: TrackAction?
        for (at, item) in items(context) {
            let day = LocalDays.day(of: at)
            guard day <= last else { break }
            let before = (machine.supplier, machine.bucket, machine.state)
            var step = TrackStep()
            switch item {
            case .event(let place): step = machine.take(events[place], on: day)
            case .takesEffect(let place):
                let event = events[place]
                if event.trackKind == .reverseNotified {
                    step = machine.endReverse(on: day)
                } else if event.supplier != 0 {
                    step = machine.switchSupplier(to: event.supplier, on: day)
                }
            case .lastResort(let place):
                let change = context.lastResorts[place]
                guard change.from == machine.supplier, change.distributor == 0 || change.distributor == distributor
                else { continue }
                step = machine.failOver(to: change.to, on: day)
            case .consumption: step = machine.takeConsumption(on: day)
            }
            if let rule = step.objection {
                objections.append(TrackObjection(rule: rule, event: self.event(of: item, at), state: before.2))
            }
            if step.action != nil || machine.state != before.2 { action = step.action }
            tell(step, day, before, machine, count)
        }
        return TrackFolded(
            state: machine.state, bucket: machine.bucket, supplier: machine.supplier,
            since: machine.since == TrackEvent.noDay ? nil : Int(machine.since), objections: objections, action: action,
            future: future(after: last), machine: machine)
    }

    private func tell(
        _ step: TrackStep, _ day: Int, _ before: (UInt16, TrackBucket, MigrationState), _ machine: TrackMachine,
        _ count: (TrackCount) -> Void
    ) {
        let hasMoved = before.0 != machine.supplier || before.1 != machine.bucket
        guard hasMoved || step.initiated || step.retried || step.completed || step.reversed else { return }
        var told = TrackCount(
            day: day, supplierBefore: before.0, bucketBefore: before.1, supplierAfter: machine.supplier,
            bucketAfter: machine.bucket)
        let requester = machine.metering.leg == .requested ? machine.metering.requester : machine.data.requester
        if step.initiated { told.initiatedBy = requester }
        if step.retried { told.retriedBy = requester }
        told.completed = step.completed
        told.reversed = step.reversed
        count(told)
    }

    /// Everything in canonical order. Effects with a day of their own come at its beginning, consumption at its end.
    private func items(_ context: TrackContext) -> [(Int64, Item)] {
        var items: [(Int64, Item)] = []
        items.reserveCapacity(events.count + 4)
        for place in events.indices { items.append((events[place].at, .event(place))) }
        for place in events.indices where events[place].kind == TrackKind.supplierChange.code {
            let event = events[place]
            let start = event.hasLaterEffect ? LocalDays.start(of: Int(event.effective)) : event.at
            Self.insert((max(event.at, start), .takesEffect(place)), into: &items)
        }
        for place in events.indices
        where events[place].kind == TrackKind.reverseNotified.code && events[place].hasLaterEffect {
            let start = LocalDays.start(of: Int(events[place].effective))
            if LocalDays.day(of: events[place].at) < Int(events[place].effective) {
                Self.insert((start, .takesEffect(place)), into: &items)
            }
        }
        for (place, change) in context.lastResorts.enumerated() {
            Self.insert((LocalDays.start(of: Int(change.day)), .lastResort(place)), into: &items)
        }
        guard !consumption.isEmpty else { return items }
        for day in consumptionDays(among: items.map { LocalDays.day(of: $0.0) }) {
            Self.insert((LocalDays.start(of: day + 1) - 1, .consumption), into: &items)
        }
        return items
    }

    /// The first day of every run, and every day of a run on which something else happens: between those, one more day
    /// of consumption changes nothing.
    private func consumptionDays(among others: [Int]) -> [Int] {
        var days: [Int] = []
        for range in consumption {
            days.append(Int(range.lowerBound))
            for day in others where range.contains(Int32(truncatingIfNeeded: day)) && day != Int(days.last ?? 0) {
                days.append(day)
            }
        }
        return days
    }

    private static func insert(_ item: (Int64, Item), into items: inout [(Int64, Item)]) {
        var place = items.count
        while place > 0, items[place - 1].0 > item.0 { place -= 1 }
        items.insert(item, at: place)
    }

    private func event(of item: Item, _ at: Int64) -> TrackEvent {
        switch item {
        case .event(let place), .takesEffect(let place): events[place]
        case .lastResort, .consumption: TrackEvent(mpan: mpan, at: at, id: 0, kind: .consumption)
        }
    }

    private func future(after last: Int) -> Int {
        guard last < LocalDays.last else { return 0 }
        var count = 0
        for event in events.reversed() {
            guard LocalDays.day(of: event.at) > last else { break }
            count += 1
        }
        for range in consumption.reversed() {
            guard Int(range.upperBound) > last else { break }
            count += Int(range.upperBound) - max(Int(range.lowerBound) - 1, last)
        }
        return count
    }
}
