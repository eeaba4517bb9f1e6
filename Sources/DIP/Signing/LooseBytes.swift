/// Bytes in a header that should be base64, read in every way in which senders write them.
struct LooseBytes {
    var bytes: [UInt8]
    /// Goes after "is"; nil where it is strict base64.
    var how: String?

    /// The longest text that is read in other ways.
    private static let longest = 65_536

    /// Every reading, the strict one first.
    static func readings(of text: String) -> [LooseBytes] {
        let bytes = Array(text.utf8)
        guard bytes.count <= longest else { return [] }
        var out: [LooseBytes] = []
        if let strict = try? Base64.decode(text) { out.append(LooseBytes(bytes: strict)) }
        if !bytes.isEmpty, let digits = Hexadecimal.decode(text) {
            out.append(LooseBytes(bytes: digits, how: "in hexadecimal and not in base64"))
        }
        out += changed(text)
        for reading in out {
            let inner = String(decoding: reading.bytes, as: UTF8.self)
            if reading.bytes.count >= 16, let digits = Hexadecimal.decode(inner) {
                out.append(LooseBytes(bytes: digits, how: "the base64 of its hexadecimal text"))
            } else if reading.bytes.count >= 16, let again = try? Base64.decode(inner) {
                out.append(LooseBytes(bytes: again, how: "put into base64 twice"))
            }
        }
        return out
    }

    private static func changed(_ text: String) -> [LooseBytes] {
        var out: [LooseBytes] = []
        func add(_ changed: [UInt8], _ how: String) {
            let changed = String(decoding: changed, as: UTF8.self)
            guard changed != text, let bytes = try? Base64.decode(changed) else { return }
            out.append(LooseBytes(bytes: bytes, how: how))
        }
        let bytes = Array(text.utf8)
        add(padded(bytes), "without its padding '='")
        let standard = bytes.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 == 0x5F ? UInt8(ascii: "/") : $0 }
        if standard != bytes {
            add(padded(standard), "in the alphabet for URLs ('-' and '_') and not in standard base64")
        }
        add(
            bytes.map { $0 == 0x20 ? UInt8(ascii: "+") : $0 },
            "with blanks in place of '+', as if it had been decoded from a form")
        add(bytes.filter { !BodyForms.isBlank($0) }, "broken by blanks or line ends")
        if let decoded = percentDecoded(bytes) { add(decoded, "percent-encoded") }
        if bytes.count > 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") {
            add(Array(bytes[1..<bytes.count - 1]), "in quotation marks")
        }
        return out
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: UInt8(ascii: "="), count: (4 - bytes.count % 4) % 4)
    }

    /// The bytes with `%XX` decoded; nil where there is none or one is broken.
    static func percentDecoded(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.contains(UInt8(ascii: "%")) else { return nil }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, let high = Hexadecimal.value(bytes[index + 1]),
                    let low = Hexadecimal.value(bytes[index + 2])
                else { return nil }
                out.append(high << 4 | low)
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }
}
