/// Checks posted bodies against one version of the specification: compiled once, used for every body.
///
/// A body is read once into tokens. A message that is well is walked once more along the tables, and only its head
/// becomes strings; one with something wrong is walked again, and all that is wrong is told.
public struct MessageChecker: Sendable {
    public let specification: Specification
    public let settings: CheckSettings
    private let tables: CheckTables

    public init(specification: Specification, settings: CheckSettings = CheckSettings()) {
        self.specification = specification
        self.settings = settings
        tables = CheckTables(specification, settings: settings)
    }

    /// Reads and checks a body.
    /// - Parameter interface: the channel's, to which every message has to belong; nil where there is no channel.
    public func check(_ body: [UInt8], interface: InterfaceID?) -> BodyVerdict {
        let text: JSONText
        do throws(JSONTextError) { text = try JSONText(body, limits: settings.limits) } catch {
            let finding = MessageFinding(
                index: nil, pointer: "", offset: error.offset, rule: CheckRule.bodyIsJSON.rawValue,
                sentence: "\(error.description) [\(error.rule.rawValue)]")
            return BodyVerdict(heads: [], findings: [finding])
        }
        var pass = CheckPass(tables: tables, specification: specification, settings: settings, text: text)
        return pass.verdict(interface: interface)
    }

    /// Checks a body that was posted to a path below `/validate`: its messages have to be of that event too.
    /// - Parameter event: with its brackets, as `Specification.event(validatedAs:of:)` gives it.
    public func check(_ body: [UInt8], interface: InterfaceID, event: String) -> BodyVerdict {
        var verdict = check(body, interface: interface)
        for (index, head) in verdict.heads.enumerated()
        where head.eventCode != event && verdict.findings.count < settings.mostFindings {
            verdict.findings.append(
                MessageFinding(
                    index: index, pointer: "/\(index)/payload/CommonBlock/S0/eventCode", offset: head.bytes.lowerBound,
                    rule: CheckRule.eventIsThePaths.rawValue,
                    sentence: "The message's event is \(JSONValue.string(head.eventCode)); the path is of \(event)."))
        }
        return verdict
    }

    /// Checks a small body against one of the specification's named schemas: `WebhookConfig`, `MessageRequest`.
    ///
    /// A version without that schema passes any JSON text.
    public func check(_ text: JSONText, body name: String) -> [MessageFinding] {
        var pass = CheckPass(tables: tables, specification: specification, settings: settings, text: text)
        return pass.findings(body: name)
    }
}

/// The checking of one body.
struct CheckPass {
    let tables: CheckTables
    let specification: Specification
    let settings: CheckSettings
    let text: JSONText
    private let reader: HeadReader
    private var heads: [MessageHead] = []
    private var findings: [MessageFinding] = []
    private var references: Set<String> = []

    init(tables: CheckTables, specification: Specification, settings: CheckSettings, text: JSONText) {
        self.tables = tables
        self.specification = specification
        self.settings = settings
        self.text = text
        reader = HeadReader(text: text)
    }

    mutating func verdict(interface: InterfaceID?) -> BodyVerdict {
        guard text.tokens[0].kind == .array else {
            add(
                0, nil, .bodyIsAnArrayOfMessages,
                "The body is no array; messages are posted as an array of at least one.")
            return BodyVerdict(heads: [], findings: findings)
        }
        var element = 1
        let end = Int(text.tokens[0].next)
        if element == end {
            add(0, nil, .bodyIsAnArrayOfMessages, "The array is empty; it has to have at least one message.")
        }
        repeatedKeys()
        while element < end {
            guard heads.count < settings.mostMessages else {
                add(
                    element, nil, .messagesAreWithinTheLimit,
                    "The body has more than \(settings.mostMessages) messages.", always: true)
                break
            }
            message(element, interface: interface)
            element = Int(text.tokens[element].next)
        }
        if findings.count > 1 { sort() }
        return BodyVerdict(heads: heads, findings: findings)
    }

    /// The findings of a small body.
    mutating func findings(body name: String) -> [MessageFinding] {
        repeatedKeys()
        guard let schema = specification.body(name) else { return findings }
        var walk = FullCheck(tables: tables, text: text, settings: settings, most: left)
        walk.check(0, schema)
        for draft in walk.drafts { add(draft, nil) }
        sort()
        return findings
    }

    /// How many findings may still be added.
    private var left: Int { settings.mostFindings - findings.count }

    private mutating func sort() {
        let order = findings.indices.sorted { (findings[$0].offset, $0) < (findings[$1].offset, $1) }
        findings = order.map { findings[$0] }
    }

    // MARK: - One message

