import Kernel

/// Makes valid messages of any interface and event of a specification.
///
/// A field whose meaning is known gets a sensible value from the metering point and the parties; any other gets the first
/// value that its schema lets through. The same request gives the same message, to the byte.
public struct SampleMaker: Sendable {
    public let specification: Specification
    /// Compiled once: a day of consumption compares 48 values with the same one.
    private let patterns: [String: TextPattern]

    public init(_ specification: Specification) {
        self.specification = specification
        var patterns: [String: TextPattern] = [:]
        for case .string(let string) in specification.schemas.map(\.kind) {
            guard let pattern = string.pattern, patterns[pattern] == nil else { continue }
            patterns[pattern] = try? TextPattern(pattern)
        }
        self.patterns = patterns
    }

    /// The object with `CommonBlock` and `CustomBlock`.
    public func payload(_ request: SampleRequest) throws(SampleError) -> JSONValue {
        let (variant, event) = try form(request)
        var walker = SampleWalker(
            specification: specification, patterns: patterns, request: request, event: event, variant: variant)
        var payload = try walker.value(variant.schema, at: SamplePlace())
        for field in request.fields {
            guard let value = field.value else {
                payload = payload.removing(field.pointer)
                continue
            }
            guard let changed = payload.setting(value, at: field.pointer) else {
                throw SampleError.noSuchPlace(field.pointer)
            }
            payload = changed
        }
        return payload
    }

    /// A body to post: an array of one element.
    public func body(_ request: SampleRequest) throws(SampleError) -> [UInt8] {
        try body([request])
    }

    /// A body to post: an array with an element for each request.
    public func body(_ requests: [SampleRequest]) throws(SampleError) -> [UInt8] {
        var elements: [JSONValue] = []
        elements.reserveCapacity(requests.count)
        for request in requests { elements.append(.object([JSONMember("payload", try payload(request))])) }
        return JSONValue.array(elements).bytes
    }

    private func form(_ request: SampleRequest) throws(SampleError) -> (SpecifiedVariant, String) {
        guard let interface = specification.interface(request.interface) else {
            throw SampleError.unknownInterface(request.interface, version: specification.version)
        }
        let wanted = request.event.isEmpty ? interface.events.first ?? "" : request.event
        let event = wanted.hasPrefix("[") ? wanted : "[\(wanted)]"
        guard let variant = interface.variants.first(where: { $0.events.contains(event) }) else {
            throw SampleError.unknownEvent(wanted, of: request.interface, known: interface.events)
        }
        return (variant, event)
    }
}

/// Where a value stands: the way to it by names, and its number in the innermost list.
struct SamplePlace {
    var pointer = ""
    var block = ""
    var name = ""
    var index = 0

    func field(_ name: String) -> SamplePlace {
        SamplePlace(
            pointer: pointer + "/" + name, block: self.name.isEmpty || !self.name.hasSuffix("Block") ? block : name,
            name: name, index: index)
    }

    func element(_ index: Int) -> SamplePlace {
        SamplePlace(pointer: "\(pointer)/\(index)", block: block, name: name, index: index)
    }
}

/// Walks a schema and makes a value of it. Depth is bounded by the specification's own bound.
struct SampleWalker {
    let specification: Specification
    let patterns: [String: TextPattern]
    let request: SampleRequest
    let facts: SampleFacts
    let variant: SpecifiedVariant
    private let set: [String: JSONValue]
    private let pointers: [String]
    /// The day whose periods are being made.
    private var day: Instant
    /// The most elements that a schema's least count may ask for.
    private static let mostElements = 1_000

    init(
        specification: Specification, patterns: [String: TextPattern], request: SampleRequest, event: String,
        variant: SpecifiedVariant
    ) {
        self.specification = specification
        self.patterns = patterns
        self.request = request
        self.variant = variant
        facts = SampleFacts(request: request, event: event)
        pointers = request.fields.filter { $0.value != nil }.map(\.pointer)
        set = Dictionary(
            request.fields.compactMap { field in field.value.map { (field.pointer, $0) } }, uniquingKeysWith: { $1 })
        day = request.at.midnight.later(milliseconds: -Milliseconds.day)
    }

