import Kernel

/// The columns of our Parquet files, in order: `mpan`, `utc_date`, `mq`, `q`, `hh01` to `hh48`.
enum ParquetColumn {
    case mpan, date, quantity, quality
    /// From 0.
    case value(Int)

    static let all: [ParquetColumn] = [.mpan, .date, .quantity, .quality] + (0..<DayColumns.columns).map(Self.value)

    var name: String {
        switch self {
        case .mpan: "mpan"
        case .date: "utc_date"
        case .quantity: "mq"
        case .quality: "q"
        case .value(let place): place < 9 ? "hh0\(place + 1)" : "hh\(place + 1)"
        }
    }

    var type: ParquetType {
        switch self {
        case .mpan: .int64
        case .date, .value: .int32
        case .quantity, .quality: .byteArray
        }
    }

    var isDictionary: Bool {
        switch self {
        case .quantity, .quality: true
        case .mpan, .date, .value: false
        }
    }

    var isNullable: Bool {
        if case .value = self { return true }
        return false
    }
}

/// Numbers of the Parquet format's enumerations (parquet.thrift), as far as they are used.
enum ParquetType: Int32 { case int32 = 1, int64 = 2, byteArray = 6 }

enum ParquetEncoding: Int32 {
    case plain = 0
    case runLength = 3
    case deltaBinaryPacked = 5
    case dictionary = 8
    case byteStreamSplit = 9
}

enum ParquetCode {
    static let zstd: Int32 = 6
    static let required: Int32 = 0
    static let optional: Int32 = 1
    static let utf8: Int32 = 0
    static let date: Int32 = 6
    static let dataPage: Int32 = 0
    static let dictionaryPage: Int32 = 2
}

/// What the footer must know of a row group. Its encoder writes it into the chunk's notes, a hundred bytes or so more
/// than its columns' sizes.
struct ParquetGroup: Hashable {
    struct Column: Hashable {
        /// Bytes of the dictionary's page, its header included; 0 where there is none.
        var dictionary = 0
        /// Bytes of all pages, headers included, as stored and before compression.
        var stored = 0
        var raw = 0
        var nulls = 0
    }

    /// Of its first byte in the chunk.
    var offset: Int
    var rows: Int
    var mpans: ClosedRange<Int64>
    var days: ClosedRange<Int32>
    var columns: [Column]

    func append(to notes: inout [UInt8]) {
        notes.appendVarint(offset)
        notes.appendVarint(rows)
        for bound in [mpans.lowerBound, mpans.upperBound, Int64(days.lowerBound), Int64(days.upperBound)] {
            notes.appendZigzag(bound)
        }
        for column in columns {
            for size in [column.dictionary, column.stored, column.raw, column.nulls] { notes.appendVarint(size) }
        }
    }

    /// The groups that an encoder's footer holds.
    static func read(_ notes: [UInt8]) -> [ParquetGroup] {
        notes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            var groups: [ParquetGroup] = []
            while !cursor.isAtEnd {
                guard let group = try? ParquetGroup(&cursor) else {
                    preconditionFailure("a chunk's notes are what its encoder wrote")
                }
                groups.append(group)
            }
            return groups
        }
    }

    init(offset: Int, rows: Int, mpans: ClosedRange<Int64>, days: ClosedRange<Int32>, columns: [Column]) {
        self.offset = offset
        self.rows = rows
        self.mpans = mpans
        self.days = days
        self.columns = columns
    }

    private init(_ cursor: inout ByteCursor) throws(ByteCursor.Unreadable) {
        offset = Int(try cursor.varint())
        rows = Int(try cursor.varint())
        let (lowest, highest) = (try cursor.zigzag(), try cursor.zigzag())
        mpans = lowest...highest
        let (first, last) = (try cursor.zigzag(), try cursor.zigzag())
        days = Int32(first)...Int32(last)
        columns = []
        for _ in ParquetColumn.all {
            columns.append(
                Column(
                    dictionary: Int(try cursor.varint()), stored: Int(try cursor.varint()),
                    raw: Int(try cursor.varint()), nulls: Int(try cursor.varint())))
        }
    }
}
