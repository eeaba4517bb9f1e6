import Formats
import Record
import Store

/// What an import did, for people and for programs.
struct ImportSummary {
    let report: ImportReport
    /// Contradictions in the record after the import.
    let contradictions: Int

    /// One line a paper, then the sums.
    var text: String {
        var lines = report.papers.map { paper in
            let what =
                switch paper.outcome {
                case .new: "\(count(paper.counts.reduce(0) { $0 + $1.statements }, "statement"))"
                case .alreadyKnown(let name):
                    "already in the record\(name == paper.card.name ? "" : " as \(name)"); nothing changed"
                case .correction(let name): "another text of \(name); the later one counts"
                }
            var notes: [String] = []
            let isKnown = if case .alreadyKnown = paper.outcome { true } else { false }
            if paper.doubts > 0, !isKnown { notes.append(count(paper.doubts, "doubt")) }
            if paper.unclaimed > 0, !isKnown { notes.append(count(paper.unclaimed, "unclaimed line")) }
            let card = paper.card
            let meeting = card.group.isEmpty ? "" : ", \(card.group) \(card.meeting)"
            return "\(Terminal.bold(card.name)) (\(card.kind.rawValue)\(meeting)): \(what)"
                + (notes.isEmpty ? "" : ", " + notes.joined(separator: ", "))
        }
        lines.append(
            "\(count(report.added, "paper")) came in; the record holds \(count(contradictions, "contradiction")).")
        return lines.joined(separator: "\n")
    }

    var json: String {
        let papers = report.papers.map { paper in
            let counts = paper.counts.map { "\(JSONText.string($0.kind.rawValue)): \($0.statements)" }
            let outcome =
                switch paper.outcome {
                case .new: "new"
                case .alreadyKnown: "already known"
                case .correction: "correction"
                }
            return "  {\"paper\": \(JSONText.string(paper.card.name)), \"kind\": \"\(paper.card.kind.rawValue)\", "
                + "\"group\": \(JSONText.string(paper.card.group)), \"meeting\": \(JSONText.string(paper.card.meeting)), "
                + "\"outcome\": \"\(outcome)\", \"doubts\": \(paper.doubts), \"unclaimed\": \(paper.unclaimed), "
                + "\"statements\": {\(counts.joined(separator: ", "))}}"
        }
        return "{\"added\": \(report.added), \"contradictions\": \(contradictions), \"state\": "
            + "\(JSONText.string(report.state)), \"papers\": [\n\(papers.joined(separator: ",\n"))\n]}"
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// Texts inside JSON that is put together by hand.
enum JSONText {
    static func string(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONWriter.appendString(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
