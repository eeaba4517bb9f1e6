import Consumption
import Formats
import Market

/// Makes chunks of a data file: a site's rows, encoded, added up, and compressed where asked.
struct DataMaker<Format: ConsumptionFormat>: ChunkMaking {
    private let source: any RowSource
    private let portfolio: Portfolio
    private let dates: DateSpan
    private var encoder: Format.Encoder
    private let compressor: ZstdFrames?
    private let plain = ByteArena()

    /// - Parameter level: of zstd; nil for none.
    init(
        _ format: Format, _ run: RunDescription, source: any RowSource, portfolio: Portfolio, dates: DateSpan,
        level: Int?
    ) throws {
        self.source = source
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
        for position in positions {
            var first: UInt64?
            source.rows(position: position, dates: dates) { row in
                report.energies.add(row)
                if first == nil { first = row.mpan }
                encoder.append(row, to: target)
            }
            report.importMPANs += 1
            if portfolio.site(at: position).export != nil { report.exportMPANs += 1 }
        }
        report.footer = encoder.finish(to: target)
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
            format, run, source: RowMaker(generator.makeWorker()), portfolio: generator.portfolio, dates: dates,
            level: level)
    }

    /// What stands before the first row, compressed where the file is.
    func header() throws -> [UInt8] { try packed(format.header(run)) }

    /// What stands after the last row of this part's file.
    func trailer(_ totals: WrittenTotals) throws -> [UInt8] {
        guard !format.isContainer, parts > 1 else { return try packed(format.trailer(run, totals)) }
        // Formats without a trailer have none whatever the totals.
        guard part == parts, !format.trailer(run, WrittenTotals()).isEmpty else { return [] }
        var whole = totals
        let earlier = try RowCounter(self).count(0..<chunks.positions.lowerBound)
        whole.rows += earlier.rows
        whole.lines += earlier.lines
        return try packed(format.trailer(run, whole))
    }

    private func packed(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let level, !bytes.isEmpty else { return bytes }
        let arena = ByteArena()
        _ = try bytes.withUnsafeBytes { try ZstdFrames(level: level).compress($0, to: arena) }
        return Array(arena.bytes)
    }
}

/// Counts the rows and lines of sites without making their values.
///
/// A line format's lines depend on what a site measures and on the dates, never on the values: one site of each kind is
/// encoded, and the sites of the kind are counted.
struct RowCounter<Format: ConsumptionFormat> {
    private let plan: DataPlan<Format>

    init(_ plan: DataPlan<Format>) { self.plan = plan }

    func count(_ positions: Range<Int>) throws -> ChunkFooter {
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
}
