/// Why files are no specification that can be used: which file, which line, what was met and what to do.
public struct SpecificationError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        /// The file cannot be read, is no YAML, or passes a limit.
        case unreadable(String)
        /// No file defines the schema `DIPMessage`.
        case noMessages
        /// A `$ref` leads to a file that is not there, or to a name that its file does not define.
        case unresolved(String)
        /// A `$ref` leads back to itself.
        case circular(String)
        /// Nested deeper, or with more schemas, than the limit.
        case tooLarge(String)
        /// A keyword, a type or a value that the reader does not know; letting it go would check less than the file says.
        case unknown(String)
        /// A regular expression outside the known subset.
        case pattern(String, String)
        /// A value of the wrong kind for its keyword.
        case wrongKind(String)
    }

    public var file: String
    /// From 1; 0 where it is the whole file.
    public var line: Int
    public var cause: Cause

    public init(file: String, line: Int, cause: Cause) {
        self.file = file
        self.line = line
        self.cause = cause
    }

    public var description: String {
        let place = line > 0 ? "\(file), line \(line): " : "\(file): "
        switch cause {
        case .unreadable(let why): return place + why
        case .noMessages:
            return place
                + "no file defines the schema DIPMessage. Give the folder of the official files of one version."
        case .unresolved(let reference):
            return place + "the reference \(reference) leads nowhere among the files given."
        case .circular(let reference): return place + "the reference \(reference) leads back to itself."
        case .tooLarge(let what): return place + "\(what)."
        case .unknown(let what): return place + "\(what) is not known here, and passing over it would check too little."
        case .pattern(let pattern, let why): return place + "the pattern \(pattern) cannot be used: \(why)."
        case .wrongKind(let what): return place + "\(what)."
        }
    }
}

/// Something odd in a specification's own files, which was read all the same.
public struct SpecificationFinding: Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1.
    public var line: Int
    /// One sentence.
    public var sentence: String

    public init(file: String, line: Int, sentence: String) {
        self.file = file
        self.line = line
        self.sentence = sentence
    }

    public var description: String { "\(file), line \(line): \(sentence)" }
}
