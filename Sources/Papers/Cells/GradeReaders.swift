/// Reads milestone tiers: "Tier 2", "T2" and "2" are one value, "T2".
///
/// Range: 1 to 3. Source: governance research, section 4.1.
public enum TierReader {
    /// Reads a whole cell; the value is "T1", "T2" or "T3".
    public static func read(_ cell: String) -> Reading<String> {
        let text = folded(cell).trimmingMarks()
        var rest = Substring(text.lowercased())
        for opening in ["tier", "t"] where rest.hasPrefix(opening) {
            rest = rest.dropFirst(opening.count).drop { $0 == " " || $0 == "-" }
            break
        }
        if ["1", "2", "3"].contains(rest) { return Reading(printed: cell, value: "T\(rest)") }
        return Reading(printed: cell, value: nil, doubts: text.isEmpty ? [] : ["not a tier: \(shortened(text))"])
    }
}

/// A traffic-light colour or a risk grade, as printed in words.
public enum RAG: String, CaseIterable, Sendable, Codable {
    case red, amber, green, blue, grey
    case critical, high, medium, low
    /// What stands in a colour's place where work is over, or not begun.
    case complete
    case notStarted = "not started"

    /// The word with a capital: "Red".
    public var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// Reads colours and grades in any case, and the letters R, A, G and B.
///
/// Source: governance research, section 4.1. Most cells are empty in text, for the paper gives the colour alone.
public enum RAGReader {
    /// Reads a whole cell; an empty cell has neither a value nor a doubt.
    public static func read(_ cell: String) -> Reading<RAG> {
        let text = folded(cell).trimmingMarks()
        let word = text.lowercased()
        let letters: [String: RAG] = [
            "r": .red, "a": .amber, "g": .green, "b": .blue, "gray": .grey, "yellow": .amber, "completed": .complete,
            "done": .complete, "not yet started": .notStarted, "very high": .critical, "med": .medium,
        ]
        if let value = RAG(rawValue: word) ?? letters[word] { return Reading(printed: cell, value: value) }
        return Reading(printed: cell, value: nil, doubts: text.isEmpty ? [] : ["not a grade: \(shortened(text))"])
    }
}
