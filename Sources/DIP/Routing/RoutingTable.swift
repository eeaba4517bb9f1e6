/// Roles, routes, masks and appointment rules: data with a source and a confidence for each row.
///
/// Made of one text or several of the same form; a row of a later text takes the place of the row with its key in an
/// earlier one (role: code; route: interface and event; mask: interface, event and field; watch: interface, event, act
/// and group), so that a user's file holds only what differs.
public struct RoutingTable: Equatable, Sendable {
    public private(set) var roles: [RoleRow] = []
    public private(set) var routes: [RouteRow] = []
    public private(set) var masks: [MaskRow] = []
    public private(set) var watches: [WatchRow] = []
    private var routeIndex: [String: Int] = [:]
    private var groupOfRole: [RoleCode: String] = [:]

    /// A table of no rows.
    public init() {}

    /// The table of these texts, the later ones over the earlier.
    /// - Throws: `RoutingTableError` for the first line that is not a row.
    public init(texts: [String]) throws(RoutingTableError) {
        for (number, text) in texts.enumerated() { try take(text, textNumber: number) }
        for (index, row) in routes.enumerated() { routeIndex[Self.key(row.interface, row.event)] = index }
        for row in roles { groupOfRole[row.code] = row.group }
    }

    /// The table that the program carries.
    public static let builtIn: RoutingTable = {
        // The text is ours and a test reads it; a table of no rows would route nothing and so be seen at once.
        (try? RoutingTable(texts: [builtInText])) ?? RoutingTable()
    }()

    /// The built-in table with a user's text over it.
    /// - Throws: `RoutingTableError`, whose line is the user's.
    public static func builtIn(overriddenBy text: String) throws(RoutingTableError) -> RoutingTable {
        try RoutingTable(texts: [builtInText, text])
    }

    /// The row of an event, or the interface's row for the others, or nil where the interface is not routed.
    /// - Parameter event: with or without its brackets.
    public func route(_ interface: InterfaceID, event: String) -> RouteRow? {
        let index =
            routeIndex[Self.key(interface, Self.bare(event))] ?? routeIndex[Self.key(interface, nil)]
        return index.map { routes[$0] }
    }

    /// The fields that a role gets as `x`, in the table's order; empty in almost every case.
    public func masked(interface: InterfaceID, event: String, for role: RoleCode) -> [FieldPath] {
        let event = Self.bare(event)
        return masks.compactMap { row in
            guard row.interface == interface, row.event == nil || row.event == event,
                row.roles.contains(where: { $0.role == nil || $0.role == role })
            else { return nil }
            return row.field
        }
    }

    /// Whether any role gets a value of this interface as `x`: cheap to ask before `masked`.
    public func masks(anythingOf interface: InterfaceID) -> Bool { masks.contains { $0.interface == interface } }

    /// The same table with nothing masked: every recipient sees every value.
    public var unmasked: RoutingTable {
        var table = self
        table.masks = []
        return table
    }

    /// The interfaces that a party of this role may receive, each once, in order.
    public func interfaces(receivedBy role: RoleCode) -> [InterfaceID] {
        Set(routes.filter { $0.mayReceive(role) }.map(\.interface)).sorted()
    }

    /// What a message tells about appointments.
    public func watches(interface: InterfaceID, event: String) -> [WatchRow] {
        let event = Self.bare(event)
        return watches.filter { $0.interface == interface && ($0.event == nil || $0.event == event) }
    }

    /// The group of a role, or nil where the role is in no row.
    public func group(of role: RoleCode) -> String? { groupOfRole[role] }

    /// An event code without its brackets.
    static func bare(_ event: String) -> String {
        guard event.utf8.first == UInt8(ascii: "["), event.utf8.last == UInt8(ascii: "]") else { return event }
        return String(event.dropFirst().dropLast())
    }

    private static func key(_ interface: InterfaceID, _ event: String?) -> String {
        interface.text + " " + (event ?? "*")
    }
}

/// Why a text is not a routing table.
public struct RoutingTableError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which of the texts, from 0.
    public var text: Int
    /// From 1.
    public var line: Int
    /// What is wrong, with the word that was read.
    public var cause: String

    public var description: String { "line \(line) of the routing table: \(cause)" }
}

