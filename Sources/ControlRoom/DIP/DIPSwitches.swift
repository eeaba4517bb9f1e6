import DIP
import Foundation
import Kernel

/// The names of the switches that the room sets or reads, and their JSON: compact, keys in order.
///
/// | switch | JSON |
/// | --- | --- |
/// | `fault.<name>` | a `FaultRule` |
/// | `outage` | an `Outage` |
/// | `clock` | a `VirtualClock` |
/// | `tick.<DIP ID>.<step>` | `{"at":milliseconds,"note":text}` |
/// | `proof.<DIP ID>` | `{"at":milliseconds,"checks":[{"name","result","detail"}]}` |
/// | `health` | what the running stand-in says of itself: `{"at":milliseconds,"address":text,"resting":[text]}` |
enum DIPSwitch {
    static let outage = "outage"
    static let clock = "clock"
    private static let faults = "fault."

    static func fault(_ name: String) -> String { faults + name }
    static func tick(_ id: DIPID, _ step: OnboardingStep) -> String { "tick.\(id).\(step.rawValue)" }
    static func proof(_ id: DIPID) -> String { "proof.\(id)" }

    /// The rules in force, by name; texts that are no rules are left out and counted.
    static func faults(in switches: [String: String]) -> (rules: [FaultRule], unreadable: [String]) {
        var rules: [FaultRule] = []
        var unreadable: [String] = []
        for (name, text) in switches.sorted(by: { $0.key < $1.key }) where name.hasPrefix(faults) {
            if let rule = read(FaultRule.self, text) { rules.append(rule) } else { unreadable.append(name) }
        }
        return (rules, unreadable)
    }

    /// A value's JSON; nil where it has none.
    static func write(_ value: some Encodable) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }

    static func read<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
        text.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
    }
}

/// That somebody said a step is done.
struct Tick: Sendable, Equatable {
    var at: Instant
    var note: String

    static func read(_ text: String?) -> Tick? {
        guard let text, let value = try? DIP.JSONValue(Array(text.utf8)), let at = value["at"]?.integer else {
            return nil
        }
        return Tick(at: Instant(milliseconds: Int64(at)), note: value["note"]?.text ?? "")
    }

    var json: String {
        DIP.JSONValue.object(["at": .integer(Int(at.milliseconds)), "note": .string(note)]).description
    }
}

/// The checks of a participant's connections, as they came out last.
struct Proof: Sendable, Equatable {
    var at: Instant
    var checks: [ProvenCheck]

    /// Checks that are kept at most.
    static let mostChecks = 400

    static func read(_ text: String?) -> Proof? {
        guard let text, let value = try? DIP.JSONValue(Array(text.utf8)), let at = value["at"]?.integer else {
            return nil
        }
        let checks = (value["checks"]?.elements ?? []).prefix(mostChecks).compactMap { check -> ProvenCheck? in
            guard let name = check["name"]?.text,
                let result = check["result"]?.text.flatMap(ProvenCheck.Result.init(rawValue:))
            else { return nil }
            return ProvenCheck(name: name, result: result, detail: check["detail"]?.text ?? "")
        }
        return Proof(at: Instant(milliseconds: Int64(at)), checks: checks)
    }

    var json: String {
        let checks = checks.prefix(Self.mostChecks).map { check -> DIP.JSONValue in
            .object([
                "name": .string(check.name), "result": .string(check.result.rawValue),
                "detail": .string(Wording.cut(check.detail, to: 500)),
            ])
        }
        return DIP.JSONValue.object(["at": .integer(Int(at.milliseconds)), "checks": .array(checks)]).description
    }
}
