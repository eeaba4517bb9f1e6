// How fields of received messages are compared and shown.
extension ScenarioRun {
    /// A value in one line of at most 200 characters; a string without its quotes.
    static func shown(_ value: JSONValue) -> String {
        let text = plain(value)
        return text.count > 200 ? text.prefix(200) + "…" : text
    }

    /// A string's text, or any other value as JSON.
    static func plain(_ value: JSONValue) -> String { value.text ?? value.description }

    /// Whether an array holds the text as an element or as the beginning of one (`REG1026 - …`), or a text holds it.
    static func contains(_ value: JSONValue, _ part: String) -> Bool {
        if let elements = value.elements {
            return elements.contains { element in
                let text = plain(element)
                return text == part || text.hasPrefix(part + " ")
            }
        }
        let (text, part) = (Array(plain(value).utf8), Array(part.utf8))
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }

    /// Whether a text is of a form in which `*` stands for any text and `?` for one character. Takes at most the product of
    /// both lengths in steps.
    static func matches(_ text: String, _ form: String) -> Bool {
        let (text, form) = (Array(text), Array(form))
        var (place, at) = (0, 0)
        var star: (form: Int, text: Int)?
        while place < text.count {
            if at < form.count, form[at] == "*" {
                star = (at, place)
                at += 1
            } else if at < form.count, form[at] == "?" || form[at] == text[place] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.form, last.text + 1)
                at = last.form + 1
                place = last.text + 1
            } else {
                return false
            }
        }
        return form[at...].allSatisfy { $0 == "*" }
    }
}

extension FaultEffect {
    /// What is done, as a report and the journal say it: `answered 429`.
    public var words: String {
        switch self {
        case .delay(let length): "delayed by \(length) ms"
        case .drop: "not delivered"
        case .duplicate(let copies): "delivered \(copies + 1) times"
        case .shuffle: "out of order"
        case .answer(let status): "answered \(status)"
        case .slowConnection(let length): "\(length) ms to connect"
        case .brokenTLS: "no handshake"
        case .expiredCertificate: "an expired certificate"
        case .wrongSignature: "a wrong signature"
        case .truncatedBody(let percent): "\(percent) % of the body"
        case .slowBody(let rate): "\(rate) bytes a second"
        case .refuse(let code): "refused with \(code)"
        case .report(let code): "reported with \(code)"
        }
    }
}

extension ReleasePolicy {
    /// How a backlog goes, as a report says it.
    var words: String {
        switch self {
        case .allAtOnce: "all at once"
        case .oldestFirst: "oldest first"
        case .rateLimited(let rate): "\(rate) messages a second"
        case .byInterfacePriority(let first): first.map(\.text).joined(separator: ", ") + " first"
        }
    }
}
