public import Kernel
public import Market

/// A way of writing manufactured or delivered consumption as bytes.
///
/// A file is a header, chunks of rows, and a trailer. Chunks are encoded on several threads, each by an encoder of its
/// own, and laid down in order; so an encoder may not know what came before its chunk. Text formats put the same bytes
/// for a row whatever chunk it falls into: parts joined without the later headers are then the whole file.
public protocol ConsumptionFormat: Sendable {
    associatedtype Encoder: ChunkEncoder

    /// The word of `--format`.
    var word: String { get }
    /// Without the dot: `csv`.
    var fileExtension: String { get }
    /// Whether rows are UTC days (48 values) or local settlement days (46, 48 or 50).
    var days: DayKind { get }
    /// Whether a part's file holds everything by itself, so that parts cannot be joined by concatenation.
    var isContainer: Bool { get }
    /// Rows that make a good chunk: a few megabytes.
    var rowsPerChunk: Int { get }

    /// What stands before the first row of a file.
    func header(_ run: RunDescription) -> [UInt8]
    func makeEncoder(_ run: RunDescription) -> Encoder
    /// What stands after the last row. A text format's parts have it in the last part only, with the run's totals.
    func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8]
}

/// Encodes one chunk after another.
public protocol ChunkEncoder {
    /// Takes a row; may write at once or keep a copy until `finish`.
    mutating func append(_ row: ConsumptionRow, to arena: ByteArena)
    /// Writes what was kept and makes the encoder ready for the next chunk.
    mutating func finish(to arena: ByteArena) -> ChunkFooter
}

/// What a chunk held.
public struct ChunkFooter: Sendable, Hashable {
    public var rows: Int
    /// Lines of a line format.
    public var lines: Int
    /// What a container's trailer needs to know of the chunk, in the format's own coding.
    public var notes: [UInt8]

    public init(rows: Int = 0, lines: Int = 0, notes: [UInt8] = []) {
        self.rows = rows
        self.lines = lines
        self.notes = notes
    }
}

/// What was written before a trailer.
public struct WrittenTotals: Sendable, Hashable {
    public var rows: Int
    public var lines: Int
    /// Bytes of the file so far, the header included.
    public var bytes: Int
    /// Each chunk's place in the file and its footer, in order. Kept for containers only.
    public var chunks: [(offset: Int, length: Int, footer: ChunkFooter)] {
        zip(offsets, zip(lengths, footers)).map { ($0, $1.0, $1.1) }
    }
    private var offsets: [Int] = []
    private var lengths: [Int] = []
    private var footers: [ChunkFooter] = []

    public init(rows: Int = 0, lines: Int = 0, bytes: Int = 0) {
        self.rows = rows
        self.lines = lines
        self.bytes = bytes
    }

    /// Counts a chunk that was laid down at the end; `keeping` its footer for the trailer.
    public mutating func add(_ footer: ChunkFooter, length: Int, keeping: Bool) {
        if keeping {
            offsets.append(bytes)
            lengths.append(length)
            footers.append(footer)
        }
        rows += footer.rows
        lines += footer.lines
        bytes += length
    }
}

/// What headers and messages say of a run. Made from the configuration, never from a clock.
public struct RunDescription: Sendable, Hashable {
    public var from: CalendarDate
    public var days: Int
    public var seed: UInt64
    public var modelVersion: String
    /// SHA-256 of the canonical configuration, lower-case hexadecimal.
    public var configurationDigest: String
    /// From 1 to `parts`.
    public var part: Int
    public var parts: Int
    public var parties: FlowParties

    public init(
        from: CalendarDate, days: Int, seed: UInt64, modelVersion: String, configurationDigest: String, part: Int = 1,
        parts: Int = 1, parties: FlowParties = FlowParties()
    ) {
        self.from = from
        self.days = days
        self.seed = seed
        self.modelVersion = modelVersion
        self.configurationDigest = configurationDigest
        self.part = part
        self.parts = parts
        self.parties = parties
    }
}

/// Who flows and messages come from and go to. Invented identifiers; settings.
public struct FlowParties: Sendable, Hashable {
    /// Market participant identifiers, four capitals.
    public var sender = "XDCO"
    public var senderRole = "C"
    public var recipient = "XDAG"
    public var recipientRole = "X"
    public var supplier = "XSUP"
    /// The role that a supplier has in flows.
    public var supplierRole = "X"
    /// Who sends technical details.
    public var meterOperator = "XMOP"
    public var meterOperatorRole = "M"
    /// Ten characters, decimal digits or the letters A to F.
    public var senderDIPID = "9900000001"
    /// The data service's role for metering points of the smart segment.
    public var senderRoleID = "SDS"
    /// The data service's role for metering points of the advanced segment.
    public var advancedRoleID = "ADS"
    /// The data service's role for metering points of the unmetered segment.
    public var unmeteredRoleID = "UMSDS"
    public var distributorDIPID = "9900000002"
    /// PRD, SITB, SIT, UIT or DEV.
    public var environmentTag = "SIT"
    /// `OPER` in operation; test samples carry `TR01`.
    public var applicationCode = "TR01"
    /// Whether a message's `sp` names the beginning or the end of its half hour; sources differ.
    public var periodStamp = PeriodStamp.start

    /// Since when a metering point has been connected as it is; messages must name a day, and no model gives one.
    public var connectionSince = CalendarDate(dayNumber: 14_610)

    public enum PeriodStamp: String, Sendable, Hashable, CaseIterable { case start, end }

    public init() {}
}
