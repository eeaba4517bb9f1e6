import Kernel

@testable import DIP

/// Makes messages that fit a specification, and spoils them.
struct MadeMessages {
    let specification: Specification
    private var patterns: [String: TextPattern] = [:]

    init(_ specification: Specification) { self.specification = specification }

    /// A body of one message of a variant.
    mutating func message(_ variant: SpecifiedVariant, event: String, _ random: inout SeededGenerator) -> DIP.JSONValue
    {
        var payload = value(variant.schema, &random, depth: 0)
        Self.set(&payload, ["CommonBlock", "S0", "eventCode"], .string(event))
        Self.set(&payload, ["CommonBlock", "S1", "senderTimestamp"], .string("2026-04-01T09:00:00+00:00"))
        return .array([.object([JSONMember("payload", payload)])])
    }

    static func set(_ value: inout DIP.JSONValue, _ path: [String], _ new: DIP.JSONValue) {
        guard let first = path.first else {
            value = new
            return
        }
        guard case .object(var members) = value, let index = members.firstIndex(where: { $0.name == first }) else {
            return
        }
        set(&members[index].value, Array(path.dropFirst()), new)
        value = .object(members)
    }

    private mutating func value(_ place: SchemaID, _ random: inout SeededGenerator, depth: Int) -> DIP.JSONValue {
        let schema = specification.schemas[place]
        if schema.isNullable, random.nextBelow(4) == 0 { return .null }
        switch schema.kind {
        case .object(let object):
            var members: [JSONMember] = []
            for field in object.fields where field.isRequired || random.nextBelow(2) == 0 {
                members.append(JSONMember(field.name, value(field.schema, &random, depth: depth + 1)))
            }
            if object.allowsOthers, random.nextBelow(4) == 0 {
                members.append(JSONMember("somethingElse", .integer(1)))
            }
            if random.nextBelow(8) == 0 { members.reverse() }
            return .object(members)
        case .array(let array):
            let least = array.minimumCount ?? 0
            let most = min(array.maximumCount ?? least + 3, least + 3)
            let count = least + random.nextBelow(most - least + 1)
            return .array((0..<count).map { _ in value(array.element, &random, depth: depth + 1) })
        case .string(let text): return .string(string(text, &random))
        case .boolean: return .boolean(random.nextBelow(2) == 0)
        case .number(let number): return .number(self.number(number, &random))
        }
    }

    private mutating func string(_ schema: StringSchema, _ random: inout SeededGenerator) -> String {
        if let values = schema.values, !values.isEmpty { return values[random.nextBelow(values.count)] }
        let least = schema.minimumLength ?? 0
        let most = schema.maximumLength ?? least + 20
        if let source = schema.pattern {
            let pattern = patterns[source] ?? (try? TextPattern(source))
            patterns[source] = pattern
            for _ in 0..<200 {
                if let text = pattern?.sample(&random), (least...most).contains(text.unicodeScalars.count) {
                    return text
                }
            }
            return ""
        }
        if least == 25, most == 25 {
            return "2026-03-\(10 + random.nextBelow(20))T0\(random.nextBelow(10)):30:00+00:00"
        }
        let letters: [Unicode.Scalar] = ["a", "Z", "0", " ", "\"", "\\", "/", "é", "語", "😀", "\u{1F}", "-"]
        let length = [least, most, least + random.nextBelow(max(1, min(most - least, 30) + 1))][random.nextBelow(3)]
        var text = String.UnicodeScalarView()
        for _ in 0..<min(max(length, least), most) { text.append(letters[random.nextBelow(letters.count)]) }
        return String(text)
    }

    private func number(_ schema: NumberSchema, _ random: inout SeededGenerator) -> String {
        let candidates = [
            schema.minimum?.description, schema.maximum?.description, "30", "500", "1", "0", "2.5", "0.001", "7.0",
            "1e1",
        ].compactMap(\.self)
        let good = candidates.filter { NumberCheck.failure(of: Array($0.utf8), schema) == nil }
        return good.isEmpty ? "0" : good[random.nextBelow(good.count)]
    }

    // MARK: - Spoiling

    /// Changes one thing somewhere in a message's payload; often, not always, the message no longer fits.
    static func spoiled(_ body: DIP.JSONValue, _ random: inout SeededGenerator) -> DIP.JSONValue {
        guard let payload = body[0]?["payload"] else { return body }
        // Numbers are rare among the values and have rules of their own, so they are picked more often.
        var numbers: [Int] = []
        var place = 0
        numberPlaces(payload, &place, &numbers)
        var left = random.nextBelow(count(payload))
        if !numbers.isEmpty, random.nextBelow(4) == 0 { left = numbers[random.nextBelow(numbers.count)] }
        let changed = change(payload, &left, &random)
        return .array([.object([JSONMember("payload", changed)])])
    }

