import Kernel
public import Market

/// Apache Parquet: one row per MPAN, UTC day and quantity, the 48 half hours as columns of whole watt-hours.
///
/// Columns: `mpan` INT64, `utc_date` DATE, `mq` and `q` UTF-8 by dictionary, `hh01` to `hh48` INT32, null where the value
/// is missing. Pages are compressed with Zstandard and carry their CRC-32; row groups carry the least and greatest
/// `mpan` and `utc_date`. What the run was stands in the file's key-value metadata.
public struct ParquetFormat: ConsumptionFormat {
    /// How values are encoded before compression.
    public enum Values: Sendable, Hashable, CaseIterable {
        /// BYTE_STREAM_SPLIT, of 32-bit integers since version 2.11 of the format (2024): a fifth smaller.
        case split
        /// PLAIN throughout, for readers that are older.
        case plain
    }

    public let values: Values
    /// The level of Zstandard.
    public let level: Int

    public var word: String { values == .split ? "parquet" : "parquet-plain" }
    public let fileExtension = "parquet"
    public let days = DayKind.utc
    public let isContainer = true
    /// A row group: pages of 256 KB, which stay in a processor's second cache.
    public let rowsPerChunk = 65_536

    public init(values: Values = .split, level: Int = 1) {
        self.values = values
        self.level = level
    }

    public func header(_ run: RunDescription) -> [UInt8] { Self.magic }

    public func makeEncoder(_ run: RunDescription) -> ParquetEncoder {
        ParquetEncoder(values: values, level: level, rowsPerGroup: rowsPerChunk)
    }

    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] {
        let groups = totals.chunks.flatMap { chunk in
            ParquetGroup.read(chunk.footer.notes).map { group in
                var placed = group
                placed.offset += chunk.offset
                return placed
            }
        }
        var bytes = ParquetFooter(values: values, run: run, groups: groups).bytes
        bytes.appendWord(UInt32(bytes.count))
        return bytes + Self.magic
    }

    static let magic = Array("PAR1".utf8)
}

/// The file's metadata (FileMetaData of parquet.thrift).
struct ParquetFooter {
    var values: ParquetFormat.Values
    var run: RunDescription
    /// Offsets from the beginning of the file.
    var groups: [ParquetGroup]

    var bytes: [UInt8] {
        CompactThrift.structure { file in
            file.int32(1, 2)
            file.structures(2, [nil] + ParquetColumn.all.map(Optional.some)) { Self.schema(&$0, $1) }
            file.int64(3, Int64(groups.reduce(0) { $0 + $1.rows }))
            file.structures(4, groups) { group(&$0, $1) }
            file.structures(5, keyValues) { pair, entry in
                pair.text(1, entry.0)
                pair.text(2, entry.1)
            }
            file.text(6, "changeover version \(run.modelVersion)")
            // Bounds are in the order of each column's type.
            file.structures(7, ParquetColumn.all) { order, _ in order.structure(1) { _ in } }
        }
    }

    private var keyValues: [(String, String)] {
        [
            ("changeover.from", run.from.iso), ("changeover.days", "\(run.days)"), ("changeover.seed", "\(run.seed)"),
            ("changeover.model_version", run.modelVersion), ("changeover.config_sha256", run.configurationDigest),
            ("changeover.part", "\(run.part)"), ("changeover.parts", "\(run.parts)"),
            ("changeover.unit", "Wh (varh where mq is RI or RE)"),
        ]
    }

    /// The root where there is no column.
    private static func schema(_ element: inout CompactThrift, _ column: ParquetColumn?) {
        guard let column else {
            element.text(4, "schema")
            element.int32(5, Int32(ParquetColumn.all.count))
            return
        }
        element.int32(1, column.type.rawValue)
        element.int32(3, column.isNullable ? ParquetCode.optional : ParquetCode.required)
        element.text(4, column.name)
        switch column {
        case .date:
            element.int32(6, ParquetCode.date)
            element.structure(10) { $0.structure(6) { _ in } }
        case .quantity, .quality:
            element.int32(6, ParquetCode.utf8)
            element.structure(10) { $0.structure(1) { _ in } }
        case .mpan, .value: break
        }
    }

    private func group(_ structure: inout CompactThrift, _ group: ParquetGroup) {
        var place = group.offset
        let placed = zip(ParquetColumn.all, group.columns).map { column, sizes in
            defer { place += sizes.stored }
            return (column, sizes, place)
        }
        structure.structures(1, placed) { chunk, column in
            // Where the chunk's metadata would stand if it were not here.
            chunk.int64(2, 0)
            chunk.structure(3) { metadata(&$0, column.0, column.1, at: column.2, group) }
        }
        structure.int64(2, Int64(group.columns.reduce(0) { $0 + $1.raw }))
        structure.int64(3, Int64(group.rows))
        structure.int64(5, Int64(group.offset))
        structure.int64(6, Int64(place - group.offset))
    }

    private func metadata(
        _ structure: inout CompactThrift, _ column: ParquetColumn, _ sizes: ParquetGroup.Column, at place: Int,
        _ group: ParquetGroup
    ) {
        structure.int32(1, column.type.rawValue)
        structure.int32s(2, encodings(of: column).map(\.rawValue))
        structure.texts(3, [column.name])
        structure.int32(4, ParquetCode.zstd)
        structure.int64(5, Int64(group.rows))
        structure.int64(6, Int64(sizes.raw))
        structure.int64(7, Int64(sizes.stored))
        structure.int64(9, Int64(place + sizes.dictionary))
        if column.isDictionary { structure.int64(11, Int64(place)) }
        structure.structure(12) { statistics in
            statistics.int64(3, Int64(sizes.nulls))
            switch column {
            case .mpan: bounds(&statistics, group.mpans)
            case .date: bounds(&statistics, group.days)
            case .quantity, .quality, .value: break
            }
        }
    }

    private func bounds<Value: FixedWidthInteger>(_ statistics: inout CompactThrift, _ range: ClosedRange<Value>) {
        func bytes(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        statistics.binary(5, bytes(range.upperBound))
        statistics.binary(6, bytes(range.lowerBound))
        statistics.truth(7, true)
        statistics.truth(8, true)
    }

    private func encodings(of column: ParquetColumn) -> [ParquetEncoding] {
        switch column {
        case .quantity, .quality: [.plain, .runLength, .dictionary]
        case .mpan, .date: [values == .split ? .deltaBinaryPacked : .plain]
        case .value: [.runLength, values == .split ? .byteStreamSplit : .plain]
        }
    }
}
