import Consumption
import Formats
import Market

/// Makes chunks of a data file: a site's rows, encoded, added up, and compressed where asked.
struct DataMaker<Format: ConsumptionFormat>: ChunkMaking {
    private let supply: RowSupply
    private let portfolio: Portfolio
    /// The last position of the whole run, where something is to be done to the last row of the file.
    private let lastPosition: Int?
    private let spoilsBytes: Bool
    /// Where the format's records come from sites and not from rows.
    private let records: FlowRecordMaker?
    private let dates: DateSpan
    private var encoder: Format.Encoder
    private let compressor: ZstdFrames?
    private let plain = ByteArena()

    /// - Parameter level: of zstd; nil for none.
    init(
        _ format: Format, _ run: RunDescription, supply: RowSupply, portfolio: Portfolio, dates: DateSpan,
        level: Int?, holdsLastRow: Bool, records: FlowRecordMaker?
    ) throws {
        self.records = records
        self.supply = supply
        lastPosition = holdsLastRow ? portfolio.count - 1 : nil
        // A container's bytes are not a row's own.
        spoilsBytes = !format.isContainer
        self.portfolio = portfolio
        self.dates = dates
        encoder = format.makeEncoder(run)
        compressor = try level.map { try ZstdFrames(level: $0) }
    }

    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
        let target = compressor == nil ? arena : plain
        plain.clear()
        var report = ChunkReport()
        let start = target.count
        var lastRow = target.count
        for position in positions {
            report.importMPANs += 1
            if let records {
                if portfolio.site(at: position).export != nil { report.exportMPANs += 1 }
                let footer = try records.append(position, to: target)
                report.footer.rows += footer.rows
                report.footer.lines += footer.lines
                continue
            }
            supply.source.rows(position: position, dates: dates) { row in
                report.energies.add(row)
                lastRow = target.count
                encoder.append(row, to: target)
                if spoilsBytes, let defects = supply.defective?.byteDefects, !defects.isEmpty {
                    target.replace(from: lastRow) { bytes in defects.reduce(bytes) { $1.spoil(row: $0) } }
                }
            }
            // Known by now, and asked for again only where defects look at other sites.
            let site = supply.defective == nil ? supply.site : portfolio.site(at: position)
            if site.export != nil { report.exportMPANs += 1 }
        }
        if records == nil { report.footer = encoder.finish(to: target) }
        if let lastPosition, positions.last == lastPosition {
            target.replace(from: lastRow) { bytes in
                report.heldBack = bytes
                return []
            }
        }
        report.plainLength = target.count - start
        if let compressor { try compressor.compress(plain.bytes, to: arena) }
        return report
    }
}

/// What a run's data file is: settings, format, part and compression.
struct DataPlan<Format: ConsumptionFormat>: Sendable {
    let settings: RunSettings
    let generator: ConsumptionGenerator
    let format: Format
    let digest: String
    let part: Int
    let parts: Int
    let level: Int?
    /// What is planted in the rows; nil for nothing.
    let defects: DefectPlan?
    /// Of the deliveries: 0 is the file itself, later ones hold what comes late.
    var batch = 0

    /// The format, where its records come from sites and not from rows.
    var recordFormat: FlowRecordFormat? { format as? FlowRecordFormat }

    /// Whether the file holds rows that a defect can make late or double: records of sites come once, in the file itself.
    var isDelivered: Bool { defects != nil && recordFormat == nil }

    /// Whether the end of the file is spoiled, so that its last row must wait for the trailer.
    private var spoilsEnd: Bool { !fileDefects.isEmpty && part == parts }

    /// What is done to the file as a whole; containers and late batches are left alone.
    private var fileDefects: [ByteDefect] {
        format.isContainer || batch > 0 ? [] : (defects?.fileDefects ?? []).map(ByteDefect.init)
    }

    var run: RunDescription {
        // A text format's parts joined are the whole file, so they cannot say which part they are.
        format.isContainer
            ? settings.description(part: part, parts: parts, digest: digest) : settings.description(digest: digest)
    }

    var dates: DateSpan { settings.dates(format.days) }

    var chunks: ChunkPlan {
        ChunkPlan(
            positions: generator.portfolio.positions(part: part, of: parts),
            perChunk: max(1, format.rowsPerChunk * 1_000 / (rowsPerThousandSites)))
    }

