import CZstd
public import Market

/// The rows of one block, turned back.
///
/// Holds 250 bytes a row or so.
public struct BlockRows {
    /// A row as the file has it: what a `ConsumptionRow` holds save the supply point, which no data file carries.
    public struct Row {
        public var mpan: UInt64
        public var day: UTCDay
        public var quantity: MeasurementQuantity
        /// 48; there during the call only.
        public var values: UnsafeBufferPointer<Int32>
        /// Of all values where `qualities` is nil.
        public var quality: QualityCode
        public var qualities: UnsafePointer<UInt8>?
    }

    public let count: Int
    private let mpans: [UInt64]
    private let days: [Int32]
    private let quantities: [MeasurementQuantity]
    /// 48 a row.
    private let values: [Int32]
    /// 48 a row, and which rows have one quality.
    private let qualities: [UInt8]
    private let isUniform: [Bool]

    /// Hands out the rows in the order of the file.
    /// - Throws: what `take` throws.
    public func forEach(_ take: (Row) throws -> Void) rethrows {
        try values.withUnsafeBufferPointer { values in
            try qualities.withUnsafeBufferPointer { qualities in
                for row in 0..<count {
                    let first = row * DayColumns.columns
                    try take(
                        Row(
                            mpan: mpans[row], day: UTCDay(number: Int(days[row])), quantity: quantities[row],
                            values: UnsafeBufferPointer(rebasing: values[first..<first + DayColumns.columns]),
                            quality: QualityCode(index: qualities[first]),
                            qualities: isUniform[row] ? nil : qualities.baseAddress.map { $0 + first }))
                }
            }
        }
    }

    /// - Parameters:
    ///   - bytes: of the whole block.
    ///   - qualities: our number for each of the file's; nil for codes that are not known.
    init(_ bytes: [UInt8], number: Int, entry: BlockEntry, qualities known: [UInt8?]) throws {
        let sections = try BlockSections(bytes, number: number, entry: entry)
        count = entry.rows
        mpans = try sections.read(.mpans) { section, cursor in
            var mpan: UInt64 = 0
            let mpans = try (0..<section.rows).map { _ in
                mpan &+= UInt64(bitPattern: try cursor.zigzag())
                return mpan
            }
            guard mpans.min() == entry.mpans.lowerBound, mpans.max() == entry.mpans.upperBound else {
                throw section.impossible("MPANs are others than the trailer says")
            }
            return mpans
        }
        days = try sections.read(.days) { section, cursor in
            var day: Int64 = 0
            let bounds = Int64(entry.days.lowerBound.number)...Int64(entry.days.upperBound.number)
            return try (0..<section.rows).map { _ in
                day &+= try cursor.zigzag()
                guard bounds.contains(day) else { throw section.impossible("a day is outside the trailer's bounds") }
                return Int32(day)
            }
        }
        quantities = try sections.read(.quantities) { section, cursor in
            try (0..<section.rows).map { _ in
                let code = try cursor.word(UInt8.self)
                guard let quantity = MeasurementQuantity(rawValue: code) else {
                    throw section.impossible("there is no quantity \(code)")
                }
                return quantity
            }
        }
        values = try sections.readValues()
        (qualities, isUniform) = try sections.readQualities(known)
    }
}

/// The sections of a block, opened: checked, delimited and decompressed on demand.
private struct BlockSections {
    struct Opened {
        var place: Range<Int>
        var coding: BlockFile.Coding
        var raw: Int
    }

    let rows: Int
    private let bytes: [UInt8]
    private let number: Int
    /// Of the block in the file.
    private let start: Int
    private var opened: [BlockFile.Section: Opened] = [:]

