public import Kernel

/// Writes a flow's lines from values, and checks each against the flow's table.
public struct FlowFileWriter: Sendable {
    private let table: FlowTable
    private let envelope: FlowEnvelope
    /// The groups that are open, from the outermost on: the place in the table, and how often each stood in it.
    private var open: [(group: Int, children: [Int])] = []
    /// Lines written, header and trailer not counted.
    public private(set) var lines = 0
    /// Lines of the outermost group.
    public private(set) var batches = 0

    public init(_ table: FlowTable, run: RunDescription) {
        self.table = table
        envelope = FlowEnvelope(table: table, run: run)
    }

    /// The first line.
    public var header: [UInt8] { envelope.header }

    /// Writes the groups of one record; none of them where one is wrong.
    public mutating func append(_ record: some FlowRecord, to arena: ByteArena) throws(FlowError) {
        var copy = self
        var bytes: [UInt8] = []
        for line in record.lines { bytes += try copy.line(line.group, line.values) }
        try copy.close(downTo: 0)
        arena.append(bytes)
        self = copy
    }

    /// The last line; the writer may then go on with another file's worth of nothing.
    public func trailer() -> [UInt8] { envelope.trailer(lines: lines, batches: batches) }

    /// The last line of a run that several writers wrote, with the sums of their lines and batches.
    public func trailer(lines: Int, batches: Int) -> [UInt8] { envelope.trailer(lines: lines, batches: batches) }

    /// One line's bytes.
    private mutating func line(_ id: String, _ values: [FlowValue]) throws(FlowError) -> [UInt8] {
        guard let place = table.groups.firstIndex(where: { $0.id == id }) else {
            throw .unknownGroup(flow: table.code, group: id)
        }
        try enter(place)
        let group = table.groups[place]
        guard group.fields.count == values.count else {
            throw .fieldCount(group: id, expected: group.fields.count, found: values.count)
        }
        var text = id + "|"
        for (field, value) in zip(group.fields, values) { text += try field.text(of: value, in: id) + "|" }
        lines += 1
        if id == table.batchGroup { batches += 1 }
        return Array((text + "\n").utf8)
    }

    /// Closes what the group cannot stand in, and checks its order and number.
    private mutating func enter(_ place: Int) throws(FlowError) {
        let group = table.groups[place]
        guard let depth = depth(under: group.inside) else {
            throw .misplaced(group: group.id, inside: group.inside ?? "")
        }
        try close(downTo: depth)
        if let parent = open.indices.last {
            let later = open[parent].children[(place + 1)...].contains { $0 > 0 }
            if later { throw .misplaced(group: group.id, inside: group.inside ?? "") }
            open[parent].children[place] += 1
            let count = open[parent].children[place]
            if count > group.times.upperBound { throw .times(group: group.id, allowed: group.times, found: count) }
        }
        open.append((place, Array(repeating: 0, count: table.groups.count)))
    }

    /// How many groups stay open around a group; nil where the one that it needs is not.
    private func depth(under parent: String?) -> Int? {
        guard let parent else { return 0 }
        return open.lastIndex { table.groups[$0.group].id == parent }.map { $0 + 1 }
    }

    private mutating func close(downTo depth: Int) throws(FlowError) {
        while open.count > depth {
            let last = open.removeLast()
            for (place, group) in table.groups.enumerated() where group.inside == table.groups[last.group].id {
                let found = last.children[place]
                if found < group.times.lowerBound {
                    throw .times(group: group.id, allowed: group.times, found: found)
                }
            }
        }
    }
}

/// What can be written as groups of a flow: an outermost group and what stands in it.
public protocol FlowRecord: Sendable {
    var lines: [FlowLine] { get }
}

/// A group's identifier and the values of its fields.
public struct FlowLine: Sendable, Hashable {
    public var group: String
    public var values: [FlowValue]

    public init(_ group: String, _ values: [FlowValue]) {
        self.group = group
        self.values = values
    }
}

/// A field's value.
public enum FlowValue: Sendable, Hashable {
    case none
    case text(String)
    /// A whole number; leading zeros fill a field of fixed width.
    case number(UInt64)
    /// In units of the field's last decimal place.
    case decimal(Int)
    case date(CalendarDate)
    case stamp(CalendarDate, TimeOfDay)
}

/// Why a line is not of its flow.
public enum FlowError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownGroup(flow: String, group: String)
    case misplaced(group: String, inside: String)
    case times(group: String, allowed: ClosedRange<Int>, found: Int)
    case fieldCount(group: String, expected: Int, found: Int)
    case kind(group: String, field: String)
    case width(group: String, field: String, text: String, allowed: ClosedRange<Int>)
    case characters(group: String, field: String, text: String)
    case choice(group: String, field: String, text: String)

    public var description: String {
        switch self {
        case .unknownGroup(let flow, let group): "the flow \(flow) has no group \(group)"
        case .misplaced(let group, let inside):
            "group \(group) stands where it may not\(inside.isEmpty ? "" : "; it belongs into group \(inside)")"
        case .times(let group, let allowed, let found):
            "group \(group) stands \(found) times; allowed: \(Self.words(allowed))"
        case .fieldCount(let group, let expected, let found):
            "group \(group) has \(expected) fields, and was given \(found)"
        case .kind(let group, let field): "field “\(field)” of group \(group) was given a value of another kind"
        case .width(let group, let field, let text, let allowed):
            "field “\(field)” of group \(group) is “\(text)”, \(text.utf8.count) characters; allowed: "
                + Self.words(allowed)
        case .characters(let group, let field, let text):
            "field “\(field)” of group \(group) is “\(text)”, with a character that the flow does not allow"
        case .choice(let group, let field, let text):
            "field “\(field)” of group \(group) is “\(text)”, which is not one of its words"
        }
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        return range.upperBound == Int.max
            ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    }
}

extension FlowField {
    /// A value as the field prints it.
    func text(of value: FlowValue, in group: String) throws(FlowError) -> String {
        let text = try plain(value, in: group)
        if text.isEmpty, width.contains(0) { return text }
        if case .choice(let words) = kind, !words.contains(text) {
            throw .choice(group: group, field: name, text: text)
        }
        guard width.contains(text.utf8.count) else {
            throw .width(group: group, field: name, text: text, allowed: width)
        }
        guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "|") }) else {
            throw .characters(group: group, field: name, text: text)
        }
        return text
    }

    private func plain(_ value: FlowValue, in group: String) throws(FlowError) -> String {
        switch (kind, value) {
        case (_, .none): return ""
        case (.text, .text(let text)), (.choice, .text(let text)): return text
        case (.digits, .number(let number)):
            return FlowText.padded(Int(clamping: number), width.lowerBound == width.upperBound ? width.lowerBound : 1)
        case (.decimal(let places, let signed), .decimal(let scaled)):
            if scaled < 0, !signed { throw .kind(group: group, field: name) }
            return FlowText.decimal(scaled, places: places)
        case (.date, .date(let date)): return FlowText.date(date)
        case (.stamp, .stamp(let date, let time)): return FlowText.stamp(date, time)
        default: throw .kind(group: group, field: name)
        }
    }
}
