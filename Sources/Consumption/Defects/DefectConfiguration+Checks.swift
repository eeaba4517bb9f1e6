import Kernel

extension DefectConfiguration {
    /// Finds what cannot be planted, whatever the portfolio.
    public func validate() throws(DefectError) {
        for (place, spec) in specs.enumerated() {
            let path = "defects[\(place)]"
            try spec.validate(at: path)
            let before = specs[..<place]
            guard before.count(where: { $0.kind == spec.kind }) < Self.mostOfAKind else {
                throw .contradiction(
                    path: "\(path).defect", because: "\(spec.kind.id) stands more than \(Self.mostOfAKind) times")
            }
            if spec.variant == .sites, before.contains(where: { $0.variant == .sites }) {
                throw .contradiction(path: "\(path).variant", because: "sites can be exchanged by one defect only")
            }
        }
        guard (0...3_000).contains(delivery.onTimeDays) else {
            throw .outOfRange(path: "delivery.on_time_days", given: "\(delivery.onTimeDays)", range: "0 to 3,000")
        }
        guard (1...48).contains(delivery.period) else {
            throw .outOfRange(path: "delivery.period", given: "\(delivery.period)", range: "1 to 48")
        }
        let ascends = zip(delivery.lateDays, delivery.lateDays.dropFirst()).allSatisfy { $0 < $1 }
        let fits = delivery.lateDays.allSatisfy((1...3_000).contains)
        guard (1...20).contains(delivery.lateDays.count), ascends, fits else {
            throw .outOfRange(
                path: "delivery.late_days", given: "\(delivery.lateDays)",
                range: "1 to 20 ascending numbers of 1 to 3,000 days")
        }
    }
}

extension DefectSpec {
    func validate(at path: String) throws(DefectError) {
        try validateAmount(at: path)
        try validateScope(at: path)
        if let variant, !kind.variants.contains(variant) {
            throw .unknownWord(
                path: "\(path).variant", given: variant.rawValue, known: kind.variants.map(\.rawValue))
        }
        for (least, most) in [
            ("minutes_least", "minutes_most"), ("factor_least", "factor_most"), ("deviation_least", "deviation_most"),
        ] where parameters.specs.contains(where: { $0.name == least }) {
            guard parameters[least] <= parameters[most] else {
                throw .contradiction(
                    path: "\(path).\(least)",
                    because: "\(parameters[least]) is more than \(most), which is \(parameters[most])")
            }
        }
        for spec in parameters.specs where spec.isList && parameters.list(spec.name).isEmpty {
            throw .missingField(path: "\(path).\(spec.name)")
        }
    }

    private func validateAmount(at path: String) throws(DefectError) {
        switch amount {
        case .rate(let rate):
            guard (0...1_000_000).contains(rate) else {
                throw .outOfRange(path: "\(path).rate_per_million", given: "\(rate)", range: "0 to 1,000,000")
            }
            if kind.isOncePerMPAN || variant == .sites {
                throw .contradiction(
                    path: "\(path).per", because: "\(kind.id) happens once to an MPAN; its rate is per mpan")
            }
            // At most one starts in a cell of days, so its chance by the day cannot be more than one in that many.
            let cell = 1 << DefectGate.cellShift(of: self)
            guard kind.belongsToClockChange || rate * cell <= 1_000_000 else {
                throw .outOfRange(
                    path: "\(path).rate_per_million", given: "\(rate)",
                    range: "0 to \(1_000_000 / cell), since one can last \(mostDays) days")
            }
        case .share(let rate):
            guard (0...1_000_000).contains(rate) else {
                throw .outOfRange(path: "\(path).rate_per_million", given: "\(rate)", range: "0 to 1,000,000")
            }
        case .budget(let count):
            guard (0...1_000_000_000).contains(count) else {
                throw .outOfRange(path: "\(path).budget_mpans", given: "\(count)", range: "0 to 1,000,000,000")
            }
        }
    }

    private func validateScope(at path: String) throws(DefectError) {
        guard let from = scope.from else {
            if scope.days != nil { throw .missingField(path: "\(path).from") }
            return
        }
        let dates = ConsumptionConfiguration.dates
        let days = scope.days ?? 1
        guard (1...40_000).contains(days) else {
            throw .outOfRange(path: "\(path).days", given: "\(days)", range: "1 to 40,000")
        }
        guard dates.contains(from), from.dayNumber + days - 1 <= dates.upperBound.dayNumber else {
            throw .outOfRange(
                path: "\(path).from", given: "\(from.iso) and \(days) days",
                range: "\(dates.lowerBound.iso) to \(dates.upperBound.iso)")
        }
    }
}
