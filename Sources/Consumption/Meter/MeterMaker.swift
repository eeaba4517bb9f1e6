import Kernel
import Market

extension ConsumptionGenerator {
    /// The meter of a site; nil for an unmetered one.
    ///
    /// With solar panels it counts export too, for the linked export MPAN.
    public func meter(of site: Site, settings: MeterSettings = MeterSettings()) -> MeterTechnicalDetails? {
        let subject = site.mpan.body
        let place = Int(site.kind.siteClass.rawValue)
        let size: MeterMaker.Size
        if let model = profiles[place] {
            let traits = model.traits(
                subject: subject, region: site.region, annual: nil,
                hasNightLoad: !site.kind.addOns.contains(.storageHeating))
            size = .wholeCurrent(annual: traits.annual, fuseAmps: traits.fuseAmps)
        } else if let model = advanced[place] {
            let traits = model.traits(subject: subject, region: site.region, annual: nil)
            size = .advanced(
                annual: traits.annual, maximumDemand: traits.maximumDemand, isWholeCurrent: traits.isWholeCurrent)
        } else {
            return nil
        }
        return MeterMaker(philox: philox, settings: settings).meter(kind: site.kind, subject: subject, size: size)
    }
}

/// Makes meters that suit their sites.
struct MeterMaker {
    /// What decides a meter: watt-hours a year, and the fuse or the maximum demand in watts.
    enum Size {
        case wholeCurrent(annual: Int, fuseAmps: Int)
        case advanced(annual: Int, maximumDemand: Int, isWholeCurrent: Bool)
    }

    let philox: Philox
    let settings: MeterSettings

    /// Primary currents of the transformers in the trade, in amperes.
    static let primaries = [100, 150, 200, 300, 400, 500, 600, 800, 1_000, 1_200, 1_500, 1_600, 2_000, 2_500, 3_000]
    /// Above this, in watts, a site is supplied at 11,000 V; above the next at 33,000 V.
    private static let mostAtLowVoltage = 900_000
    private static let mostAtHighVoltage = 10_000_000

    func meter(kind: SiteKind, subject: UInt64, size: Size) -> MeterTechnicalDetails {
        let draw = philox.block(.meter, subject: subject, at: 0)
        let second = philox.block(.meter, subject: subject, at: 1)
        var meter: MeterTechnicalDetails
        let annual: Int
        var pulse = 1
        switch size {
        case .wholeCurrent(let energy, let fuseAmps):
            annual = energy
            meter = small(kind, fuseAmps: fuseAmps)
        case .advanced(let energy, let demand, let isWholeCurrent):
            annual = energy
            let scale = Self.scale(draw, second, maximumDemand: demand, isWholeCurrent: isWholeCurrent)
            meter = isWholeCurrent ? directAdvanced() : transformer(demand, scale)
            meter.connection = scale.connection
            meter.limit = scale.limit
            pulse = scale.pulse
        }
        meter.installed = installed(meter.kind, draw.x)
        meter.serial = serial(meter, draw.y, second.x)
        meter.outstation = "9" + Self.digits(Int(second.y % 10_000_000), 7)
        addChannels(kind, annual: annual, pulse: pulse, bits: second.w, to: &meter)
        return meter
    }

    // MARK: - Kinds of meter

    private func small(_ kind: SiteKind, fuseAmps: Int) -> MeterTechnicalDetails {
        let isTraditional = kind.siteClass == .traditional
        var meter = blank(isTraditional ? .traditional : .smart)
        meter.currentRating = 100
        // 230 V for half an hour.
        meter.limit = fuseAmps * 115
        return meter
    }

    private func directAdvanced() -> MeterTechnicalDetails {
        var meter = blank(.advancedWholeCurrent)
        meter.currentRating = 100
        meter.phases = 3
        meter.systemVoltage = 400
        meter.codeOfPractice = 10
        return meter
    }

