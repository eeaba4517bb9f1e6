/// A JSON object of texts, numbers, true, false and null on one line, as journals have it; nested values are passed over.
struct FlatObject {
    /// Names and values, in order.
    private var members: [(name: String, value: String)] = []

    /// Nil where the line is no such object, or goes on behind it.
    init?(_ line: UnsafeBufferPointer<UInt8>) {
        var scanner = Scanner(bytes: line)
        scanner.pass()
        guard scanner.take(0x7B) else { return nil }
        scanner.pass()
        if scanner.take(0x7D) { return nil }
        while true {
            guard let name = scanner.string(), scanner.pass(), scanner.take(0x3A), scanner.pass(),
                let value = scanner.value()
            else { return nil }
            // A name that stands twice: the first is meant.
            if !members.contains(where: { $0.name == name }) { members.append((name, value)) }
            scanner.pass()
            if scanner.take(0x2C) {
                scanner.pass()
                continue
            }
            guard scanner.take(0x7D) else { return nil }
            scanner.pass()
            guard scanner.isAtEnd else { return nil }
            return
        }
    }

    /// An object without members.
    init() {}

    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    func text(_ name: String) -> String? { members.first { $0.name == name }?.value }

    mutating func set(_ name: String, _ value: String) {
        members.removeAll { $0.name == name }
        members.append((name, value))
    }

    mutating func rename(_ name: String, to other: String) {
        let value = text(name) ?? ""
        members.removeAll { $0.name == other || $0.name == name }
        members.append((other, value))
    }

    /// Calls with the members that are columns, laid out in one buffer.
    func withFields<Result>(by column: (String) -> TrackColumn?, _ body: (TrackFields) -> Result) -> Result {
        var bytes: [UInt8] = []
        var ranges: [(TrackColumn, Range<Int>)] = []
        for (name, value) in members {
            guard let column = column(name) else { continue }
            let start = bytes.count
            bytes += value.utf8
            ranges.append((column, start..<bytes.count))
        }
        return bytes.withUnsafeBufferPointer { buffer in
            var fields = TrackFields()
            for (column, range) in ranges { fields[column] = UnsafeBufferPointer(rebasing: buffer[range]) }
            return body(fields)
        }
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        var place = 0

        var isAtEnd: Bool { place >= bytes.count }

        @discardableResult
        mutating func pass() -> Bool {
            while place < bytes.count, [0x20, 0x09].contains(bytes[place]) { place += 1 }
            return true
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard place < bytes.count, bytes[place] == byte else { return false }
            place += 1
            return true
        }

        mutating func string() -> String? {
            guard take(0x22) else { return nil }
            var text: [UInt8] = []
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                switch byte {
                case 0x22: return String(decoding: text, as: UTF8.self)
                case 0x5C: guard escape(into: &text) else { return nil }
                case 0..<0x20: return nil
                default: text.append(byte)
                }
            }
            return nil
        }

        private mutating func escape(into text: inout [UInt8]) -> Bool {
            guard place < bytes.count else { return false }
            let byte = bytes[place]
            place += 1
            switch byte {
            case 0x22, 0x5C, 0x2F: text.append(byte)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                guard place + 4 <= bytes.count,
                    let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
                else { return false }
                place += 4
                // Half of a pair stands for no letter by itself; no name or code has one.
                text += Array(String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
            default: return false
            }
            return true
        }

        /// A text, a number or a word; of a nested value nothing, but it is passed over.
        mutating func value() -> String? {
            guard place < bytes.count else { return nil }
            switch bytes[place] {
            case 0x22: return string()
            case 0x7B, 0x5B: return nested()
            default:
                let start = place
                while place < bytes.count, ![0x2C, 0x7D, 0x5D, 0x20, 0x09].contains(bytes[place]) { place += 1 }
                let word = String(decoding: bytes[start..<place], as: UTF8.self)
                if word == "null" { return "" }
                return word == "true" || word == "false" || Double(word) != nil ? word : nil
            }
        }

        private mutating func nested() -> String? {
            var depth = 0
            while place < bytes.count {
                switch bytes[place] {
                case 0x22:
                    guard string() != nil else { return nil }
                    continue
                case 0x7B, 0x5B: depth += 1
                case 0x7D, 0x5D: depth -= 1
                default: break
                }
                place += 1
                if depth == 0 { return "" }
            }
            return nil
        }
    }
}
