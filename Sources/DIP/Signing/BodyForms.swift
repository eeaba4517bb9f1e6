/// Other bytes of the same body: what a sender may have hashed before something on the way wrote it anew.
enum BodyForms {
    struct Form {
        var bytes: [UInt8]
        /// Goes after "the hash is that of …".
        var name: String
    }

    /// The deepest nesting that is laid out anew.
    static let deepest = 256

    /// Calls `look` with each form in turn until it says yes, and gives that form; none for a body beyond the limit.
    ///
    /// There are about forty forms, each of up to a dozen times the body's size, made one after another.
    static func first(of body: [UInt8], upTo limit: Int, where look: ([UInt8]) -> Bool) -> Form? {
        guard body.count <= limit else { return nil }
        for make in makers {
            if let form = make(body), form.bytes != body, look(form.bytes) { return form }
        }
        return nil
    }

    private static let makers: [@Sendable ([UInt8]) -> Form?] = lineEnds + layouts + contents

    private static let lineEnds: [@Sendable ([UInt8]) -> Form?] = [
        { Form(bytes: $0 + [0x0A], name: "the body with a line end after it") },
        { Form(bytes: $0 + [0x0D, 0x0A], name: "the body with CRLF after it") },
        { body in
            let end = body.reversed().prefix { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }.count
            return end == 0
                ? nil : Form(bytes: Array(body.dropLast(end)), name: "the body without the line end after it")
        },
        { Form(bytes: withoutReturns($0), name: "the body with LF in place of CRLF line ends") },
        { Form(bytes: withReturns($0), name: "the body with CRLF in place of LF line ends") },
        { Form(bytes: [0xEF, 0xBB, 0xBF] + $0, name: "the body with a byte order mark before it") },
        { body in
            body.starts(with: [0xEF, 0xBB, 0xBF])
                ? Form(bytes: Array(body.dropFirst(3)), name: "the body without its byte order mark") : nil
        },
    ]

    private static let layouts: [@Sendable ([UInt8]) -> Form?] =
        [
            ("the same JSON in one line without blanks", Layout(indent: nil, colon: ":", comma: ",")),
            ("the same JSON in one line with blanks after ':' and ','", Layout(indent: nil, colon: ": ", comma: ", ")),
            ("the same JSON pretty-printed with 2 blanks", Layout(indent: "  ", colon: ": ", comma: ",")),
            ("the same JSON pretty-printed with 4 blanks", Layout(indent: "    ", colon: ": ", comma: ",")),
            ("the same JSON pretty-printed with tabs", Layout(indent: "\t", colon: ": ", comma: ",")),
            ("the same JSON pretty-printed with 3 blanks", Layout(indent: "   ", colon: ": ", comma: ",")),
            ("the same JSON pretty-printed with ' : '", Layout(indent: "  ", colon: " : ", comma: ",")),
        ].flatMap { name, layout in
            [
                { body in layout.apply(to: body).map { Form(bytes: $0, name: name) } },
                { body in layout.apply(to: body).map { Form(bytes: $0 + [0x0A], name: name + " and a line end") } },
                { body in
                    layout.indent == nil
                        ? nil
                        : layout.apply(to: body).map {
                            Form(bytes: withReturns($0), name: name + " and CRLF line ends")
                        }
                },
                { body in
                    layout.apply(to: body).map {
                        Form(bytes: escaped($0), name: name + " and other letters as \\u escapes")
                    }
                },
            ] as [@Sendable ([UInt8]) -> Form?]
        }

    private static let contents: [@Sendable ([UInt8]) -> Form?] = [
        { Form(bytes: escaped($0), name: "the body with other letters as \\u escapes") },
        { body in
            let inner = trimmed(body)
            guard inner.first == UInt8(ascii: "["), inner.last == UInt8(ascii: "]"), inner.count >= 2 else {
                return nil
            }
            return Form(
                bytes: trimmed(Array(inner[1..<inner.count - 1])), name: "the message without the array round it")
        },
        { Form(bytes: [UInt8(ascii: "[")] + $0 + [UInt8(ascii: "]")], name: "the body with an array round it") },
        { body in
            Form(
                bytes: Array(
                    String(decoding: body, as: UTF8.self).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
                name: "the body in UTF-16")
        },
        { Form(bytes: Array(Base64.encode($0).utf8), name: "the body's base64") },
        { _ in Form(bytes: Array("{}".utf8), name: "'{}'") },
        { _ in Form(bytes: Array("[]".utf8), name: "'[]'") },
        { _ in Form(bytes: Array("null".utf8), name: "'null'") },
        { _ in Form(bytes: [], name: "an empty body") },
    ]

    private static func withoutReturns(_ body: [UInt8]) -> [UInt8] { body.filter { $0 != 0x0D } }

    private static func withReturns(_ body: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(body.count + body.count / 16)
        for byte in body where byte != 0x0D {
            if byte == 0x0A { out.append(0x0D) }
            out.append(byte)
        }
        return out
    }

    private static func trimmed(_ body: [UInt8]) -> [UInt8] {
        let start = body.drop(while: isBlank)
        return Array(start.reversed().drop(while: isBlank).reversed())
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// Characters beyond ASCII written as `\uXXXX`, in small letters, as some libraries do by default.
    private static func escaped(_ body: [UInt8]) -> [UInt8] {
        guard body.contains(where: { $0 >= 0x80 }) else { return body }
        var out: [UInt8] = []
        for unit in String(decoding: body, as: UTF8.self).utf16 {
            if unit < 0x80 {
                out.append(UInt8(unit))
            } else {
                out += Array("\\u".utf8)
                out += Array(Hexadecimal.encode([UInt8(unit >> 8), UInt8(unit & 0xFF)]).utf8)
            }
        }
        return out
    }

    /// One way to lay JSON text out. Values and their order stay as they are; only blanks between them change.
    struct Layout: Sendable {
        /// Nil: all in one line.
        var indent: String?
        var colon: String
        var comma: String

        /// The text laid out, or nil where it does not begin as an object or array or is too deep.
        func apply(to body: [UInt8]) -> [UInt8]? {
            guard let first = body.first(where: { !isBlank($0) }), first == 0x7B || first == 0x5B else { return nil }
            var out: [UInt8] = []
            out.reserveCapacity(body.count * 2)
            var depth = 0
            var inString = false
            var isEscaped = false
            // An opening bracket waits for the next byte, since an empty object or array gets no line of its own.
            var hasOpened = false
            for byte in body {
                if inString {
                    out.append(byte)
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        inString = false
                    }
                    continue
                }
                if isBlank(byte) { continue }
                let closes = byte == 0x7D || byte == 0x5D
                if closes { depth -= 1 }
                if hasOpened != closes, hasOpened || closes { line(depth, &out) }
                hasOpened = false
                switch byte {
                case 0x7B, 0x5B:
                    out.append(byte)
                    depth += 1
                    hasOpened = true
                case UInt8(ascii: ":"): out += Array(colon.utf8)
                case UInt8(ascii: ","):
                    out += Array(comma.utf8)
                    line(depth, &out)
                default:
                    out.append(byte)
                    inString = byte == UInt8(ascii: "\"")
                }
                guard (0...deepest).contains(depth) else { return nil }
            }
            return out
        }

        private func line(_ depth: Int, _ out: inout [UInt8]) {
            guard let indent, depth >= 0 else { return }
            out.append(0x0A)
            for _ in 0..<depth { out += Array(indent.utf8) }
        }
    }
}
