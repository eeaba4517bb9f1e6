/// Reads `Appendix 2 – title` and its kin.
enum AppendixText {
    struct Item: Hashable {
        let label: String
        let number: String
        let title: String
    }

    private static let labels = ["Appendix", "Attachment", "Annexe", "Annex", "Enclosure", "Paper"]

    /// The item that a text is: a label, a number or letter, a dash or colon, a title.
    static func item(_ text: String) -> Item? {
        let text = MarkupReader.plain(text)
        let bytes = Array(text.utf8)
        guard let head = head(bytes, 0) else { return nil }
        let title = PackText.decode(bytes[head.end...]).folded
        guard !title.isEmpty else { return nil }
        return Item(label: head.label, number: head.number, title: title)
    }

    /// A run of items whose marks are lost, cut before each label; the whole text where it is no such run.
    static func parted(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var starts: [Int] = []
        var index = 0
        while index < bytes.count {
            if index == 0 || bytes[index - 1] == Ascii.space, let head = head(bytes, index) {
                starts.append(index)
                index = head.end
            } else {
                index += 1
            }
        }
        guard starts.first == 0, starts.count > 1 else { return [text] }
        return starts.indices.map { place in
            let end = place + 1 < starts.count ? starts[place + 1] : bytes.count
            return PackText.decode(bytes[starts[place]..<end]).trimmed
        }
    }

    private static func head(_ bytes: [UInt8], _ start: Int) -> (label: String, number: String, end: Int)? {
        guard start < bytes.count, Ascii.isLetter(bytes[start]) else { return nil }
        for label in labels {
            let length = label.utf8.count
            guard start + length < bytes.count, bytes[start + length] == Ascii.space,
                zip(label.utf8, bytes[start...]).allSatisfy({ Ascii.lowered($0) == Ascii.lowered($1) })
            else { continue }
            var place = start + length + 1
            let from = place
            while place < bytes.count, Ascii.isAlphanumeric(bytes[place]), place - from < 3 { place += 1 }
            let number = PackText.decode(bytes[from..<place])
            guard !number.isEmpty, number.utf8.allSatisfy(Ascii.isDigit) || number.utf8.count == 1 else { return nil }
            guard let end = afterDash(bytes, place) else { return nil }
            return (label, number, end)
        }
        return nil
    }

    /// Past a dash of any kind or a colon, with or without spaces round it.
    private static func afterDash(_ bytes: [UInt8], _ start: Int) -> Int? {
        var place = start
        while place < bytes.count, bytes[place] == Ascii.space { place += 1 }
        guard place < bytes.count else { return nil }
        if bytes[place] == Ascii.hyphen || bytes[place] == Ascii.colon {
            place += 1
        } else if let length = TokenLine.dashLength(bytes, place) {
            place += length
        } else {
            return nil
        }
        while place < bytes.count, bytes[place] == Ascii.space { place += 1 }
        return place
    }
}
