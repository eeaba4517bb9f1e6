/// One metering point's values of one quantity over one day, as a writer or a reader of totals is given them.
///
/// The values lie in memory that the giver owns: they are there during the call only, and must be copied to be kept.
public struct ConsumptionRow {
    /// Stands in `values` where there is no value. Writers leave such a place empty, never 0.
    public static let missing = Int32.min

    /// Thirteen digits as delivered; a planted defect may have spoiled them.
    public var mpan: UInt64
    /// The first value's half hour, counted from 1970-01-01T00:00Z.
    public var firstHalfHour: Int
    public var quantity: MeasurementQuantity
    /// Watt-hours (var-hours where reactive), one a half hour: 48, or 46 or 50 on a local day when clocks change.
    public var values: UnsafeBufferPointer<Int32>
    /// The quality of every value where `qualities` is nil.
    public var quality: QualityCode
    /// The quality of each value, as `QualityCode.index`, where they differ.
    public var qualities: UnsafePointer<UInt8>?
    public var supply: SupplyPoint

    public init(
        mpan: UInt64, firstHalfHour: Int, quantity: MeasurementQuantity, values: UnsafeBufferPointer<Int32>,
        quality: QualityCode = .actual, qualities: UnsafePointer<UInt8>? = nil, supply: SupplyPoint
    ) {
        self.mpan = mpan
        self.firstHalfHour = firstHalfHour
        self.quantity = quantity
        self.values = values
        self.quality = quality
        self.qualities = qualities
        self.supply = supply
    }

    /// The quality of one value.
    @inlinable
    public func quality(at place: Int) -> QualityCode {
        guard let qualities else { return quality }
        return QualityCode(index: qualities[place])
    }
}

/// What messages and totals need to know of a metering point besides its number.
public struct SupplyPoint: Hashable, Sendable {
    public var region: GSPGroup
    public var segment: MarketSegment
    public var connection: ConnectionType
    /// The distributor's number, 10 to 99.
    public var distributor: UInt8

    public init(region: GSPGroup, segment: MarketSegment, connection: ConnectionType, distributor: UInt8) {
        self.region = region
        self.segment = segment
        self.connection = connection
        self.distributor = distributor
    }
}
