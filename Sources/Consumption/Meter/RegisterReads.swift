public import Kernel
public import Market

/// A read of one register at a local midnight.
public struct RegisterRead: Sendable, Hashable {
    /// The local date at whose first instant the register was read.
    public var date: CalendarDate
    /// The register's id.
    public var register: String
    /// What the register had counted, in watt-hours, less whole turns: below the rollover.
    public var wattHours: Int
    /// What it showed: whole units of `MeterRegister.unitWattHours`.
    public var shown: Int
    public var type: ReadingType
}

/// How a read came about: an open set of letters.
public struct ReadingType: Sendable, Hashable {
    public var code: String

    public init(code: String) { self.code = code }

    /// Read by a reader on the round.
    public static let routine = ReadingType(code: "R")
    /// Sent in by the customer.
    public static let customer = ReadingType(code: "C")
}

/// The cumulative reads of a site's meter: what its registers counted to the epoch, and every value since.
///
/// A read at any local midnight is `initial + the sum of the quantity's values from the epoch`, less whole turns of the
/// register; before the epoch, the sum is taken off. Sums of whole months are kept, so a second read costs the days
/// since its month began. The first costs every day from the epoch.
public final class RegisterReads {
    public let meter: MeterTechnicalDetails
    public let quantity: MeasurementQuantity
    public let epoch: CalendarDate
    private let values: (UTCDay) -> UnsafePointer<Int32>
    private let registers: [MeterRegister]
    private var months: [CalendarMonth: [Int]] = [:]

    /// - Parameter values: the 48 values of a UTC day as delivered (after the quantiser), good until the next call.
    public init(
        meter: MeterTechnicalDetails, quantity: MeasurementQuantity = .activeImport,
        epoch: CalendarDate = MeterSettings.defaultEpoch, values: @escaping (UTCDay) -> UnsafePointer<Int32>
    ) {
        self.meter = meter
        self.quantity = quantity
        self.epoch = epoch
        self.values = values
        registers = meter.places(of: quantity).map { meter.registers[$0] }
    }

    /// The reads of the quantity's registers at a local midnight, in the meter's order.
    public func reads(at date: CalendarDate, type: ReadingType = .routine) -> [RegisterRead] {
        zip(registers, sums(to: SettlementDay(date).firstHalfHour)).map { register, sum in
            let turn = register.rolloverWattHours
            let counted = ((register.initialWattHours + sum) % turn + turn) % turn
            return RegisterRead(
                date: date, register: register.id, wattHours: counted, shown: counted / register.unitWattHours,
                type: type)
        }
    }

    /// What each register shows to have counted between two local midnights, in watt-hours: whole shown units, turns of
    /// the register put right. Right where less than one turn passed.
    public func shownAdvances(from: CalendarDate, to: CalendarDate) -> [Int] {
        zip(registers, zip(reads(at: from), reads(at: to))).map { register, reads in
            let turn = register.rolloverWattHours / register.unitWattHours
            return ((reads.1.shown - reads.0.shown) % turn + turn) % turn * register.unitWattHours
        }
    }

    /// What each register truly counted between two local midnights, in watt-hours. Costs the days between them only.
    public func countedAdvances(from: CalendarDate, to: CalendarDate) -> [Int] {
        sums(from: SettlementDay(from).firstHalfHour.index, to: SettlementDay(to).firstHalfHour.index)
    }

    /// Energy of each register from the epoch to a half hour, in watt-hours; negative before the epoch.
    public func sums(to halfHour: HalfHour) -> [Int] {
        let start = SettlementDay(epoch).firstHalfHour.index
        if halfHour.index >= start { return sums(from: start, to: halfHour.index) }
        return sums(from: halfHour.index, to: start).map { -$0 }
    }

    private func sums(from start: Int, to end: Int) -> [Int] {
        var sums = [Int](repeating: 0, count: registers.count)
        var at = start
        while at < end {
            let day = HalfHour(index: at).day
            let month = day.date.calendarMonth
            let first = UTCDay(month.first).firstHalfHour.index
            let next = first + month.length * HalfHour.perDay
            if at == first, next <= end {
                for (place, sum) in monthSums(month).enumerated() { sums[place] += sum }
                at = next
            } else {
                let stop = min(end, day.firstHalfHour.index + HalfHour.perDay)
                add(day, at..<stop, to: &sums)
                at = stop
            }
        }
        return sums
    }

    private func monthSums(_ month: CalendarMonth) -> [Int] {
        if let found = months[month] { return found }
        var sums = [Int](repeating: 0, count: registers.count)
        for number in 0..<month.length {
            let day = UTCDay(month.first.adding(days: number))
            let first = day.firstHalfHour.index
            add(day, first..<(first + HalfHour.perDay), to: &sums)
        }
        months[month] = sums
        return sums
    }

    private func add(_ day: UTCDay, _ halfHours: Range<Int>, to sums: inout [Int]) {
        guard !registers.isEmpty else { return }
        let made = values(day)
        let first = day.firstHalfHour.index
        if registers.count == 1 {
            for index in halfHours { sums[0] += Int(made[index - first]) }
            return
        }
        let register = meter.registerOfEachHalfHour(quantity, day)
        for index in halfHours { sums[register[index - first]] += Int(made[index - first]) }
    }
}

extension ConsumptionWorker {
    /// The reads of the loaded site's meter; nil where it is unmetered. They use this worker: load no other site while
    /// they are asked for.
    public func reads(
        of quantity: MeasurementQuantity = .activeImport, settings: MeterSettings = MeterSettings()
    ) -> RegisterReads? {
        guard let meter = generator.meter(of: site, settings: settings) else { return nil }
        return RegisterReads(meter: meter, quantity: quantity, epoch: settings.epoch) { [unowned self] day in
            UnsafePointer(make(day).row(quantity))
        }
    }
}
