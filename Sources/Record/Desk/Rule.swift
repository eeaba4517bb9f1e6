/// A rule as a value: its words, and the function that finds its breaches.
struct Rule: DeskRule {
    let code: String
    let title: String
    let statement: String
    let clause: String
    private let find: @Sendable (RecordSnapshot, Rule) -> [Contradiction]

    init(
        _ code: String, _ title: String, _ statement: String, clause: String,
        find: @escaping @Sendable (RecordSnapshot, Rule) -> [Contradiction]
    ) {
        self.code = code
        self.title = title
        self.statement = statement
        self.clause = clause
        self.find = find
    }

    func findings(in snapshot: RecordSnapshot) -> [Contradiction] { find(snapshot, self) }

    /// A finding of this rule about a record.
    func finding(
        _ entry: Entry, _ sideA: Side, _ sideB: Side = .none, _ sentence: String, likely: Likely,
        state: Contradiction.State = .open
    ) -> Contradiction {
        finding(entry.subject, sideA, sideB, sentence, likely: likely, state: state)
    }

    /// A finding of this rule about something that has no record of its own.
    func finding(
        _ subject: Contradiction.Subject, _ sideA: Side, _ sideB: Side = .none, _ sentence: String, likely: Likely,
        state: Contradiction.State = .open
    ) -> Contradiction {
        Contradiction(
            rule: code, sentence: Self.capitalised(sentence, subject), subject: subject, placeA: sideA.place,
            valueA: sideA.value,
            placeB: sideB.place, valueB: sideB.value, probable: likely.value, basis: likely.basis,
            confidence: likely.confidence, state: state)
    }
}

extension Rule {
    /// A sentence that begins with the record's name begins with a capital.
    private static func capitalised(_ sentence: String, _ subject: Contradiction.Subject) -> String {
        guard sentence.hasPrefix(subject.kind.noun) else { return sentence }
        return sentence.prefix(1).uppercased() + sentence.dropFirst()
    }
}

/// One side of a contradiction: where, and what is printed there.
struct Side {
    let place: String
    let value: String

    static let none = Side("", "")

    init(_ place: String, _ value: String) {
        self.place = place
        self.value = value
    }

    init(_ source: Source?, _ value: String) { self.init(source?.description ?? "", value) }
}

/// The value that is probably right, why, and how surely.
struct Likely {
    let value: String
    let basis: String
    let confidence: Contradiction.Confidence

    init(_ value: String, because basis: String, _ confidence: Contradiction.Confidence) {
        self.value = value
        self.basis = basis
        self.confidence = confidence
    }

    /// Nothing tells which value is right.
    static func unknown(_ basis: String, _ confidence: Contradiction.Confidence = .medium) -> Likely {
        Likely("", because: basis, confidence)
    }
}

extension Entry {
    /// The first place that prints a column's value, with the value.
    func side(_ column: String) -> Side { Side(place(of: column), word(column)) }

    /// The value of a column as exports write it, without asking the schema: rules read millions of them.
    func word(_ column: String) -> String {
        switch fields[column]?.value {
        case .text(let text): text
        case let value?: value.exported
        case nil: ""
        }
    }

    /// Where a column's value is printed; the record's first source where the field has none of its own.
    func place(of column: String) -> Source? { fields[column]?.sources.first ?? sources.first }
}
