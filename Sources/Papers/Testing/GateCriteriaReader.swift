import Kernel
import Record

/// Reads the criteria of a gate: `To approve T1-TE-1000` above a list or a box with a column a party.
struct GateCriteriaReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let block = paper.blocks[index].text, let gate = Self.gate(of: block), index + 1 < paper.blocks.count
        else { return 0 }
        var criteria = Criteria(gate: gate, ledger: ledger)
        var end = index + 1
        while end < paper.blocks.count {
            switch paper.blocks[end] {
            case .list(let items): for item in items { criteria.add(item) }
            case .table(let table) where Self.width(table) <= 6 && MilestoneTable.parts(end, of: paper).isEmpty:
                guard let run = CutTable(end, of: paper) else { break }
                end += run.blocks - 1
                let below = CutTable.below(run.table, end + 1, of: paper)
                criteria.add(RawTable(rows: run.table.rows + below))
                if !below.isEmpty { end += 1 }
            default:
                guard end > index + 1 else { return 0 }
                ledger = criteria.ledger
                ledger.claim(block.lines, as: .heading)
                return end - index
            }
            end += 1
        }
        ledger = criteria.ledger
        ledger.claim(block.lines, as: .heading)
        return end - index
    }

    /// The columns that hold something; empty ones behind them are a matter of the extractor.
    private static func width(_ table: RawTable) -> Int {
        table.rows.map { row in (row.cells.lastIndex { !$0.isEmpty } ?? -1) + 1 }.max() ?? 0
    }

    static func isHeading(_ block: TextBlock) -> Bool { gate(of: block) != nil }

    /// The milestone that a short heading asks to approve.
    static func gate(of block: TextBlock) -> String? {
        let text = block.joined
        guard block.parts.count <= 2, text.utf8.count <= 140 else { return nil }
        let words = SlideWords.of(text)
        let opens =
            (words.first == "to" && ["approve", "pass", "achieve", "meet"].contains(words.dropFirst().first ?? ""))
            || words.starts(with: ["criteria", "to", "approve"]) || words.starts(with: ["criteria", "for"])
            || words.starts(with: ["approval", "of"])
        guard opens else { return nil }
        let found = ReferenceReader.find(in: text)
        let gates = found.filter { $0.kind == .milestone }
        if let gate = gates.first, gates.count == 1 { return gate.canonical }
        return gates.isEmpty ? found.first { $0.kind == .level1Milestone }?.canonical : nil
    }

    private struct Criteria {
        let gate: String
        var ledger: Ledger
        var order = 0
        var keys = RowKeys()

        mutating func add(_ item: ListItem) {
            state(MarkupReader.plain(item.text).folded, printed: item.text, nil, "", lines: item.lines, doubts: [])
        }

        /// Columns are parties where the first row has a short name in each; below the last full row, an empty cell
        /// may be merged with its neighbour, and the party is not known (hazard H16).
        mutating func add(_ table: RawTable) {
            guard let first = table.rows.first(where: { !$0.isEmpty }) else { return }
            let width = GateCriteriaReader.width(table)
            let named = width > 1 && first.texts.count >= 2 && first.texts.allSatisfy(isParty)
            let mended = RowMender.mended(table.rows, width: width, key: 0) { $0.cells.count >= width }
            let rows = mended.filter { !$0.isEmpty && (!named || $0 != first) }
            if named { ledger.claim(first.lines, as: .heading) }
            for column in 0..<width {
                let others = (0..<width).filter { $0 != column }
                for (index, row) in rows.enumerated() where !row[column].isEmpty {
                    let party = named ? first[column].trimmed : ""
                    let isMerged = others.contains { other in rows[index...].allSatisfy { $0[other].isEmpty } }
                    let doubt = "the layout does not tell whose criterion it is: the other column is empty from here on"
                    state(
                        row[column].plain, printed: row[column].text, row[column].place, isMerged ? "" : party,
                        lines: row.lines, doubts: isMerged && named ? [doubt] : [])
                }
            }
        }

        /// `SI`, `PPs`, `Central parties`: a short name, no sentence.
        private func isParty(_ text: String) -> Bool {
            let words = text.split(separator: " ")
            return words.count <= 2 && (text.utf8.count <= 12 || words.allSatisfy { $0.first?.isUppercase ?? false })
        }

        private mutating func state(
            _ text: String, printed: String, _ place: Place?, _ party: String, lines: [Int], doubts: [String]
        ) {
            order += 1
            let found = ReferenceReader.find(in: text).filter {
                ($0.kind == .milestone || $0.kind == .level1Milestone) && $0.canonical != gate
            }
            var named: [String] = []
            for id in found.map(\.canonical) where !named.contains(id) { named.append(id) }
            ledger.state(
                Statement(
                    .gateCriteria, key: keys.next("\(gate)|\(text)"), lines: lines, rule: "gate-criteria",
                    doubts: doubts,
                    fields: [
                        .text("gate", gate), .text("party", party),
                        .text("criterion", text, printed: printed, at: place),
                        FieldReading(
                            "depends_on", named.isEmpty ? nil : .list(named),
                            printed: found.map(\.printed).joined(separator: " | "), doubts: found.flatMap(\.doubts)),
                        FieldReading("order", .integer(order), printed: ""),
                    ]))
        }
    }
}

/// Reads entry criteria: lists under `… Entry Criteria`, each with its introduction, and nested items.
struct EntryCriteriaReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let block = paper.blocks[index].text, let title = Self.title(block) else { return 0 }
        var heading = title
        var order = 0
        var end = index + 1
        var headings = block.lines
        var keys = RowKeys()
        var indents: [Int] = []
        while end < paper.blocks.count {
            if let items = paper.blocks[end].list {
                ledger.claim(headings, as: .heading)
                state(items, heading, &order, &keys, &indents, &ledger)
                headings = []
                end += 1
            } else if let text = paper.blocks[end].text, text.joined.hasSuffix(":"), end + 1 < paper.blocks.count,
                paper.blocks[end + 1].list != nil
            {
                heading = MarkupReader.plain(text.joined).folded
                headings += text.lines
                indents = []
                end += 1
            } else {
                break
            }
        }
        return order > 0 ? end - index : 0
    }

    /// The introduction of the first list: the block's last line behind the title's, or the title itself.
    private static func title(_ block: TextBlock) -> String? {
        guard
            let line = block.parts.firstIndex(where: { part in
                part.utf8.count <= 100 && SlideWords.mayHold(part, "entry crit")
                    && (SlideWords.holds(part, "entry criteria") || SlideWords.holds(part, "entry criterion"))
            })
        else { return nil }
        let rest = block.parts[(line + 1)...].joined(separator: " ")
        return MarkupReader.plain(rest.isEmpty ? block.parts[line] : rest).folded
    }

    private func state(
        _ items: [ListItem], _ heading: String, _ order: inout Int, _ keys: inout RowKeys, _ indents: inout [Int],
        _ ledger: inout Ledger
    ) {
        for item in items {
            while let last = indents.last, last > item.indent { indents.removeLast() }
            if indents.last.map({ $0 < item.indent }) ?? true { indents.append(item.indent) }
            order += 1
            let text = MarkupReader.plain(item.text).folded
            ledger.state(
                Statement(
                    .entryCriteria, key: keys.next("\(heading)|\(text)"), lines: item.lines, rule: "entry-criteria",
                    fields: [
                        .text("heading", heading), FieldReading("level", .integer(indents.count), printed: ""),
                        .text("criterion", text, printed: item.text),
                        FieldReading("order", .integer(order), printed: ""),
                    ]))
        }
    }
}
