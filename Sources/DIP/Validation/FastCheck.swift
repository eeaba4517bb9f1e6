/// The tables as bare memory, for the time of one body: what the walks look names up in.
struct CheckMemory {
    let nodes: UnsafePointer<CheckTables.Node>
    let fields: UnsafePointer<CheckTables.Field>
    let slots: UnsafePointer<Int16>
    let names: UnsafePointer<UInt8>
    let foldedNames: UnsafePointer<UInt8>
    let packedValues: UnsafePointer<UInt64>
    let patternClasses: UnsafePointer<UInt8>
    let patternNext: UnsafePointer<UInt16>
    let patternAccepts: UnsafePointer<Bool>
    let patternPlaces: UnsafePointer<CheckTables.PatternPlace>
    let isCaseStrict: Bool

    /// The place among an object's fields of a name with this hash, or -1.
    /// - Parameter isAsWritten: becomes false where the name has another case than the specification's.
    @inline(__always)
    func field(
        _ node: CheckTables.Node, hash: UInt32, name: UnsafePointer<UInt8>, length: Int,
        isAsWritten: UnsafeMutablePointer<Bool>
    ) -> Int {
        var slot = Int(hash & node.slotMask)
        while true {
            let index = Int(slots[Int(node.other) &+ slot])
            if index < 0 { return -1 }
            let field = fields[Int(node.first) &+ index]
            if field.hash == hash, Int(field.length) == length, isSame(Int(field.start), name, length, isAsWritten) {
                return index
            }
            slot = (slot &+ 1) & Int(node.slotMask)
        }
    }

    @inline(__always)
    private func isSame(
        _ start: Int, _ name: UnsafePointer<UInt8>, _ length: Int, _ isAsWritten: UnsafeMutablePointer<Bool>
    ) -> Bool {
        var index = 0
        while index < length, names[start &+ index] == name[index] { index &+= 1 }
        if index == length { return true }
        guard !isCaseStrict else { return false }
        while index < length {
            guard foldedNames[start &+ index] == JSONName.lowered(name[index]) else { return false }
            index &+= 1
        }
        isAsWritten.pointee = false
        return true
    }

    @inline(__always)
    func matches(_ pattern: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let place = patternPlaces[pattern]
        let classes = patternClasses + pattern &* 256
        let next = patternNext + Int(place.next)
        var state = 0
        for index in 0..<length {
            let target = next[state &* Int(place.classCount) &+ Int(classes[Int(text[index])])]
            if target == TextPattern.dead { return false }
            state = Int(target)
        }
        return patternAccepts[Int(place.accepts) &+ state]
    }
}

