public import Kernel

/// A run against the platform, written down: who takes part, what holds at the beginning, what is sent and what must come.
public struct Scenario: Equatable, Sendable {
    public var name: String
    public var description: String
    /// Gives references, serial numbers and manufactured values; the same seed gives the same run.
    public var seed: UInt64
    /// S1.environmentTag of every message.
    public var environment: String
    /// What the virtual clock shows at the beginning.
    public var start: Instant
    /// Virtual seconds a second of a real clock; 0: as fast as it goes, with no real clock.
    public var factor: Int
    /// Whether the steps after one that failed are left out.
    public var stopsOnFailure: Bool
    public var parties: [ScenarioParty]
    public var points: [MeteringPoint]
    public var settings: CounterpartySettings
    public var steps: [ScenarioStep]

    /// Everyone, as an address book.
    public var book: AddressBook { AddressBook(parties.map(\.party)) }
    public var profiles: [DIPID: PartyProfile] {
        Dictionary(parties.map { ($0.party.dipID, $0.profile) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Scenario {
    /// The register of appointments as it is at the beginning, in the order of the points.
    public var appointments: [Appointment] {
        let roles = Dictionary(parties.map { ($0.party.dipID, $0.party.role) }, uniquingKeysWith: { first, _ in first })
        return points.flatMap { $0.appointments(of: roles) }
    }
}

extension MeteringPoint {
    /// Who is appointed to the point: supplier, services and retriever, each in the role that it has.
    func appointments(of roles: [DIPID: RoleCode]) -> [Appointment] {
        [supplier, metering, data, dataRetriever].compactMap { service in
            guard let service, let role = roles[service.dipID] else { return nil }
            return Appointment(mpan: mpan, role: role, dipID: service.dipID, from: service.from, until: nil)
        }
    }
}

/// A party of a scenario: under test, or played.
public struct ScenarioParty: Equatable, Sendable {
    public var party: MarketParty
    /// Whether it is the participant's own system: its messages come from outside, and no script answers for it.
    public var isUnderTest: Bool
    /// Whether a script plays its role; without one it only sends what steps say.
    public var isScripted: Bool
    public var profile: PartyProfile
}

/// One step of a scenario.
public struct ScenarioStep: Equatable, Sendable {
    /// What happens in it.
    public enum Action: Equatable, Sendable {
        case send(SendStep)
        case expect(ExpectStep)
        case status(StatusStep)
        /// Virtual milliseconds.
        case wait(Int64)
        case fault(FaultRule)
        case clearFault(String)
        case beginOutage(Outage.Kind)
        case endOutage(ReleasePolicy)
        case rule(AnswerRule)
        case forgetRule(String)
        case process(party: DIPID, MarketProcess, description: String)
    }

    /// From 1, as run: a table of cases gives a step for each.
    public var number: Int
    public var name: String
    /// Its line in the document, from 1; 0 where that is not known.
    public var line: Int
    public var action: Action

    /// `send`, `expect` and so on, as the document writes it.
    public var kind: String {
        switch action {
        case .send: "send"
        case .expect: "expect"
        case .status: "status"
        case .wait: "wait"
        case .fault, .clearFault: "fault"
        case .beginOutage, .endOutage: "outage"
        case .rule, .forgetRule: "rule"
        case .process: "process"
        }
    }
}

/// A value in a scenario that may depend on the virtual clock.
public enum ScenarioValue: Equatable, Sendable {
    case literal(JSONValue)
    /// `@now` and an offset in milliseconds.
    case now(Int64)
    /// `@today`: midnight UTC, and an offset.
    case today(Int64)
    /// A field of the message that an earlier step sent or matched.
    case same(step: String, pointer: String)
    /// `@absent`: the field is taken out.
    case absent

    /// The value at an instant; nil where it is taken out or named by another step.
    public func resolved(at now: Instant) -> JSONValue? {
        switch self {
        case .literal(let value): value
        case .now(let offset): .string(now.later(milliseconds: offset).isoWithOffset)
        case .today(let offset): .string(now.midnight.later(milliseconds: offset).isoWithOffset)
        case .same, .absent: nil
        }
    }
}

/// A field and the value that it is given.
public struct ScenarioField: Equatable, Sendable {
    /// JSON pointer from the payload.
    public var pointer: String
    public var value: ScenarioValue
}

/// A party posts messages.
public struct SendStep: Equatable, Sendable {
    public var from: DIPID
    public var interface: InterfaceID
    /// Without brackets.
    public var event: String
    public var mpan: String?
    /// A0.primaryRecipients.
    public var to: [DIPID]
    public var fields: [ScenarioField]
    /// Messages in the one post: 1 to 10,000.
    public var count: Int
    /// The body, instead of one that is made.
    public var body: String?
    /// The name of an earlier step whose body is posted again.
    public var again: String?
    /// The HTTP status that is expected; nil: 201.
    public var answer: Int?
    /// The code that the answer must hold.
    public var code: ResponseCode?

    /// The most messages a step may post at once.
    public static let mostMessages = 10_000
}

/// A party must receive a message, or must not.
public struct ExpectStep: Equatable, Sendable {
    public var party: DIPID
    public var interface: InterfaceID
    public var event: String?
    public var mpan: String?
    public var from: DIPID?
    /// The step since whose beginning messages count; nil: the first action after the expectations before this one.
    public var after: String?
    /// Virtual milliseconds.
    public var within: Int64
    /// Whether none may come in that time.
    public var isAbsent: Bool
    /// How many must come.
    public var count: Int
    public var fields: [FieldCheck]
}

/// What a field of a received message must be.
public struct FieldCheck: Equatable, Sendable {
    public enum Test: Equatable, Sendable {
        case equals(ScenarioValue)
        /// `*` any text, `?` one character.
        case matches(String)
        /// An array that holds this value, or a text that holds it.
        case contains(String)
        case exists
        case isAbsent
    }
    public var pointer: String
    public var test: Test

    public init(pointer: String, test: Test) {
        self.pointer = pointer
        self.test = test
    }
}

/// A party must receive a status message with a code, or must not.
public struct StatusStep: Equatable, Sendable {
    public var party: DIPID
    /// Nil: any.
    public var code: ResponseCode?
    /// The step whose message it must be about.
    public var about: String?
    public var within: Int64
    public var isAbsent: Bool
}
