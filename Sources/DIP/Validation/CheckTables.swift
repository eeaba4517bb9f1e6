/// A specification compiled for checking: nodes, fields and values in flat arrays, keys found by hash.
struct CheckTables: Sendable {
    enum Kind: UInt8 { case object, array, string, number, yesOrNo }

    /// What a string's shape tells about its meaning, for advice.
    enum Meaning: UInt8 { case none, mpan, dateTime, date, base64 }

    struct Node {
        var kind: Kind
        var isNullable: Bool
        var meaning: Meaning = .none
        /// Object: fields and slots. Array: element and counts. String: lengths, values, pattern. Number: bounds.
        var first: Int32 = 0
        var count: Int32 = 0
        var least: Int32 = 0
        var most: Int32 = .max
        /// String: the place of its pattern, number: of its bounds, object: of its slots; -1 for none.
        var other: Int32 = -1
        /// Object: bits of its required fields. Slots are a power of two; this is their count less one.
        var required: UInt64 = 0
        var slotMask: UInt32 = 0
        var allowsOthers = false
        /// String: how its values are compared: none, packed into words, or by bytes.
        var hasValues = false
        var valuesArePacked = false
    }

    struct Field {
        var hash: UInt32
        /// Of the name, in `names`.
        var start: Int32
        var length: Int32
        var node: Int32
    }

    /// Where a pattern's table begins.
    struct PatternPlace {
        var next: Int32
        var accepts: Int32
        var classCount: Int32
    }

    struct Variant {
        var node: Int32
        var events: [[UInt8]]
    }

    struct Interface {
        var id: InterfaceID
        var text: [UInt8]
        var variants: [Variant]
    }

    private(set) var nodes: [Node] = []
    private(set) var fields: [Field] = []
    private(set) var slots: [Int16] = []
    /// Names as written and, at the same places of `foldedNames`, in lower case.
    private(set) var names: [UInt8] = []
    private(set) var foldedNames: [UInt8] = []
    /// Values of at most eight bytes, each as one word; zero bytes fill.
    private(set) var packedValues: [UInt64] = []
    private(set) var longValues: [[UInt8]] = []
    private(set) var patterns: [TextPattern] = []
    /// The tables of all patterns, one after the other: 256 classes each, transitions, ends.
    private(set) var patternClasses: [UInt8] = []
    private(set) var patternNext: [UInt16] = []
    private(set) var patternAccepts: [Bool] = []
    private(set) var patternPlaces: [PatternPlace] = []
    private(set) var bounds: [NumberSchema] = []
    private(set) var interfaces: [Interface] = []

    init(_ specification: Specification, settings: CheckSettings) {
        var places: [String: Int32] = [:]
        for schema in specification.schemas {
            var node: Node
            switch schema.kind {
            case .object(let object): node = self.object(object)
            case .array(let array):
                node = Node(kind: .array, isNullable: false)
                node.first = Int32(array.element)
                node.least = Int32(clamping: array.minimumCount ?? 0)
                node.most = array.maximumCount.map { Int32(clamping: $0) } ?? .max
            case .string(let text): node = string(text, &places)
            case .number(let number):
                node = Node(kind: .number, isNullable: false)
                node.other = Int32(bounds.count)
                bounds.append(number)
            case .boolean: node = Node(kind: .yesOrNo, isNullable: false)
            }
            node.isNullable = schema.isNullable
            if case .string(let text) = schema.kind, text.values != nil, !text.valuesNameNull {
                node.isNullable = schema.isNullable && settings.nullableCoversEnumerations
            }
            nodes.append(node)
        }
        interfaces = specification.interfaces.map { interface in
            Interface(
                id: interface.id, text: Array(interface.id.text.utf8),
                variants: interface.variants.map { variant in
                    Variant(node: Int32(variant.schema), events: variant.events.map { Array($0.utf8) })
                })
        }
    }

    private mutating func object(_ object: ObjectSchema) -> Node {
        var node = Node(kind: .object, isNullable: false)
        node.first = Int32(fields.count)
        node.count = Int32(object.fields.count)
        node.allowsOthers = object.allowsOthers
        var size = 4
        while size < object.fields.count * 2 { size *= 2 }
        node.slotMask = UInt32(size - 1)
        node.other = Int32(slots.count)
        slots += Array(repeating: -1, count: size)
        for (index, field) in object.fields.enumerated() {
            let name = Array(field.name.utf8)
            let hash = JSONName.hash(name)
            if field.isRequired { node.required |= 1 << UInt64(index) }
            fields.append(
                Field(
                    hash: hash, start: Int32(names.count), length: Int32(name.count), node: Int32(field.schema)))
            names += name
            foldedNames += name.map(JSONName.lowered)
            var slot = Int(hash & node.slotMask)
            while slots[Int(node.other) + slot] >= 0 { slot = (slot + 1) & Int(node.slotMask) }
            slots[Int(node.other) + slot] = Int16(index)
        }
        return node
    }

    private mutating func string(_ text: StringSchema, _ places: inout [String: Int32]) -> Node {
        var node = Node(kind: .string, isNullable: false)
        node.least = Int32(clamping: text.minimumLength ?? 0)
        node.most = text.maximumLength.map { Int32(clamping: $0) } ?? .max
        if let pattern = text.pattern {
            if let place = places[pattern] {
                node.other = place
            } else if let compiled = try? TextPattern(pattern) {
                node.other = Int32(patterns.count)
                places[pattern] = node.other
                add(compiled)
            } else {
                preconditionFailure("A specification's patterns were compiled when it was read: \(pattern)")
            }
        }
        if let values = text.values {
            node.hasValues = true
            node.count = Int32(values.count)
            let bytes = values.map { Array($0.utf8) }
            node.valuesArePacked = bytes.allSatisfy { $0.count <= 8 && !$0.contains(0) }
            node.first = Int32(node.valuesArePacked ? packedValues.count : longValues.count)
            if node.valuesArePacked { packedValues += bytes.map(Self.packed) } else { longValues += bytes }
        }
        node.meaning = Self.meaning(of: text)
        return node
    }

    private mutating func add(_ pattern: TextPattern) {
        patternPlaces.append(
            PatternPlace(
                next: Int32(patternNext.count), accepts: Int32(patternAccepts.count),
                classCount: Int32(pattern.classCount)))
        patternClasses += pattern.classes
        patternNext += pattern.next
        patternAccepts += pattern.accepts
        patterns.append(pattern)
    }

    /// Up to eight bytes as a word.
    static func packed(_ bytes: [UInt8]) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Told from the shape, so that no list of names goes out of date.
    private static func meaning(of text: StringSchema) -> Meaning {
        if text.format == "byte" { return .base64 }
        guard text.values == nil, let length = text.minimumLength, length == text.maximumLength else { return .none }
        if length == 13, let pattern = text.pattern, pattern.contains("\\d") { return .mpan }
        if length == 25, text.pattern == nil { return .dateTime }
        return .none
    }

    func name(of field: Field) -> String {
        String(decoding: names[Int(field.start)..<Int(field.start + field.length)], as: UTF8.self)
    }
}
