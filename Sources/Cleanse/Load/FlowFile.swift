/// The groups of a D-flow, as a user describes them: code, parent, fields.
public struct FlowGroups: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: String
        public let dates: DateDialect?
        /// The column of MEM that it is; nil for what the cleanse does not read.
        public var item: Item? { Item(rawValue: name).flatMap { flowItems.contains($0) ? $0 : nil } }

        /// Reads `mpan` or `install_date:yyyymmdd`; nil for a dialect that is none.
        public init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            name = parts[0].lowercased()
            if parts.count == 2 {
                guard let dialect = DateDialect(rawValue: parts[1].lowercased()) else { return nil }
                dates = dialect
            } else {
                dates = nil
            }
        }

        private var flowItems: [Item] { [.mem, .mpan, .meterID, .location, .digits, .installDate] }
    }

    public struct Group: Hashable, Sendable {
        public let code: String
        public let parent: String?
        public let fields: [Field]

        public init(code: String, parent: String?, fields: [Field]) {
            self.code = code
            self.parent = parent
            self.fields = fields
        }
    }

    public let groups: [String: Group]
    /// The group of which each instance is a row: the one with the meter's number, else the topmost one.
    let rowGroup: String?

    /// - Returns: nil where a code is doubled, a parent is not a group, or the groups go in a circle.
    public init?(_ groups: [Group]) {
        var byCode: [String: Group] = [:]
        for group in groups where byCode.updateValue(group, forKey: group.code) != nil { return nil }
        for group in groups {
            var seen: Set<String> = [group.code]
            var parent = group.parent
            while let code = parent {
                guard let next = byCode[code], seen.insert(code).inserted else { return nil }
                parent = next.parent
            }
        }
        self.groups = byCode
        rowGroup =
            groups.first { $0.fields.contains { $0.item == .meterID } }?.code
            ?? groups.first { $0.fields.contains { $0.item == .mpan } }?.code
    }
}

/// A D-flow user file read into rows of MEM, or refused.
///
/// Layout: `ZHV|…|` or, for a pool file, `ZHD|…`; groups; `ZPT|…|`. Every line of a user file ends with the delimiter and
/// its trailer counts the lines between header and trailer; a pool file's lines need no last delimiter and its trailer
/// counts every line. Source: the file layouts of the data cleanse notes, 3.1 and 3.2.
public struct FlowFile: Sendable {
    /// The first field of the header that names the file; empty where there is none.
    public private(set) var fileID = ""
    public private(set) var isPool = false
    /// Bytes of canonical MEM CSV, one line a row, and the flow's line of each.
    public private(set) var rows: [UInt8] = []
    public private(set) var lines: [UInt32] = []
    public private(set) var rejects: [Reject] = []
    /// True where FIL-01, FIL-02 or FIL-05 was found, or more rows than can be held: nothing is loaded.
    public private(set) var isRefused = false

    private let groups: FlowGroups
    /// The open instances, the topmost first: group and values.
    private var open: [(group: FlowGroups.Group, values: [Item: [UInt8]], line: UInt32, isRow: Bool)] = []
    private var pending: [Pending] = []

    private struct Pending {
        var values: [Item: [UInt8]]
        let line: UInt32
        let depth: Int
    }

    /// The columns of the rows, as `rows` has them.
    static let columns: [Item] = [.mem, .mpan, .meterID, .location, .digits, .installDate]

    public init(_ bytes: UnsafeRawBufferPointer, groups: FlowGroups) {
        self.groups = groups
        read(bytes)
    }

    /// The most that a flow's rows may have together, in bytes: a parent's fields are repeated in each of its children.
    static let mostRows = 1 << 30

