import Foundation
import Kernel
import Migration

/// What a run of the tracker reads beside events: plans, market, participants.
struct TrackInputs {
    let plan: MigrationPlan
    let first: MigrationPlan?
    let market: MigrationMarket?
    let mpans: String?
    let participants: [String: String]

    init(plan: String, first: String?, market: String?, mpans: String?, parties: String?, asJSON: Bool) throws {
        self.plan = try PlanFolder(reading: plan, asJSON: asJSON).plan
        self.first = try first.map { try PlanFolder(reading: $0, asJSON: asJSON).plan }
        self.market = try market.map { try MarketFolder(reading: $0, asJSON: asJSON).market }
        self.mpans = mpans
        participants = try parties.map(Self.readParticipants) ?? [:]
    }

    /// Lines of JSON with `dipId` and `mpid`.
    private static func readParticipants(_ path: String) throws -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                "the participants \(path) cannot be read", because: "there is no such file, or it is not yours to read",
                advice: "write it with changeover dip participants --json", code: .badInput)
        }
        var found: [String: String] = [:]
        for (number, line) in String(decoding: data, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() where !line.allSatisfy(\.isWhitespace) {
            guard let value = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let id = value["dipId"] as? String, let code = value["mpid"] as? String
            else {
                throw Failure(
                    "the participants \(path) cannot be read",
                    because: "line \(number + 1) is no JSON object with dipId and mpid",
                    advice: "write it with changeover dip participants --json", code: .badInput)
            }
            found[id] = code
        }
        return found
    }

    /// Settings of the market, or the defaults.
    var settings: MigrationSettings { market?.settings ?? MigrationSettings() }

    /// Enters the names of market and plans, sorted, so that their places do not depend on the events.
    func enterNames(into tail: inout TrackTail) throws {
        let suppliers = Set((market?.suppliers.map(\.code) ?? []) + plan.suppliers + (first?.suppliers ?? []))
        let distributors = Set((market?.distributors ?? []) + plan.distributors + (first?.distributors ?? []))
        for name in suppliers.sorted() where tail.suppliers.place(of: name) == nil { throw Self.tooMany("suppliers") }
        for name in distributors.sorted() where tail.distributors.place(of: name) == nil {
            throw Self.tooMany("distributors")
        }
        guard let market else { return }
        tail.attempts = market.settings[TrackParameters.attempts]
        var qualified: [UInt16: Int32] = [:]
        for supplier in market.suppliers {
            if let place = tail.suppliers.known(supplier.code) {
                qualified[place] = Int32(truncatingIfNeeded: supplier.activeFrom.dayNumber)
            }
        }
        tail.qualifiedFrom = qualified
    }

    /// The tracker's places of the parties that the market and the plans have.
    func known(_ tail: TrackTail) -> (suppliers: Set<UInt16>, distributors: Set<UInt16>) {
        let suppliers = (market?.suppliers.map(\.code) ?? []) + plan.suppliers + (first?.suppliers ?? [])
        let distributors = (market?.distributors ?? []) + plan.distributors + (first?.distributors ?? [])
        return (
            Set(suppliers.compactMap { tail.suppliers.known($0) }),
            Set(distributors.compactMap { tail.distributors.known($0) })
        )
    }

    private static func tooMany(_ what: String) -> Failure {
        Failure(line: "there are more than \(TrackNames.most) \(what)", code: .badInput)
    }

    /// The current and the first plan's volumes by the tracker's places.
    func baselines(_ tail: TrackTail) -> (plan: TrackBaseline, first: TrackBaseline) {
        let current = Self.baseline(plan, tail)
        return (current, first.map { Self.baseline($0, tail) } ?? current)
    }

    private static func baseline(_ plan: MigrationPlan, _ tail: TrackTail) -> TrackBaseline {
        var baseline = TrackBaseline()
        for row in plan.rows {
            guard let cell = cell(plan.suppliers[row.supplier], plan.distributors[row.distributor], tail) else {
                continue
            }
            baseline.add(cell, day: row.date.dayNumber, volume: row.volume)
        }
        baseline.sort()
        return baseline
    }

    private static func cell(_ supplier: String, _ distributor: String, _ tail: TrackTail) -> TrackLedger.Cell? {
        guard let supplier = tail.suppliers.known(supplier), let distributor = tail.distributors.known(distributor)
        else { return nil }
        return TrackLedger.Cell(supplier: supplier, distributor: distributor)
    }

    /// Where portfolios come from, in words.
    var portfolioSource: String {
        if market != nil { return "the market" }
        return first != nil ? "the first plan" : "the plan"
    }

    /// MPANs by cell before anything happened: the market's, else what the first plan, else the plan places and leaves
    /// unplaced.
    func portfolios(_ tail: TrackTail) -> [TrackLedger.Cell: Int] {
        var found: [TrackLedger.Cell: Int] = [:]
        if let market {
            for row in market.portfolios {
                if let cell = Self.cell(market.suppliers[row.supplier].code, market.distributors[row.distributor], tail)
                {
                    found[cell, default: 0] += row.mpans
                }
            }
            return found
        }
        let whole = first ?? plan
        for row in whole.rows {
            if let cell = Self.cell(whole.suppliers[row.supplier], whole.distributors[row.distributor], tail) {
                found[cell, default: 0] += row.volume
            }
        }
        for row in whole.unplaced {
            if let cell = Self.cell(whole.suppliers[row.supplier], whole.distributors[row.distributor], tail) {
                found[cell, default: 0] += row.mpans
            }
        }
        return found
    }
}
