import Kernel
import Market

/// The columns of an events file, and of a list of MPANs.
public enum TrackColumn: String, Sendable, CaseIterable {
    case event, message, mpan, at, supplier, distributor, interface, code, reason, effective, former
}

/// What one line gives.
public enum TrackLine: Sendable, Equatable {
    case event(TrackEvent)
    case lastResort(TrackContext.LastResort)
    /// A row of the list of MPANs.
    case listed(mpan: UInt64, supplier: UInt16, distributor: UInt16)
    /// The first row of a CSV file.
    case head
    case empty
    /// A message or a line that says nothing of a migration.
    case unrelated
    /// What is wrong with it: the column, the value, why, and what to do.
    case bad(String)
}

/// Reads lines of events: CSV with a head, or JSON as `changeover dip journal --json` prints it.
///
/// Names are entered into the tail's lists. A line is read by itself: a bad one is told, and the next is read.
public struct TrackLines {
    public enum Form: Sendable {
        case csv
        case json
    }

    /// The longest line in bytes.
    public static let longestLine = 1 << 16

    private let form: Form
    /// Participants by DIP ID, for journal lines.
    private let participants: [String: String]
    private var columns: [TrackColumn?] = []
    private var hasHead = false
    private let isList: Bool
    private var cache = NameCache()

    /// - Parameter isList: whether the file is a list of MPANs (mpan, supplier, distributor).
    public init(_ form: Form, participants: [String: String] = [:], isList: Bool = false) {
        self.form = form
        self.participants = participants
        self.isList = isList
    }

    /// Reads a line without its line end.
    public mutating func read(_ line: UnsafeBufferPointer<UInt8>, _ tail: inout TrackTail) -> TrackLine {
        var line = line
        if line.last == 0x0D { line = UnsafeBufferPointer(rebasing: line.dropLast()) }
        guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return .empty }
        guard line.count <= Self.longestLine else {
            return .bad("the line has more than \(Self.longestLine) bytes; divide it")
        }
        switch form {
        case .csv:
            guard hasHead else { return readHead(line) }
            return readRow(line, &tail)
        case .json: return readObject(line, &tail)
        }
    }

    private mutating func readHead(_ line: UnsafeBufferPointer<UInt8>) -> TrackLine {
        var line = line
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeBufferPointer(rebasing: line.dropFirst(3)) }
        var found: [TrackColumn?] = []
        var strange: String?
        let isWhole = TrackFields.split(line) { field in
            let name = String(decoding: field, as: UTF8.self)
            let column = TrackColumn(rawValue: name)
            if let column, found.contains(column) { strange = "column \(column.rawValue) stands twice" }
            found.append(column)
        }
        let needed: [TrackColumn] = isList ? [.mpan, .supplier, .distributor] : [.event, .message, .mpan, .at]
        let missing = needed.filter { !found.contains($0) }
        guard isWhole, strange == nil, missing.isEmpty else {
            let why =
                strange ?? (isWhole ? "no column \(missing.map(\.rawValue).joined(separator: ", "))" : "bad quotes")
            return .bad(
                "the first row is no head: \(why); write a row with "
                    + needed.map(\.rawValue).joined(separator: ",") + " in any order")
        }
        columns = found
        hasHead = true
        return .head
    }

    /// Whether rows can be read: a CSV file without a head has none.
    public var isReady: Bool { form == .json || hasHead }

    private mutating func readRow(_ line: UnsafeBufferPointer<UInt8>, _ tail: inout TrackTail) -> TrackLine {
        var fields = TrackFields()
        var place = 0
        let columns = columns
        let isWhole = TrackFields.split(line) { field in
            if place < columns.count, let column = columns[place] { fields[column] = field }
            place += 1
        }
        guard isWhole else { return .bad("a quotation mark stands within a field; write the field without") }
        guard place == columns.count else {
            return .bad(
                "\(place) fields where the head has \(columns.count); give each column one, empty where there is none")
        }
        return interpret(fields, &tail)
    }

    private mutating func readObject(_ line: UnsafeBufferPointer<UInt8>, _ tail: inout TrackTail) -> TrackLine {
        guard let members = FlatObject(line) else {
            return .bad("the line is not one JSON object of texts and numbers; write one message a line")
        }
        let isJournal = members.has("eventCode") || members.has("transactionID") || members.has("sequence")
        guard isJournal else { return members.withFields(by: { TrackColumn(rawValue: $0) }) { interpret($0, &tail) } }
        // Only what the hub accepted is a message; deliveries and tries are about one.
        guard members.text("event") == "accepted" else { return .unrelated }
        return members.message(naming: participants).withFields(by: { TrackColumn(rawValue: $0) }) {
            interpret($0, &tail)
        }
    }
}

