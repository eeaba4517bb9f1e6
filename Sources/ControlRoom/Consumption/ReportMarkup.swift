/// Text of a page: elements by literal names, everything else escaped.
struct ReportMarkup {
    private(set) var text = ""

    /// Markup that is known to be well formed: pictures and other markup.
    mutating func raw(_ markup: String) { text += markup }

    /// An opening tag and a line's end.
    mutating func open(_ name: StaticString, _ attributes: [(StaticString, String)] = []) {
        tag(name, attributes)
        text += "\n"
    }

    mutating func close(_ name: StaticString) { text += "</\(name)>\n" }

    /// One element with words in it.
    mutating func element(_ name: StaticString, _ words: String, _ attributes: [(StaticString, String)] = []) {
        tag(name, attributes)
        text += "\(Self.escaped(words))</\(name)>\n"
    }

    private mutating func tag(_ name: StaticString, _ attributes: [(StaticString, String)]) {
        text += "<\(name)"
        for (attribute, value) in attributes { text += " \(attribute)=\"\(Self.escaped(value))\"" }
        text += ">"
    }

    /// A table with a heading for its columns and one for each row.
    ///
    /// - Parameter isWide: it scrolls by itself where the page is narrower.
    mutating func table(_ table: ReportTable) {
        open("div", [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", table.caption)])
        open("table")
        element("caption", table.caption)
        text += "<thead><tr>"
        for column in table.columns { text += "<th scope=\"col\">\(Self.escaped(column))</th>" }
        text += "</tr></thead>\n<tbody>\n"
        for row in table.rows {
            text += "<tr>"
            for (place, cell) in row.enumerated() {
                text += place == 0 ? "<th scope=\"row\">" : "<td>"
                text += Self.escaped(cell)
                text += place == 0 ? "</th>" : "</td>"
            }
            text += "</tr>\n"
        }
        text += "</tbody>\n</table>\n</div>\n"
    }

    /// Text with what HTML gives a meaning to written as references; control characters become blanks.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            case 0..<0x20, 0x7F: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Rows under headings; the first cell of a row is its heading.
struct ReportTable {
    let caption: String
    let columns: [String]
    let rows: [[String]]
}

/// Numbers as the page and the figures file print them: always with a point, whatever the machine's language.
enum ReportNumber {
    /// Thousands apart by commas, a fixed count of decimals; a dash for none.
    static func text(_ value: Double?, _ places: Int) -> String {
        guard let value, value.isFinite else { return "–" }
        let plain = fixed(value, places)
        let isNegative = plain.hasPrefix("-")
        let digits = isNegative ? plain.dropFirst() : plain[...]
        let point = digits.firstIndex(of: ".") ?? digits.endIndex
        return (isNegative ? "−" : "") + grouped(digits[..<point]) + digits[point...]
    }

    static func text(_ value: Int) -> String {
        (value < 0 ? "−" : "") + grouped(String(value.magnitude)[...])
    }

    /// A share as per cent.
    static func percent(_ share: Double?, _ places: Int = 1) -> String {
        guard let share else { return "–" }
        return text(100 * share, places) + " %"
    }

    /// A fixed count of decimals, half away from zero, no negative zero.
    static func fixed(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let units = Int((min(max(value, -9e17 / scale), 9e17 / scale) * scale).rounded())
        let digits = String(units.magnitude)
        guard places > 0 else { return (units < 0 ? "-" : "") + digits }
        let padded = String(repeating: "0", count: max(places + 1 - digits.count, 0)) + digits
        return (units < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// A half hour by the clock (0 to 47) as its beginning, such as `17:30`.
    static func clock(_ halfHour: Int) -> String {
        "\(halfHour < 20 ? "0" : "")\(halfHour / 2):\(halfHour % 2 == 0 ? "00" : "30")"
    }

    private static func grouped(_ digits: Substring) -> String {
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
