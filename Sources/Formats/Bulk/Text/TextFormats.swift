/// The formats that are text: comma-separated values, industry flows and messages.
public enum TextFormats {
    /// In the order that help texts list them.
    public static let all: [any ConsumptionFormat] = [
        WideCSVFormat(), LongCSVFormat(), FixedCSVFormat(), FlowSeriesFormat.d0036, FlowSeriesFormat.d0379,
        SettlementMessageFormat(), StarkDF2Format(),
    ]
}
