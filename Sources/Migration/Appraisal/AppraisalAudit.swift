extension AppraisalSheet {
    /// The sheet as lines for the record: changes first, in their order, then everything that decides.
    ///
    /// Whoever keeps them chains each line's digest to that of the line before.
    public var auditLines: [String] {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
        }
        var lines = ["title \(quoted(title))"]
        lines += changes.map {
            "change on \(quoted($0.on)) by \(quoted($0.who)): \(quoted($0.what)) was \(quoted($0.was)), "
                + "is \(quoted($0.now)), because \(quoted($0.why))"
        }
        lines += options.map { "option \(quoted($0.id)) \(quoted($0.name))" }
        func below(_ criteria: [Criterion], _ path: String) -> [String] {
            criteria.flatMap { criterion in
                let own = path.isEmpty ? criterion.id : "\(path)/\(criterion.id)"
                return ["criterion \(quoted(own)) \(quoted(criterion.name)) swing \(criterion.swing)"]
                    + below(criterion.parts, own)
            }
        }
        lines += below(criteria, "")
        lines += scores.map {
            "score \(quoted($0.option)) on \(quoted($0.criterion)): \($0.score) by \(quoted($0.scorer)), "
                + "evidence \(quoted($0.evidence))"
        }
        lines += comparisons.map { "check \(quoted($0.more)) \($0.times) times \(quoted($0.less))" }
        lines += dissent.map {
            "dissent of \(quoted($0.who)): \(quoted($0.option)) on \(quoted($0.criterion)) is \($0.score), "
                + "because \(quoted($0.why))"
        }
        lines.append(
            "settings tolerance \(tolerance) concordance \(concordance) veto \(veto) draws \(draws) spread \(spread)")
        return lines
    }
}