    private mutating func message(_ element: Int, interface: InterfaceID?) {
        let index = heads.count
        let parts = reader.parts(of: element)
        heads.append(reader.head(of: element, parts))
        guard text.tokens[element].kind == .object else {
            add(element, index, .bodyIsAnArrayOfMessages, "The element is no object; a message is {\"payload\":{…}}.")
            return
        }
        guard let payload = parts.payload else {
            add(element, index, .elementHasAPayload, "The message has no payload.")
            return
        }
        if !specification.envelopeAllowsOthers { others(element, index) }
        candidates(element, index, parts, payload, interface)
        beyond(index, parts)
        if settings.advises, left > 0 {
            var advice = ConsumptionAdvice(text: text, settings: settings)
            advice.look(payload: payload, head: heads[index], parts: parts, reader: reader)
            for draft in advice.drafts where left > 0 { add(draft, index) }
        }
    }

    private mutating func others(_ element: Int, _ index: Int) {
        for member in text.members(of: element) where text.string(member.key).lowercased() != "payload" {
            add(member.value, index, .fieldIsKnown, "The field \(text.string(member.key)) is not known here.")
        }
    }

    /// Finds the variants that the message may be of, and holds it against them.
    private mutating func candidates(
        _ element: Int, _ index: Int, _ parts: HeadReader.Parts, _ payload: Int, _ channel: InterfaceID?
    ) {
        let named = Array(heads[index].interface.utf8)
        let own = tables.interfaces.first { $0.text == named }
        var passedOver: Set<Int> = []
        if let channel, let own, own.id != channel {
            add(
                reader.interface(parts) ?? payload, index, .interfaceIsTheChannels,
                "The message is of \(own.id); the channel is of \(channel).")
        } else if own == nil, let token = reader.interface(parts), text.tokens[token].kind == .string {
            add(
                token, index, .interfaceIsKnown,
                "\(JSONValue.string(heads[index].interface)) is no interface of version \(specification.version).")
            passedOver.insert(token)
        }
        guard let interface = own ?? tables.interfaces.first(where: { $0.id == channel }) else {
            if reader.interface(parts) == nil || passedOver.isEmpty {
                add(payload, index, .interfaceIsKnown, "The message names no interface in CommonBlock.S0.interfaceID.")
            }
            return
        }
        let event = Array(heads[index].eventCode.utf8)
        let variants = interface.variants.filter { $0.events.contains(event) }
        if variants.isEmpty {
            if let token = reader.event(parts), text.tokens[token].kind == .string {
                add(
                    token, index, .eventIsTheInterfaces,
                    "\(JSONValue.string(heads[index].eventCode)) is no event of \(interface.id): "
                        + interface.variants.flatMap(\.events).map { String(decoding: $0, as: UTF8.self) }.uniqued()
                        .joined(separator: ", ") + ".")
                passedOver.insert(token)
            }
            full(index, payload, interface.variants, passedOver)
        } else {
            hold(element, index, payload, variants, passedOver)
        }
    }

    private mutating func hold(
        _ element: Int, _ index: Int, _ payload: Int, _ variants: [CheckTables.Variant], _ passedOver: Set<Int>
    ) {
        var isAsWritten = false
        let fits = variants.filter { variant in
            guard let fit = self.fits(payload, Int(variant.node)) else { return false }
            isAsWritten = isAsWritten || fit.isAsWritten
            return true
        }
        if isAsWritten { heads[index].layout = MessageLayout(text, element: element) }
        if fits.isEmpty {
            full(index, payload, variants, passedOver)
        } else if fits.count > 1 {
            let names = fits.map { specification.schemas[Int($0.node)].name ?? "?" }.joined(separator: " and ")
            add(
                payload, index, .variantIsUnique,
                "The message fits \(names); by the letter of the specification it has to fit exactly one.",
                refuses: settings.overlappingVariantsRefuse, knownDefect: .eventOverlap)
        }
        if settings.advises, let first = fits.first {
            var walk = FullCheck(tables: tables, text: text, settings: settings, most: left)
            walk.check(payload, Int(first.node))
            for draft in walk.drafts { add(draft, index) }
        }
    }

    /// Whether a message fits a variant: by the fast walk, and where that has doubts by the full one.
    /// - Returns: nil: it does not; else whether all keys are known to have the specification's case.
    private func fits(_ payload: Int, _ node: Int) -> Fit? {
        var isAsWritten = true
        let isFast = text.bytes.withUnsafeBufferPointer { bytes in
            text.tokens.withUnsafeBufferPointer { tokens in
                guard let bytes = bytes.baseAddress, let tokens = tokens.baseAddress else { return false }
                return tables.withMemory(isCaseStrict: settings.isCaseStrict) { memory in
                    guard let memory else { return false }
                    return withUnsafeMutablePointer(to: &isAsWritten) { isAsWritten in
                        let walk = FastCheck(
                            memory: memory, bytes: bytes, tokens: tokens, longValues: tables.longValues,
                            bounds: tables.bounds, isAsWritten: isAsWritten)
                        return walk.passes(payload, node)
                    }
                }
            }
        }
        if isFast { return Fit(isAsWritten: isAsWritten) }
        var plain = settings
        plain.advises = false
        var walk = FullCheck(tables: tables, text: text, settings: plain, most: 1)
        walk.check(payload, node)
        return walk.drafts.isEmpty ? Fit(isAsWritten: false) : nil
    }