    private func transformer(_ demand: Int, _ scale: Scale) -> MeterTechnicalDetails {
        var meter = blank(.advancedTransformer)
        meter.currentRating = 5
        meter.phases = 3
        meter.systemVoltage = scale.systemVoltage
        meter.currentTransformer = scale.currentTransformer
        meter.voltageTransformer = scale.voltageTransformer
        meter.codeOfPractice =
            switch scale.connection {
            case .extraHighVoltage: 2
            case .highVoltage: demand > 1_000_000 ? 3 : 5
            default: 5
            }
        return meter
    }

    // MARK: - How an advanced meter counts

    /// What decides the values of an advanced meter: its limit and its steps.
    struct Scale: Sendable, Hashable {
        var connection: ConnectionType
        /// Volts between phases.
        var systemVoltage: Int
        var currentTransformer: TransformerRatio?
        var voltageTransformer: TransformerRatio?
        /// What a half hour is held to, in watt-hours.
        var limit: Int
        /// Watt-hours of a pulse at the meter's own terminals.
        var pulse: Int

        /// What a pulse counts for on the primary side.
        var multiplier: Int { (currentTransformer?.multiplier ?? 1) * (voltageTransformer?.multiplier ?? 1) }

        /// Watt-hours by which values move.
        var quantum: Int { pulse * multiplier }
    }

    /// The scale of an advanced site's meter, for little more than its two draws: bulk values need nothing else of it.
    static func scale(philox: Philox, subject: UInt64, maximumDemand: Int, isWholeCurrent: Bool) -> Scale {
        let (first, second, _, _) = philox.blocks(
            subject: subject, places: SIMD4(0, 1, 0, 1), purposes: SIMD4(repeating: Purpose.meter.rawValue))
        return scale(first, second, maximumDemand: maximumDemand, isWholeCurrent: isWholeCurrent)
    }

    private static func scale(
        _ first: Philox.Block, _ second: Philox.Block, maximumDemand demand: Int, isWholeCurrent: Bool
    ) -> Scale {
        guard !isWholeCurrent else {
            // Three phases of 100 A at 230 V for half an hour.
            return Scale(
                connection: .wholeCurrent, systemVoltage: 400, currentTransformer: nil, voltageTransformer: nil,
                limit: 34_500, pulse: 10)
        }
        // Volts between phases times √3, over 1,000: watts for an ampere of primary current at unity power factor.
        var scale: Scale
        let wattsPerAmpere: Int
        if demand <= mostAtLowVoltage {
            // Half of them count in the coarsest steps, a quarter in each of the finer.
            let pulse = second.z & 3 == 0 ? 1 : second.z & 3 == 1 ? 2 : 5
            scale = Scale(connection: .lowVoltage, systemVoltage: 400, limit: 0, pulse: pulse)
            wattsPerAmpere = 690
        } else if demand <= mostAtHighVoltage {
            // High-voltage meters count finely, as their multipliers are in thousands.
            scale = Scale(connection: .highVoltage, systemVoltage: 11_000, limit: 0, pulse: 1)
            scale.voltageTransformer = TransformerRatio(11_000, 110)
            wattsPerAmpere = 19_053
        } else {
            scale = Scale(connection: .extraHighVoltage, systemVoltage: 33_000, limit: 0, pulse: 1)
            scale.voltageTransformer = TransformerRatio(33_000, 110)
            wattsPerAmpere = 57_158
        }
        // A quarter more than the maximum demand, for growth; some sites were given the next size up.
        let wanted = demand * 5 / 4
        let fitting = primaries.firstIndex { $0 * wattsPerAmpere >= wanted } ?? primaries.count - 1
        let place = min(fitting + (first.z % 5 == 0 ? 1 : 0), primaries.count - 1)
        scale.currentTransformer = TransformerRatio(primaries[place], 5)
        scale.limit = primaries[place] * wattsPerAmpere / 2
        return scale
    }

    private func blank(_ kind: MeterTechnicalDetails.Kind) -> MeterTechnicalDetails {
        MeterTechnicalDetails(
            kind: kind, serial: "", makeAndType: ["CHG S1", "CHG T1", "CHG A3", "CHG C3"][Int(kind.rawValue)],
            installed: settings.epoch, connection: .wholeCurrent, currentRating: 0, phases: 1, systemVoltage: 230,
            currentTransformer: nil, voltageTransformer: nil, codeOfPractice: nil, outstation: "", channels: [],
            registers: [], limit: 0)
    }

