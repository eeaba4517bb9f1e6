/// How the parts of a market are called in what is printed: `S:ABCD`, `L:LOND`, `industry`.
public struct MigrationWords: Sendable {
    public let suppliers: [String]
    public let distributors: [String]
    public let agents: [String]
    /// By supplier: whether it has a step limit.
    private let hasStep: [Bool]

    public init(_ market: MigrationMarket) {
        agents = market.agents.map(\.code)
        hasStep = market.suppliers.indices.map { market.step($0) != nil }
        suppliers = market.suppliers.map(\.code)
        distributors = market.distributors
    }

    /// `industry`, `L:LOND`, `S:ABCD`, `A:AGNT`; a step limit is `step:ABCD`.
    public func code(_ limit: PlanCertificate.LimitName) -> String {
        switch limit {
        case .industry: "industry"
        case .distributor(let place): "L:\(distributors[place])"
        case .ramp(let place): "S:\(suppliers[place])"
        case .step(let place): "step:\(suppliers[place])"
        case .agent(let place): "A:\(agents[place])"
        }
    }

    public func code(_ member: PlanConflict.Member) -> String {
        switch member {
        case .industry: "industry"
        case .distributor(let place): "L:\(distributors[place])"
        case .supplier(let place): "S:\(suppliers[place])"
        case .agent(let place): "A:\(agents[place])"
        }
    }

    /// `the industry's limit`, `LOND's limit`, `ABCD's ramp`, `ABCD's step limit`.
    public func name(_ limit: PlanCertificate.LimitName) -> String {
        switch limit {
        case .industry: "the industry's limit"
        case .distributor(let place): "\(distributors[place])'s limit"
        case .ramp(let place): "\(suppliers[place])'s ramp"
        case .step(let place): "\(suppliers[place])'s step limit"
        case .agent(let place): "the cap of agent \(agents[place])"
        }
    }

    /// What stands in the way of placing everything, in a sentence.
    public func sentence(_ conflict: PlanConflict) -> String {
        let volumes =
            "\(conflict.demand.inThousands) MPANs are to be placed, \(conflict.capacity.inThousands) fit, "
            + "\(conflict.short.inThousands) do not"
        guard conflict.members.count == 1, let only = conflict.members.first else {
            let names = conflict.members.map(code).joined(separator: ", ")
            return
                "\(names) cannot be kept together: \(volumes); without any one of them everything that they hold would"
        }
        switch only {
        case .industry: return "the industry's limit alone is too small over the days: \(volumes)"
        case .distributor(let place):
            return "\(distributors[place])'s limit alone is too small from its suppliers' starts on: \(volumes)"
        case .agent(let place):
            return "the cap of agent \(agents[place]) alone is too small from its suppliers' starts on: \(volumes)"
        case .supplier(let place):
            let caps = hasStep[place] ? "ramp or step limit" : "ramp"
            return "\(suppliers[place]) starts too late for its portfolio, or its \(caps) is too low: \(volumes)"
        }
    }

    /// A day count with two decimals.
    public static func days(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths.magnitude % 100
        return "\(hundredths < 0 ? "-" : "")\(Int(hundredths.magnitude) / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// A share as parts of a hundred with up to four decimals: `0.0012 %`.
    public static func percent(_ value: Double) -> String {
        let parts = Int((value * 1_000_000).rounded())
        return "\(Share(millionths: parts).timesHundred) %"
    }
}

extension Share {
    /// The share in hundredths, as its shortest decimal.
    fileprivate var timesHundred: String {
        let fraction = String(millionths % 10_000)
        var decimals = String(repeating: "0", count: 4 - fraction.count) + fraction
        while decimals.last == "0" { decimals.removeLast() }
        return "\(millionths / 10_000)" + (decimals.isEmpty ? "" : ".\(decimals)")
    }
}

extension Int {
    /// With commas between thousands.
    var inThousands: String {
        var digits = Array(String(magnitude).utf8)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(UInt8(ascii: ","), at: place)
            place -= 3
        }
        return (self < 0 ? "-" : "") + String(decoding: digits, as: UTF8.self)
    }
}
