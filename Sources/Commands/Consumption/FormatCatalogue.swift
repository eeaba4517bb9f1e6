import Formats

/// The formats that `--format` takes.
enum FormatCatalogue {
    static let all: [any ConsumptionFormat] =
        TextFormats.all + [FlowRecordFormat.d0268, FlowRecordFormat.d0010] + BinaryFormats.all

    static var words: [String] { all.map(\.word) }

    static func format(_ word: String) throws(FieldProblem) -> any ConsumptionFormat {
        guard let found = all.first(where: { $0.word == word }) else {
            throw FieldProblem("format", "there is no format “\(word)”; there are \(words.joined(separator: ", "))")
        }
        return found
    }
}