extension CheckTables {
    /// Lends the tables as bare memory.
    func withMemory<Result>(isCaseStrict: Bool, _ body: (CheckMemory?) -> Result) -> Result {
        nodes.withUnsafeBufferPointer { nodes in
            fields.withUnsafeBufferPointer { fields in
                slots.withUnsafeBufferPointer { slots in
                    names.withUnsafeBufferPointer { names in
                        foldedNames.withUnsafeBufferPointer { folded in
                            packedValues.withUnsafeBufferPointer { values in
                                patternClasses.withUnsafeBufferPointer { classes in
                                    patternNext.withUnsafeBufferPointer { next in
                                        patternAccepts.withUnsafeBufferPointer { accepts in
                                            patternPlaces.withUnsafeBufferPointer { places in
                                                body(
                                                    CheckMemory(
                                                        nodes, fields, slots, names, folded, values, classes, next,
                                                        accepts, places, isCaseStrict))
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension CheckMemory {
    /// Nil where a table is empty, as that of a specification without patterns: then the full walk does all.
    fileprivate init?(
        _ nodes: UnsafeBufferPointer<CheckTables.Node>, _ fields: UnsafeBufferPointer<CheckTables.Field>,
        _ slots: UnsafeBufferPointer<Int16>, _ names: UnsafeBufferPointer<UInt8>,
        _ folded: UnsafeBufferPointer<UInt8>, _ values: UnsafeBufferPointer<UInt64>,
        _ classes: UnsafeBufferPointer<UInt8>, _ next: UnsafeBufferPointer<UInt16>,
        _ accepts: UnsafeBufferPointer<Bool>, _ places: UnsafeBufferPointer<CheckTables.PatternPlace>,
        _ isCaseStrict: Bool
    ) {
        guard let nodes = nodes.baseAddress, let fields = fields.baseAddress, let slots = slots.baseAddress,
            let names = names.baseAddress, let folded = folded.baseAddress, let values = values.baseAddress,
            let classes = classes.baseAddress, let next = next.baseAddress, let accepts = accepts.baseAddress,
            let places = places.baseAddress
        else { return nil }
        self.nodes = nodes
        self.fields = fields
        self.slots = slots
        self.names = names
        foldedNames = folded
        packedValues = values
        patternClasses = classes
        patternNext = next
        patternAccepts = accepts
        patternPlaces = places
        self.isCaseStrict = isCaseStrict
    }
}

/// The walk that almost every message takes: it says only that all is well, makes nothing and stops at the first doubt.
///
/// What it does not pass, `FullCheck` looks at again; so a doubt (an escape, a repeated key, a number that is not a
/// short whole one) need not be settled here. It calls itself as deep as the schema is, never as deep as the body.
struct FastCheck {
    let memory: CheckMemory
    let bytes: UnsafePointer<UInt8>
    let tokens: UnsafePointer<JSONToken>
    /// Whole numbers' bounds and long values are looked up in the tables themselves: there are few of them.
    let longValues: [[UInt8]]
    let bounds: [NumberSchema]
    /// Becomes false where a key is not, to the byte, a name that the specification has at its place.
    let isAsWritten: UnsafeMutablePointer<Bool>

    func passes(_ token: Int, _ place: Int) -> Bool {
        let node = memory.nodes + place
        switch tokens[token].kind {
        case .object: return node.pointee.kind == .object && object(token, node)
        case .array: return node.pointee.kind == .array && array(token, node)
        case .string: return node.pointee.kind == .string && string(token, node)
        case .number: return node.pointee.kind == .number && number(tokens[token], node.pointee)
        case .yes, .no: return node.pointee.kind == .yesOrNo
        case .null: return node.pointee.isNullable
        case .key: return false
        }
    }

    private func object(_ token: Int, _ node: UnsafePointer<CheckTables.Node>) -> Bool {
        var seen: UInt64 = 0
        var key = token &+ 1
        let end = Int(tokens[token].next)
        while key < end {
            let name = tokens[key]
            guard !name.hasEscapes else { return false }
            let index = memory.field(
                node.pointee, hash: name.keyHash, name: bytes + Int(name.start) + 1,
                length: Int(name.end &- name.start) &- 2, isAsWritten: isAsWritten)
            if index >= 0 {
                let bit: UInt64 = 1 << UInt64(index)
                guard seen & bit == 0 else { return false }
                seen |= bit
                let field = memory.fields[Int(node.pointee.first) &+ index]
                guard passes(key &+ 1, Int(field.node)) else { return false }
            } else if node.pointee.allowsOthers {
                isAsWritten.pointee = false
            } else {
                return false
            }
            key = Int(tokens[key &+ 1].next)
        }
        return seen & node.pointee.required == node.pointee.required
    }

    private func array(_ token: Int, _ node: UnsafePointer<CheckTables.Node>) -> Bool {
        var count: Int32 = 0
        var element = token &+ 1
        let end = Int(tokens[token].next)
        while element < end {
            count &+= 1
            guard count <= node.pointee.most, passes(element, Int(node.pointee.first)) else { return false }
            element = Int(tokens[element].next)
        }
        return count >= node.pointee.least
    }

    private func string(_ token: Int, _ node: UnsafePointer<CheckTables.Node>) -> Bool {
        let token = tokens[token]
        guard !token.hasEscapes else { return false }
        let length = Int(token.end &- token.start) &- 2
        let start = bytes + Int(token.start) + 1
        let scalars = token.isASCII ? length : Self.scalarCount(start, length)
        guard scalars >= Int(node.pointee.least), scalars <= Int(node.pointee.most) else { return false }
        if node.pointee.hasValues, !isListed(start, length, node.pointee) { return false }
        return node.pointee.other < 0 || memory.matches(Int(node.pointee.other), start, length)
    }

    @inline(__always)
    private func isListed(_ start: UnsafePointer<UInt8>, _ length: Int, _ node: CheckTables.Node) -> Bool {
        let first = Int(node.first)
        guard node.valuesArePacked else {
            let text = UnsafeBufferPointer(start: start, count: length)
            return longValues[first..<(first + Int(node.count))].contains { $0.elementsEqual(text) }
        }
        guard length <= 8, length > 0 else { return false }
        var word: UInt64 = 0
        for index in 0..<length { word |= UInt64(start[index]) << UInt64(index &* 8) }
        for index in first..<(first &+ Int(node.count)) where memory.packedValues[index] == word { return true }
        return false
    }

    @inline(__always)
    static func scalarCount(_ start: UnsafePointer<UInt8>, _ length: Int) -> Int {
        var count = 0
        for index in 0..<length where start[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private func number(_ token: JSONToken, _ node: CheckTables.Node) -> Bool {
        let text = Array(UnsafeBufferPointer(start: bytes + Int(token.start), count: token.range.count))
        return NumberCheck.failure(of: text, bounds[Int(node.other)]) == nil
    }
}

/// Numbers against their bounds, exactly, whatever their size.
enum NumberCheck {
    /// The rule that a number, as written, does not keep; nil where it keeps all.
    static func failure(of text: [UInt8], _ bounds: NumberSchema) -> CheckRule? {
        guard let value = ExactDecimal(bytes: text) else { return .typeIsNumber }
        if bounds.isInteger, !value.isWhole { return .typeIsInteger }
        if let minimum = bounds.minimum, value < minimum { return .numberIsEnough }
        if let maximum = bounds.maximum, maximum < value { return .numberIsWithin }
        if let step = bounds.multipleOf, !value.isMultiple(of: step) { return .numberIsAMultiple }
        return nil
    }
}
