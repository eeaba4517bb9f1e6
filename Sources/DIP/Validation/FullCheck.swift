internal import Kernel
internal import Market

/// The walk over a message in which something is wrong: it collects all, with place, rule and sentence.
struct FullCheck {
    let tables: CheckTables
    let text: JSONText
    let settings: CheckSettings
    /// Of an object that lets other fields through, so many are remembered to explain a missing one.
    private static let mostOthers = 64

    /// Values about which a finding is made elsewhere.
    var passedOver: Set<Int> = []
    /// At most so many; then it looks no further.
    let most: Int
    private(set) var drafts: [Draft] = []

    /// A finding before it is given a place in words.
    struct Draft: Equatable {
        var token: Int
        /// Of a missing field: its name, which the pointer ends with.
        var field: String?
        var rule: CheckRule
        var sentence: String
        var knownDefect: KnownDefect?
    }

    init(tables: CheckTables, text: JSONText, settings: CheckSettings, most: Int) {
        self.tables = tables
        self.text = text
        self.settings = settings
        self.most = most
    }

    mutating func add(
        _ token: Int, _ rule: CheckRule, _ sentence: String, field: String? = nil, knownDefect: KnownDefect? = nil
    ) {
        guard drafts.count < most, !passedOver.contains(token) else { return }
        drafts.append(
            Draft(token: token, field: field, rule: rule, sentence: sentence, knownDefect: knownDefect))
    }

    mutating func check(_ token: Int, _ place: Int) {
        guard drafts.count < most else { return }
        let node = tables.nodes[place]
        let kind = text.tokens[token].kind
        if kind == .null {
            if !node.isNullable { add(token, .nullIsAllowed, "The value is null, which is not allowed here.") }
            return
        }
        switch (node.kind, kind) {
        case (.object, .object): object(token, node)
        case (.array, .array): array(token, node)
        case (.string, .string): string(token, node)
        case (.number, .number): number(token, node)
        case (.yesOrNo, .yes), (.yesOrNo, .no): break
        default: wrongType(token, node)
        }
    }

    private mutating func wrongType(_ token: Int, _ node: CheckTables.Node) {
        let (rule, wanted): (CheckRule, String) =
            switch node.kind {
            case .object: (.typeIsObject, "an object")
            case .array: (.typeIsArray, "an array")
            case .string: (.typeIsString, "a string")
            case .yesOrNo: (.typeIsBoolean, "true or false")
            case .number:
                tables.bounds[Int(node.other)].isInteger
                    ? (.typeIsInteger, "a whole number") : (.typeIsNumber, "a number")
            }
        add(token, rule, "The value is \(described(token)); \(wanted) is asked for.")
    }

    private mutating func object(_ token: Int, _ node: CheckTables.Node) {
        var seen: UInt64 = 0
        var unknown: [(key: Int, name: String)] = []
        var key = token + 1
        let end = Int(text.tokens[token].next)
        while key < end, drafts.count < most {
            let name = text.textBytes(key)
            let index = field(name, of: node)
            if index >= 0 {
                let bit: UInt64 = 1 << UInt64(index)
                if seen & bit == 0 { check(key + 1, Int(tables.fields[Int(node.first) + index].node)) }
                seen |= bit
            } else if !node.allowsOthers || unknown.count < Self.mostOthers {
                unknown.append((key, String(decoding: name, as: UTF8.self)))
            }
            key = Int(text.tokens[key + 1].next)
        }
        if !node.allowsOthers {
            for (key, name) in unknown where drafts.count < most { self.unknown(key, name, of: node) }
        }
        for index in 0..<Int(node.count) where node.required & ~seen & (1 << UInt64(index)) != 0 {
            let name = tables.name(of: tables.fields[Int(node.first) + index])
            let defect = KnownDefect.oldName(for: name, among: unknown.map(\.name))
            add(
                token, .fieldIsPresent, "The field \(name) is missing; it has to be there, be it null.", field: name,
                knownDefect: defect)
        }
    }

    /// The place among an object's fields of a name, or -1. Objects have few fields.
    private func field(_ name: [UInt8], of node: CheckTables.Node) -> Int {
        let hash = JSONName.hash(name)
        let fold = settings.isCaseStrict ? name : name.map(JSONName.lowered)
        let names = settings.isCaseStrict ? tables.names : tables.foldedNames
        for index in 0..<Int(node.count) {
            let field = tables.fields[Int(node.first) + index]
            let range = Int(field.start)..<Int(field.start + field.length)
            if field.hash == hash, names[range].elementsEqual(fold) { return index }
        }
        return -1
    }

    private mutating func unknown(_ key: Int, _ name: String, of node: CheckTables.Node) {
        let fields = (0..<Int(node.count)).map { tables.name(of: tables.fields[Int(node.first) + $0]) }
        if let field = fields.first(where: { $0.lowercased() == name.lowercased() }) {
            let rule: CheckRule = .keysAreInTheirCase
            add(
                key + 1, rule, "The key \(quoted(name)) is not in its case; it is written \(field).",
                knownDefect: KnownDefect.ofUnknown(field: name))
            return
        }
        add(
            key + 1, .fieldIsKnown, "The field \(quoted(name)) is not known here.",
            knownDefect: KnownDefect.ofUnknown(field: name))
    }

