import Kernel

// Values of a scenario's document: fields, checks, times that depend on the virtual clock, parties, codes.
extension ScenarioReader {
    /// Words for what a fault does.
    static let faultKinds = [
        "delay", "drop", "duplicate", "shuffle", "answer", "slowConnection", "brokenTLS", "expiredCertificate",
        "wrongSignature", "truncatedBody", "slowBody", "refuse", "report",
    ]

    /// Values nested deeper than this are refused.
    static let deepestValue = 24

    /// The JSON that a node stands for; nil where it is nested too deep.
    static func json(_ node: SpecificationNode, depth: Int = 0) -> JSONValue? {
        guard depth < deepestValue else { return nil }
        switch node.value {
        case .null: return .null
        case .boolean(let flag): return .boolean(flag)
        case .integer(let number): return .integer(number)
        case .number(let number): return .number(String(number))
        case .string(let text): return .string(text)
        case .list(let elements):
            var values: [JSONValue] = []
            for element in elements {
                guard let value = json(element, depth: depth + 1) else { return nil }
                values.append(value)
            }
            return .array(values)
        case .map(let members):
            var values: [JSONMember] = []
            for member in members {
                guard let value = json(member.node, depth: depth + 1) else { return nil }
                values.append(JSONMember(member.key, value))
            }
            return .object(values)
        }
    }

    /// `@now`, `@today+2d`, `@now-1h`: which, and the offset in milliseconds; nil for any other text.
    static func clockTime(_ text: String) -> ScenarioValue? {
        for (word, make) in [("@now", ScenarioValue.now), ("@today", ScenarioValue.today)] where text.hasPrefix(word) {
            let rest = text.dropFirst(word.count)
            guard let sign = rest.first else { return make(0) }
            guard sign == "+" || sign == "-", let length = milliseconds(String(rest.dropFirst())) else { return nil }
            return make(sign == "+" ? length : -length)
        }
        return nil
    }

    /// The value of a field: as it stands, or `@now+2h`, `@today`, `@id party`, `@mpid party`, `@same step pointer`,
    /// `@absent`. A text that begins with `@@` is that text with one `@`.
    func value(_ book: AddressBook, _ findings: inout [ScenarioFinding]) -> ScenarioValue {
        guard let text = node.text, text.hasPrefix("@") else {
            if let json = Self.json(node) { return .literal(json) }
            report("The value is nested too deep.", "Give it in at most \(Self.deepestValue) levels.", &findings)
            return .literal(.null)
        }
        if text.hasPrefix("@@") { return .literal(.string(String(text.dropFirst()))) }
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        let named = words.count == 2 ? book.party(named: words[1]) : nil
        switch words[0] {
        case "@absent": return .absent
        case "@id": if let named { return .literal(.string(named.dipID.text)) }
        case "@mpid": if let named { return .literal(.string(named.mpid)) }
        case "@same":
            let place = words.count == 2 ? words[1].lastIndex(of: " ") : nil
            if let place {
                let pointer = Self.pointer(String(words[1][words[1].index(after: place)...]))
                return .same(step: String(words[1][..<place]), pointer: pointer)
            }
        default: if let time = Self.clockTime(text) { return time }
        }
        report(
            "\(printed) is no value that begins with @.",
            "Write @now, @today+2d, @id PARTY, @mpid PARTY, @same STEP FIELD or @absent; @@ begins a text with @.",
            &findings)
        return .literal(.null)
    }

    /// The JSON pointer from the payload for `B025.energisationStatus`, `R0.responseCode` or a pointer as it is.
    static func pointer(_ name: String) -> String {
        guard !name.hasPrefix("/") else { return name }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let common = ["S0", "S1", "S2", "A0", "D0", "M0", "M1", "R0", "R1"]
        return (common.contains(parts[0]) ? "/CommonBlock/" : "/CustomBlock/") + parts.joined(separator: "/")
    }

    func fields(_ key: String, _ book: AddressBook, _ findings: inout [ScenarioFinding]) -> [ScenarioField] {
        guard let part = part(key) else { return [] }
        guard let members = part.node.members else {
            part.report("Fields are a map.", "Write B025.energisationStatus: D, one to a line.", &findings)
            return []
        }
        return members.map { member in
            let inner = ScenarioReader(node: member.node, path: "\(part.path).\(member.key)")
            return ScenarioField(pointer: Self.pointer(member.key), value: inner.value(book, &findings))
        }
    }

