import DIP
import Kernel
import TestSupport
import Testing

/// Whatever recipients answer, every parcel ends once, in order, with one post on its way at most.
struct LanePropertyTests {
    typealias Sample = LaneSample

    /// A journal of one queue and a recipient that answers by chance.
    struct World {
        var parcels: [Parcel]
        var known: Int
        var finals: [Int64: Settlement.Outcome] = [:]
        var order: [Int64] = []
        var delivered: [Int64] = []
        var lane: DeliveryLane
        var todo: [LaneAction] = []
        var now = Sample.start
        var flying: LanePost?
        var wakes: [Instant] = []
        var book: FaultBook
        var settlesLater: [[Settlement]] = []
        var hasApplied = false

        mutating func take(_ actions: [LaneAction]) throws {
            for action in actions {
                switch action {
                case .fetch: todo.append(action)
                case .apply:
                    try Property.hold(!hasApplied && flying == nil, "applied while posting or twice")
                    hasApplied = true
                case .withdraw: hasApplied = false
                case .post(let post):
                    try Property.hold(flying == nil, "two posts on their way")
                    flying = post
                case .settle(let settlements, _): settlesLater.append(settlements)
                case .wake(let at): wakes.append(at)
                case .turnOver, .faulted, .channel: break
                }
            }
        }

        mutating func settle() throws {
            let settlements = settlesLater.removeFirst()
            for settlement in settlements {
                guard let index = parcels.firstIndex(where: { $0.id == settlement.parcel }) else { continue }
                if settlement.outcome == .retry {
                    parcels[index].attempts += 1
                } else {
                    try Property.hold(finals[settlement.parcel] == nil, "parcel \(settlement.parcel) ended twice")
                    finals[settlement.parcel] = settlement.outcome
                    order.append(settlement.parcel)
                }
            }
            try take(lane.settled(at: now))
        }

        mutating func fetch() throws {
            guard case .fetch(let after, let limit, let bytes)? = todo.popLast() else { return }
            var page: [Parcel] = []
            var size = 0
            for parcel in parcels.prefix(known) where parcel.id > (after ?? 0) && finals[parcel.id] == nil {
                guard page.count < limit, page.isEmpty || size + parcel.size <= bytes else { break }
                page.append(parcel)
                size += parcel.size
            }
            try take(lane.fetched(page, isEnd: page.isEmpty, at: now))
            try Property.hold(lane.loadedBytes <= max(bytes, 5_000), "\(lane.loadedBytes) bytes in memory")
        }
    }

    static func world(_ generator: inout SeededGenerator, faults: Bool) throws -> World {
        var settings = DeliverySettings()
        settings.retry = RetrySchedule(waits: [10, 50, 200], tries: 1 + generator.nextBelow(5))
        settings.postMessages = 1 + generator.nextBelow(6)
        settings.postBytes = 1_000 + generator.nextBelow(8_000)
        settings.laneParcels = 1 + generator.nextBelow(8)
        settings.laneBytes = 500 + generator.nextBelow(3_000)
        settings.missingWebhook = generator.nextBelow(2) == 0 ? .wait : .undelivered
        settings.refusedPost = generator.nextBelow(2) == 0 ? .givenUp : .oneByOne
        var book = FaultBook(seed: generator.next())
        if faults {
            _ = book.set(
                FaultRule(name: "d", direction: .delivery, shareInMillion: 200_000, effect: .delay(milliseconds: 30)))
            _ = book.set(FaultRule(name: "l", direction: .delivery, shareInMillion: 100_000, effect: .drop))
            _ = book.set(
                FaultRule(name: "t", direction: .delivery, shareInMillion: 100_000, effect: .duplicate(copies: 2)))
            _ = book.set(
                FaultRule(name: "s", direction: .delivery, shareInMillion: 200_000, effect: .answer(status: 503)))
        }
        let count = 1 + generator.nextBelow(40)
        var parcels: [Parcel] = []
        for id in 1...count {
            parcels.append(
                try Sample.parcel(
                    Int64(id * 3), interface: generator.nextBelow(4) == 0 ? "IF-008" : "IF-021",
                    mpan: "20000565359\(10 + generator.nextBelow(5))", size: 50 + generator.nextBelow(900)))
        }
        return World(
            parcels: parcels, known: generator.nextBelow(count + 1),
            lane: try Sample.lane(settings, webhooks: try Sample.webhooks(["IF-021", "IF-008"])), book: book)
    }

