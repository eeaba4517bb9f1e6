import Market

/// Which metering points a budget of exactly N chooses, told for each by itself.
///
/// The metering points of the scope are numbered without gaps: kinds of site lie one after another in the portfolio's
/// keyed ranks, so a rank gives the number. A keyed permutation of the numbers puts exactly N of them below N; a larger
/// budget holds every smaller one's choice. A scope of regions or listed MPANs has no such numbering: its metering
/// points are gone through once, and those with the N smallest keys are kept.
final class BudgetChoice: Sendable {
    private enum Choice: Sendable {
        case ranks(imports: [Int?], exports: [Int?], ranks: Permutation, numbers: Permutation)
        case bodies(Set<UInt64>)
    }

    private let count: Int
    private let choice: Choice

    init(
        _ count: Int, spec: DefectSpec, gate: DefectGate, portfolio: Portfolio, seed: UInt64, path: String
    ) throws(DefectError) {
        self.count = count
        if spec.variant?.belongsToFile ?? false {
            choice = .bodies([])
            return
        }
        let available: Int
        if spec.scope.regions.isEmpty, spec.scope.mpans.isEmpty {
            var shareStart = 0
            var population = 0
            var imports: [Int?] = []
            var exports: [Int?] = []
            for export in [false, true] {
                shareStart = 0
                for (share, sites) in zip(portfolio.mix, portfolio.countsByShare) {
                    let suited = gate.suits(share.kind, export: export)
                    // What is added to a rank to give the number.
                    let offset: Int? = suited ? population - shareStart : nil
                    if export { exports.append(offset) } else { imports.append(offset) }
                    if suited { population += sites }
                    shareStart += sites
                }
            }
            available = population
            let key = Philox(seed: seed).block(.defects, subject: 0, at: UInt32(gate.stream) << 23)
            choice = .ranks(
                imports: imports, exports: exports,
                ranks: Permutation(count: max(portfolio.count, 1), philox: Philox(seed: seed)),
                numbers: Permutation(
                    count: max(population, 1), philox: Philox(seed: UInt64(key.x) | UInt64(key.y) << 32)))
        } else {
            let keyed = Self.keys(gate, spec, portfolio, Philox(seed: seed))
            available = keyed.count
            choice = .bodies(Set(keyed.prefix(count).map(\.body)))
        }
        guard count <= available else {
            throw .outOfRange(
                path: "\(path).budget_mpans", given: "\(count)", range: "the \(available) MPANs of its scope")
        }
    }

    /// Whether the budget chooses the import or export MPAN of a site.
    func includes(_ site: Site, export: Bool) -> Bool {
        switch choice {
        case .ranks(let imports, let exports, let ranks, let numbers):
            guard let offset = (export ? exports : imports)[site.share] else { return false }
            return numbers.rank(of: ranks.rank(of: site.position) + offset) < count
        case .bodies(let bodies):
            guard let core = export ? site.export : site.mpan else { return false }
            return bodies.contains(core.body)
        }
    }

    /// The metering points of a scope with their keys, the smallest first.
    private static func keys(
        _ gate: DefectGate, _ spec: DefectSpec, _ portfolio: Portfolio, _ philox: Philox
    ) -> [(key: UInt64, body: UInt64)] {
        var keyed: [(key: UInt64, body: UInt64)] = []
        func add(_ site: Site) {
            for export in [false, true] {
                guard let core = export ? site.export : site.mpan, gate.suits(site.kind, export: export),
                    gate.admits(site, core)
                else { continue }
                let base = DefectDraw.base(philox, subject: core.body)
                keyed.append((DefectDraw.first(base, stream: gate.stream, cell: DefectDraw.onceCell), core.body))
            }
        }
        if spec.scope.mpans.isEmpty {
            for position in 0..<portfolio.count { add(portfolio.site(at: position)) }
        } else {
            for position in Set(spec.scope.mpans.compactMap(portfolio.position(of:))) {
                add(portfolio.site(at: position))
            }
        }
        return keyed.sorted { $0.key != $1.key ? $0.key < $1.key : $0.body < $1.body }
    }
}
