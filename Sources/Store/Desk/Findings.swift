import Crypto
import GRDB
import Kernel
import Record

/// A finding of the desk with its number and what was decided of it.
struct NumberedFinding: Sendable {
    let number: Int
    /// Sixteen hexadecimal digits of the hash of the desk's fingerprint: short enough for an address.
    let fingerprint: String
    let finding: Contradiction
    let decision: Resolution?

    /// The findings of a snapshot, numbered from 1 in the desk's order.
    static func all(in snapshot: RecordSnapshot, _ resolutions: Resolutions, asKnownAt day: CalendarDate?) -> [Self] {
        let findings = Cores.map(Desk.rules) { Desk.findings(of: $0, in: snapshot) }.joined()
        return findings.enumerated().map { offset, finding in
            let name = shortened(finding.fingerprint)
            return NumberedFinding(
                number: offset + 1, fingerprint: name, finding: finding,
                decision: resolutions.decision(on: name, asKnownAt: day))
        }
    }

    private static func shortened(_ fingerprint: String) -> String {
        String(RecordStore.sha256Hex(Array(fingerprint.utf8)).prefix(16))
    }

    /// The finding as a row of the contradictions.
    var entry: Entry {
        var fields: [String: FieldState] = [:]
        func set(_ name: String, _ text: String) {
            if !text.isEmpty { fields[name] = FieldState(value: .text(text), printed: text) }
        }
        fields["number"] = FieldState(value: .integer(number), printed: String(number))
        set("rule", finding.rule)
        set("record", finding.subject.name)
        set("place_a", finding.placeA)
        set("value_a", finding.valueA)
        set("place_b", finding.placeB)
        set("value_b", finding.valueB)
        set("probable", decision.map { $0.value.isEmpty ? finding.probable : $0.value } ?? finding.probable)
        set("basis", finding.basis)
        set("confidence", finding.confidence.rawValue)
        set("state", decision == nil ? finding.state.rawValue : Contradiction.State.resolved.rawValue)
        set("sentence", finding.sentence)
        set("reason", decision?.reason ?? "")
        set("resolved_by", decision?.by ?? "")
        set("fingerprint", fingerprint)
        return Entry(kind: .contradictions, key: fingerprint, fields: fields, sources: [], doubts: [])
    }

    /// The column that the finding's values stand in: the one that holds both, else the only one that holds either.
    func column(in entry: Entry) -> String? {
        var both: [String] = []
        var either: [String] = []
        for column in entry.kind.schema.stateable {
            guard let field = entry.fields[column.name] else { continue }
            let texts = Set(
                [field.value?.exported ?? "", field.printed] + field.alternatives.flatMap { [$0.value, $0.printed] })
            let holds = [finding.valueA, finding.valueB].map { !$0.isEmpty && texts.contains($0) }
            if holds[0] && holds[1] { both.append(column.name) }
            if holds[0] || holds[1] { either.append(column.name) }
        }
        if both.count == 1 { return both[0] }
        return both.isEmpty && either.count == 1 ? either[0] : nil
    }
}
