/// Reads small files of reference data: any CSV with a header, quoted or not, with a title row or without.
///
/// Recognised: the canonical names of columns, and the column titles of the industry's own reference data (MDD CSV, and
/// ISD CSV, whose first line names the entity). Nothing is judged: codes stay as they are written.
public enum ReferenceReader {
    /// The columns of a canonical file, those without which it cannot be read first.
    static func columns(_ input: Input) -> (keys: [String], others: [String])? {
        switch input {
        case .distributors: (["code", "mpid"], ["from", "to", "home_gsp"])
        case .llfc: (["distributor", "llfc"], ["from", "to", "indicator", "description"])
        case .mtc: (["mtc"], ["type", "related", "description", "from", "to"])
        case .ssc: (["ssc"], ["type", "description", "from", "to"])
        case .parties: (["mpid", "role"], ["from", "to"])
        case .manifest: (["register", "rows"], [])
        case .exemptions: (["mpan", "item"], ["scenario", "until"])
        default: nil
        }
    }

    /// The most that a file of reference data may have, in bytes: it is read as a whole.
    public static let largestFile = 256 << 20

    /// A file with what is wrong in rows of it; a load says that of the file, or of an exemption's MPAN.
    public struct Reading: Sendable {
        public let file: ReferenceFile
        /// Rows with too few or too many fields (FIL-04) and dates that are none (FIL-06); the rows stay.
        public let rejects: [Reject]

        /// Lines of rows that lack fields.
        public var shortLines: Set<UInt32> { Set(rejects.filter { $0.rule == .fil04 }.map(\.line)) }
    }

    /// Reads a file that is named for what it holds.
    public static func read(_ input: Input, name: String, bytes: UnsafeRawBufferPointer) throws(FileFault)
        -> Reading
    {
        let records = try records(bytes)
        guard let header = records.first else { throw .empty }
        let titles = header.fields.map { $0.lowercased() }
        let known = columns(input)
        for column in (known?.keys ?? []) + (known?.others ?? []) {
            let times = titles.filter { $0 == column }.count
            guard times > 1 || (times == 0 && known?.keys.contains(column) == true) else { continue }
            // A file of the industry's own layout under our name.
            if let foreign = MarketDataLayout.read(records, name: name), foreign.input == input {
                return Reading(file: foreign, rejects: [])
            }
            let item = Item(rawValue: column) ?? .header
            if times > 1 { throw .doubled(item, times: times) }
            throw .missing(item, header: String(titles.joined(separator: ",").prefix(200)))
        }
        let rows = records.dropFirst()
        return Reading(
            file: table(input, name: name, columns: titles, records: rows), rejects: rejects(input, titles, rows))
    }

    private static func rejects(_ input: Input, _ titles: [String], _ records: ArraySlice<Record>) -> [Reject] {
        var rejects: [Reject] = []
        let mpan = input == .exemptions ? titles.firstIndex(of: "mpan") : nil
        let days = input == .exemptions ? [] : titles.indices.filter { ["from", "to"].contains(titles[$0]) }
        for record in records {
            let subject = mpan.flatMap { $0 < record.fields.count ? record.fields[$0] : nil } ?? ""
            func reject(_ rule: Rule, _ item: Item, _ observed: String, _ expected: String) {
                rejects.append(
                    Reject(
                        rule: rule, subject: ChunkParser.subject(Array(subject.utf8)), item: item,
                        observed: observed, expected: expected, line: record.line, offset: 0))
            }
            if record.fields.count != titles.count {
                reject(
                    .fil04, .fields, "\(record.fields.count) fields", "\(titles.count) fields, as in the header")
            }
            for place in days where place < record.fields.count && !record.fields[place].isEmpty {
                guard ReferenceDay.packed(record.fields[place]) == nil else { continue }
                let text = Reject.printed(Array(record.fields[place].utf8))
                reject(.fil06, Item(rawValue: titles[place]) ?? .from, text, "a day")
            }
        }
        return rejects
    }

    /// Reads a file of the industry's own layout, by its titles; nil where it is none that is known.
    public static func recognise(name: String, bytes: UnsafeRawBufferPointer) throws(FileFault) -> ReferenceFile? {
        MarketDataLayout.read(try records(bytes), name: name)
    }

    /// The distributors that a file of parties tells by their short codes; nil for any other file.
    public static func distributors(of parties: ReferenceFile) -> ReferenceFile? {
        MarketDataLayout.distributors(of: parties)
    }

    static func table(
        _ input: Input, name: String, columns: [String], records: some Sequence<Record>
    ) -> ReferenceFile {
        let rows = records.map { record in
            var fields = Array(record.fields.prefix(columns.count))
            // What a cut row would have said of an exemption's end is unknown: it must not read as no end.
            while fields.count < columns.count { fields.append(input == .exemptions ? "?" : "") }
            return ReferenceFile.Row(line: record.line, fields: fields)
        }
        return ReferenceFile(input: input, name: name, columns: columns, rows: rows)
    }

    struct Record {
        let line: UInt32
        let fields: [String]
    }

    /// The records of a whole CSV file; a quoted field may span lines. Fields are trimmed of spaces.
    static func records(_ bytes: UnsafeRawBufferPointer) throws(FileFault) -> [Record] {
        var records: [Record] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var line: UInt32 = 1
        var start: UInt32 = 1
        var place = try TextEncoding.firstByte(of: bytes)
        func take() {
            fields.append(String(decoding: CSVLine.trimmed(field), as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        func end() {
            take()
            if fields.contains(where: { !$0.isEmpty }) { records.append(Record(line: start, fields: fields)) }
            fields = []
        }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == 0x0A { line += 1 }
            if isQuoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if place < bytes.count, bytes[place] == 0x22 {
                    field.append(byte)
                    place += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case 0x22 where field.allSatisfy({ $0 == 0x20 }):
                field.removeAll(keepingCapacity: true)
                isQuoted = true
            case 0x2C: take()
            case 0x0D where place >= bytes.count || bytes[place] == 0x0A: break
            case 0x0A:
                end()
                start = line
            default: field.append(byte)
            }
        }
        end()
        return records
    }
}

/// What a file's first bytes say of its encoding.
public enum TextEncoding {
    /// Where the text begins: after the mark of UTF-8 where there is one.
    ///
    /// - Throws: `FileFault.encoding` for UTF-16, UTF-32 and a file with zero bytes at its beginning.
    public static func firstByte(of bytes: UnsafeRawBufferPointer) throws(FileFault) -> Int {
        let first = Array(bytes.prefix(64))
        if first.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
        if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
            throw .encoding("the mark of UTF-16 or UTF-32")
        }
        if first.contains(0) { throw .encoding("zero bytes, as UTF-16 or a binary file has") }
        return 0
    }
}
