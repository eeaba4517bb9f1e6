/// Writes one SVG picture: elements by literal names, values escaped, numbers in one fixed form.
///
/// Looks come from the page's style sheet through classes, so that a strict content-security policy holds.
struct SVG {
    private var out = ""

    /// Opens a picture. `title` and `description` are what a screen reader says.
    init(width: Int, height: Int, title: String, description: String, style: String = "chart") {
        out += "<svg class=\"\(style)\" viewBox=\"0 0 \(width) \(height)\" role=\"img\""
        attribute("aria-label", description.isEmpty ? title : "\(title). \(description)")
        out += ">\n"
        element("title", title)
        if !description.isEmpty { element("desc", description) }
    }

    /// The finished picture.
    func finished() -> String { out + "</svg>\n" }

    /// Adds what is written and escaped already.
    mutating func raw(_ text: String) { out += text }

    private mutating func attribute(_ name: StaticString, _ value: String) {
        out += " \(name)=\"\(Self.escaped(value))\""
    }

    private mutating func element(_ name: StaticString, _ text: String) {
        out += "<\(name)>\(Self.escaped(text))</\(name)>\n"
    }

    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, style: String, radius: Double = 0, tip: String = ""
    ) {
        out += "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(width, 0)))\""
        out += " height=\"\(Self.number(max(height, 0)))\""
        if radius > 0 { out += " rx=\"\(Self.number(radius))\"" }
        attribute("class", style)
        close("rect", tip)
    }

    mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, style: String) {
        out += "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\""
        out += " y2=\"\(Self.number(y2))\""
        attribute("class", style)
        out += "/>\n"
    }

    mutating func polyline(_ points: [(x: Double, y: Double)], style: String) {
        out += "<polyline points=\""
        out += points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        out += "\""
        attribute("class", style)
        out += "/>\n"
    }

    /// A mark on a point: `circle`, `up` and `down` triangles or `diamond`, so that shape tells what colour does.
    mutating func mark(_ shape: Shape, x: Double, y: Double, size: Double, style: String, tip: String = "") {
        switch shape {
        case .circle:
            out += "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(size))\""
            attribute("class", style)
            close("circle", tip)
            return
        case .up: polygon([(x, y - size), (x + size, y + size), (x - size, y + size)], style)
        case .down: polygon([(x, y + size), (x + size, y - size), (x - size, y - size)], style)
        case .diamond: polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], style)
        }
        close("polygon", tip)
    }

    enum Shape { case circle, up, down, diamond }

    /// A filled outline.
    mutating func area(_ points: [(x: Double, y: Double)], style: String) {
        polygon(points.map { ($0.x, $0.y) }, style)
        close("polygon", "")
    }

    private mutating func polygon(_ points: [(Double, Double)], _ style: String) {
        out += "<polygon points=\""
        out += points.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
        out += "\""
        attribute("class", style)
    }

    private mutating func close(_ name: StaticString, _ tip: String) {
        if tip.isEmpty {
            out += "/>\n"
        } else {
            out += "><title>\(Self.escaped(tip))</title></\(name)>\n"
        }
    }

    mutating func text(_ text: String, x: Double, y: Double, style: String = "", anchor: Anchor = .start) {
        out += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
        if anchor != .start { out += " text-anchor=\"\(anchor.rawValue)\"" }
        if !style.isEmpty { attribute("class", style) }
        out += ">\(Self.escaped(text))</text>\n"
    }

    enum Anchor: String { case start, middle, end }

    /// Opens a link; nothing where there is no address. Returns whether one was opened.
    mutating func open(link: String, label: String) -> Bool {
        guard !link.isEmpty else { return false }
        out += "<a"
        attribute("href", link)
        attribute("aria-label", label)
        out += ">\n"
        return true
    }

    mutating func closeLink() { out += "</a>\n" }

    // MARK: Text and numbers

    /// A number with at most one decimal, a point, and no negative zero.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = (min(max(value, -1e9), 1e9) * 10).rounded()
        guard tenths != 0 else { return "0" }
        let whole = Int(tenths)
        let sign = whole < 0 ? "-" : ""
        let size = whole.magnitude
        return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
    }

    /// A number with a fixed count of decimals, and no negative zero.
    static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite else { return "–" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let units = Int((min(max(value, -1e12), 1e12) * scale).rounded())
        let digits = String(units.magnitude)
        guard places > 0 else { return (units < 0 ? "−" : "") + digits }
        let padded = String(repeating: "0", count: max(places + 1 - digits.count, 0)) + digits
        return (units < 0 ? "−" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// Text with what XML gives a meaning to written as references; bytes that XML forbids are left out.
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
            case 0..<0x20: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Text cut to a number of characters, the cut shown.
    static func cut(_ text: String, to most: Int) -> String {
        text.count <= most ? text : text.prefix(max(most - 1, 1)) + "…"
    }
}
