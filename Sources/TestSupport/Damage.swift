public import Kernel

/// A paper's text after damage, with what was done to it.
public struct DamagedText: Sendable {
    public let text: String
    /// For each line of the original, from 1: its line in the damaged text, or nil where it was deleted or changed.
    public let survivors: [Int: Int]
    /// Original lines that were deleted or changed.
    public let touched: Set<Int>
    /// The original line at which the damage was done; nil where nothing could be damaged.
    public let place: Int?
    public let what: String
}

/// Damages a paper as extraction does: lines lost, cells swapped, lines wrapped anew, characters misread.
public enum Damage: CaseIterable, Sendable {
    case deleteLine
    case swapCells
    case wrapLine
    case misreadCharacters
    case blankLine
    case cutTable

    /// Applies the damage once, at a place that the generator chooses among lines with text.
    public func apply(to text: String, _ generator: inout SeededGenerator) -> DamagedText {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let candidates = lines.indices.filter { index in
            let line = lines[index]
            guard line.contains(where: { !$0.isWhitespace }) else { return false }
            return self == .swapCells || self == .cutTable ? line.contains("\t") : true
        }
        guard !candidates.isEmpty else {
            let same = Dictionary(uniqueKeysWithValues: lines.indices.map { ($0 + 1, $0 + 1) })
            return DamagedText(text: text, survivors: same, touched: [], place: nil, what: "nothing to damage")
        }
        let place = candidates[generator.nextBelow(candidates.count)]
        let replacement = replaced(lines[place], &generator)
        var survivors: [Int: Int] = [:]
        var result: [String] = []
        for (index, line) in lines.enumerated() {
            if index == place {
                result += replacement
                if self == .blankLine {
                    result.append(line)
                    survivors[index + 1] = result.count
                }
            } else {
                result.append(line)
                survivors[index + 1] = result.count
            }
        }
        return DamagedText(
            text: result.joined(separator: "\n"), survivors: survivors,
            touched: self == .blankLine ? [] : [place + 1], place: place + 1,
            what: "\(self) at line \(place + 1)")
    }

    /// The lines that stand in place of a line.
    private func replaced(_ line: String, _ generator: inout SeededGenerator) -> [String] {
        switch self {
        case .deleteLine: return []
        case .blankLine: return [""]
        case .swapCells:
            var cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let one = generator.nextBelow(cells.count)
            let two = generator.nextBelow(cells.count)
            cells.swapAt(one, two)
            return [cells.joined(separator: "\t")]
        case .wrapLine:
            let characters = Array(line)
            let cut = generator.nextBelow(characters.count) + 1
            return [
                String(characters[..<min(cut, characters.count)]), String(characters[min(cut, characters.count)...]),
            ]
        case .misreadCharacters:
            let pairs: [Character: Character] = [
                "0": "O", "1": "l", "5": "S", "8": "B", "O": "0", "l": "1", "e": "c", "m": "n", "R": "M", "-": "–",
            ]
            var characters = Array(line)
            for index in characters.indices where generator.nextBelow(12) == 0 {
                if let other = pairs[characters[index]] { characters[index] = other }
            }
            return [String(characters)]
        case .cutTable:
            let characters = Array(line)
            return [String(characters[..<generator.nextBelow(characters.count)])]
        }
    }
}
