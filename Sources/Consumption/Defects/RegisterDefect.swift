import Market

/// What a cumulative register showed at the beginning of a half hour, in the register's own units.
public struct DeliveredRead: Sendable, Hashable {
    /// On the absolute axis.
    public var halfHour: Int
    /// 0 for the meter that was there first, 1 for the one that replaced it.
    public var meter: Int
    public var reading: Int

    public init(halfHour: Int, meter: Int = 0, reading: Int) {
        self.halfHour = halfHour
        self.meter = meter
        self.reading = reading
    }
}

/// `ROLL` as it acts on the reads of one register: it rolls over, is exchanged, or gives too few digits.
public struct RegisterDefect: Sendable, Hashable {
    public let variant: DefectVariant
    /// The half hour in which it happens.
    public let halfHour: Int
    /// Digits of the register; for `few-digits` those that are given.
    public let digits: Int

    public init(_ defect: PlantedDefect) {
        variant = defect.variant
        halfHour = defect.halfHours.lowerBound
        digits = defect.amount
    }

    init(_ variant: DefectVariant, halfHour: Int, digits: Int) {
        self.variant = variant
        self.halfHour = halfHour
        self.digits = digits
    }

    /// What becomes of true cumulative reads of one register without rollover, in order of time.
    ///
    /// - Parameters:
    ///   - reads: ascending in time, never falling.
    ///   - exact: what the register truly showed at `halfHour`; nil takes the straight line between the reads about it.
    /// - Returns: the reads as given; an exchange adds the old meter's last read and the new one's first.
    public func spoil(_ reads: [DeliveredRead], exact: Int? = nil) -> [DeliveredRead] {
        let modulus = (0..<digits).reduce(1) { product, _ in product * 10 }
        func wrapped(_ reading: Int) -> Int { reading - reading.flooredQuotient(by: modulus) * modulus }
        switch variant {
        case .fewDigits: return reads.map { DeliveredRead(halfHour: $0.halfHour, reading: wrapped($0.reading)) }
        case .rollover:
            // The register stands at zero at the half hour, and so at its highest just before.
            guard let zero = exact ?? reading(in: reads) else { return reads }
            return reads.map { DeliveredRead(halfHour: $0.halfHour, reading: wrapped($0.reading - zero)) }
        case .exchange:
            guard let last = exact ?? reading(in: reads) else { return reads }
            let old = reads.filter { $0.halfHour < halfHour }
            let new = reads.filter { $0.halfHour > halfHour }.map {
                DeliveredRead(halfHour: $0.halfHour, meter: 1, reading: wrapped($0.reading - last))
            }
            return old.map { DeliveredRead(halfHour: $0.halfHour, reading: wrapped($0.reading)) }
                + [
                    DeliveredRead(halfHour: halfHour, reading: wrapped(last)),
                    DeliveredRead(halfHour: halfHour, meter: 1, reading: 0),
                ] + new
        default: return reads
        }
    }

    /// The register at the half hour, on the straight line between the reads about it; nil outside the reads.
    private func reading(in reads: [DeliveredRead]) -> Int? {
        guard let after = reads.first(where: { $0.halfHour >= halfHour }) else { return nil }
        if after.halfHour == halfHour { return after.reading }
        guard let before = reads.last(where: { $0.halfHour < halfHour }) else { return nil }
        let advance = after.reading - before.reading
        return before.reading + advance * (halfHour - before.halfHour) / (after.halfHour - before.halfHour)
    }
}

extension DefectPlan {
    /// What happens to the registers of a site's import or export MPAN during half hours.
    public func registerDefects(of site: Site, export: Bool, during halfHours: Range<Int>) -> [RegisterDefect] {
        let days =
            halfHours.lowerBound.flooredQuotient(
                by: HalfHour.perDay)..<(halfHours.upperBound.flooredQuotient(by: HalfHour.perDay) + 1)
        return defects(of: site, export: export, halfHours: halfHours, days: days)
            .filter { $0.kind == .register }.map(RegisterDefect.init)
    }
}
