/// The form of `/consumption`, as its template shows it.
struct ConsumptionFormModel: Sendable, Equatable {
    struct Option: Sendable, Equatable {
        let value: String
        let text: String
        let isChosen: Bool
    }
    struct Choice: Sendable, Equatable {
        let name: String
        let text: String
        let hint: String
        let options: [Option]
        let isWrong: Bool
        let wrong: String
    }
    struct Wrong: Sendable, Equatable {
        let id: String
        let words: String
    }
    struct Words: Sendable, Equatable {
        let text: String
        let words: String
    }
    struct Row: Sendable, Equatable {
        let number: Int
        let className: String
        let classValue: String
        let classIsWrong: Bool
        let shareName: String
        let shareValue: String
        let shareIsWrong: Bool
        let isWrong: Bool
        let wrongs: [Wrong]
    }

    /// Each leads to its field.
    let problems: [LinkModel]
    let hasProblems: Bool
    let problemsInWords: String
    let action: String
    let reset: String
    let hidden: [HiddenField]
    let fields: [ConsumptionFieldModel]
    let choices: [Choice]
    let rows: [Row]
    let mixIsWrong: Bool
    let mixWrong: String
    /// What the shares sum to; none where they cannot be read.
    let total: [String]
    /// The words of each segment's classes and of the technologies.
    let words: [Words]
    let classIsUnknown: Bool
    /// Classes and usual add-ons to choose from.
    let kinds: [String]
}

/// One field with its label, its hint and what is wrong with it.
struct ConsumptionFieldModel: Sendable, Equatable {
    let name: String
    let text: String
    let hint: String
    /// `text` or `date`.
    let kind: String
    let isNumber: Bool
    let value: String
    let isWrong: Bool
    let wrong: String

    /// A field with its value and what a reading found wrong with it.
    init(
        _ name: String, _ text: String, hint: String, kind: String = "text", isNumber: Bool = false, value: String,
        _ reading: ConsumptionReading
    ) {
        let wrongs = reading.words(of: name)
        self.name = name
        self.text = text
        self.hint = hint
        // A date field of a browser shows nothing of what is no date; as text it comes back as it was typed.
        self.kind = wrongs.isEmpty ? kind : "text"
        self.isNumber = isNumber
        self.value = value
        isWrong = !wrongs.isEmpty
        wrong = wrongs.joined(separator: " ")
    }
}

/// A small form that chooses what of a run is looked at closely.
struct ConsumptionLookModel: Sendable, Equatable {
    let name: String
    let action: String
    let hidden: [HiddenField]
    let fields: [ConsumptionFieldModel]
    let button: String
}