    private struct Line {
        let number: UInt32
        let offset: UInt64
        let text: UnsafeRawBufferPointer
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) {
        var all: [Line] = []
        var start = 0
        var number: UInt32 = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            number += 1
            var stop = end
            if stop > start, bytes[stop - 1] == 0x0D { stop -= 1 }
            if stop > start {
                all.append(
                    Line(
                        number: number, offset: UInt64(start),
                        text: UnsafeRawBufferPointer(rebasing: bytes[start..<stop])))
            }
            start = end + 1
        }
        guard let header = all.first else {
            return refuse(.fil01, .header, "an empty file", "a header ZHV or ZHD", 1, 0)
        }
        guard readHeader(header) else { return }
        let trailer = all.count > 1 ? all.last : nil
        guard let trailer, Self.fields(trailer.text).first.map({ $0.elementsEqual("ZPT".utf8) }) == true else {
            return refuse(.fil01, .trailer, "no trailer", "a line ZPT at the end", all.last?.number ?? 1, 0)
        }
        let body = all.dropFirst().dropLast()
        guard readTrailer(trailer, bodyLines: body.count, allLines: all.count) else { return }
        for line in body where rows.count <= Self.mostRows { readGroup(line) }
        close(to: 0)
        if rows.count > Self.mostRows {
            refuse(.fil04, .file, "more than \(Self.mostRows) bytes of rows", "a flow in parts", 1, 0)
        }
    }

    private mutating func readHeader(_ line: Line) -> Bool {
        let fields = Self.fields(line.text).map { String(decoding: $0, as: UTF8.self) }
        guard fields[0] == "ZHV" || fields[0] == "ZHD" else {
            refuse(.fil01, .header, Reject.printed(Array(line.text.prefix(60))), "a header ZHV or ZHD", line.number, 0)
            return false
        }
        isPool = fields[0] == "ZHD"
        fileID = fields.count > 1 ? fields[1] : ""
        let flag = fields.count > 11 ? fields[11] : ""
        guard flag == "OPER" else {
            refuse(.fil05, .testFlag, flag, "OPER", line.number, line.offset)
            return false
        }
        return true
    }

    private mutating func readTrailer(_ line: Line, bodyLines: Int, allLines: Int) -> Bool {
        let fields = Self.fields(line.text).map { String(decoding: $0, as: UTF8.self) }
        if !isPool {
            guard fields.count > 1, fields[1] == fileID else {
                refuse(
                    .fil01, .trailer, "file id \(fields.count > 1 ? fields[1] : "missing")", "file id \(fileID)",
                    line.number, line.offset)
                return false
            }
        }
        let place = isPool ? 1 : 2
        let told = fields.count > place ? Int(fields[place]) : nil
        let counted = isPool ? allLines : bodyLines
        guard told == counted else {
            refuse(
                .fil02, .trailer, "\(counted) lines", fields.count > place ? "\(fields[place]) lines" : "a count",
                line.number, line.offset)
            return false
        }
        return true
    }

    private mutating func refuse(
        _ rule: Rule, _ item: Item, _ observed: String, _ expected: String, _ line: UInt32, _ offset: UInt64
    ) {
        isRefused = true
        rejects = [
            Reject(
                rule: rule, subject: .file(""), item: item, observed: observed, expected: expected, line: line,
                offset: offset)
        ]
        rows = []
        lines = []
    }

    private mutating func readGroup(_ line: Line) {
        let isTerminated = line.text.last == 0x7C
        var fields = Self.fields(line.text)
        if isTerminated { fields.removeLast() }
        let code = String(decoding: fields[0], as: UTF8.self)
        guard let group = groups.groups[code] else {
            return reject(.fil03, .group, Reject.printed(fields[0]), "a group of the flow", line)
        }
        var depth = 0
        if let parent = group.parent {
            guard let found = open.lastIndex(where: { $0.group.code == parent }) else {
                return reject(.fil03, .group, "\(code) without \(parent)", "\(parent) before it", line)
            }
            depth = found + 1
        }
        close(to: depth)
        var values: [Item: [UInt8]] = [:]
        for (place, field) in group.fields.enumerated() where place + 1 < fields.count {
            let text = CSVLine.trimmed(fields[place + 1])
            if let item = field.item { values[item] = canonical(text, field) }
        }
        open.append((group, values, line.number, code == groups.rowGroup))
        if fields.count != group.fields.count + 1 || (!isPool && !isTerminated) {
            reject(
                .fil04, .fields, isTerminated || isPool ? "\(fields.count - 1) fields" : "no delimiter at the end",
                "\(group.fields.count) fields, each ended by |", line)
        }
        judgeDates(group, fields, line)
        if code == groups.rowGroup {
            var merged: [Item: [UInt8]] = [:]
            for instance in open { merged.merge(instance.values) { _, nearer in nearer } }
            pending.append(Pending(values: merged, line: line.number, depth: depth))
        } else if let last = pending.indices.last, depth > pending[last].depth {
            // What a meter's own groups say (its registers), the first that says it.
            pending[last].values.merge(values) { first, next in first.isEmpty ? next : first }
        }
    }

    /// Dates that no column of MEM holds are judged all the same.
    private mutating func judgeDates(_ group: FlowGroups.Group, _ fields: [[UInt8]], _ line: Line) {
        for (place, field) in group.fields.enumerated() where place + 1 < fields.count {
            guard let dialect = field.dates, field.item == nil else { continue }
            let text = CSVLine.trimmed(fields[place + 1])
            guard !text.isEmpty else { continue }
            let day = text.withUnsafeBytes { DayReader(dialect: dialect).packed($0) }
            if day == nil {
                reject(
                    .fil06, Item(rawValue: field.name) ?? .fields, Reject.printed(text), "a day, \(dialect.rawValue)",
                    line)
            }
        }
    }

    /// A field as canonical CSV reads it without a mapping: days of other dialects become ISO where they are days.
    private func canonical(_ text: [UInt8], _ field: FlowGroups.Field) -> [UInt8] {
        // A field too long to be held is cut: it stays too long, and a parent's is repeated in each of its rows.
        if text.count > ChunkParser.longestField { return Array(text.prefix(ChunkParser.longestField + 1)) }
        guard let dialect = field.dates, !text.isEmpty else { return text }
        guard let day = text.withUnsafeBytes({ DayReader(dialect: dialect).packed($0) }) else {
            // A day in another dialect than the flow's is as wrong as none.
            let isOther = text.withUnsafeBytes { DayReader().packed($0) } != nil
            return isOther ? Array("not \(dialect.rawValue): ".utf8) + text : text
        }
        return Array(Day.text(day).utf8)
    }

    /// Ends the instances from a depth on; rows of theirs are written.
    private mutating func close(to depth: Int) {
        open.removeSubrange(min(depth, open.count)...)
        while let last = pending.last, last.depth >= depth {
            pending.removeLast()
            write(last)
        }
    }

    private mutating func write(_ row: Pending) {
        for (place, item) in Self.columns.enumerated() {
            if place > 0 { rows.append(0x2C) }
            let text = row.values[item] ?? []
            if text.contains(where: { $0 == 0x22 || $0 == 0x2C }) {
                rows.append(0x22)
                for byte in text { rows.append(contentsOf: byte == 0x22 ? [0x22, 0x22] : [byte]) }
                rows.append(0x22)
            } else {
                rows.append(contentsOf: text)
            }
        }
        rows.append(0x0A)
        lines.append(row.line)
    }

    private mutating func reject(_ rule: Rule, _ item: Item, _ observed: String, _ expected: String, _ line: Line) {
        let mpan = open.lazy.compactMap { $0.values[.mpan] }.first ?? []
        let subject = rule == .fil03 ? [] : mpan
        rejects.append(
            Reject(
                rule: rule, subject: ChunkParser.subject(subject), item: item, observed: observed, expected: expected,
                line: line.number, offset: line.offset))
    }

    /// The fields of a line between bars.
    private static func fields(_ line: UnsafeRawBufferPointer) -> [[UInt8]] {
        line.split(separator: 0x7C, omittingEmptySubsequences: false).map(Array.init)
    }
}