    private mutating func array(_ token: Int, _ node: CheckTables.Node) {
        var count = 0
        var element = token + 1
        while element < Int(text.tokens[token].next) {
            count += 1
            if count <= Int(node.most) { check(element, Int(node.first)) }
            element = Int(text.tokens[element].next)
        }
        if count < Int(node.least) {
            add(token, .countIsEnough, "The array has \(count) elements; it has to have at least \(node.least).")
        }
        if count > Int(node.most) {
            add(token, .countIsWithin, "The array has \(count) elements; it may have at most \(node.most).")
        }
    }

    private mutating func string(_ token: Int, _ node: CheckTables.Node) {
        let value = text.textBytes(token)
        let length = value.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { FastCheck.scalarCount($0, buffer.count) } ?? 0
        }
        var shown: String { quoted(String(decoding: value, as: UTF8.self)) }
        if length < Int(node.least) {
            add(token, .lengthIsEnough, "\(shown) has \(length) characters; at least \(node.least) are asked for.")
        }
        if length > Int(node.most) {
            add(token, .lengthIsWithin, "\(shown) has \(length) characters; at most \(node.most) are allowed.")
        }
        if node.hasValues, !isListed(value, node) {
            add(token, .valueIsListed, "\(shown) is not one of the values listed: \(listed(node)).")
        }
        if node.other >= 0 {
            let pattern = tables.patterns[Int(node.other)]
            if !value.withUnsafeBufferPointer({ pattern.matches($0) }) {
                add(token, .patternMatches, "\(shown) does not match the pattern \(pattern.source).")
            }
        }
        if settings.advises { advise(token, value, node.meaning) }
    }

    private func isListed(_ value: [UInt8], _ node: CheckTables.Node) -> Bool {
        let places = Int(node.first)..<Int(node.first + node.count)
        guard node.valuesArePacked else { return tables.longValues[places].contains(value) }
        guard value.count <= 8, !value.contains(0) else { return false }
        return !value.isEmpty && tables.packedValues[places].contains(CheckTables.packed(value))
    }

    /// The values of an enumeration, the first twelve of them.
    private func listed(_ node: CheckTables.Node) -> String {
        let places = Int(node.first)..<Int(node.first + node.count)
        let values =
            node.valuesArePacked
            ? tables.packedValues[places].map { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }.filter { $0 != 0 }
            } : Array(tables.longValues[places])
        let words = values.prefix(12).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
        return values.count > 12 ? "\(words) and \(values.count - 12) more" : words
    }

    private mutating func number(_ token: Int, _ node: CheckTables.Node) {
        let bounds = tables.bounds[Int(node.other)]
        let value = Array(text.bytes[text.tokens[token].range])
        guard let rule = NumberCheck.failure(of: value, bounds) else { return }
        let shown = shortened(String(decoding: value, as: UTF8.self))
        switch rule {
        case .typeIsInteger: add(token, rule, "\(shown) is not a whole number.")
        case .numberIsEnough: add(token, rule, "\(shown) is below \(bounds.minimum?.description ?? "").")
        case .numberIsWithin: add(token, rule, "\(shown) is above \(bounds.maximum?.description ?? "").")
        default: add(token, rule, "\(shown) is not a multiple of \(bounds.multipleOf?.description ?? "").")
        }
    }

    // MARK: - Words

    private func described(_ token: Int) -> String {
        switch text.tokens[token].kind {
        case .object: "an object"
        case .array: "an array"
        case .string, .key: "the string \(quoted(text.string(token)))"
        case .number: "the number \(shortened(text.string(token)))"
        case .yes: "true"
        case .no: "false"
        case .null: "null"
        }
    }

    func quoted(_ value: String) -> String { JSONValue.string(shortened(value)).description }

    /// The first forty characters, so that a sentence stays one.
    private func shortened(_ value: String) -> String {
        let scalars = value.unicodeScalars
        guard scalars.count > 40 else { return value }
        return String(String.UnicodeScalarView(scalars.prefix(40))) + "…"
    }

    // MARK: - Advice on single values

    private mutating func advise(_ token: Int, _ value: [UInt8], _ meaning: CheckTables.Meaning) {
        let shown = String(decoding: value, as: UTF8.self)
        switch meaning {
        case .none, .date: break
        case .mpan:
            guard value.count == 13, let number = UInt64(shown), MPANCore(number: number) == nil else { return }
            let digit = MPANCore(body: number / 10).checkDigit
            add(token, .mpanHasACheckDigit, "The MPAN \(shown) ends in \(number % 10); its check digit is \(digit).")
        case .dateTime:
            guard let time = MessageTime(shown) else {
                add(token, .dateTimeIsADateTime, "\(quoted(shown)) is no date and time that exists.")
                return
            }
            if time.offsetMinutes != 0 {
                add(
                    token, .dateTimeIsUTC,
                    "\(shown) has an offset; times are given in UTC, as \(time.instant.isoWithOffset).")
            }
        case .base64:
            if !Self.isBase64(value) { add(token, .base64IsWellFormed, "The text is not base 64.") }
        }
    }

    private static func isBase64(_ value: [UInt8]) -> Bool {
        let body = value.reversed().drop { $0 == UInt8(ascii: "=") }
        return value.count % 4 == 0 && value.count - body.count <= 2
            && body.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
    }
}
