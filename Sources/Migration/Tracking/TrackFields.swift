import Kernel
import Market

/// The fields of one line, by column; they point into the line.
struct TrackFields {
    typealias Field = UnsafeBufferPointer<UInt8>

    private var fields = [Field](repeating: Field(start: nil, count: 0), count: TrackColumn.allCases.count)

    subscript(_ column: TrackColumn) -> Field {
        get { fields[column.place] }
        set { fields[column.place] = newValue }
    }

    func isEmpty(_ column: TrackColumn) -> Bool { self[column].isEmpty }

    func string(_ column: TrackColumn) -> String { String(decoding: self[column], as: UTF8.self) }

    /// For an error's words: at most forty characters.
    func quoted(_ column: TrackColumn) -> String {
        let text = string(column)
        return text.isEmpty ? "nothing" : "\"\(text.prefix(40))\(text.count > 40 ? "…" : "")\""
    }

    /// Splits a row at its commas; false where quotation marks are not as they should be.
    static func split(_ line: Field, _ take: (Field) -> Void) -> Bool {
        var start = 0
        while true {
            if start < line.count, line[start] == 0x22 {
                guard let close = line[(start + 1)...].firstIndex(of: 0x22) else { return false }
                guard close + 1 == line.count || line[close + 1] == 0x2C else { return false }
                take(Field(rebasing: line[(start + 1)..<close]))
                if close + 1 == line.count { return true }
                start = close + 2
                continue
            }
            var end = start
            while end < line.count, line[end] != 0x2C {
                if line[end] == 0x22 { return false }
                end += 1
            }
            take(Field(rebasing: line[start..<end]))
            if end == line.count { return true }
            start = end + 1
        }
    }
}

extension TrackColumn {
    var place: Int {
        switch self {
        case .event: 0
        case .message: 1
        case .mpan: 2
        case .at: 3
        case .supplier: 4
        case .distributor: 5
        case .interface: 6
        case .code: 7
        case .reason: 8
        case .effective: 9
        case .former: 10
        }
    }
}

/// Small readings of a message's fields.
enum MessageWords {
    /// Thirteen digits; the check digit is not asked for, since no message may be dropped for it.
    static func mpan(_ field: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard field.count == 13 else { return nil }
        var value: UInt64 = 0
        for byte in field {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + UInt64(byte - 0x30)
        }
        return value
    }

    static func day(_ field: UnsafeBufferPointer<UInt8>) -> Int? {
        CalendarDate(iso: String(decoding: field, as: UTF8.self))?.dayNumber
    }

    /// 31 of `IF-031`, `IF-31`, `031`; nil for anything else.
    static func interfaceNumber(_ text: String) -> Int? {
        let digits = text.hasPrefix("IF-") ? text.dropFirst(3) : text[...]
        guard (1...3).contains(digits.utf8.count) else { return nil }
        return digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(digits) : nil
    }

    static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 3 - text.utf8.count)) + text
    }

    static func isUnrelated(_ event: String) -> Bool { TrackMeaning.unrelated.contains(folded(event)) }

    /// Without brackets, in capitals.
    static func folded(_ event: String) -> String {
        String(event.filter { $0 != "[" && $0 != "]" }.uppercased())
    }

    /// The outcome and the reason of a code column: `R`, `REG9008`, `R REG9008`, `R:SP001`; a reason of its own column
    /// comes before.
    static func outcome(_ code: String, _ reason: String) -> (outcome: String, reason: String) {
        let parts = code.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == ":" || $0 == "/" }).map(String.init)
        let outcome = parts.first ?? ""
        return (outcome, reason.isEmpty ? (parts.count > 1 ? parts[1] : "") : reason)
    }
}

/// Finds the places of names without making a text of each.
struct NameCache {
    struct Known {
        let meaning: TrackMeaning
        let interface: Int?
    }

    private var meanings: [UInt64: Known] = [:]
    private var places: [[UInt64: UInt16]] = [[:], [:]]
    private var numbers = [UInt16](repeating: 0, count: 100)

    private static func hash(_ field: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in field { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ UInt64(field.count) << 56
    }

    /// - Parameter list: 0 for suppliers, 1 for distributors.
    mutating func place(_ field: UnsafeBufferPointer<UInt8>, _ names: inout TrackNames, list: Int) -> UInt16? {
        if field.isEmpty { return 0 }
        let key = Self.hash(field)
        if let known = places[list][key], names.texts[Int(known)].utf8.elementsEqual(field) { return known }
        guard let place = names.place(of: String(decoding: field, as: UTF8.self)) else { return nil }
        places[list][key] = place
        return place
    }

    mutating func meaning(_ field: UnsafeBufferPointer<UInt8>, interface: Int?) -> Known? {
        if field.isEmpty {
            // Some interfaces have one meaning only.
            switch interface {
            case 5, 6: return Known(meaning: .kind(.details), interface: interface)
            case 21: return Known(meaning: .kind(.consumption), interface: 21)
            default: return nil
            }
        }
        let key = Self.hash(field)
        if let known = meanings[key] { return known }
        let folded = MessageWords.folded(String(decoding: field, as: UTF8.self))
        guard let entry = TrackMeaning.entries.first(where: { $0.event.uppercased() == folded }) else { return nil }
        let known = Known(meaning: entry.meaning, interface: entry.interface)
        meanings[key] = known
        return known
    }

    mutating func distributor(number: UInt8, _ names: inout TrackNames) -> UInt16 {
        guard number < 100 else { return 0 }
        if numbers[Int(number)] != 0 { return numbers[Int(number)] }
        let digits = number < 10 ? "0\(number)" : "\(number)"
        let name = Distributor(id: number)?.participant ?? "distributor \(digits)"
        let place = names.place(of: name) ?? 0
        numbers[Int(number)] = place
        return place
    }
}