    /// That a message fits a variant.
    private struct Fit {
        /// Whether every key is, to the byte, the specification's.
        var isAsWritten: Bool
    }

    /// Tells what is wrong against the variant that the message misses by the least.
    private mutating func full(
        _ index: Int, _ payload: Int, _ variants: [CheckTables.Variant], _ passedOver: Set<Int>
    ) {
        guard left > 0 else { return }
        var best: [FullCheck.Draft]?
        for variant in variants.prefix(12) {
            var walk = FullCheck(tables: tables, text: text, settings: settings, most: left)
            walk.passedOver = passedOver
            walk.check(payload, Int(variant.node))
            if walk.drafts.count < best?.count ?? .max { best = walk.drafts }
        }
        for draft in best ?? [] { add(draft, index) }
    }

    /// What no schema asks.
    private mutating func beyond(_ index: Int, _ parts: HeadReader.Parts) {
        let head = heads[index]
        if settings.senderTimestampIsADateTime, head.senderTimestamp.utf8.count == 25,
            MessageTime(head.senderTimestamp) == nil, let token = reader.timestamp(parts)
        {
            add(
                token, index, .senderTimestampIsADateTime,
                "The sender timestamp \(JSONValue.string(head.senderTimestamp)) is no date and time that exists.")
        }
        if !head.senderUniqueReference.isEmpty, !references.insert(head.senderUniqueReference).inserted,
            let token = reader.reference(parts)
        {
            add(
                token, index, .referenceIsUniqueInTheBody,
                "The sender unique reference \(head.senderUniqueReference) comes twice in this body.",
                refuses: settings.repeatedReferencesRefuse)
        }
    }

    private mutating func repeatedKeys() {
        for key in text.repeatedKeys {
            add(
                key, messageIndex(of: key), .keysAreUnique,
                "The key \(JSONValue.string(text.string(key))) comes twice in its object.",
                refuses: settings.repeatedKeysRefuse)
        }
    }

    private func messageIndex(of token: Int) -> Int? {
        guard text.tokens[0].kind == .array else { return nil }
        var (index, element) = (0, 1)
        while element < Int(text.tokens[0].next) {
            let next = Int(text.tokens[element].next)
            if token < next { return index }
            (index, element) = (index + 1, next)
        }
        return nil
    }

    // MARK: - Findings

    private mutating func add(_ draft: FullCheck.Draft, _ index: Int?) {
        add(draft.token, index, draft.rule, draft.sentence, field: draft.field, knownDefect: draft.knownDefect)
    }

    private mutating func add(
        _ token: Int, _ index: Int?, _ rule: CheckRule, _ sentence: String, field: String? = nil,
        refuses: Bool? = nil, knownDefect: KnownDefect? = nil, always: Bool = false
    ) {
        guard left > 0 || always else { return }
        var pointer = text.pointer(to: token)
        if let field { pointer += "/" + JSONText.escaped(field) }
        let facts = rule.facts
        let refused =
            refuses ?? (facts.refuses && rule != .keysAreInTheirCase || settings.isCaseStrict && facts.refuses)
        findings.append(
            MessageFinding(
                index: index, pointer: pointer, offset: Int(text.tokens[token].start), rule: rule.rawValue,
                code: field == nil && rule != .fieldIsKnown ? Self.code(pointer, facts.code) : facts.code,
                sentence: sentence, refuses: refused, knownDefect: knownDefect?.rawValue))
    }

    /// The code of the platform for a field of the head that has one of its own.
    private static func code(_ pointer: String, _ other: ResponseCode) -> ResponseCode {
        let parts = pointer.lowercased().split(separator: "/")
        guard parts.count >= 5, parts[1] == "payload", parts[2] == "commonblock" else { return other }
        switch (parts[3], parts[4]) {
        case ("s0", "interfaceid"): return .interfaceInvalid
        case ("s1", "sendertimestamp"): return .senderTimestampInvalid
        case ("s1", "senderdipid"): return .senderInvalid
        case ("s1", "senderroleid"): return .senderRoleInvalid
        case ("s1", "sendercorrelationid"): return .correlationInvalid
        case ("s1", "dipconnectionproviderid"): return .connectionProviderInvalid
        case ("s1", "senderuniquereference") where other == .referenceUsed: return other
        case ("a0", "primaryrecipients"): return .primaryRecipientInvalid
        case ("a0", "secondaryrecipients"): return .secondaryRecipientInvalid
        case ("a0", "always"): return .alwaysRecipientInvalid
        default: return other
        }
    }
}

extension Array where Element: Hashable {
    /// The elements, each at its first place only.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