    // MARK: - What differs between meters of a kind

    /// Before the epoch, so that every read counts from a meter that hangs there: up to 6 years for smart meters, 25 for
    /// traditional ones, 12 for the rest.
    private func installed(_ kind: MeterTechnicalDetails.Kind, _ bits: UInt32) -> CalendarDate {
        let years = [6, 25, 12, 12][Int(kind.rawValue)]
        let date = settings.epoch.adding(days: -1 - FixedPoint.below(years * 365, bits))
        // Fitters work on weekdays.
        return date.weekday.isWeekend ? date.adding(days: -2) : date
    }

    /// The kind's letter, two digits of the year, seven of a number: no maker's form, and the ten characters that flows
    /// have room for.
    private func serial(_ meter: MeterTechnicalDetails, _ high: UInt32, _ low: UInt32) -> String {
        let letter = ["S", "T", "A", "C"][Int(meter.kind.rawValue)]
        let number = (UInt64(high) << 32 | UInt64(low)) % 10_000_000
        return letter + Self.digits(meter.installed.year % 100, 2) + Self.digits(Int(number), 7)
    }

    static func digits(_ number: Int, _ count: Int) -> String {
        let printed = String(number)
        return String(repeating: "0", count: max(count - printed.utf8.count, 0)) + printed
    }

    private func addChannels(
        _ kind: SiteKind, annual: Int, pulse: Int, bits: UInt32, to meter: inout MeterTechnicalDetails
    ) {
        var quantities: [MeasurementQuantity] = [.activeImport]
        if kind.addOns.contains(.solar) { quantities.append(.activeExport) }
        if kind.siteClass.segment == .advanced { quantities += [.reactiveImport, .reactiveExport] }
        let multiplier = (meter.currentTransformer?.multiplier ?? 1) * (meter.voltageTransformer?.multiplier ?? 1)
        for (place, quantity) in quantities.enumerated() {
            meter.channels.append(
                MeterChannel(number: place + 1, quantity: quantity, pulseWattHours: pulse, multiplier: multiplier))
            addRegisters(kind, quantity, annual: annual, bits: bits, to: &meter)
        }
    }

    /// Registers of a quantity, each with what it counted since the meter was hung: about the site's years of use.
    private func addRegisters(
        _ kind: SiteKind, _ quantity: MeasurementQuantity, annual: Int, bits: UInt32,
        to meter: inout MeterTechnicalDetails
    ) {
        let isMultirate =
            kind.siteClass == .smartDomesticMultirate || kind.siteClass == .smartBusinessMultirate
            || (kind.siteClass == .traditional && kind.addOns.contains(.storageHeating))
        let isSplit = isMultirate && quantity == .activeImport
        let (digits, decimals, multiplier) =
            switch meter.kind {
            case .smart: (5, 3, 1)
            case .traditional: (5, 0, 1)
            case .advancedWholeCurrent: (6, 1, 1)
            case .advancedTransformer: meter.voltageTransformer == nil ? (7, 0, 1) : (8, 0, 10)
            }
        let days = settings.epoch - meter.installed
        // The other quantities are a fraction of the import; years differ by a sixth or so.
        let yearly = quantity == .activeImport ? annual : annual / 4
        let counted = yearly / 1_000 * days / 365 * (850 + FixedPoint.below(301, bits))
        let quantum = meter.channels.last?.quantum ?? 1
        let shares = isSplit ? [420, 580] : [1_000]
        for (part, share) in shares.enumerated() {
            let number = meter.registers.count + 1
            var register = MeterRegister(
                id: Self.digits(number, 2), quantity: quantity, digits: digits, decimals: decimals,
                multiplier: multiplier, pattern: isSplit && part == 0 ? settings.nightWindow : nil,
                patternCode: isSplit ? part == 0 ? settings.nightCode : settings.dayCode : settings.allHoursCode,
                initialWattHours: 0)
            let initial = counted / 1_000 * share % register.rolloverWattHours
            register.initialWattHours = initial - initial % quantum
            meter.registers.append(register)
        }
    }
}
