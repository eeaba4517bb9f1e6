import DIP
import Kernel
import Testing

/// Every state of a lane by every input.
struct LaneStateTests {
    typealias Sample = LaneSample

    static let inputs = [
        "arrived", "fetched", "fetchFailed", "turn", "heldOff", "answered 201", "answered 503", "answered 400",
        "refused connection", "stopped", "settled", "early", "timer", "webhooks", "hold", "release",
        "circuitClosed",
    ]

    /// A line a state, a cell an input: the state after it, and the kinds of actions.
    static let table: [String: [String]] = [
        "idle": [
            "fetching: fetch", "idle:", "idle:", "idle: turnOver", "idle: turnOver", "idle:", "idle:", "idle:", "idle:",
            "idle:", "idle:", "idle:", "idle:", "idle:", "held:", "idle:", "idle:",
        ],
        "fetching": [
            "fetching:", "applying: apply", "resting: wake", "fetching: turnOver", "fetching: turnOver", "fetching:",
            "fetching:", "fetching:", "fetching:", "fetching:", "fetching:", "fetching:", "fetching:", "fetching:",
            "fetching:", "fetching:", "fetching:",
        ],
        "applying": [
            "applying:", "applying:", "applying:", "posting: post", "resting: turnOver wake", "applying:", "applying:",
            "applying:", "applying:", "applying:", "applying:", "applying:", "applying:", "applying: withdraw apply",
            "held: withdraw", "applying:", "applying:",
        ],
        "posting": [
            "posting:", "posting:", "posting:", "posting: turnOver", "posting: turnOver",
            "fetching: turnOver alive settle fetch", "resting: turnOver dead settle wake",
            "fetching: turnOver alive settle fetch", "resting: turnOver dead settle wake", "resting: turnOver wake",
            "posting:", "posting:", "posting:", "posting:", "posting:", "posting:", "posting:",
        ],
        "settling": [
            "settling:", "settling:", "settling:", "settling: turnOver", "settling: turnOver", "settling:", "settling:",
            "settling:", "settling:", "settling:", "fetching: fetch", "settling:", "settling:", "settling:", "held:",
            "settling:", "settling:",
        ],
        "resting": [
            "resting:", "resting:", "resting:", "resting: turnOver", "resting: turnOver", "resting:", "resting:",
            "resting:", "resting:", "resting:", "resting:", "resting:", "fetching: fetch", "fetching: fetch", "held:",
            "resting:", "fetching: fetch",
        ],
        "withoutWebhook": [
            "withoutWebhook:", "withoutWebhook:", "withoutWebhook:", "withoutWebhook: turnOver",
            "withoutWebhook: turnOver", "withoutWebhook:", "withoutWebhook:", "withoutWebhook:", "withoutWebhook:",
            "withoutWebhook:", "withoutWebhook:", "withoutWebhook:", "withoutWebhook:", "fetching: fetch", "held:",
            "withoutWebhook:", "withoutWebhook:",
        ],
        "held": [
            "held:", "held:", "held:", "held: turnOver", "held: turnOver", "held:", "held:", "held:", "held:", "held:",
            "held:", "held:", "held:", "held:", "held:", "fetching: fetch", "held:",
        ],
    ]

    @Test(arguments: table.keys.sorted()) func everyInput(_ state: String) throws {
        let cells = try #require(Self.table[state])
        #expect(cells.count == Self.inputs.count)
        for (input, expected) in zip(Self.inputs, cells) {
            var lane = try Self.lane(in: state)
            #expect(Sample.name(lane.condition) == state)
            let actions = try Self.give(input, to: &lane)
            let kinds = Sample.kinds(actions)
            #expect(
                "\(Sample.name(lane.condition)):\(kinds.isEmpty ? "" : " ")\(kinds)" == expected, "\(state) + \(input)")
        }
    }

    static let late = Sample.start.later(milliseconds: 3_600_000)

    /// A lane that was brought to a state by inputs.
    static func lane(in state: String) throws -> DeliveryLane {
        var settings = DeliverySettings()
        settings.missingWebhook = .wait
        var lane = try Sample.lane(settings, webhooks: state == "withoutWebhook" ? [:] : nil)
        var book = FaultBook()
        func feed(_ count: Int64) throws {
            _ = lane.arrived(at: Sample.start)
            _ = lane.fetched(
                try (1...max(count, 1)).filter { $0 <= count }.map { try Sample.parcel($0) }, isEnd: count == 0,
                at: Sample.start)
        }
        switch state {
        case "idle": try feed(0)
        case "fetching": _ = lane.arrived(at: Sample.start)
        case "applying", "withoutWebhook": try feed(1)
        case "posting", "settling", "resting":
            try feed(1)
            _ = lane.turn(at: Sample.start, allowed: nil, faults: &book)
            guard state != "posting" else { break }
            _ = lane.answered(WebhookAnswer(status: 503), at: Sample.start)
            if state == "resting" { _ = lane.settled(at: Sample.start) } else { _ = lane.timer(at: late) }
        case "held": _ = lane.hold()
        default: break
        }
        return lane
    }

    static func give(_ input: String, to lane: inout DeliveryLane) throws -> [LaneAction] {
        var book = FaultBook()
        switch input {
        case "arrived": return lane.arrived(at: late)
        case "fetched": return lane.fetched([try Sample.parcel(9)], isEnd: false, at: late)
        case "fetchFailed": return lane.fetchFailed(at: late)
        case "turn": return lane.turn(at: late, allowed: nil, faults: &book)
        case "heldOff": return lane.heldOff(until: late)
        case "answered 201": return lane.answered(WebhookAnswer(status: 201), at: late)
        case "answered 503": return lane.answered(WebhookAnswer(status: 503), at: late)
        case "answered 400": return lane.answered(WebhookAnswer(status: 400), at: late)
        case "refused connection": return lane.failed(.connectionRefused, at: late)
        case "stopped": return lane.failed(.stopped, at: late)
        case "settled": return lane.settled(at: late)
        case "early": return lane.timer(at: Sample.start)
        case "timer": return lane.timer(at: late)
        case "webhooks":
            let new = try Sample.webhooks(path: "/new")
            return lane.webhooks(new, changed: Set(new.keys), at: late)
        case "circuitClosed": return lane.circuitClosed(at: late)
        case "hold": return lane.hold()
        case "release": return lane.release(at: late)
        default: throw RoutingSample.Missing(what: input)
        }
    }
}