// MARK: - What the fields say

extension TrackLines {
    private mutating func interpret(_ fields: TrackFields, _ tail: inout TrackTail) -> TrackLine {
        if isList { return interpretListed(fields, &tail) }
        let interface = MessageWords.interfaceNumber(fields.string(.interface))
        if let interface, !TrackMeaning.interfaces.contains(interface) { return .unrelated }
        if interface == nil, !fields.isEmpty(.interface) {
            return .bad("interface: \(fields.quoted(.interface)) is none; write it like IF-031")
        }
        guard let meaning = cache.meaning(fields[.event], interface: interface) else {
            if MessageWords.isUnrelated(fields.string(.event)) { return .unrelated }
            return .bad(
                "event: \(fields.quoted(.event)) is no event; write one that the reference of events files lists")
        }
        if let entry = meaning.interface, let interface, entry != interface, !(entry == 6 && interface == 5) {
            return .bad(
                "interface: IF-\(MessageWords.padded(interface)) does not have the event \(fields.quoted(.event)), "
                    + "which is of IF-\(MessageWords.padded(entry))")
        }
        switch moment(fields) {
        case .failure(let problem): return .bad(problem.words)
        case .success(let at): return interpret(meaning.meaning, fields, at, &tail)
        }
    }

    private mutating func interpret(
        _ meaning: TrackMeaning, _ fields: TrackFields, _ at: Int64, _ tail: inout TrackTail
    ) -> TrackLine {
        guard let supplier = cache.place(fields[.supplier], &tail.suppliers, list: 0),
            let former = cache.place(fields[.former], &tail.suppliers, list: 0),
            let distributor = cache.place(fields[.distributor], &tail.distributors, list: 1)
        else { return .bad("supplier or distributor: there are more than \(TrackNames.most) names; check the columns") }
        let effective: Int32
        switch effectiveDay(fields) {
        case .failure(let problem): return .bad(problem.words)
        case .success(let day): effective = day
        }
        if case .lastResort = meaning {
            return lastResort(fields, supplier, former, distributor, effective, at)
        }
        guard let mpan = MessageWords.mpan(fields[.mpan]) else {
            return .bad("mpan: \(fields.quoted(.mpan)) is not thirteen digits; write the whole MPAN")
        }
        var (outcome, reason) = MessageWords.outcome(fields.string(.code), fields.string(.reason))
        let kind: TrackKind
        switch meaning {
        case .kind(let known):
            kind = known
            if reason.isEmpty { reason = outcome }
        case .answer(let service, let interface):
            kind = TrackMeaning.answer(service, interface: interface, outcome: outcome)
            if reason.isEmpty { reason = outcome }
            if reason == "A" || reason == "W" { reason = "" }
        case .lastResort: return .empty
        }
        outcome = reason
        if fields.isEmpty(.message), Self.needsMessage(kind) {
            return .bad("message: there is no id; give every message the id that the hub gave it")
        }
        guard let code = tail.codes.place(of: outcome) else {
            return .bad("code: there are more than \(TrackNames.most) codes; check the column")
        }
        if kind == .supplierChange, supplier != 0, supplier == former {
            return .bad("former: the supplier that loses the MPAN is the one that gains it; name the other")
        }
        let id =
            fields.isEmpty(.message)
            ? TrackEvent.mark(of: withUnsafeBytes(of: at) { Array($0) })
            : TrackEvent.mark(of: fields[.message])
        let place = distributor == 0 ? self.distributor(of: mpan, &tail) : distributor
        return .event(
            TrackEvent(
                mpan: mpan, at: at, id: id, kind: kind, supplier: supplier, former: former, distributor: place,
                code: code, effective: effective))
    }

