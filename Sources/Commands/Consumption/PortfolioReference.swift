import Consumption

/// The reference page of the portfolio file's parameters, made from the parameters themselves.
public enum PortfolioReference {
    /// Markdown: what each parameter means once for each kind of model, then the shipped value of each class.
    public static func page() -> String {
        var text = """
            # Parameters of a portfolio file

            Made from the program; do not edit. `changeover consumption portfolio` prints a whole portfolio file with \
            these values; a file may give only those that differ, as \
            `{"classes": {"smart-domestic": {"annual_median_wh": 2700000}}}` or \
            `{"add_ons": {"ev": {…}}}`. Everything is a whole number or a list of them. A name that is not here, a \
            number out of range, or a list of the wrong length is refused with its place in the file.


            """
        var groups: [(title: String, owners: [(String, ParameterValues)])] = []
        for (title, model) in [
            ("Smart and traditional classes", SiteClass.Model.profile), ("Advanced classes", .advanced),
            ("Unmetered classes", .unmetered),
        ] {
            let owners = SiteClass.allCases.filter { $0.model == model }.compactMap { one in
                ShippedParameters.classes[one].map { (one.word, $0) }
            }
            // Classes whose parameters differ get tables of their own.
            var rest = owners[...]
            while let first = rest.first {
                let same = rest.filter { $0.1.specs == first.1.specs }
                groups.append((same.count == owners.count ? title : same.map(\.0).joined(separator: ", "), same))
                rest = rest.filter { $0.1.specs != first.1.specs }[...]
            }
        }
        for (addOn, word) in AddOns.words {
            if let values = ShippedParameters.addOns[addOn] { groups.append(("Add-on \(word)", [(word, values)])) }
        }
        for group in groups { text += section(group.title, group.owners) }
        return text
    }

    private static func section(_ title: String, _ owners: [(String, ParameterValues)]) -> String {
        guard let specs = owners.first?.1.specs, !specs.isEmpty else { return "" }
        var text = "## \(title)\n\n| parameter | unit | range | meaning |\n| --- | --- | --- | --- |\n"
        for spec in specs {
            let range = "\(spec.range.lowerBound) to \(spec.range.upperBound)"
            let kind =
                spec.isList
                ? (spec.stride > 1 ? "lists, in \(spec.stride)s, of \(range)" : "a list of \(range)") : range
            text += "| `\(spec.name)` | \(spec.unit) | \(kind) | \(spec.meaning) |\n"
        }
        text += "\nShipped values:\n\n"
        for spec in specs {
            var lines: [(value: String, owners: [String])] = []
            for (owner, values) in owners {
                let value = values.list(spec.name).map(String.init).joined(separator: ", ")
                if let at = lines.firstIndex(where: { $0.value == value }) {
                    lines[at].owners.append(owner)
                } else {
                    lines.append((value, [owner]))
                }
            }
            for line in lines {
                let whose = line.owners.count == owners.count ? "" : " (\(line.owners.joined(separator: ", ")))"
                text += "- `\(spec.name)`\(whose): \(line.value.isEmpty ? "none" : line.value)\n"
            }
        }
        return text + "\n"
    }
}
