import Kernel
import Record

/// The stored form of a statement's fields and doubts, and of its lines.
///
/// Our own form rather than JSON: a bulk import writes some hundred thousand of them, and equal statements must give
/// equal bytes, for the chain's hashes rest on them.
enum StatementCodec {
    // One byte of flags a field: the low three bits tell the value's type.
    private static let printedIsExported: UInt8 = 1 << 3
    private static let hasPlace: UInt8 = 1 << 4
    private static let hasDoubts: UInt8 = 1 << 5
    private static let hasResolved: UInt8 = 1 << 6

    static func body(of statement: Statement, into writer: inout ByteWriter) {
        writer.texts(statement.doubts)
        writer.number(statement.fields.count)
        for field in statement.fields { write(field, into: &writer) }
    }

    static func lines(_ lines: [Int]) -> [UInt8] {
        var writer = ByteWriter(capacity: lines.count + 4)
        writer.numbers(lines)
        return writer.bytes
    }

    static func lines(_ bytes: [UInt8]) throws(StoreError) -> [Int] {
        var reader = ByteReader(bytes)
        return try reader.numbers()
    }

    /// Reads a statement's body back.
    /// - Throws: `StoreError.damaged` for bytes that no statement gives.
    static func statement(
        kind: RecordKind, key: String, lines: [Int], rule: String, weight: Weight, holds: CalendarDate?, body: [UInt8]
    ) throws(StoreError) -> Statement {
        var reader = ByteReader(body)
        let doubts = try reader.texts()
        let schema = kind.schema
        var fields: [FieldReading] = []
        let count = try reader.count()
        fields.reserveCapacity(count)
        for _ in 0..<count {
            let field = try readField(&reader)
            guard let column = schema.column(field.name), field.value.map({ $0.fits(column.type) }) ?? true else {
                throw StoreError.damaged(what: "\(kind.rawValue) \(key): the field \(field.name) fits no column")
            }
            fields.append(field)
        }
        guard reader.isAtEnd, !lines.isEmpty else {
            throw StoreError.damaged(what: "\(kind.rawValue) \(key): the stored statement has the wrong length")
        }
        return Statement(
            kind, key: key, lines: lines, rule: rule, weight: weight, holds: holds, doubts: doubts, fields: fields)
    }

    private static func write(_ field: FieldReading, into writer: inout ByteWriter) {
        let same = field.printed == (field.value?.exported ?? "")
        var flags = tag(field.value)
        if same { flags |= printedIsExported }
        if field.place != nil { flags |= hasPlace }
        if !field.doubts.isEmpty { flags |= hasDoubts }
        if field.resolved != nil { flags |= hasResolved }
        writer.text(field.name)
        writer.byte(flags)
        switch field.value {
        case nil: break
        case .text(let text): writer.text(text)
        case .date(let date): writer.number(date.dayNumber)
        case .time(let time): writer.number(time.minutes)
        case .integer(let number): writer.number(number)
        case .truth(let truth): writer.byte(truth ? 1 : 0)
        case .list(let items): writer.texts(items)
        }
        if !same { writer.text(field.printed) }
        if let place = field.place { write(place, into: &writer) }
        if !field.doubts.isEmpty { writer.texts(field.doubts) }
        if let resolved = field.resolved { writer.texts([resolved.value, resolved.by, resolved.reason]) }
    }

    private static func write(_ place: Place, into writer: inout ByteWriter) {
        writer.number(place.line)
        writer.number(place.cell ?? -1)
        writer.number(place.range?.lowerBound ?? -1)
        if let range = place.range { writer.number(range.count) }
    }

    private static func readField(_ reader: inout ByteReader) throws(StoreError) -> FieldReading {
        let name = try reader.text()
        let flags = try reader.byte()
        let value = try readValue(flags & 7, &reader)
        let printed = flags & printedIsExported != 0 ? value?.exported ?? "" : try reader.text()
        let place = flags & hasPlace != 0 ? try readPlace(&reader) : nil
        let doubts = flags & hasDoubts != 0 ? try reader.texts() : []
        var resolved: ResolvedValue?
        if flags & hasResolved != 0 {
            let parts = try reader.texts()
            guard parts.count == 3 else { throw StoreError.damaged(what: "a resolved value lacks a part") }
            resolved = ResolvedValue(value: parts[0], by: parts[1], reason: parts[2])
        }
        return FieldReading(name, value, printed: printed, at: place, doubts: doubts, resolved: resolved)
    }

    private static func readPlace(_ reader: inout ByteReader) throws(StoreError) -> Place {
        let line = try reader.number()
        let cell = try reader.number()
        let start = try reader.number()
        guard start >= 0 else { return Place(line: line, cell: cell < 0 ? nil : cell) }
        let length = try reader.number()
        guard length >= 0, length < Int(Int32.max), start < Int(Int32.max) else {
            throw StoreError.damaged(what: "a stored place has no such range")
        }
        return Place(line: line, cell: cell < 0 ? nil : cell, range: start..<(start + length))
    }

    private static func tag(_ value: Value?) -> UInt8 {
        switch value {
        case nil: 0
        case .text: 1
        case .date: 2
        case .time: 3
        case .integer: 4
        case .truth: 5
        case .list: 6
        }
    }

    private static func readValue(_ tag: UInt8, _ reader: inout ByteReader) throws(StoreError) -> Value? {
        switch tag {
        case 0: return nil
        case 1: return .text(try reader.text())
        case 2: return .date(CalendarDate(dayNumber: try reader.number()))
        case 3:
            guard let time = TimeOfDay(minutes: try reader.number()) else {
                throw StoreError.damaged(what: "a stored time is none")
            }
            return .time(time)
        case 4: return .integer(try reader.number())
        case 5: return .truth(try reader.byte() != 0)
        case 6: return .list(try reader.texts())
        default: throw StoreError.damaged(what: "a stored value is of no known type")
        }
    }
}
