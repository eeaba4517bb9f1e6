public import Market

/// One defect as planted: at one metering point, over certain half hours or dates.
public struct PlantedDefect: Sendable, Hashable {
    /// The place of its specification in the configuration.
    public var place: Int
    public var kind: DefectKind
    public var variant: DefectVariant
    /// The metering point it belongs to. `CHAN` swapped and `WRONGM` linked belong to the import MPAN and touch both.
    public var mpan: MPANCore
    /// The half hours it covers; for kinds that cover dates, from the first date's midnight UTC to the last's.
    public var halfHours: Range<Int>
    /// The dates it covers, as day numbers; for kinds that cover half hours, the UTC days these lie in.
    public var days: Range<Int>
    /// How large it is; the meaning is the kind's: a factor in thousandths, minutes, a batch, places, digits.
    public var amount: Int
    /// A second draw for kinds that need one.
    public var choice: UInt32

    /// Whether it covers something of a row.
    @inlinable
    func touches(_ row: Range<Int>, date: Int) -> Bool {
        kind.coversDates ? days.contains(date) : halfHours.overlaps(row)
    }

    /// Whether it acts on a quantity, given the specification's scope.
    func touches(_ quantity: MeasurementQuantity) -> Bool {
        switch variant {
        case .swapped: quantity == .activeImport || quantity == .activeExport
        case .reactive: quantity == .activeImport
        default: true
        }
    }
}

/// Draws for defects: each addressed by metering point, the defect's own number, and a cell of days.
enum DefectDraw {
    /// The cell of defects that a metering point has once.
    static let onceCell = 0xFFFF

    /// Two words that all first checks of a metering point mix with their own numbers.
    static func base(_ philox: Philox, subject: UInt64) -> (UInt64, UInt64) {
        // Stream 0 is no kind's.
        let block = philox.block(.defects, subject: subject, at: 0)
        return (UInt64(block.x) | UInt64(block.y) << 32, UInt64(block.z) | UInt64(block.w) << 32)
    }

    /// 32 even bits for one cell of one defect: the finaliser of SplitMix64 over the metering point's words.
    @inline(__always)
    static func first(_ base: (UInt64, UInt64), stream: UInt64, cell: Int) -> UInt64 {
        var mixed = (base.0 &+ (stream << 16 | UInt64(truncatingIfNeeded: cell)) &* 0x9E37_79B9_7F4A_7C15)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = ((mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB) ^ base.1
        mixed = (mixed ^ (mixed >> 31)) &* 0xBF58_476D_1CE4_E5B9
        return (mixed ^ (mixed >> 29)) >> 32
    }

    /// The word of one cell of a length, which all specifications of that length multiply by their own numbers.
    @inline(__always)
    static func word(_ base: (UInt64, UInt64), shift: Int, cell: Int) -> UInt64 {
        var mixed = base.0 &+ UInt64(truncatingIfNeeded: shift << 20 | cell) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = ((mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB) ^ base.1
        return mixed ^ (mixed >> 31)
    }

    /// The odd number by which a specification multiplies a cell's word; the upper half of the product is its draw.
    static func multiplier(stream: UInt64) -> UInt64 {
        first((stream, ~stream), stream: stream, cell: 1) << 32
            | first((~stream, stream), stream: stream, cell: 2) | 1
    }

    /// The details of one defect: block `number` of those that belong to its cell.
    static func details(
        _ philox: Philox, subject: UInt64, stream: UInt64, cell: Int, _ number: UInt32
    ) -> Philox.Block {
        philox.block(.defects, subject: subject, at: UInt32(stream) << 23 | UInt32(cell) << 7 | number)
    }

    /// A geometric length of a mean, 1 at least and cut to the most.
    static func length(_ bits: UInt32, mean: Int, most: Int) -> Int {
        var survivors: UInt64 = 1 << 32
        var length = 1
        while length < most {
            survivors = survivors * UInt64(mean - 1) / UInt64(mean)
            if UInt64(bits) >= survivors { return length }
            length += 1
        }
        return length
    }

    /// The bound, of 2^32, below which an event of this probability happens.
    static func threshold(perMillion: Int) -> UInt64 { (UInt64(perMillion) << 32) / 1_000_000 }
}
