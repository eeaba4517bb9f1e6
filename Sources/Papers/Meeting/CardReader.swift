import Record

/// Reads a paper's head: its form, group, meeting, dates.
enum CardReader {
    static func card(of source: SourceText, _ blocks: [Block]) throws(PaperError) -> PaperCard {
        throw PaperError(file: source.name, line: nil, problem: .unknownKind(seen: ""))
    }

    static func state(_ paper: PaperContext, into ledger: inout Ledger) {}
}
