public import Market

/// What all sites of one class share on one day of one region, made once and looked at by each of them.
///
/// A model keeps in `levels` what it needs for each half hour (rows of 64 places, from place -8) and in `scalars` what
/// it needs once. What they mean is the model's own affair.
public struct ClassDay: Sendable {
    /// Rows of 64; the place of half hour `i` of row `r` is `r * 64 + 8 + i`.
    public var levels: [Int32]
    public var scalars: [Int]

    public init(rows: Int = 0, scalars: [Int] = []) {
        levels = [Int32](repeating: 0, count: rows * 64)
        self.scalars = scalars
    }
}

/// Memory in which a site's day is worked out: six rows of 48 half hours, in watt-hours (var-hours where reactive).
///
/// A model writes `demand`; add-ons add to it or write `generation`; metering turns the two into what the import and
/// export registers show.
public struct DayScratch {
    /// What the site uses.
    public let demand: UnsafeMutablePointer<Int32>
    /// What the site generates.
    public let generation: UnsafeMutablePointer<Int32>
    /// What the import meter measures: written by metering.
    public let activeImport: UnsafeMutablePointer<Int32>
    /// What the export meter measures.
    public let activeExport: UnsafeMutablePointer<Int32>
    public let reactiveImport: UnsafeMutablePointer<Int32>
    public let reactiveExport: UnsafeMutablePointer<Int32>

    /// The row of a quantity as measured.
    @inlinable
    public func row(_ quantity: MeasurementQuantity) -> UnsafeMutablePointer<Int32> {
        switch quantity {
        case .activeImport: activeImport
        case .activeExport: activeExport
        case .reactiveImport: reactiveImport
        case .reactiveExport: reactiveExport
        }
    }
}
