public import Kernel
public import Record

/// What a section reader may know of the paper around its blocks.
public struct PaperContext: Sendable {
    /// The head's facts.
    public let card: PaperCard
    /// The lines as readers see them: those of page headers and footers are blank.
    public let lines: [SourceLine]
    public let blocks: [Block]
    /// Every line as extracted.
    public let printed: [SourceLine]

    public init(card: PaperCard, lines: [SourceLine], blocks: [Block], printed: [SourceLine]? = nil) {
        self.card = card
        self.lines = lines
        self.blocks = blocks
        self.printed = printed ?? lines
    }

    /// The day that gives missing years: the meeting's, else the issue date.
    public var anchor: CalendarDate? { card.meetingDate ?? card.issueDate }
    public var dates: DateContext { DateContext(anchor: anchor) }

    /// `TMAG 8`: names the meeting in keys.
    public var meetingKey: String { "\(card.group) \(card.meeting)" }

    /// The line's text; empty where there is no such line.
    public func text(of line: Int) -> String {
        line >= 1 && line <= lines.count ? lines[line - 1].text : ""
    }
}

/// Reads one kind of section: looks at the blocks from an index on, and takes those that are its own.
///
/// Readers are asked in order, block by block; the first that takes any wins. A reader recognises its section by a
/// table's head or by a heading's words, never by a place or a paper's name, and reads what it can of a damaged one.
public protocol SectionReader: Sendable {
    /// States what blocks `index...` say and claims their lines.
    /// - Returns: the number of blocks taken; 0 where the section is not this reader's.
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int
}
