/// The walk that almost every message takes: it says only that all is well, makes nothing and stops at the first doubt.
///
/// What it does not pass, `FullCheck` looks at again; so a doubt (an escape, a repeated key) need not be settled here.
/// It calls itself as deep as the schema is, never as deep as the body.
struct FastCheck {
    let tables: CheckTables
    let bytes: UnsafePointer<UInt8>
    let tokens: UnsafePointer<JSONToken>
    let isCaseStrict: Bool

    func passes(_ token: Int, _ place: Int) -> Bool {
        let node = tables.nodes[place]
        switch tokens[token].kind {
        case .object: return node.kind == .object && object(token, node)
        case .array: return node.kind == .array && array(token, node)
        case .string: return node.kind == .string && string(tokens[token], node)
        case .number: return node.kind == .number && number(tokens[token], node)
        case .yes, .no: return node.kind == .yesOrNo
        case .null: return node.isNullable
        case .key: return false
        }
    }

    private func object(_ token: Int, _ node: CheckTables.Node) -> Bool {
        var seen: UInt64 = 0
        var key = token + 1
        let end = Int(tokens[token].next)
        while key < end {
            let name = tokens[key]
            guard !name.hasEscapes else { return false }
            let index = tables.field(
                node, hash: name.keyHash, name: bytes + Int(name.start) + 1, length: Int(name.end - name.start) - 2,
                isCaseStrict: isCaseStrict)
            if index >= 0 {
                let bit: UInt64 = 1 << UInt64(index)
                guard seen & bit == 0 else { return false }
                seen |= bit
                guard passes(key + 1, Int(tables.fields[Int(node.first) + index].node)) else { return false }
            } else if !node.allowsOthers {
                return false
            }
            key = Int(tokens[key + 1].next)
        }
        return seen & node.required == node.required
    }

    private func array(_ token: Int, _ node: CheckTables.Node) -> Bool {
        var count: Int32 = 0
        var element = token + 1
        let end = Int(tokens[token].next)
        while element < end {
            count &+= 1
            guard count <= node.most, passes(element, Int(node.first)) else { return false }
            element = Int(tokens[element].next)
        }
        return count >= node.least
    }

    private func string(_ token: JSONToken, _ node: CheckTables.Node) -> Bool {
        guard !token.hasEscapes else { return false }
        let length = Int(token.end - token.start) - 2
        let start = bytes + Int(token.start) + 1
        let scalars = token.isASCII ? length : Self.scalarCount(start, length)
        guard scalars >= Int(node.least), scalars <= Int(node.most) else { return false }
        if node.hasValues {
            guard node.valuesArePacked, length <= 8, length > 0 else { return false }
            var word: UInt64 = 0
            for index in 0..<length { word |= UInt64(start[index]) << UInt64(index * 8) }
            let first = Int(node.first)
            let found = tables.packedValues.withUnsafeBufferPointer { values in
                for index in first..<(first + Int(node.count)) where values[index] == word { return true }
                return false
            }
            guard found else { return false }
        }
        guard node.other >= 0 else { return true }
        return tables.patterns[Int(node.other)].matches(UnsafeBufferPointer(start: start, count: length))
    }

    @inline(__always)
    static func scalarCount(_ start: UnsafePointer<UInt8>, _ length: Int) -> Int {
        var count = 0
        for index in 0..<length where start[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private func number(_ token: JSONToken, _ node: CheckTables.Node) -> Bool {
        NumberCheck.failure(
            of: Array(UnsafeBufferPointer(start: bytes + Int(token.start), count: token.range.count)),
            tables.bounds[Int(node.other)]) == nil
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
