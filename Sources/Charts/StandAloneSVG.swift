/// A picture as a file of its own: with its name space, a size, and the looks that a page's sheet gives it.
public enum StandAloneSVG {
    /// - Parameter svg: a picture of this room of charts.
    public static func text(_ svg: String) -> String {
        guard svg.hasPrefix("<svg "), let end = svg.firstIndex(of: ">"), let box = Self.box(svg[..<end]) else {
            return svg
        }
        let head = svg[svg.index(svg.startIndex, offsetBy: 5)..<end]
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(box.width)\" height=\"\(box.height)\" \(head)>\n"
            + "<style>\n\(look)</style>\n"
            + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>" + svg[svg.index(after: end)...]
    }

    private static func box(_ head: Substring) -> (width: Substring, height: Substring)? {
        guard let range = head.firstRange(of: "viewBox=\"0 0 ") else { return nil }
        let parts = head[range.upperBound...].prefix { $0 != "\"" }.split(separator: " ")
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    private static let look = """
        svg { \(PlotLook.lightColours) --paper: #ffffff; font: 13px system-ui, sans-serif; }
        text { fill: #4a5361; } .strong { fill: #14181f; font-weight: 600; } .faint { fill: #667080; }
        .axis { stroke: #c9d0d8; fill: none; } .grid-line { stroke: #e1e5ea; }
        .goal { stroke: #667080; stroke-dasharray: 2 4; } .marked-day { stroke: #a5161d; stroke-dasharray: 3 3; }
        \(HeatLook.rules)\(PlotLook.rules)

        """
}

/// The looks of heat charts on light paper.
public enum HeatLook {
    static let rules = """
        .h-0 { fill: #eef1f4; } .h-1 { fill: #d6e4fb; } .h-2 { fill: #a9c6f5; } .h-3 { fill: #6f9ce8; }
        .h-4 { fill: #e0a63a; } .h-5 { fill: #c4611a; } .h-6 { fill: #8f1020; }

        """
}
