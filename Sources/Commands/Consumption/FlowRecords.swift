import Consumption
import Formats
import Kernel
import Market

/// Flows that say something of a site and not of its days: `d0268`, the technical details of advanced meters, and
/// `d0010`, the register reads of traditional ones.
///
/// `d0268` holds sites whose meter falls under a code of practice; smart meters have no such flow. `d0010` holds the
/// scheduled reads of the run's dates, each at local midnight.
struct FlowRecordFormat: ConsumptionFormat {
    let table: FlowTable

    static let d0268 = FlowRecordFormat(table: .d0268)
    static let d0010 = FlowRecordFormat(table: .d0010)

    var word: String { table.code.lowercased() }
    var fileExtension: String { "usr" }
    var days: DayKind { .local }
    var isContainer: Bool { false }
    var rowsPerChunk: Int { 4_096 }

    func header(_ run: RunDescription) -> [UInt8] { FlowFileWriter(table, run: run).header }
    func makeEncoder(_ run: RunDescription) -> NoRows { NoRows() }

    func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] {
        FlowFileWriter(table, run: run).trailer(lines: totals.lines, batches: totals.rows)
    }
}

/// Encodes nothing: the flow's records come from sites, not from rows.
struct NoRows: ChunkEncoder {
    mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {}
    mutating func finish(to arena: ByteArena) -> ChunkFooter { ChunkFooter() }
}

/// Writes the records of one site after another; one a thread.
struct FlowRecordMaker {
    private let format: FlowRecordFormat
    private let run: RunDescription
    private let worker: ConsumptionWorker
    private let dates: DateSpan

    init(_ format: FlowRecordFormat, _ run: RunDescription, _ worker: ConsumptionWorker, _ dates: DateSpan) {
        self.format = format
        self.run = run
        self.worker = worker
        self.dates = dates
    }

    /// Appends the site's records; the footer counts them as rows.
    func append(_ position: Int, to arena: ByteArena) throws -> ChunkFooter {
        var writer = FlowFileWriter(format.table, run: run)
        worker.load(position: position)
        if format == .d0268 {
            for record in details() { try writer.append(record, to: arena) }
        } else {
            for record in reads() { try writer.append(record, to: arena) }
        }
        return ChunkFooter(rows: writer.batches, lines: writer.lines)
    }

    private func details() -> [Formats.MeterTechnicalDetails] {
        let site = worker.site
        guard let meter = worker.generator.meter(of: site), let practice = meter.codeOfPractice else { return [] }
        let imported = details(meter, site.mpan, practice) { $0 != .activeExport }
        return [imported] + (site.export.map { [details(meter, $0, practice) { $0 == .activeExport }] } ?? [])
    }

    private func details(
        _ meter: Consumption.MeterTechnicalDetails, _ mpan: MPANCore, _ practice: Int,
        _ measures: (MeasurementQuantity) -> Bool
    ) -> Formats.MeterTechnicalDetails {
        let channels = meter.channels.filter { measures($0.quantity) }
        let registers = channels.compactMap { channel in
            meter.registers.first { $0.quantity == channel.quantity }.map { register in
                var written = Formats.MeterTechnicalDetails.Register(
                    id: register.id, channel: UInt64(channel.number), quantity: channel.quantity)
                written.outstation = meter.outstation
                // A pulse in kilowatt-hours, in millionths; then what it is multiplied by, in hundredths.
                written.pulseMultiplierMillionths = channel.pulseWattHours * 1_000
                written.registerMultiplierHundredths = channel.multiplier * 100
                written.digits = UInt64(register.digits)
                return written
            }
        }
        var written = Formats.MeterTechnicalDetails.Meter(
            serial: meter.serial, installed: meter.installed, registers: registers)
        written.makeAndType = meter.makeAndType
        written.currentRating = meter.currentTransformer == nil ? UInt64(meter.currentRating) : nil
        written.currentRatio = meter.currentTransformer?.description ?? ""
        written.voltageRatio = meter.voltageTransformer?.description ?? ""
        written.phasesAndWires = meter.phases == 1 ? "1P2W" : "3P4W"
        var outstation = Formats.MeterTechnicalDetails.Outstation(id: meter.outstation)
        outstation.channels = UInt64(channels.count)
        var details = Formats.MeterTechnicalDetails(
            mpan: mpan.number, effectiveFrom: meter.installed, meters: [written])
        details.codeOfPractice = String(practice)
        details.systemVoltage = UInt64(meter.systemVoltage)
        details.phases = UInt64(meter.phases)
        details.outstations = [outstation]
        return details
    }

    private func reads() -> [Formats.RegisterReads] {
        let (site, generator) = (worker.site, worker.generator)
        guard let schedule = generator.readSchedule(of: site), let meter = generator.meter(of: site),
            let midnight = TimeOfDay(minutes: 0)
        else { return [] }
        let dates = schedule.dates(from: dates.from, to: dates.from.adding(days: dates.days - 1))
        guard !dates.isEmpty else { return [] }
        let registers = Consumption.RegisterReads(meter: meter) { day in
            UnsafePointer(worker.make(day).row(.activeImport))
        }
        let units = Dictionary(meter.registers.map { ($0.id, $0.unitWattHours) }) { first, _ in first }
        return dates.map { date in
            let type = generator.readingType(of: site, at: date)
            let reads = registers.reads(at: date, type: type).map { read in
                Formats.RegisterRead(
                    register: read.register, day: date, time: midnight,
                    tenths: read.shown * (units[read.register] ?? 1_000) / 100)
            }
            var record = Formats.RegisterReads(mpan: site.mpan.number, meterSerial: meter.serial, reads: reads)
            record.type = type.code
            return record
        }
    }
}

extension FlowRecordFormat: Equatable {
    static func == (left: Self, right: Self) -> Bool { left.table.code == right.table.code }
}