    /// Rows of a thousand sites of the mix: from the configuration alone, so that a container's chunks are the same
    /// everywhere.
    private var rowsPerThousandSites: Int {
        let perDay = settings.configuration.mix.reduce(0) { sum, share in
            sum + share.billionths / 1_000_000 * Self.rowsPerDay(share.kind)
        }
        let days = (settings.configuration.days + settings.dateStep - 1) / settings.dateStep
        return max(1, max(perDay, 1_000) * days)
    }

    private static func rowsPerDay(_ kind: SiteKind) -> Int {
        (kind.siteClass.segment == .advanced ? 3 : 1) + (kind.addOns.contains(.solar) ? 1 : 0)
    }

    func makeMaker() throws -> DataMaker<Format> {
        try DataMaker(
            format, run, supply: RowSupply(generator, defects: defects, batch: batch), portfolio: generator.portfolio,
            dates: dates, level: level, holdsLastRow: spoilsEnd && recordFormat == nil,
            records: recordFormat.map { FlowRecordMaker($0, run, generator.makeWorker(), dates) })
    }

    /// What stands before the first row, compressed where the file is.
    func header() throws -> [UInt8] { try packed(plainHeader) }

    var plainHeader: [UInt8] { fileDefects.reduce(format.header(run)) { $1.spoil(header: $0) } }

    /// What stands after the last row of this part's file.
    /// - Parameter heldBack: the last row, where something is to be done to it.
    func trailer(_ totals: WrittenTotals, heldBack: [UInt8]) throws -> [UInt8] {
        let trailer = try plainTrailer(totals)
        guard spoilsEnd else { return try packed(trailer) }
        // Each defect of the end stands alone: cut short, or a false count.
        let spoiled = fileDefects.map { $0.spoil(lastRow: heldBack, trailer: trailer) }
        return try packed(spoiled.first { $0 != heldBack + trailer } ?? heldBack + trailer)
    }

    private func plainTrailer(_ totals: WrittenTotals) throws -> [UInt8] {
        guard !format.isContainer, parts > 1 else { return format.trailer(run, totals) }
        // Formats without a trailer have none whatever the totals.
        guard part == parts, !format.trailer(run, WrittenTotals()).isEmpty else { return [] }
        var whole = totals
        let earlier = try RowCounter(self).count(0..<chunks.positions.lowerBound)
        whole.rows += earlier.rows
        whole.lines += earlier.lines
        return format.trailer(run, whole)
    }

    private func packed(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let level, !bytes.isEmpty else { return bytes }
        let arena = ByteArena()
        _ = try bytes.withUnsafeBytes { try ZstdFrames(level: level).compress($0, to: arena) }
        return Array(arena.bytes)
    }
}

/// Counts the rows and lines of sites.
///
/// A line format's lines depend on what a site measures and on the dates, never on the values: one site of each kind is
/// encoded, and the sites of the kind are counted. Defects drop and double rows here and there: with them, every site is
/// encoded and its bytes are thrown away.
struct RowCounter<Format: ConsumptionFormat> {
    private let plan: DataPlan<Format>

    init(_ plan: DataPlan<Format>) { self.plan = plan }

    func count(_ positions: Range<Int>) throws -> ChunkFooter {
        if plan.defects != nil || plan.recordFormat != nil { return try countEach(positions) }
        let portfolio = plan.generator.portfolio
        var sites = [Int](repeating: 0, count: portfolio.mix.count)
        var samples = [Int?](repeating: nil, count: portfolio.mix.count)
        for position in positions {
            let share = portfolio.site(at: position).share
            sites[share] += 1
            if samples[share] == nil { samples[share] = position }
        }
        var total = ChunkFooter()
        for (share, sample) in samples.enumerated() {
            guard let sample else { continue }
            var maker = try plan.makeMaker()
            let one = try maker.make(sample..<(sample + 1), to: ByteArena()).footer
            total.rows += one.rows * sites[share]
            total.lines += one.lines * sites[share]
        }
        return total
    }

    private func countEach(_ positions: Range<Int>) throws -> ChunkFooter {
        var maker = try plan.makeMaker()
        let arena = ByteArena()
        var total = ChunkFooter()
        for position in positions {
            arena.clear()
            let one = try maker.make(position..<(position + 1), to: arena).footer
            total.rows += one.rows
            total.lines += one.lines
        }
        return total
    }
}

extension ByteArena {
    /// Puts other bytes in the place of those from an offset on.
    func replace(from offset: Int, _ change: ([UInt8]) -> [UInt8]) {
        let changed = change(Array(bytes[offset...]))
        advance(to: reserve(0) - (count - offset))
        append(changed)
    }
}
