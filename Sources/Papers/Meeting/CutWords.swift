/// Joins the pieces of a text that a column boundary cut through (hazards H01 and H02).
struct CutWords {
    private let known: Set<String>

    /// Learns words from the paper's running text, besides the words of roles that papers use.
    init(_ paper: PaperContext) {
        var words = Self.roleWords
        for line in paper.lines.prefix(400) where line.text.utf8.count <= 4_096 {
            for cell in line.isTabbed ? line.cells.filter({ $0.utf8.count >= 40 }) : [line.text] {
                for word in Words.list(cell) where word.utf8.count >= 4 { words.insert(word) }
            }
        }
        known = words
    }

    func isKnown(_ word: String) -> Bool {
        let folded = word.lowercased().trimmingMarks()
        return known.contains(folded) || folded.allSatisfy { !$0.isLetter }
    }

    /// Joins two pieces that stand in neighbouring columns.
    ///
    /// The glyph that the boundary cuts may be printed in both pieces, or its left half as another letter; a join that
    /// makes a known word is sure, any other is a doubt.
    func join(_ left: String, _ right: String) -> (text: String, doubt: String?) {
        let left = left.trimmed
        let right = right.trimmed
        guard let last = left.last, let first = right.first else { return (left + right, nil) }
        guard last.isLetter, first.isLetter else { return (left + " " + right, nil) }
        let head = String(left.split(separator: " ").last ?? "")
        let tail = String(right.split(separator: " ").first ?? "")
        let plain = left + right
        let overlapped = String(left.dropLast()) + right
        if last == first, isKnown(head.dropLast() + tail) { return (overlapped, nil) }
        if isKnown(head + tail) { return (plain, nil) }
        if isKnown(head) && isKnown(tail) { return (left + " " + right, nil) }
        if first.isUppercase && last.isLowercase { return (left + " " + right, nil) }
        if last == first {
            return (overlapped, "cut between “\(left)” and “\(right)”: the letter \(last) is read once")
        }
        if let halves = Self.leftHalves[first], halves.contains(last) {
            return (
                overlapped,
                "cut between “\(left)” and “\(right)”: \(last) is read as the left half of \(first); it may be \(head + tail)"
            )
        }
        if first.isUppercase && !last.isUppercase { return (left + " " + right, nil) }
        return (plain, "cut between “\(left)” and “\(right)”: the joined word is not met elsewhere")
    }

    /// Letters as which the left half of a cut letter is read.
    private static let leftHalves: [Character: Set<Character>] = [
        "n": ["r"], "m": ["r", "n"], "w": ["v"], "d": ["c"], "h": ["l"], "b": ["l"], "k": ["l"],
    ]

    private static let roleWords: Set<String> = Set(
        """
        chair industry participants participant members member attendees attendee observers observer apologies other \
        representative representatives supplier suppliers agent independent large small medium manager lead leads test \
        tester architect analyst secretariat governance information programme project management office central \
        systems system provider providers smart meter metering national grid elexon ofgem recco mhhs sro idno dno ldso \
        dcc eso ngeso ipa pmo ppc expert industry delivery partner integrator integration assurance design migration \
        data domestic code body bodies alternate alternates constituency director head senior responsible owner \
        consultant coordinator officer support services service energy networks network qualification testing \
        workstream team sponsor implementation invited guests guest presenters
        """.split(separator: " ").map(String.init))
}
