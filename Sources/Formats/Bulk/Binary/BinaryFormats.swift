/// The binary formats of bulk consumption, for the list of formats that `--format` chooses from.
public enum BinaryFormats {
    public static let all: [any ConsumptionFormat] = [
        ParquetFormat(), ParquetFormat(values: .plain), BlockFileFormat(),
    ]
}
