/// A form of any page: what is searched for, or what is to be done.
struct FormModel: Sendable, Equatable {
    struct Option: Sendable, Equatable {
        let value: String
        let text: String
        let isChosen: Bool
    }

    // Templates see stored properties only.

    struct Field: Sendable, Equatable {
        let id: String
        let name: String
        let text: String
        /// One for a field to be typed into.
        let input: [Input]
        /// One for a choice.
        let select: [Select]
        let hint: [String]
        let wrong: [String]
        let isWrong: Bool

        init(
            id: String, name: String, text: String, input: [Input] = [], select: [Select] = [], hint: String?,
            wrong: String?
        ) {
            self.id = id
            self.name = name
            self.text = text
            self.input = input
            self.select = select
            self.hint = hint.map { [$0] } ?? []
            self.wrong = wrong.map { [$0] } ?? []
            isWrong = wrong != nil
        }
    }

    struct Input: Sendable, Equatable {
        let value: String
        let longest: Int
        let isWrong: Bool
    }

    struct Select: Sendable, Equatable {
        let options: [Option]
        let isWrong: Bool
    }

    let name: String
    let action: String
    /// `get` or `post`.
    let method: String
    let hidden: [HiddenField]
    let fields: [Field]
    let hasFields: Bool
    let button: String
    /// Leads back to the form as it was; none where that is of no use.
    let reset: [LinkModel]

    init(
        name: String, action: String, method: String, hidden: [HiddenField], fields: [Field], button: String,
        reset: [LinkModel] = []
    ) {
        self.name = name
        self.action = action
        self.method = method
        self.hidden = hidden
        self.fields = fields
        hasFields = !fields.isEmpty
        self.button = button
        self.reset = reset
    }
}

extension FormModel.Field {
    /// A field to be typed into.
    static func typed(
        _ name: String, _ text: String, value: String?, of form: String, longest: Int = 120,
        hint: String? = nil, wrong: String? = nil
    ) -> FormModel.Field {
        FormModel.Field(
            id: "\(form)-\(name)", name: name, text: text,
            input: [
                FormModel.Input(value: value ?? "", longest: longest, isWrong: wrong != nil)
            ],
            hint: hint, wrong: wrong)
    }

    /// A field to choose from; the first option is what an empty choice means.
    static func choice(
        _ name: String, _ text: String, options: [(value: String, text: String)], chosen: String?, of form: String,
        hint: String? = nil, wrong: String? = nil
    ) -> FormModel.Field {
        FormModel.Field(
            id: "\(form)-\(name)", name: name, text: text,
            select: [
                FormModel.Select(
                    options: options.map {
                        FormModel.Option(value: $0.value, text: $0.text, isChosen: $0.value == (chosen ?? ""))
                    },
                    isWrong: wrong != nil)
            ],
            hint: hint, wrong: wrong)
    }
}