    func checks(_ key: String, _ book: AddressBook, _ findings: inout [ScenarioFinding]) -> [FieldCheck] {
        guard let part = part(key) else { return [] }
        guard let members = part.node.members else {
            part.report("Fields are a map.", "Write R0.responseCode: A, one to a line.", &findings)
            return []
        }
        return members.flatMap { member in
            let inner = ScenarioReader(node: member.node, path: "\(part.path).\(member.key)")
            return inner.tests(book, &findings).map { FieldCheck(pointer: Self.pointer(member.key), test: $0) }
        }
    }

    private func tests(_ book: AddressBook, _ findings: inout [ScenarioFinding]) -> [FieldCheck.Test] {
        let words = ["equals", "matches", "contains", "exists"]
        guard let members = node.members, !members.isEmpty, members.allSatisfy({ words.contains($0.key) }) else {
            let value = value(book, &findings)
            return [value == .absent ? .isAbsent : .equals(value)]
        }
        return members.compactMap { member in
            let inner = ScenarioReader(node: member.node, path: "\(path).\(member.key)")
            switch (member.key, member.node.scalarText, member.node.boolean) {
            case ("equals", _, _): return .equals(inner.value(book, &findings))
            case ("matches", let text?, _): return .matches(text)
            case ("contains", let text?, _): return .contains(text)
            case ("exists", _, let flag?): return flag ? .exists : .isAbsent
            default:
                inner.report(
                    "\(inner.printed) cannot be compared so.", "Give a text, or true or false for exists.", &findings)
                return nil
            }
        }
    }

    /// A party by the name that the scenario gives it.
    func party(_ key: String, _ book: AddressBook, _ findings: inout [ScenarioFinding]) -> DIPID? {
        part(key)?.party(book, &findings)
    }

    func party(_ book: AddressBook, _ findings: inout [ScenarioFinding]) -> DIPID? {
        if let name = node.scalarText, let party = book.party(named: name) { return party.dipID }
        report(
            "\(printed) is no party of this scenario.",
            "Parties are \(book.parties.map(\.name).joined(separator: ", ")).", &findings)
        return nil
    }

    func parties(_ key: String, _ book: AddressBook, _ findings: inout [ScenarioFinding]) -> [DIPID] {
        part(key)?.list.compactMap { $0.party(book, &findings) } ?? []
    }

    func interface(_ key: String, _ findings: inout [ScenarioFinding]) -> InterfaceID? {
        part(key)?.interface(&findings)
    }

    func interface(_ findings: inout [ScenarioFinding]) -> InterfaceID? {
        if let interface = node.scalarText.flatMap({ InterfaceID($0) }) { return interface }
        report("\(printed) is no interface.", "Write IF-021 or REP-002.", &findings)
        return nil
    }

    func texts(_ key: String, _ findings: inout [ScenarioFinding]) -> [String] {
        part(key)?.list.compactMap { element in
            if let text = element.node.scalarText { return text }
            element.report("A text is needed.", "Write [one, two].", &findings)
            return nil
        } ?? []
    }

    func code(_ key: String, _ findings: inout [ScenarioFinding]) -> ResponseCode? { part(key)?.code(&findings) }

    func code(_ findings: inout [ScenarioFinding]) -> ResponseCode? {
        if let text = node.scalarText, Self.isCode(text) { return ResponseCode(text) }
        report("\(printed) is no response code.", "Write letters and digits: REG1026, ECS1008, SP004.", &findings)
        return nil
    }

    private static func isCode(_ text: String) -> Bool {
        let letters = text.utf8.prefix { (0x41...0x5A).contains($0) }.count
        let digits = text.utf8.dropFirst(letters)
        return (2...6).contains(letters) && (3...4).contains(digits.count)
            && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    func mpan(_ key: String, _ findings: inout [ScenarioFinding]) -> String? {
        guard let part = part(key) else { return nil }
        if let text = part.node.scalarText, text.utf8.count == 13, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            return text
        }
        part.report("\(part.printed) is no MPAN.", "Write its thirteen digits in quotes.", &findings)
        return nil
    }

    /// The key's name where it is required and missing.
    func require(_ key: String, _ findings: inout [ScenarioFinding]) {
        if node[key] == nil { report("\(key) is missing.", "Add \(key):.", &findings) }
    }
}
