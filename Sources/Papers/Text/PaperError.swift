/// Why a file could not be read as a paper. Nothing of such a file is imported.
public struct PaperError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Problem: Sendable, Hashable {
        case empty
        case tooLarge(bytes: Int, limit: Int)
        case tooManyLines(limit: Int)
        case lineTooLong(bytes: Int, limit: Int)
        case tooManyCells(cells: Int, limit: Int)
        case binary(byte: UInt8)
        case notUTF8
        /// No form of paper is recognised; `seen` is the first line with text.
        case unknownKind(seen: String)
        /// The paper speaks for two meetings.
        case twoMeetings(first: String, firstLine: Int, second: String)
        /// The head gives one fact twice with different values.
        case contradictoryHead(fact: String, first: String, firstLine: Int, second: String)
    }

    /// The file's name as given.
    public let file: String
    /// Physical line from 1, where one line is to blame.
    public let line: Int?
    public let problem: Problem

    public init(file: String, line: Int?, problem: Problem) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    /// One sentence: the place and what is wrong.
    public var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        return "\(place): \(because)"
    }

    /// What is wrong, without the place.
    public var because: String {
        switch problem {
        case .empty: "the file holds no text"
        case .tooLarge(let bytes, let limit): "the file has \(bytes) bytes; a paper has at most \(limit)"
        case .tooManyLines(let limit): "the file has more than \(limit) lines"
        case .lineTooLong(let bytes, let limit): "the line has \(bytes) bytes; a line has at most \(limit)"
        case .tooManyCells(let cells, let limit): "the line has \(cells) cells; a table has at most \(limit) columns"
        case .binary(let byte): "the line holds the control byte \(byte); this is not a text file"
        case .notUTF8: "the line is not UTF-8"
        case .unknownKind(let seen): "no known form of paper is recognised; the text begins with “\(seen)”"
        case .twoMeetings(let first, let firstLine, let second):
            "the paper is of \(first) (line \(firstLine)) and of \(second): one file holds two meetings"
        case .contradictoryHead(let fact, let first, let firstLine, let second):
            "the head gives the \(fact) as “\(second)”, and as “\(first)” in line \(firstLine)"
        }
    }

    /// What the user can do about it.
    public var advice: String {
        switch problem {
        case .empty: "check that the text was extracted; a scanned paper needs character recognition first"
        case .tooLarge, .tooManyLines: "import one paper a file"
        case .lineTooLong, .tooManyCells: "extract the paper again; tables come as one line a row"
        case .binary: "extract the paper's text first, for example with pdftotext -layout"
        case .notUTF8: "convert the file to UTF-8, for example with iconv"
        case .unknownKind: "a paper is minutes, a headline report or a meeting pack, and says so in its first lines"
        case .twoMeetings: "cut the file into one paper a meeting"
        case .contradictoryHead: "correct the head and import the file again"
        }
    }
}
