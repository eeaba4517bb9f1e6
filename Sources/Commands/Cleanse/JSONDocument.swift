import Formats

/// Writes JSON in the order in which it is told, each member of the outermost object on a line of its own.
struct JSONDocument {
    private var bytes: [UInt8] = []
    private var depth = 0
    private var isFirst = true
    private let isOnOneLine: Bool

    init(onOneLine: Bool = false) { isOnOneLine = onOneLine }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func object(_ members: (inout JSONDocument) -> Void) {
        enclose("{", "}", members)
    }

    mutating func array<Element>(_ elements: some Sequence<Element>, _ body: (inout JSONDocument, Element) -> Void) {
        enclose("[", "]") { json in
            for element in elements {
                json.separate()
                body(&json, element)
            }
        }
    }

    mutating func member(_ name: String, _ value: String) {
        key(name)
        JSONWriter.appendString(value, to: &bytes)
    }

    mutating func member(_ name: String, _ value: Int) {
        key(name)
        bytes += String(value).utf8
    }

    /// A number that is written out already.
    mutating func member(_ name: String, number: String) {
        key(name)
        bytes += number.utf8
    }

    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bytes += (value ? "true" : "false").utf8
    }

    /// A number with six decimals, from parts of a million; null where there is none.
    mutating func member(_ name: String, millionths value: Int?) {
        key(name)
        guard let value else {
            bytes += "null".utf8
            return
        }
        let digits = String(value % 1_000_000)
        bytes += "\(value / 1_000_000).\(String(repeating: "0", count: 6 - digits.count))\(digits)".utf8
    }

    mutating func member(_ name: String, _ value: (inout JSONDocument) -> Void) {
        key(name)
        value(&self)
    }

    mutating func string(_ value: String) { JSONWriter.appendString(value, to: &bytes) }

    private var breaks: Bool { depth == 1 && !isOnOneLine }

    private mutating func key(_ name: String) {
        separate()
        JSONWriter.appendString(name, to: &bytes)
        bytes += ": ".utf8
    }

    private mutating func separate() {
        if !isFirst { bytes += (breaks ? "," : ", ").utf8 }
        if breaks { bytes += "\n  ".utf8 }
        isFirst = false
    }

    private mutating func enclose(_ start: String, _ end: String, _ body: (inout JSONDocument) -> Void) {
        bytes += start.utf8
        depth += 1
        isFirst = true
        body(&self)
        depth -= 1
        isFirst = false
        if depth == 0, !isOnOneLine { bytes += "\n".utf8 }
        bytes += end.utf8
    }
}