    mutating func value(_ id: SchemaID, at place: SamplePlace) throws(SampleError) -> JSONValue {
        let schema = specification.schemas[id]
        switch schema.kind {
        case .object(let object): return try self.object(object, at: place)
        case .array(let array): return try self.array(array, at: place)
        case .string(let string): return try text(string, schema, at: place)
        case .boolean: return .boolean(facts.flag(place.name) ?? false)
        case .number(let number):
            if let known = facts.number(place.name) { return .number(known) }
            if schema.isNullable { return .null }
            return .number(number.minimum?.description ?? "0")
        }
    }

    private mutating func object(_ object: ObjectSchema, at place: SamplePlace) throws(SampleError) -> JSONValue {
        var members: [JSONMember] = []
        // Within a block every field is filled in; of the blocks those that must be there or that are set.
        let holdsBlocks = place.name == "CommonBlock" || place.name == "CustomBlock" || place.pointer.isEmpty
        for field in object.fields {
            let inner = place.field(field.name)
            guard field.isRequired || !holdsBlocks || field.name == "A0" || isSet(inner.pointer) else { continue }
            let value: JSONValue
            if let given = set[inner.pointer] { value = given } else { value = try self.value(field.schema, at: inner) }
            if field.name == "settlementDay", let date = value.instant(at: "/settlementDayDate") { day = date }
            members.append(JSONMember(field.name, value))
        }
        return .object(members)
    }

    private func isSet(_ pointer: String) -> Bool {
        pointers.contains { $0 == pointer || $0.hasPrefix(pointer + "/") }
    }

    private mutating func array(_ array: ArraySchema, at place: SamplePlace) throws(SampleError) -> JSONValue {
        if place.block == "A0" || place.name == "responseMessages" { return try list(array, at: place) }
        let isDay = Self.periods.contains(place.name)
        let wanted = max(array.minimumCount ?? 1, isDay ? 48 : 1)
        let count = min(wanted, array.maximumCount ?? wanted, Self.mostElements)
        var elements: [JSONValue] = []
        for index in 0..<count { elements.append(try value(array.element, at: place.element(index))) }
        return .array(elements)
    }

    /// Lists that are empty unless something is said: recipients and codes.
    private mutating func list(_ array: ArraySchema, at place: SamplePlace) throws(SampleError) -> JSONValue {
        let said = place.name == "primaryRecipients" ? request.recipients.map { JSONValue.string($0.text) } : []
        guard said.count < array.minimumCount ?? 0 else { return .array(said) }
        return .array(Array(repeating: .null, count: array.minimumCount ?? 0))
    }

    private static let periods: Set<String> = [
        "consumptionPeriods", "defaultedConsumptionPeriods", "MDRConsumptionPeriods", "LSGroupSettlementPeriods",
    ]

    private func text(_ string: StringSchema, _ schema: Schema, at place: SamplePlace) throws(SampleError) -> JSONValue
    {
        let known = facts.text(place, variant: variant, day: day)
        if let known, let text = known, fits(text, string) { return .string(text) }
        if let known, known == nil, schema.isNullable, Self.mayBeNull(string) { return .null }
        if known == nil, schema.isNullable, Self.mayBeNull(string) { return .null }
        if let values = string.values {
            if let first = values.first { return .string(first) }
            return .null
        }
        if let pattern = string.pattern {
            if let text = PatternSample.text(pattern), fits(text, string) { return .string(text) }
            throw SampleError.beyond(pointer: place.pointer, why: "its pattern is \(pattern)")
        }
        let least = string.minimumLength ?? 0
        if least == 25 { return .string(request.at.midnight.isoWithOffset) }
        if least == 10, place.name.lowercased().contains("date") { return .string(request.at.date) }
        let length = max(least, min(1, string.maximumLength ?? 1))
        guard length <= Self.mostElements else {
            throw SampleError.beyond(pointer: place.pointer, why: "it has at least \(length) characters")
        }
        return .string(String(repeating: "A", count: length))
    }

    private static func mayBeNull(_ string: StringSchema) -> Bool { string.values == nil || string.valuesNameNull }

    private func fits(_ text: String, _ string: StringSchema) -> Bool {
        let length = text.unicodeScalars.count
        guard length >= string.minimumLength ?? 0, length <= string.maximumLength ?? .max else { return false }
        if let values = string.values, !values.contains(text) { return false }
        guard let pattern = string.pattern else { return true }
        return patterns[pattern]?.matches(text) ?? false
    }
}
