import DIP
import Kernel

extension RunReport {
    /// Steps of a report that are read at most; the JSON has all.
    static let mostSteps = 10_000

    /// Reads a report as `changeover dip run` writes it; nil where the bytes are none.
    ///
    /// - Parameter name: the run's name, as its address has it: the file's name without its ending.
    public init?(name: String, json: [UInt8]) {
        guard let value = try? DIP.JSONValue(json), let scenario = value["name"]?.text,
            let began = Self.instant(value["began"]), let list = value["steps"]?.elements
        else { return nil }
        var steps = list.prefix(Self.mostSteps).map(Self.step)
        for problem in value["problems"]?.elements?.prefix(Self.mostSteps) ?? [] {
            guard let words = problem.text else { continue }
            steps.append(Step(name: "Beside the steps", at: nil, outcome: .failed, detail: words))
        }
        let outcome = value["outcome"]?.text.flatMap(RunOutcome.init(rawValue:)) ?? .broken
        self.init(
            card: RunCard(
                name: name, scenario: scenario, startedAt: began, endedAt: Self.instant(value["ended"]),
                outcome: outcome, steps: steps.count, failedSteps: steps.count { $0.outcome == .failed }),
            steps: steps, json: json)
    }

    private static func instant(_ value: DIP.JSONValue?) -> Instant? { value?.text.flatMap(InstantText.read) }

    private static func step(_ value: DIP.JSONValue) -> Step {
        let evidence = value["evidence"]?.elements ?? []
        var transactions: [String] = []
        for one in evidence {
            guard let id = one["transactionId"]?.text, !transactions.contains(id), transactions.count < 100 else {
                continue
            }
            transactions.append(id)
        }
        let number = value["number"]?.integer.map { "\($0). " } ?? ""
        return Step(
            name: number + (value["name"]?.text ?? ""), at: instant(value["ended"]),
            outcome: value["outcome"]?.text.flatMap(RunOutcome.init(rawValue:)) ?? .broken,
            detail: evidence.prefix(100).map(words).filter { !$0.isEmpty }.joined(separator: "; "),
            transactionIDs: transactions)
    }

    /// `field /payload/…: expected A, found B`.
    private static func words(_ evidence: DIP.JSONValue) -> String {
        let subject = [evidence["subject"]?.text, evidence["pointer"]?.text].compactMap(\.self).joined(separator: " ")
        var parts: [String] = []
        if let expected = evidence["expected"]?.text { parts.append("expected \(expected)") }
        if let found = evidence["found"]?.text { parts.append(parts.isEmpty ? found : "found \(found)") }
        let words = ([subject] + [parts.joined(separator: ", ")]).filter { !$0.isEmpty }.joined(separator: ": ")
        return evidence["holds"]?.boolean == false ? "not as expected: " + words : words
    }
}
