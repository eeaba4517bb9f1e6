import Kernel
import Migration

/// How the parts of a market are called in what is printed: `S:ABCD`, `L:LOND`, `industry`.
struct MigrationWords {
    let suppliers: [String]
    let distributors: [String]

    init(_ market: MigrationMarket) {
        suppliers = market.suppliers.map(\.code)
        distributors = market.distributors
    }

    /// `industry`, `L:LOND`, `S:ABCD`.
    func code(_ limit: PlanCertificate.LimitName) -> String {
        switch limit {
        case .industry: "industry"
        case .distributor(let place): "L:\(distributors[place])"
        case .ramp(let place): "S:\(suppliers[place])"
        }
    }

    func code(_ member: PlanConflict.Member) -> String {
        switch member {
        case .industry: "industry"
        case .distributor(let place): "L:\(distributors[place])"
        case .supplier(let place): "S:\(suppliers[place])"
        }
    }

    /// `the industry's limit`, `LOND's limit`, `ABCD's ramp`.
    func name(_ limit: PlanCertificate.LimitName) -> String {
        switch limit {
        case .industry: "the industry's limit"
        case .distributor(let place): "\(distributors[place])'s limit"
        case .ramp(let place): "\(suppliers[place])'s ramp"
        }
    }

    /// What stands in the way of placing everything, in a sentence.
    func sentence(_ conflict: PlanConflict) -> String {
        let volumes =
            "\(conflict.demand.grouped) MPANs are to be placed, \(conflict.capacity.grouped) fit, "
            + "\(conflict.short.grouped) do not"
        guard conflict.members.count == 1, let only = conflict.members.first else {
            let names = conflict.members.map(code).joined(separator: ", ")
            return
                "\(names) cannot be kept together: \(volumes); without any one of them everything that they hold would"
        }
        switch only {
        case .industry: return "the industry's limit alone is too small over the days: \(volumes)"
        case .distributor(let place):
            return "\(distributors[place])'s limit alone is too small from its suppliers' starts on: \(volumes)"
        case .supplier(let place):
            return "\(suppliers[place]) starts too late for its portfolio, or its ramp is too low: \(volumes)"
        }
    }

    /// A day count with two decimals.
    static func days(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths.magnitude % 100
        return "\(hundredths < 0 ? "-" : "")\(Int(hundredths.magnitude) / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// A share as parts of a hundred with up to four decimals: `0.0012 %`.
    static func percent(_ value: Double) -> String {
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
