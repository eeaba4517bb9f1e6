import DIP
import Kernel

/// A message's JSON laid out line by line, each line marked where another copy of the message differs from it.
struct PayloadView: Sendable, Equatable {
    /// Why a line is marked.
    enum Mark: String, Sendable {
        /// The platform wrote it.
        case added = "added"
        /// The recipient's role may not see the value.
        case masked = "masked"
        case changed = "changed"
        /// The recipient's copy does not have it.
        case leftOut = "left out"
    }

    struct Line: Sendable, Equatable {
        let depth: Int
        let text: String
        let mark: Mark?
        /// Whether the mark's word stands there too: not on what is inside of something marked the same.
        let isNamed: Bool
    }

    /// Lines shown at most; the file has all of them.
    static let mostLines = 3_000
    /// Bytes laid out at most.
    static let mostBytes = 4 << 20

    let lines: [Line]
    /// Whether some lines are left to the file.
    let isCut: Bool

    /// Lays out a copy. Marks are taken against `other`, if it is given: `masked` names pointers that are masked.
    /// - Throws: where the bytes are no JSON within the limits.
    init(_ bytes: [UInt8], against other: Leaves? = nil, masked: [String] = [], isReceived: Bool = false)
        throws(JSONTextError)
    {
        let text = try JSONText(bytes, limits: JSONLimits(bytes: Self.mostBytes, depth: 64, tokens: 400_000))
        var layout = PayloadLayout(text: text, other: other, masked: Set(masked), isReceived: isReceived)
        layout.value(0, depth: 0, pointer: "", key: nil, isLast: true, within: nil)
        lines = layout.lines
        isCut = layout.isCut
    }

    /// Each value of a message by its JSON pointer.
    struct Leaves: Sendable, Equatable {
        let values: [String: String]

        /// - Throws: where the bytes are no JSON within the limits.
        init(_ bytes: [UInt8]) throws(JSONTextError) {
            let text = try JSONText(bytes, limits: JSONLimits(bytes: mostBytes, depth: 64, tokens: 400_000))
            var values: [String: String] = [:]
            Self.walk(text, 0, "", &values)
            self.values = values
        }

        private static func walk(_ text: JSONText, _ token: Int, _ pointer: String, _ values: inout [String: String]) {
            switch text.tokens[token].kind {
            case .object:
                values[pointer] = "{"
                for (key, value) in text.members(of: token) {
                    walk(text, value, pointer + "/" + JSONPointer.part(text.string(key)), &values)
                }
            case .array:
                values[pointer] = "["
                for (place, element) in text.elements(of: token).enumerated() {
                    walk(text, element, "\(pointer)/\(place)", &values)
                }
            default: values[pointer] = String(decoding: text.bytes[text.tokens[token].range], as: UTF8.self)
            }
        }
    }

    /// The lines as a list, numbered.
    var markup: Markup {
        var out = Markup("<ol class=\"payload\">\n")
        for line in lines {
            out.raw("<li")
            if let mark = line.mark { out.attribute("class", "is-\(mark == .leftOut ? "left" : mark.rawValue)") }
            out.raw("><code>")
            out.text(String(repeating: "  ", count: line.depth) + line.text)
            out.raw("</code>")
            if let mark = line.mark, line.isNamed {
                out.raw(" <span class=\"payload-mark\">")
                out.text(mark.rawValue)
                out.raw("</span>")
            }
            out.raw("</li>\n")
        }
        out.raw("</ol>\n")
        return out
    }
}

/// JSON pointers, RFC 6901.
enum JSONPointer {
    /// A name as a part of a pointer.
    static func part(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

/// Writes the lines of a JSON text, value by value.
private struct PayloadLayout {
    let text: JSONText
    let other: PayloadView.Leaves?
    let masked: Set<String>
    let isReceived: Bool
    var lines: [PayloadView.Line] = []
    var isCut = false

    mutating func value(
        _ token: Int, depth: Int, pointer: String, key: String?, isLast: Bool, within outer: PayloadView.Mark?
    ) {
        let comma = isLast ? "" : ","
        let head = key.map { "\($0): " } ?? ""
        switch text.tokens[token].kind {
        case .object:
            let members = text.members(of: token)
            let mark = mark(pointer, "{") ?? outer
            guard !members.isEmpty else { return line(depth, head + "{}" + comma, mark, within: outer) }
            line(depth, head + "{", mark, within: outer)
            for (place, member) in members.enumerated() {
                value(
                    member.value, depth: depth + 1,
                    pointer: pointer + "/" + JSONPointer.part(text.string(member.key)), key: raw(member.key),
                    isLast: place == members.count - 1, within: mark)
            }
            line(depth, "}" + comma, mark, within: mark)
        case .array:
            let elements = text.elements(of: token)
            let mark = mark(pointer, "[") ?? outer
            guard !elements.isEmpty else { return line(depth, head + "[]" + comma, mark, within: outer) }
            line(depth, head + "[", mark, within: outer)
            for (place, element) in elements.enumerated() {
                value(
                    element, depth: depth + 1, pointer: "\(pointer)/\(place)", key: nil,
                    isLast: place == elements.count - 1, within: mark)
            }
            line(depth, "]" + comma, mark, within: mark)
        default:
            line(depth, head + raw(token) + comma, mark(pointer, raw(token)) ?? outer, within: outer)
        }
    }

    /// A token's own bytes.
    private func raw(_ token: Int) -> String { String(decoding: text.bytes[text.tokens[token].range], as: UTF8.self) }

    private mutating func line(
        _ depth: Int, _ words: String, _ mark: PayloadView.Mark?, within outer: PayloadView.Mark?
    ) {
        guard lines.count < PayloadView.mostLines else {
            isCut = true
            return
        }
        lines.append(PayloadView.Line(depth: depth, text: words, mark: mark, isNamed: mark != outer))
    }

    private func mark(_ pointer: String, _ value: String) -> PayloadView.Mark? {
        if masked.contains(pointer) { return .masked }
        guard let other else { return nil }
        guard let theirs = other.values[pointer] else { return isReceived ? .leftOut : .added }
        guard !isReceived, theirs != value else { return nil }
        return .changed
    }
}
