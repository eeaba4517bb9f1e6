import Kernel

/// What a cell of a market or plan folder may hold, and what is said of one that does not.
///
/// Nothing is trimmed: a space around a number or a date is an error, as a program that reads the file after us may
/// not forgive it.
enum Cell {
    /// What is wrong with a cell, and what to do.
    struct Problem: Error, Hashable {
        let rule: FolderFinding.Rule
        let words: String
        let advice: String
    }

    /// The longest code, bytes.
    static let longestCode = 64

    // MARK: Whole numbers

    static func whole(_ text: String, _ range: ClosedRange<Int>) throws(Problem) -> Int {
        var value = 0
        var digits = 0
        for byte in text.utf8 {
            guard (0x30...0x39).contains(byte), digits < 10 else { throw wrongNumber(text, range) }
            value = value * 10 + Int(byte - 0x30)
            digits += 1
        }
        guard digits > 0, range.contains(value) else { throw wrongNumber(text, range) }
        return value
    }

    private static func wrongNumber(_ text: String, _ range: ClosedRange<Int>) -> Problem {
        Problem(
            rule: .numberIsWhole, words: numberProblem(text, range),
            advice: "write a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    private static func numberProblem(_ text: String, _ range: ClosedRange<Int>) -> String {
        guard !text.isEmpty else { return "is empty" }
        let bare = trimmed(text)
        guard bare.utf8.count == text.utf8.count else {
            return isDigits(bare) ? "has spaces around the number" : "is no whole number"
        }
        if isDigits(bare) {
            // Ten digits are enough for every volume; a longer one is named even where zeros lead it.
            guard bare.utf8.count <= 10, let value = Int(bare) else { return "has more than ten digits" }
            return value < range.lowerBound ? "is less than \(range.lowerBound)" : "is more than \(range.upperBound)"
        }
        let unsigned = bare.dropFirst()
        if bare.first == "-", isDigits(unsigned) || isFraction(unsigned) { return "is negative" }
        if isFraction(bare) { return "is not whole" }
        if isDigits(bare.filter { !",_' \u{A0}".contains($0) }) { return "has marks between its digits" }
        return "is no whole number"
    }

    private static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isFraction(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { $0.isEmpty || isDigits($0) } && text.utf8.count > 1
    }

    /// A text without the white space around it.
    static func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while let first = rest.unicodeScalars.first, first.properties.isWhitespace { rest.unicodeScalars.removeFirst() }
        while let last = rest.unicodeScalars.last, last.properties.isWhitespace { rest.unicodeScalars.removeLast() }
        return rest
    }

    // MARK: Dates

    static func date(_ text: String) throws(Problem) -> CalendarDate {
        if let date = CalendarDate(iso: text) { return date }
        throw Problem(
            rule: .dateExists, words: dateProblem(text), advice: "write a date of the calendar such as 2026-05-14")
    }

    private static func dateProblem(_ text: String) -> String {
        guard !text.isEmpty else { return "is empty" }
        let bare = trimmed(text)
        if bare.utf8.count != text.utf8.count, CalendarDate(iso: bare) != nil { return "has spaces around the date" }
        let bytes = Array(text.utf8)
        let isWritten =
            bytes.count == 10
            && bytes.indices.allSatisfy { [4, 7].contains($0) ? bytes[$0] == 0x2D : (0x30...0x39).contains(bytes[$0]) }
        guard isWritten else { return "is not written yyyy-mm-dd" }
        let year = bytes.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return CalendarDate.years.contains(year)
            ? "is no day of the calendar"
            : "is outside the years \(CalendarDate.years.lowerBound) to \(CalendarDate.years.upperBound)"
    }

    // MARK: Codes

    static func code(_ text: String) throws(Problem) -> String {
        // The usual code is a few capitals.
        if !text.isEmpty, text.utf8.count <= 8, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return text }
        guard let words = codeProblem(text) else { return text }
        throw Problem(
            rule: .codeIsPrintable, words: words,
            advice: "write the code of the party, at most \(longestCode) bytes that can be printed")
    }

    private static func codeProblem(_ text: String) -> String? {
        if text.isEmpty { return "is empty" }
        if text.unicodeScalars.allSatisfy(\.properties.isWhitespace) { return "is empty but for spaces" }
        if text == "*" { return "stands for every party" }
        if text.utf8.count > longestCode { return "is too long" }
        if text.unicodeScalars.contains("\u{FFFD}") { return "is not UTF-8" }
        if !text.unicodeScalars.allSatisfy(FolderFinding.isPrintable) { return "has characters that cannot be printed" }
        return nil
    }

    // MARK: Words

    static func word<Value>(_ text: String, _ words: [(String, Value)]) throws(Problem) -> Value {
        if let found = words.first(where: { $0.0 == text }) { return found.1 }
        let list = words.map(\.0)
        let choice = list.dropLast().joined(separator: ", ") + " or " + (list.last ?? "")
        throw Problem(
            rule: .wordIsKnown, words: text.isEmpty ? "is empty" : "is not \(choice)", advice: "write \(choice)")
    }
}