extension RoutingTable {
    private mutating func take(_ text: String, textNumber: Int) throws(RoutingTableError) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            var reader = RowReader(line, text: textNumber, line: index + 1)
            guard !reader.isBlank else { continue }
            switch try reader.next("kind of row") {
            case "role": replace(&roles, try Self.role(&reader)) { $0.code == $1.code }
            case "route":
                replace(&routes, try Self.route(&reader)) { ($0.interface, $0.event) == ($1.interface, $1.event) }
            case "mask":
                replace(&masks, try Self.mask(&reader)) {
                    ($0.interface, $0.event, $0.field) == ($1.interface, $1.event, $1.field)
                }
            case "watch":
                replace(&watches, try Self.watch(&reader)) {
                    ($0.interface, $0.event, $0.act, $0.group) == ($1.interface, $1.event, $1.act, $1.group)
                }
            case let other: throw reader.error("`\(other)` is no kind of row: role, route, mask or watch")
            }
            try reader.end()
        }
    }

    private func replace<Row>(_ rows: inout [Row], _ row: Row, same: (Row, Row) -> Bool) {
        if let index = rows.firstIndex(where: { same($0, row) }) { rows[index] = row } else { rows.append(row) }
    }

    private static func role(_ reader: inout RowReader) throws(RoutingTableError) -> RoleRow {
        RoleRow(
            code: try reader.value("role", RoleCode.init), name: try reader.next("name"),
            group: try reader.next("group"), confidence: try reader.value("confidence", Confidence.init),
            source: try reader.next("source"))
    }

    private static func route(_ reader: inout RowReader) throws(RoutingTableError) -> RouteRow {
        RouteRow(
            interface: try reader.value("interface", { InterfaceID($0) }), event: try reader.event(),
            senders: try reader.targets("senders"), primary: try reader.targets("primary recipients"),
            secondary: try reader.targets("secondary recipients"), always: try reader.targets("always recipients"),
            roles: try reader.value("confidence of the roles", Confidence.init),
            split: try reader.value("confidence of the split", Confidence.init), source: try reader.next("source"))
    }

    private static func mask(_ reader: inout RowReader) throws(RoutingTableError) -> MaskRow {
        MaskRow(
            interface: try reader.value("interface", { InterfaceID($0) }), event: try reader.event(),
            field: try reader.value("field", { FieldPath($0) }), roles: try reader.targets("roles"),
            confidence: try reader.value("confidence", Confidence.init), source: try reader.next("source"))
    }

    private static func watch(_ reader: inout RowReader) throws(RoutingTableError) -> WatchRow {
        let interface = try reader.value("interface", { InterfaceID($0) })
        let event = try reader.event()
        let act = try reader.value("act", WatchRow.Act.init)
        let group = try reader.next("group")
        let party = try reader.optional("field of the DIP ID", { FieldPath($0) })
        guard act == .endAll || party != nil else {
            throw reader.error("\(act.rawValue) needs the field of the DIP ID")
        }
        let date = try reader.value("field of the date", { FieldPath($0) })
        let condition = try reader.optional("condition") { text -> WatchRow.Condition? in
            let words = text.split(separator: "=", maxSplits: 1)
            guard words.count == 2, let field = FieldPath(words[0]) else { return nil }
            return WatchRow.Condition(field: field, value: String(words[1]))
        }
        return WatchRow(
            interface: interface, event: event, act: act, group: group, party: party, date: date,
            condition: condition, confidence: try reader.value("confidence", Confidence.init),
            source: try reader.next("source"))
    }
}

/// Reads the cells of one line: parted by commas, quoted as in CSV where a cell holds one.
private struct RowReader {
    private let cells: [String]
    private var position = 0
    private let text: Int
    private let line: Int
    let isBlank: Bool

    init(_ line: Substring, text: Int, line number: Int) {
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        isBlank = trimmed.isEmpty || trimmed.first == "#"
        cells = Self.split(trimmed)
        self.text = text
        self.line = number
    }

    func error(_ cause: String) -> RoutingTableError { RoutingTableError(text: text, line: line, cause: cause) }

    mutating func next(_ what: String) throws(RoutingTableError) -> String {
        guard position < cells.count else { throw error("the \(what) is missing") }
        position += 1
        return cells[position - 1]
    }

    mutating func value<Value>(
        _ what: String, _ make: (String) -> Value?
    ) throws(RoutingTableError) -> Value {
        let cell = try next(what)
        guard let value = make(cell) else { throw error("`\(cell)` is no \(what)") }
        return value
    }

    mutating func optional<Value>(
        _ what: String, _ make: (String) -> Value?
    ) throws(RoutingTableError) -> Value? {
        guard position < cells.count, cells[position].isEmpty else { return try value(what, make) }
        position += 1
        return nil
    }

    mutating func event() throws(RoutingTableError) -> String? {
        let cell = try next("event")
        guard !cell.isEmpty else { throw error("the event is missing: * stands for any") }
        return cell == "*" ? nil : RoutingTable.bare(cell)
    }

    mutating func targets(_ what: String) throws(RoutingTableError) -> [RouteTarget] {
        var targets: [RouteTarget] = []
        for word in try next(what).split(separator: " ") {
            guard let target = RouteTarget(word) else { throw error("`\(word)` in the \(what) is no role") }
            targets.append(target)
        }
        return targets
    }

    func end() throws(RoutingTableError) {
        guard position == cells.count else { throw error("`\(cells[position])` is one cell too many") }
    }

    private static func split(_ line: Substring) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                cells.append(trimmed(cell))
                cell = ""
            default: cell.append(character)
            }
        }
        return cells + [trimmed(cell)]
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
        return String(rest)
    }
}
