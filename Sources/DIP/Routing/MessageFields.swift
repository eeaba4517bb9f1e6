/// The fields of one message's blocks, found in its text: for rules that name a block and a field.
public struct MessageFields: Sendable {
    private let text: JSONText
    private let common: Int?
    private let custom: Int?

    /// - Parameter element: the token of the element `{"payload":{…}}`; 0 where the text is one element.
    public init(_ text: JSONText, element: Int = 0) {
        self.text = text
        let payload = text.value(of: "payload", in: element)
        common = payload.flatMap { text.value(of: "CommonBlock", in: $0) }
        custom = payload.flatMap { text.value(of: "CustomBlock", in: $0) }
    }

    /// The text of a field of a block of the custom or the common block; nil where it is absent, null or no single value.
    public func value(_ block: String, _ field: String) -> String? {
        for part in [custom, common] {
            guard let part, let object = text.value(of: block, in: part), let token = text.value(of: field, in: object)
            else { continue }
            switch text.tokens[token].kind {
            case .object, .array, .null: return nil
            default: return text.string(token)
            }
        }
        return nil
    }
}