    static func step(_ world: inout World, _ generator: inout SeededGenerator) throws {
        switch generator.nextBelow(14) {
        case 0:
            world.known = min(world.known + 1 + generator.nextBelow(5), world.parcels.count)
            try world.take(world.lane.arrived(at: world.now))
        case 1: try world.take(world.lane.hold())
        case 2: try world.take(world.lane.release(at: world.now))
        case 3:
            let both = generator.nextBelow(3) > 0
            let webhooks = try Sample.webhooks(
                both ? ["IF-021", "IF-008"] : ["IF-021"], path: "/\(generator.nextBelow(3))")
            try world.take(
                world.lane.webhooks(
                    webhooks, changed: Set(try Sample.webhooks(["IF-021", "IF-008"]).keys), at: world.now))
        case 4: world.now = world.now.later(milliseconds: Int64(generator.nextBelow(100)))
        default: try advance(&world, &generator)
        }
        if case .held = world.lane.condition { world.hasApplied = false }
    }

    /// Does one of the things that are under way.
    static func advance(_ world: inout World, _ generator: inout SeededGenerator) throws {
        if !world.todo.isEmpty {
            if generator.nextBelow(10) == 0 {
                world.todo = []
                return try world.take(world.lane.fetchFailed(at: world.now))
            }
            return try world.fetch()
        }
        if !world.settlesLater.isEmpty, generator.nextBelow(2) == 0 { return try world.settle() }
        if let post = world.flying {
            world.flying = nil
            return try answer(post, &world, &generator)
        }
        if world.hasApplied {
            world.hasApplied = false
            if generator.nextBelow(8) == 0 {
                return try world.take(world.lane.heldOff(until: world.now.later(milliseconds: 20)))
            }
            var book = world.book
            let actions = world.lane.turn(at: world.now, allowed: generator.nextBelow(4) == 0 ? 2 : nil, faults: &book)
            world.book = book
            return try world.take(actions)
        }
        if case .resting(let until) = world.lane.condition {
            world.now = max(world.now, until)
            try world.take(world.lane.timer(at: world.now))
        }
    }

    static func answer(_ post: LanePost, _ world: inout World, _ generator: inout SeededGenerator) throws {
        let status = [201, 201, 201, 207, 200, 400, 413, 429, 503, 500][generator.nextBelow(10)]
        switch generator.nextBelow(8) {
        case 0: try world.take(world.lane.failed(.noAnswer(milliseconds: 30_000), at: world.now))
        case 1: try world.take(world.lane.failed(.stopped, at: world.now))
        default:
            let answer = WebhookAnswer(status: post.faults.isEmpty ? status : 503)
            if [201, 207, 200].contains(answer.status) { world.delivered += post.parcels.map(\.id) }
            try world.take(world.lane.answered(answer, at: world.now))
        }
    }

    @Test(arguments: [false, true]) func everyParcelEndsOnceAndInOrder(_ faults: Bool) async throws {
        try await Property.check(seed: 20_260_401, count: 400) { generator in
            var world = try Self.world(&generator, faults: faults)
            for _ in 0..<generator.nextBelow(300) { try Self.step(&world, &generator) }
            // Then nothing more goes wrong from outside, and all of it has to end.
            world.known = world.parcels.count
            try world.take(world.lane.release(at: world.now))
            let all = try Sample.webhooks(["IF-021", "IF-008"])
            try world.take(world.lane.webhooks(all, changed: Set(all.keys), at: world.now))
            try world.take(world.lane.arrived(at: world.now))
            var steps = 0
            while !world.lane.isQuiet || world.finals.count < world.parcels.count {
                steps += 1
                try Property.hold(
                    steps < 20_000,
                    "still \(world.lane.condition) after \(steps) steps, \(world.finals.count) of \(world.parcels.count) ended"
                )
                try Self.advance(&world, &generator)
            }
            // A parcel that a fault drops ends before those that are on their way.
            let order = world.order.filter { !faults || world.finals[$0] == .delivered }
            try Property.hold(order == order.sorted(), "ended out of order: \(order)")
            for (id, outcome) in world.finals where outcome == .delivered {
                try Property.hold(world.delivered.contains(id), "\(id) is called delivered and was not posted")
            }
        }
    }
}
