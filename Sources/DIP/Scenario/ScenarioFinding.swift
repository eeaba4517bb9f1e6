import Kernel

/// One thing wrong in a scenario's document.
public struct ScenarioFinding: Hashable, Sendable, CustomStringConvertible {
    /// From 1; 0 where that is not known.
    public var line: Int
    /// Where: `steps[3].expect.within`.
    public var path: String
    /// What is wrong, with the value.
    public var sentence: String
    /// What to do.
    public var advice: String

    public var description: String {
        (line > 0 ? "Line \(line), " : "") + (path.isEmpty ? "the document" : path) + ": \(sentence) \(advice)"
    }
}

/// A part of a scenario's document with the place where it stands, for findings.
struct ScenarioReader {
    var node: SpecificationNode
    var path: String

    /// The keys of a map that are none of those known.
    func unknownKeys(_ section: ScenarioSection, _ findings: inout [ScenarioFinding]) {
        guard let members = node.members else {
            return report("A map of keys and values is needed.", "Write \(section.keys[0].name): and so on.", &findings)
        }
        for member in members where !section.keys.contains(where: { $0.name == member.key }) {
            let near = section.keys.map(\.name).min {
                ($0.distance(to: member.key), $0) < ($1.distance(to: member.key), $1)
            }
            findings.append(
                ScenarioFinding(
                    line: member.line, path: path,
                    sentence: "The key \(member.key.debugDescription) is not known here.",
                    advice: (near.map { "Did you mean \($0)? " } ?? "")
                        + "Known are \(section.keys.map(\.name).joined(separator: ", "))."))
        }
    }

    func report(_ sentence: String, _ advice: String, _ findings: inout [ScenarioFinding]) {
        findings.append(ScenarioFinding(line: node.line, path: path, sentence: sentence, advice: advice))
    }

    /// The part under a key; nil where it is not there or null.
    func part(_ key: String) -> ScenarioReader? {
        guard let inner = node[key], !inner.isNull else { return nil }
        return ScenarioReader(node: inner, path: path.isEmpty ? key : "\(path).\(key)")
    }

    /// The elements of a list; a single value counts as a list of one.
    var list: [ScenarioReader] {
        guard let elements = node.elements else { return [self] }
        return elements.enumerated().map { ScenarioReader(node: $1, path: "\(path)[\($0 + 1)]") }
    }

    func text(_ key: String, _ findings: inout [ScenarioFinding]) -> String? {
        guard let part = part(key) else { return nil }
        if let text = part.node.scalarText { return text }
        part.report("A text is needed.", "Write it on one line, in quotes.", &findings)
        return nil
    }

    func flag(_ key: String, _ findings: inout [ScenarioFinding]) -> Bool? {
        guard let part = part(key) else { return nil }
        if let flag = part.node.boolean { return flag }
        part.report("\(part.printed) is neither true nor false.", "Write true or false without quotes.", &findings)
        return nil
    }

    func integer(_ key: String, _ range: ClosedRange<Int>, _ findings: inout [ScenarioFinding]) -> Int? {
        guard let part = part(key) else { return nil }
        if let number = part.node.integer, range.contains(number) { return number }
        part.report(
            "\(part.printed) is no whole number from \(range.lowerBound) to \(range.upperBound).",
            "Write one without quotes.", &findings)
        return nil
    }

    /// A length of time: `30 s`, `5 min`, `2 h`, `3 d`, `250 ms`.
    func duration(_ key: String, _ findings: inout [ScenarioFinding]) -> Int64? {
        guard let part = part(key) else { return nil }
        if let length = part.node.scalarText.flatMap(Self.milliseconds) { return length }
        part.report("\(part.printed) is no length of time.", "Write a number and ms, s, min, h or d: 30 s.", &findings)
        return nil
    }

    /// A date and time with its offset.
    func instant(_ key: String, _ findings: inout [ScenarioFinding]) -> Instant? {
        guard let part = part(key) else { return nil }
        if let instant = part.node.scalarText.flatMap({ Instant(stamp: $0) }) { return instant }
        part.report(
            "\(part.printed) is no date and time.", "Write it in quotes: \"2026-04-01T09:00:00+00:00\".", &findings)
        return nil
    }

    /// One of a list of words.
    func choice(_ key: String, _ words: [String], _ findings: inout [ScenarioFinding]) -> String? {
        guard let part = part(key) else { return nil }
        if let word = part.node.scalarText, words.contains(word) { return word }
        part.report("\(part.printed) is not known.", "Write one of \(words.joined(separator: ", ")).", &findings)
        return nil
    }

    /// The value as the document has it, for a sentence.
    var printed: String {
        node.scalarText.map { $0.debugDescription } ?? (node.members == nil ? "A list" : "A map")
    }

    static func milliseconds(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...12).contains(digits.utf8.count), let number = Int64(digits) else { return nil }
        switch text.dropFirst(digits.count).drop(while: { $0 == " " }) {
        case "ms": return number
        case "s": return number * Milliseconds.second
        case "min": return number * Milliseconds.minute
        case "h": return number * Milliseconds.hour
        case "d": return number <= 36_500 ? number * Milliseconds.day : nil
        default: return nil
        }
    }
}

extension String {
    /// How many letters must change to make one name of another, cut at eight; names are short.
    fileprivate func distance(to other: String) -> Int {
        let (left, right) = (Array(utf8.prefix(40)), Array(other.utf8.prefix(40)))
        var row = Array(0...right.count)
        for (place, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = place + 1
            for column in 0..<right.count {
                let change = Swift.min(row[column] + 1, row[column + 1] + 1, diagonal + (byte == right[column] ? 0 : 1))
                diagonal = row[column + 1]
                row[column + 1] = change
            }
        }
        return row[right.count]
    }
}
