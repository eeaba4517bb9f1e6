import Record

/// Headers and footers of pages: numbers, copyright, the document's own number and version, a title printed again.
///
/// They stand between the rows of tables and within sentences, wherever a page happens to end, and say nothing of the
/// programme. They are known by their words and by standing in the paper again and again, never by their place.
enum PageFurniture {
    /// The longest line that is looked at, in UTF-8 bytes.
    private static let longest = 160
    /// Non-blank lines at the head of a paper, whose title may be printed again on each page.
    private static let headLines = 12

    /// Numbers of the lines that are furniture.
    static func lines(of lines: [SourceLine]) -> Set<Int> {
        var candidates: [(line: Int, form: Form)] = []
        var counts: [String: Int] = [:]
        var titles: Set<String> = []
        var seen = 0
        var numbers: [(line: Int, number: Int)] = []
        var again: Set<Int> = []
        for line in lines where !line.isBlank {
            seen += 1
            guard line.text.utf8.count <= longest else { continue }
            let words = Words.list(line.text).map { $0.hasPrefix("©") ? String($0.dropFirst()) : $0 }
                .filter { !$0.isEmpty }
            if !line.isTabbed, words.count == 1, line.text.trimmed.utf8.count <= 3, let number = Int(words[0]) {
                numbers.append((line.number, number))
            }
            if seen <= headLines {
                if isTitle(line, words) { titles.insert(words.joined(separator: " ")) }
            } else if !titles.isEmpty, titles.contains(words.joined(separator: " ")) {
                again.insert(line.number)
            }
            guard let form = Form(line.text, words) else { continue }
            candidates.append((line.number, form))
            counts[form.rest, default: 0] += 1
        }
        var furniture = again
        for (line, form) in candidates {
            let isKnown = form.rest.isEmpty && (form.hasPage || form.hasCopyright)
            if isKnown || (counts[form.rest] ?? 0) >= (form.hasPage || form.hasCopyright ? 2 : 3) {
                furniture.insert(line)
            }
        }
        if isSequence(numbers.map(\.number)) { furniture.formUnion(numbers.map(\.line)) }
        return furniture
    }

    /// A title that a page may print again: a line of its own that names the form of paper or a numbered meeting.
    private static func isTitle(_ line: SourceLine, _ words: [String]) -> Bool {
        guard !line.isTabbed, words.count >= 4, line.text.utf8.count >= 25 else { return false }
        return words.contains("minutes") || (words.contains("headline") && words.contains("report"))
            || line.text.contains("#")
    }

    /// Page numbers on lines of their own rise by one or two.
    private static func isSequence(_ numbers: [Int]) -> Bool {
        guard numbers.count >= 3 else { return false }
        return zip(numbers, numbers.dropFirst()).allSatisfy { (1...3).contains($1 - $0) }
    }

    /// A line that may be furniture, with what is left of it without page numbers and fixed words.
    struct Form {
        var rest = ""
        var hasPage = false
        var hasCopyright = false

        /// Nil for a line that has none of furniture's marks.
        init?(_ text: String, _ words: [String]) {
            guard !words.isEmpty, words.count <= 20 else { return nil }
            hasCopyright = text.contains("©") || text.lowercased().contains("(c) ")
            var left: [String] = []
            var index = 0
            while index < words.count {
                if let end = Self.page(words, index), index == 0 || end == words.count {
                    hasPage = true
                    index = end
                } else {
                    left.append(words[index])
                    index += 1
                }
            }
            let hasNumber = Self.hasDocumentNumber(text)
            guard hasPage || hasCopyright || hasNumber else { return nil }
            // The document's number and its version, classification and owner: words that furniture is made of.
            let own = left.filter { !Self.isFixed($0) }
            if !hasPage && !hasCopyright {
                guard own.isEmpty, left.count <= 8 else { return nil }
                rest = left.filter { !$0.allSatisfy(\.isNumber) }.joined(separator: " ")
            } else {
                rest = own.joined(separator: " ")
                guard own.count <= 14 else { return nil }
            }
        }

        /// Past `page 3 of 12`, `page 3 12`, `page 3`.
        private static func page(_ words: [String], _ index: Int) -> Int? {
            guard words[index] == "page" || words[index] == "slide", index + 1 < words.count,
                isNumber(words[index + 1])
            else { return nil }
            if index + 3 < words.count, words[index + 2] == "of", isNumber(words[index + 3]) { return index + 4 }
            return index + 2 < words.count && isNumber(words[index + 2]) ? index + 3 : index + 2
        }

        private static func isNumber(_ word: String) -> Bool { word.utf8.count <= 3 && Int(word) != nil }

        private static func isFixed(_ word: String) -> Bool {
            if word.allSatisfy(\.isNumber) || fixed.contains(word) { return true }
            if word.hasPrefix("del") { return word.dropFirst(3).allSatisfy(\.isNumber) }
            return word.first == "v" && word.dropFirst().allSatisfy(\.isNumber)
        }

        private static let fixed: Set<String> = [
            "mhhs", "mhhsp", "programme", "elexon", "limited", "ltd", "copyright", "all", "rights", "reserved",
            "public",
            "confidential", "internal", "official", "classification", "version", "v", "c", "of", "page", "document",
            "final", "draft", "uncontrolled", "when", "printed",
        ]

        private static func hasDocumentNumber(_ text: String) -> Bool {
            guard Words.has("del", in: text) else { return false }
            return ReferenceReader.find(in: text).contains { $0.kind == .deliverable }
        }
    }
}

extension SourceText {
    /// The text as the readers see it: furniture is blank, and spaces of any kind are plain spaces.
    ///
    /// Line numbers stay; whoever shows the paper shows the text as it was extracted.
    func readable(without furniture: Set<Int>) -> SourceText {
        SourceText(
            name: name, digest: digest,
            lines: lines.map { line in
                if furniture.contains(line.number) { return SourceLine(number: line.number, text: "") }
                guard line.text.utf8.contains(where: { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xEF }) else { return line }
                let text = Self.plainSpaces(line.text)
                return text.utf8.count == line.text.utf8.count ? line : SourceLine(number: line.number, text: text)
            })
    }

    private static func plainSpaces(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xA0, 0x2007, 0x2009, 0x200A, 0x202F: result.append(" ")
            // Soft hyphen, zero-width marks, byte order mark: nothing is printed.
            case 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF: break
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
