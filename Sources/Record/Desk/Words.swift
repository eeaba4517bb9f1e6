import Kernel

/// Words of a text, for comparing what two texts are about.
enum Words {
    /// Runs of letters and digits, in lower case, in order; apostrophes are dropped, `&` reads as `and`.
    static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var current = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7A: current.unicodeScalars.append(scalar)
            case 0x41...0x5A:
                if let lower = Unicode.Scalar(scalar.value + 32) { current.unicodeScalars.append(lower) }
            case 0x27, 0x2018, 0x2019: continue
            case 0x26:
                end(&current, into: &tokens)
                tokens.append("and")
            case 0x80...: current += scalar.properties.isAlphabetic ? scalar.properties.lowercaseMapping : " "
            default: end(&current, into: &tokens)
            }
            if current.hasSuffix(" ") {
                current.removeLast()
                end(&current, into: &tokens)
            }
        }
        end(&current, into: &tokens)
        return tokens
    }

    private static func end(_ current: inout String, into tokens: inout [String]) {
        if !current.isEmpty { tokens.append(current) }
        current = ""
    }

    /// The words that tell what a text is about: without small words, in their stems.
    static func topic(_ text: String, without: Set<String> = []) -> Set<String> {
        var words: Set<String> = []
        for token in tokens(text) where !small.contains(token) {
            let stem = stem(token)
            if !without.contains(stem) { words.insert(stem) }
        }
        return words
    }

    /// A word without its plural or its `-ing`, so that `Testing` and `Tests` meet in `test`.
    static func stem(_ word: String) -> String {
        if word.count > 5, word.hasSuffix("ing") { return String(word.dropLast(3)) }
        if word.count > 4, word.hasSuffix("ies") { return String(word.dropLast(3)) + "y" }
        if word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") { return String(word.dropLast()) }
        return word
    }

    private static let small: Set<String> = [
        "the", "a", "an", "of", "and", "to", "for", "on", "in", "at", "by", "with", "be", "is", "was", "were", "as",
        "this", "that", "it", "from", "or", "version", "v", "has", "have", "been", "will", "their", "its", "no",
    ]

    /// Tokens that hold a digit, the `v` of versions dropped.
    static func figures(_ tokens: [String]) -> Set<String> {
        var figures: Set<String> = []
        for token in tokens where token.utf8.contains(where: { $0 >= 48 && $0 <= 57 }) {
            let bare = token.hasPrefix("v") ? token.dropFirst() : token[...]
            let number = bare.drop { $0 == "0" }
            figures.insert(String(number.isEmpty ? "0" : number))
        }
        return figures
    }

    /// Edits (insert, delete, replace one element) between two short sequences; `limit + 1` where there are more.
    static func distance<Element: Equatable>(_ one: [Element], _ two: [Element], limit: Int) -> Int {
        guard abs(one.count - two.count) <= limit else { return limit + 1 }
        var row = Array(0...two.count)
        for i in 0..<one.count {
            // Only the band around the diagonal can hold a distance within the limit.
            let low = max(0, i - limit)
            let high = min(two.count, i + limit + 1)
            guard low < high else { return limit + 1 }
            var diagonal = row[low]
            row[low] = low == 0 ? i + 1 : limit + 1
            var least = row[low]
            for j in low..<high {
                let above = j + 1 <= i + limit ? row[j + 1] : limit + 1
                let cost = min(diagonal + (one[i] == two[j] ? 0 : 1), min(above, row[j]) + 1)
                diagonal = row[j + 1]
                row[j + 1] = cost
                least = min(least, cost)
            }
            if least > limit { return limit + 1 }
        }
        return min(row[two.count], limit + 1)
    }

    /// Whether two words are one letter apart.
    static func oneLetterApart(_ one: String, _ two: String) -> Bool {
        distance(Array(one.unicodeScalars), Array(two.unicodeScalars), limit: 1) == 1
    }
}

/// How two texts about one thing stand to each other.
enum TextAgreement: Equatable {
    case same
    /// The shorter one stops in the middle of the other.
    case cut
    /// The same sentence but for a few words: the words of the first and of the second that differ.
    case slip(String, String)
    /// Other words with other figures in them.
    case figures(String, String)
    /// Other words that say nothing different that can be told.
    case reworded

    /// Compares two texts; who is to act (`Programme to ...`) and a leading label do not count.
    static func between(_ left: String, _ right: String) -> TextAgreement {
        var one = Words.tokens(left)
        var two = Words.tokens(right)
        align(&one, &two)
        if one == two { return .same }
        let (short, long) = one.count < two.count ? (one, two) : (two, one)
        if short.count >= 4, long.starts(with: short) { return .cut }
        let limit = max(1, min(6, long.count / 6))
        if long.count >= 3, long.count <= 400, Words.distance(one, two, limit: limit) <= limit {
            let (mine, yours) = differing(one, two)
            if Words.topic(mine).isEmpty, Words.topic(yours).isEmpty { return .reworded }
            return .slip(mine, yours)
        }
        let mine = Words.figures(one)
        let yours = Words.figures(two)
        if !mine.isEmpty, !yours.isEmpty, !mine.isSubset(of: yours), !yours.isSubset(of: mine) {
            return .figures(
                mine.subtracting(yours).sorted().joined(separator: ", "),
                yours.subtracting(mine).sorted().joined(separator: ", "))
        }
        return .reworded
    }

    /// Drops up to eight leading words of one text where the other one starts there.
    private static func align(_ one: inout [String], _ two: inout [String]) {
        guard one.first != two.first || one.dropFirst().first != two.dropFirst().first else { return }
        for drop in 1...8 {
            if starts(one, with: two, after: drop) {
                one.removeFirst(drop)
                return
            }
            if starts(two, with: one, after: drop) {
                two.removeFirst(drop)
                return
            }
        }
    }

    private static func starts(_ one: [String], with two: [String], after drop: Int) -> Bool {
        let head = two.prefix(3)
        return head.count == 3 && one.count >= drop + 3 && one[drop..<(drop + 3)].elementsEqual(head)
    }

    /// The middles that are left once the common start and the common end are taken away.
    private static func differing(_ one: [String], _ two: [String]) -> (String, String) {
        var start = 0
        while start < one.count, start < two.count, one[start] == two[start] { start += 1 }
        var end = 0
        while end < one.count - start, end < two.count - start, one[one.count - 1 - end] == two[two.count - 1 - end] {
            end += 1
        }
        return (
            one[start..<(one.count - end)].joined(separator: " "), two[start..<(two.count - end)].joined(separator: " ")
        )
    }
}
