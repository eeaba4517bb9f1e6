public import Kernel

/// The rules in force, how often each was used, and the seed of their draws.
///
/// A draw depends on the seed, the rule's name, the subject's number and its try, so that the same traffic meets the same
/// faults; only `count` and `every` depend on the order in which subjects come.
public struct FaultBook: Equatable, Sendable {
    public private(set) var rules: [FaultRule] = []
    public private(set) var used: [String: Int] = [:]
    /// How many subjects matched a rule that is done to every so many-th.
    private var matched: [String: Int] = [:]
    /// Subjects whose status message is due once they are delivered, which may take several tries. Bound: `mostChosen` a
    /// rule; of more than that the lowest number is forgotten.
    private var chosen: [String: Set<Int64>] = [:]
    public let seed: UInt64

    /// The most rules at a time.
    public static let mostRules = 1_000
    private static let mostChosen = 10_000

    public init(seed: UInt64 = 0) { self.seed = seed }

    /// Puts a rule in force, in place of the one with its name, whose uses are forgotten.
    /// - Returns: why it cannot be, or nil.
    public mutating func set(_ rule: FaultRule) -> String? {
        if let objection = rule.objection { return objection }
        forget(rule.name)
        if let index = rules.firstIndex(where: { $0.name == rule.name }) {
            rules[index] = rule
        } else {
            guard rules.count < Self.mostRules else { return "fault \(rule.name) would be more than \(Self.mostRules)" }
            rules.append(rule)
        }
        return nil
    }

    public mutating func remove(_ name: String) {
        rules.removeAll { $0.name == name }
        forget(name)
    }

    private mutating func forget(_ name: String) {
        used[name] = nil
        matched[name] = nil
        chosen[name] = nil
    }

    /// Puts rules in force in place of all that are. One that is in force as it stands keeps its uses: a rule that was
    /// meant for one message is not armed again by another rule's change.
    /// - Returns: why some of them cannot be.
    public mutating func replace(with later: [FaultRule]) -> [String] {
        let before = rules
        for rule in before where !later.contains(rule) { forget(rule.name) }
        rules = []
        return later.compactMap { rule in
            guard before.contains(rule), !rules.contains(where: { $0.name == rule.name }) else { return set(rule) }
            rules.append(rule)
            return nil
        }
    }

    /// Whether nothing is in force: the ordinary case, and cheap.
    public var isEmpty: Bool { rules.isEmpty }

    /// The faults done to a subject, in the rules' order, counted as used.
    /// - Parameter isAsked: which rules are looked at; the others are not counted.
    public mutating func hits(
        _ subject: FaultSubject, at instant: Instant, where isAsked: (FaultRule) -> Bool = { _ in true }
    ) -> [FaultHit] {
        var hits: [FaultHit] = []
        for rule in rules where isAsked(rule) && rule.matches(subject, at: instant) {
            guard isHit(rule, subject) else { continue }
            hits.append(FaultHit(rule: rule.name, effect: rule.effect))
        }
        return hits
    }

    private mutating func isHit(_ rule: FaultRule, _ subject: FaultSubject) -> Bool {
        if subject.attempt > 0 {
            switch rule.effect {
            // A delay is done once; else a parcel would never get through.
            case .delay: return false
            // Once decided, for all tries.
            case .report: return chosen[rule.name]?.contains(subject.number) == true
            default: if rule.every != nil { return false }
            }
        }
        if let count = rule.count, used[rule.name, default: 0] >= count { return false }
        if let every = rule.every {
            matched[rule.name, default: 0] += 1
            guard matched[rule.name, default: 0].isMultiple(of: every) else { return false }
        }
        guard draw(rule, subject) else { return false }
        used[rule.name, default: 0] += 1
        if case .report = rule.effect, rule.direction == .delivery { choose(subject.number, by: rule.name) }
        return true
    }

    private mutating func choose(_ number: Int64, by rule: String) {
        var numbers = chosen[rule] ?? []
        chosen[rule] = nil
        if numbers.count >= Self.mostChosen, let oldest = numbers.min() { numbers.remove(oldest) }
        numbers.insert(number)
        chosen[rule] = numbers
    }

    private func draw(_ rule: FaultRule, _ subject: FaultSubject) -> Bool {
        if rule.shareInMillion >= FaultRule.everything { return true }
        var generator = SeededGenerator(seed: seed).child("fault \(rule.name) \(subject.number) \(subject.attempt)")
        return generator.nextBelow(FaultRule.everything) < rule.shareInMillion
    }
}
