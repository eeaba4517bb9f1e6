import Record

/// States every identifier that a paper prints, once a printed form, with all the lines that print it.
///
/// Risks, issues, assumptions, dependencies and change requests that are cited are stated as mentions of their records.
struct IdentifierScan: LineScan {
    /// Distinct printed forms that are taken from one paper: a pack of a thousand slides has fewer.
    private static let limit = 50_000

    private struct Print: Hashable {
        let kind: IdentifierKind
        let printed: String
    }

    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        var order: [Print] = []
        var found: [Print: (first: FoundIdentifier, place: Place, lines: [Int])] = [:]
        for line in paper.printed where !line.isBlank {
            for (cell, text) in line.cells.enumerated() where text.utf8.count >= 2 {
                for identifier in ReferenceReader.find(in: text) {
                    let print = Print(kind: identifier.kind, printed: identifier.printed)
                    if found[print] != nil {
                        found[print]?.lines.append(line.number)
                    } else if order.count < Self.limit {
                        order.append(print)
                        let place = Place(line: line.number, cell: line.isTabbed ? cell : nil, range: identifier.range)
                        found[print] = (identifier, place, [line.number])
                    }
                }
            }
        }
        var cited: [String: (kind: IdentifierKind, lines: [Int])] = [:]
        var citedOrder: [String] = []
        for print in order {
            guard let entry = found[print] else { continue }
            ledger.stateInPassing(identifier(print, entry.first, entry.place, entry.lines, paper))
            guard Self.recorded.contains(print.kind) else { continue }
            let canonical = entry.first.canonical
            if cited[canonical] == nil {
                citedOrder.append(canonical)
                cited[canonical] = (print.kind, [])
            }
            cited[canonical]?.lines += entry.lines
        }
        for canonical in citedOrder {
            guard let (kind, lines) = cited[canonical] else { continue }
            ledger.stateInPassing(Self.mention(canonical, kind, lines))
        }
    }

    private static let recorded: Set<IdentifierKind> = [.risk, .issue, .assumption, .dependency, .changeRequest]

    private func identifier(
        _ print: Print, _ first: FoundIdentifier, _ place: Place, _ lines: [Int], _ paper: PaperContext
    ) -> Statement {
        let isFiled = print.kind == .action || print.kind == .decision
        let filed = isFiled ? FiledReference.file(first.canonical, print.kind, of: paper) : nil
        return Statement(
            .identifiers, key: "\(print.kind.rawValue)|\(print.printed)", lines: lines, rule: "identifier-scan",
            weight: .mention,
            fields: [
                .text("kind", print.kind.rawValue, printed: ""),
                .text("identifier", print.printed, at: place),
                FieldReading(
                    "canonical", .text(first.canonical), printed: print.printed, at: place,
                    doubts: first.doubts + (filed?.doubts ?? []), resolved: filed?.resolved),
            ])
    }

    private static func mention(_ canonical: String, _ kind: IdentifierKind, _ lines: [Int]) -> Statement {
        if kind == .changeRequest {
            return Statement(
                .changeRequests, key: canonical, lines: lines, rule: "cited", weight: .mention,
                fields: [.text("id", canonical, at: Place(line: lines[0]))])
        }
        return Statement(
            .raid, key: canonical, lines: lines, rule: "cited", weight: .mention,
            fields: [
                .text("reference", canonical, at: Place(line: lines[0])), .text("kind", kind.rawValue, printed: ""),
                FieldReading("citation_only", .truth(true), printed: ""),
            ])
    }
}