    init(_ bytes: [UInt8], number: Int, entry: BlockEntry) throws {
        self.bytes = bytes
        self.number = number
        start = entry.offset
        rows = entry.rows
        let content = bytes.count - 4
        let (check, stored) = bytes.withUnsafeBytes {
            (
                CRC32.castagnoli.check(UnsafeRawBufferPointer(rebasing: $0[..<content])),
                UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: content, as: UInt32.self))
            )
        }
        guard check == stored, check == entry.check else {
            throw BlockFileError.wrongCheck(.block(number), offset: start)
        }
        do {
            try bytes.withUnsafeBytes { try open(UnsafeRawBufferPointer(rebasing: $0[..<content])) }
        } catch let short as ByteCursor.Unreadable {
            throw impossible("its sections are longer than it is", at: short.offset)
        }
    }

    private mutating func open(_ content: UnsafeRawBufferPointer) throws {
        var cursor = ByteCursor(content)
        guard try cursor.word() == BlockFile.blockMagic, try cursor.word() == UInt32(bytes.count),
            try cursor.word() == UInt32(rows)
        else { throw impossible("its head is not what the trailer says") }
        let count = Int(try cursor.word(UInt8.self))
        var place = BlockFile.blockHeadBytes + count * BlockFile.sectionHeadBytes
        var last: UInt8 = 0
        for _ in 0..<count {
            let (kind, coding) = (try cursor.word(UInt8.self), try cursor.word(UInt8.self))
            let (stored, raw) = (Int(try cursor.word(UInt32.self)), Int(try cursor.word(UInt32.self)))
            guard let section = BlockFile.Section(rawValue: kind), kind > last,
                let coding = BlockFile.Coding(rawValue: coding)
            else { throw impossible("section \(kind) with coding \(coding) cannot be here", at: cursor.offset) }
            guard stored <= content.count - place, (1...BlockFile.mostBytes(of: section, rows: rows)).contains(raw),
                coding == .zstd || stored == raw
            else { throw impossible("section \(section) cannot have \(raw) bytes in \(stored)", at: cursor.offset) }
            opened[section] = Opened(place: place..<place + stored, coding: coding, raw: raw)
            place += stored
            last = kind
        }
        guard place == content.count else { throw impossible("more follows its sections", at: place) }
    }

    func impossible(_ what: String, at offset: Int = 0) -> BlockFileError {
        .impossible(.block(number), offset: start + offset, what)
    }

    /// Reads a section to its end.
    func read<Content>(
        _ section: BlockFile.Section, _ body: (Self, inout ByteCursor) throws -> Content
    ) throws -> Content {
        let bytes = try content(of: section)
        return try bytes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            do {
                let content = try body(self, &cursor)
                guard cursor.isAtEnd else { throw impossible("section \(section) holds more than it should") }
                return content
            } catch is ByteCursor.Unreadable {
                throw impossible("section \(section) is too short")
            }
        }
    }

    /// A section's bytes, decompressed; none where it was left out.
    private func content(of section: BlockFile.Section) throws -> [UInt8] {
        guard let opened = opened[section] else { return [] }
        guard opened.coding == .zstd else { return Array(bytes[opened.place]) }
        var failure: String?
        let content = [UInt8](unsafeUninitializedCapacity: opened.raw) { target, count in
            let result = bytes.withUnsafeBytes { bytes in
                ZSTD_decompress(
                    target.baseAddress, opened.raw, bytes.baseAddress.map { $0 + opened.place.lowerBound },
                    opened.place.count)
            }
            let isWhole = ZSTD_isError(result) == 0 && result == opened.raw
            if !isWhole { failure = ZSTD_isError(result) != 0 ? ZstdError.reason(result) : "\(result) bytes" }
            count = isWhole ? result : 0
        }
        if let failure {
            throw impossible("section \(section) does not decompress: \(failure)", at: opened.place.lowerBound)
        }
        return content
    }

    // MARK: Values and qualities

    func readValues() throws -> [Int32] {
        let total = rows * DayColumns.columns
        let (low, high) = (try content(of: .lowBytes), try content(of: .highBytes))
        guard low.count == total, high.count == total else { throw impossible("a plane of bytes has another length") }
        var values = [Int32](repeating: 0, count: total)
        values.withUnsafeMutableBufferPointer { values in
            low.withUnsafeBufferPointer { low in
                high.withUnsafeBufferPointer { high in turn(low, high, to: values) }
            }
        }
        try addWideHalves(to: &values)
        try setMissing(in: &values)
        return values
    }

    /// By tiles of rows, so that what is written stays in the nearest cache.
    private func turn(
        _ low: UnsafeBufferPointer<UInt8>, _ high: UnsafeBufferPointer<UInt8>,
        to values: UnsafeMutableBufferPointer<Int32>
    ) {
        for tile in stride(from: 0, to: rows, by: 64) {
            let end = min(tile + 64, rows)
            for column in 0..<DayColumns.columns {
                var place = tile * DayColumns.columns + column
                for source in column * rows + tile..<column * rows + end {
                    values[place] = Int32(low[source]) | Int32(high[source]) << 8
                    place += DayColumns.columns
                }
            }
        }
    }

    private func addWideHalves(to values: inout [Int32]) throws {
        let wide: [Int] = try read(.wideRows) { section, cursor in
            var found: [Int] = []
            var row = -1
            while !cursor.isAtEnd {
                let step = try cursor.varint()
                guard step > 0, step < UInt64(section.rows - row) else {
                    throw section.impossible("a wide row is none of the block's")
                }
                row += Int(step)
                found.append(row)
            }
            return found
        }
        let halves = try content(of: .wideHalves)
        let plane = wide.count * DayColumns.columns
        guard halves.count == 2 * plane else { throw impossible("the wide rows' halves have another length") }
        for column in 0..<DayColumns.columns {
            for (place, row) in wide.enumerated() {
                let upper = UInt32(halves[column * wide.count + place])
                let top = UInt32(halves[plane + column * wide.count + place])
                values[row * DayColumns.columns + column] |= Int32(bitPattern: top << 24 | upper << 16)
            }
        }
    }

    private func setMissing(in values: inout [Int32]) throws {
        let runs: [Range<Int>] = try read(.missing) { section, cursor in
            var found: [Range<Int>] = []
            var place = 0
            var isMissing = false
            while !cursor.isAtEnd {
                let length = try cursor.varint()
                // Values may be missing from the very first on; any other run has a length.
                guard length > 0 || place == 0 && !isMissing,
                    length <= UInt64(section.rows * DayColumns.columns - place)
                else { throw section.impossible("a run of missing values is longer than the block") }
                if isMissing { found.append(place..<place + Int(length)) }
                place += Int(length)
                isMissing.toggle()
            }
            return found
        }
        for run in runs {
            for place in run { values[place] = ConsumptionRow.missing }
        }
    }

    func readQualities(_ known: [UInt8?]) throws -> ([UInt8], [Bool]) {
        let total = rows * DayColumns.columns
        var qualities = [UInt8](repeating: 0, count: total)
        var isUniform = [Bool](repeating: false, count: rows)
        try read(.qualities) { section, cursor in
            var place = 0
            while !cursor.isAtEnd {
                let length = try cursor.varint()
                guard length > 0, length <= UInt64(total - place) else {
                    throw section.impossible("a run of qualities is longer than the block")
                }
                let code = try cursor.word(UInt8.self)
                guard let quality = known[Int(code)] else {
                    throw section.impossible("quality \(code) of the file is no code that is known")
                }
                let end = place + Int(length)
                for value in place..<end { qualities[value] = quality }
                let firstWhole = (place + DayColumns.columns - 1) / DayColumns.columns
                let wholes = firstWhole..<max(firstWhole, end / DayColumns.columns)
                for row in wholes { isUniform[row] = true }
                place = end
            }
            guard place == total else { throw section.impossible("\(total - place) values have no quality") }
        }
        return (qualities, isUniform)
    }
}