    /// Events of our own need no id: their MPAN and time tell them apart.
    private static func needsMessage(_ kind: TrackKind) -> Bool {
        switch kind {
        case .plan, .cancel, .exclude, .include: false
        default: true
        }
    }

    private func lastResort(
        _ fields: TrackFields, _ supplier: UInt16, _ former: UInt16, _ distributor: UInt16, _ effective: Int32,
        _ at: Int64
    ) -> TrackLine {
        guard supplier != 0, former != 0, supplier != former else {
            return .bad("supplier, former: name the supplier that takes over and the one that ends")
        }
        let day = effective == TrackEvent.noDay ? Int32(truncatingIfNeeded: LocalDays.day(of: at)) : effective
        return .lastResort(
            TrackContext.LastResort(day: day, from: former, to: supplier, distributor: distributor))
    }

    private mutating func interpretListed(_ fields: TrackFields, _ tail: inout TrackTail) -> TrackLine {
        guard let mpan = MessageWords.mpan(fields[.mpan]) else {
            return .bad("mpan: \(fields.quoted(.mpan)) is not thirteen digits; write the whole MPAN")
        }
        guard !fields.isEmpty(.supplier) else { return .bad("supplier: there is none; name who holds the MPAN") }
        guard let supplier = cache.place(fields[.supplier], &tail.suppliers, list: 0),
            let distributor = cache.place(fields[.distributor], &tail.distributors, list: 1)
        else { return .bad("supplier or distributor: there are more than \(TrackNames.most) names; check the columns") }
        let place = distributor == 0 ? self.distributor(of: mpan, &tail) : distributor
        return .listed(mpan: mpan, supplier: supplier, distributor: place)
    }

    /// The distributor that an MPAN's first two digits name.
    private mutating func distributor(of mpan: UInt64, _ tail: inout TrackTail) -> UInt16 {
        cache.distributor(number: UInt8(truncatingIfNeeded: mpan / 100_000_000_000), &tail.distributors)
    }

    struct Problem: Error { let words: String }

    private func moment(_ fields: TrackFields) -> Result<Int64, Problem> {
        let field = fields[.at]
        if field.count == 10 {
            guard let day = MessageWords.day(field) else {
                return .failure(Problem(words: "at: \(fields.quoted(.at)) is no day of the calendar"))
            }
            return inRange(LocalDays.start(of: day), fields, .at)
        }
        guard let time = WrittenTime(bytes: field) else {
            return .failure(
                Problem(words: "at: \(fields.quoted(.at)) is no time; write it like 2026-05-14T09:30:00+01:00"))
        }
        if case .none = time.zone {
            return .failure(
                Problem(
                    words: "at: \(fields.quoted(.at)) has no offset, so it may be two times when clocks change; "
                        + "add Z or +01:00"))
        }
        return inRange(time.instant.milliseconds, fields, .at)
    }

    private func inRange(_ at: Int64, _ fields: TrackFields, _ column: TrackColumn) -> Result<Int64, Problem> {
        (LocalDays.first...LocalDays.last).contains(LocalDays.day(of: at))
            ? .success(at)
            : .failure(
                Problem(words: "\(column.rawValue): \(fields.quoted(column)) is not in 2015 to 2099; check the year"))
    }

    private func effectiveDay(_ fields: TrackFields) -> Result<Int32, Problem> {
        let field = fields[.effective]
        if field.isEmpty { return .success(TrackEvent.noDay) }
        if field.count == 10, let day = MessageWords.day(field), (LocalDays.first...LocalDays.last).contains(day) {
            return .success(Int32(day))
        }
        if let time = WrittenTime(bytes: field), time.zone != .none {
            return inRange(time.instant.milliseconds, fields, .effective)
                .map { Int32(truncatingIfNeeded: LocalDays.day(of: $0)) }
        }
        return .failure(
            Problem(words: "effective: \(fields.quoted(.effective)) is no day; write it like 2026-05-14"))
    }
}
