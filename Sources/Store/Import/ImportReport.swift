public import Papers
public import Record

/// What an import came to, paper by paper in the order given.
public struct ImportReport: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        case new
        /// The same bytes were imported before, under the name given; nothing changed.
        case alreadyKnown(as: String)
        /// A text of a series that the record already had: it and the named paper are one paper's versions.
        case correction(of: String)
    }

    public struct Paper: Sendable, Hashable {
        /// The card under the name that sources show.
        public let card: PaperCard
        public let outcome: Outcome
        /// Statements by kind, in the order of the kinds; kinds without any are absent.
        public let counts: [Count]
        /// Doubts about the paper, its records and their fields.
        public let doubts: Int
        /// Lines that nothing claims.
        public let unclaimed: Int
    }

    public struct Count: Sendable, Hashable {
        public let kind: RecordKind
        public let statements: Int
    }

    public let papers: [Paper]
    /// The record's state after the import, as `stateToken` gives it.
    public let state: String

    /// Papers that were not known before.
    public var added: Int { papers.count { if case .alreadyKnown = $0.outcome { false } else { true } } }
}

/// A paper handed over for import: its text, its bytes and what was read from it.
public typealias PaperToImport = (source: SourceText, bytes: [UInt8], read: ReadPaper)