    /// The places of numbers, counted as `change` counts them.
    private static func numberPlaces(_ value: DIP.JSONValue, _ place: inout Int, _ numbers: inout [Int]) {
        if case .number = value { numbers.append(place) }
        place += 1
        switch value {
        case .object(let members): for member in members { numberPlaces(member.value, &place, &numbers) }
        case .array(let elements): for element in elements { numberPlaces(element, &place, &numbers) }
        default: break
        }
    }

    private static func count(_ value: DIP.JSONValue) -> Int {
        switch value {
        case .object(let members): 1 + members.reduce(0) { $0 + count($1.value) }
        case .array(let elements): 1 + elements.reduce(0) { $0 + count($1) }
        default: 1
        }
    }

    private static func change(_ value: DIP.JSONValue, _ left: inout Int, _ random: inout SeededGenerator)
        -> DIP.JSONValue
    {
        if left == 0 {
            left = -1
            return changed(value, &random)
        }
        left -= 1
        switch value {
        case .object(var members):
            for index in members.indices where left >= 0 {
                members[index].value = change(members[index].value, &left, &random)
            }
            return .object(members)
        case .array(var elements):
            for index in elements.indices where left >= 0 { elements[index] = change(elements[index], &left, &random) }
            return .array(elements)
        default: return value
        }
    }

    private static func changed(_ value: DIP.JSONValue, _ random: inout SeededGenerator) -> DIP.JSONValue {
        if random.nextBelow(6) == 0 {
            let others: [DIP.JSONValue] = [
                .null, .boolean(true), .number("1"), .number("-1e400"), .string(""), .string("x"), .array([]),
                .object([]),
                .array([.null]), .number("30.0"), .number("0.0005"),
            ]
            return others[random.nextBelow(others.count)]
        }
        switch value {
        case .object(var members):
            switch random.nextBelow(4) {
            case 0 where !members.isEmpty: members.remove(at: random.nextBelow(members.count))
            case 1: members.append(JSONMember("unknownField", .null))
            case 2 where !members.isEmpty:
                let index = random.nextBelow(members.count)
                members[index].name = String(members[index].name.reversed())
            default: members.reverse()
            }
            return .object(members)
        case .array(var elements):
            switch random.nextBelow(3) {
            case 0: elements = []
            case 1: elements.append(elements.first ?? .null)
            default:
                let one = elements.first ?? .string("1409012345")
                elements = Array(repeating: one, count: [1, 48, 49, 200, 201][random.nextBelow(5)])
            }
            return .array(elements)
        case .string(let text): return .string(changed(text, &random))
        case .number:
            let others = [
                "-1", "0", "5", "16", "30.0", "30.5", "31", "45", "101", "1000", "1e10", "0.0005", "100000000000",
                "1e400",
                "-1e-400",
            ]
            return .number(others[random.nextBelow(others.count)])
        default: return .string("x")
        }
    }

    private static func changed(_ text: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        let place = scalars.isEmpty ? 0 : random.nextBelow(scalars.count)
        switch random.nextBelow(7) {
        case 0 where !scalars.isEmpty: scalars.remove(at: place)
        case 1: scalars.insert("7", at: place)
        case 2 where !scalars.isEmpty: scalars[place] = "é"
        case 3 where !scalars.isEmpty: scalars[place] = "٣"
        case 4: scalars.append("\n")
        case 5: return text.lowercased()
        default: scalars += scalars
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension TextPattern {
    /// A text that matches, by a walk through the table.
    func sample(_ random: inout SeededGenerator) -> String? {
        let printable = (0x20...0x7E).map { UInt8($0) }
        var state = 0
        var text: [UInt8] = []
        for _ in 0..<200 {
            if accepts[state], random.nextBelow(4) == 0 { break }
            let ways = printable.filter { next[state * classCount + Int(classes[Int($0)])] != Self.dead }
            guard !ways.isEmpty else { break }
            let byte = ways[random.nextBelow(ways.count)]
            text.append(byte)
            state = Int(next[state * classCount + Int(classes[Int(byte)])])
        }
        return accepts[state] ? String(decoding: text, as: UTF8.self) : nil
    }
}
