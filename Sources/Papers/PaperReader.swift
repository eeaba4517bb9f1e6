public import Record

/// Reads a paper: lines to blocks to tables and cells to statements.
public enum PaperReader {
    /// Reads one paper.
    /// - Throws: `PaperError` naming the file and the line; nothing of the paper counts then.
    public static func read(_ source: SourceText) throws(PaperError) -> ReadPaper {
        let furniture = PageFurniture.lines(of: source.lines)
        let text = source.readable(without: furniture)
        let blocks = BlockFinder.blocks(of: BlockFinder.joined(text.lines, over: furniture))
        var card = try CardReader.card(of: text, blocks)
        CardReader.complete(&card, from: source.lines, furniture)
        let paper = PaperContext(card: card, lines: text.lines, blocks: blocks, printed: source.lines)
        var ledger = Ledger(lines: source.lines)
        ledger.claim(card.lines, as: .record)
        ledger.claim(furniture.sorted(), as: .heading)
        CardReader.state(paper, into: &ledger)
        let readers = sectionReaders
        var index = 0
        while index < blocks.count {
            var taken = 0
            for reader in readers {
                taken = reader.read(index, of: paper, into: &ledger)
                if taken > 0 { break }
            }
            if taken == 0 {
                Remainder.claim(blocks[index], of: paper, into: &ledger)
                taken = 1
            }
            index += taken
        }
        for scan in lineScans { scan.scan(paper, into: &ledger) }
        card.doubts += ledger.doubts
        return ReadPaper(card: card, statements: ledger.statements, claims: ledger.claims)
    }

    /// Readers in the order in which they are asked.
    static var sectionReaders: [any SectionReader] { meetingReaders + packReaders + testingReaders }

    /// Scans over every line, after the sections are read.
    static var lineScans: [any LineScan] { meetingScans + packScans + testingScans }
}

/// Reads facts that may stand in any line, whatever section it belongs to.
public protocol LineScan: Sendable {
    func scan(_ paper: PaperContext, into ledger: inout Ledger)
}

/// What no section reader takes: headings and running text are claimed as such, the rest stays unclaimed.
enum Remainder {
    static func claim(_ block: Block, of paper: PaperContext, into ledger: inout Ledger) {
        switch block {
        case .table: break
        case .list(let items): ledger.claim(items.flatMap(\.lines), as: .narrative)
        case .text(let text): ledger.claim(text.lines, as: text.looksLikeHeading ? .heading : .narrative)
        }
    }
}
