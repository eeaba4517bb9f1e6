import DIP
import Kernel

/// The words of faults: for the page, the form and the journal's notes.
enum FaultWords {
    /// Effects in the form, each with the number that it takes.
    static let effects: [(value: String, text: String)] = [
        ("delay", "Delay each message (milliseconds)"), ("drop", "Drop messages silently"),
        ("duplicate", "Deliver more than once (copies)"), ("shuffle", "Shuffle what waits"),
        ("answer", "Answer without asking (HTTP status)"), ("slow-connection", "Slow connection (milliseconds)"),
        ("broken-tls", "Broken TLS handshake"), ("expired-certificate", "Expired certificate"),
        ("wrong-signature", "Wrong signature"), ("truncated-body", "Cut the body (per cent that remains)"),
        ("slow-body", "Trickle the body (bytes a second)"), ("refuse", "Refuse with a response code"),
        ("report", "Report a response code in a status message"),
    ]

    static func effect(_ effect: FaultEffect) -> String {
        switch effect {
        case .delay(let milliseconds): "delayed by \(DIPWording.span(milliseconds: Int64(milliseconds)))"
        case .drop: "dropped silently"
        case .duplicate(let copies): copies == 1 ? "delivered twice" : "delivered \(Wording.number(copies + 1)) times"
        case .shuffle: "shuffled with what waits"
        case .answer(let status): "answered HTTP \(status)"
        case .slowConnection(let milliseconds):
            "connection kept waiting \(DIPWording.span(milliseconds: Int64(milliseconds)))"
        case .brokenTLS: "handshake broken"
        case .expiredCertificate: "expired certificate shown"
        case .wrongSignature: "signature spoilt"
        case .truncatedBody(let percent): "body cut to \(percent) %"
        case .slowBody(let rate): "body trickled at \(Wording.count(rate, "byte")) a second"
        case .refuse(let code): "refused with \(code)"
        case .report(let code): "reported with \(code)"
        }
    }

    static func scope(_ rule: FaultRule) -> String {
        var parts = [rule.direction == .intake ? "posts to the platform" : "deliveries to webhooks"]
        if let party = rule.party { parts.append("of \(party)") }
        if let interface = rule.interface { parts.append("of \(interface)") }
        if let event = rule.event { parts.append("of event \(event)") }
        if let sender = rule.sender { parts.append("sent by \(sender)") }
        if let recipient = rule.recipient { parts.append("to \(recipient)") }
        if let mpan = rule.mpan { parts.append("of MPAN \(mpan)") }
        if let every = rule.every { parts.append("one in every \(Wording.number(every))") }
        if rule.shareInMillion < FaultRule.everything { parts.append("\(share(rule.shareInMillion)) % of them") }
        if let count = rule.count { parts.append("at most \(Wording.count(count, "time"))") }
        return parts.joined(separator: ", ")
    }

    /// Millionths as per cent, without what is not needed.
    private static func share(_ millionths: Int) -> String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 10_000)
        guard rest > 0 else { return String(whole) }
        var digits = String(10_000 + rest).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

/// A fault that one press switches on.
struct FaultPreset: Sendable {
    let title: String
    let rule: FaultRule

    static let all: [FaultPreset] = [
        preset("A storm of 429", "storm-429", .answer(status: 429)),
        preset("A storm of 503", "storm-503", .answer(status: 503)),
        preset("One in ten dropped", "drop-tenth", .drop, share: 100_000),
        preset("One in ten twice", "twice-tenth", .duplicate(copies: 1), share: 100_000),
        preset("Out of order", "out-of-order", .shuffle),
        preset("Five seconds late", "late", .delay(milliseconds: 5_000)),
        preset("Wrong signature", "wrong-signature", .wrongSignature),
        preset("Expired certificate", "expired-certificate", .expiredCertificate),
        preset("Slow connection", "slow-connection", .slowConnection(milliseconds: 20_000)),
        preset("Posts answered 503", "intake-503", .answer(status: 503), direction: .intake),
        preset("Posts refused with MSG1000", "intake-refused", .refuse(code: .processingFailed), direction: .intake),
        preset(
            "One in ten MPANs unknown", "unknown-tenth", .report(code: .mpanUnknown), share: 100_000, direction: .intake
        ),
        preset("Recipients refuse the schema", "recipient-refuses", .refuse(code: ResponseCode("RCP1001"))),
        preset("Recipients report the MPAN", "recipient-reports", .report(code: ResponseCode("RCP1061"))),
    ]

    private static func preset(
        _ title: String, _ name: String, _ effect: FaultEffect, share: Int = FaultRule.everything,
        direction: FaultRule.Direction = .delivery
    ) -> FaultPreset {
        FaultPreset(
            title: title, rule: FaultRule(name: name, direction: direction, shareInMillion: share, effect: effect))
    }
}

/// A fault's form, read; what is wrong stands by field.
struct FaultReading: Sendable {
    /// Letters, digits and hyphens.
    static let longestName = 40

    private(set) var rule: FaultRule?
    private(set) var problems: [String: String] = [:]

    init(_ form: ActForm) {
        let name = form["name"] ?? ""
        if !Self.isName(name) {
            problems["name"] = "A name has 1 to \(Self.longestName) letters, digits and hyphens."
        }
        let effect = effect(form)
        let party = identifier("party", form)
        var interface: InterfaceID?
        if let text = form["interface"] {
            interface = InterfaceID(text)
            if interface == nil { problems["interface"] = "An interface reads like IF-021, not “\(text)”." }
        }
        let sender = identifier("sender", form)
        let recipient = identifier("recipient", form)
        let mpan = form["mpan"]
        if let mpan, mpan.utf8.count != 13 || !mpan.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            problems["mpan"] = "An MPAN has thirteen digits; “\(mpan)” has not."
        }
        var every: Int?
        if let text = form["every"] {
            every = Int(text)
            if every.map({ !(1...FaultRule.rarest).contains($0) }) ?? true {
                problems["every"] = "“\(text)” is no number from 1 to \(Wording.number(FaultRule.rarest))."
            }
        }
        let share = share(form["share"])
        var count: Int?
        if let text = form["count"] {
            count = Int(text)
            if count.map({ $0 < 1 }) ?? true { problems["count"] = "“\(text)” is no number from 1." }
        }
        guard problems.isEmpty, let effect, let share else { return }
        rule = FaultRule(
            name: name, direction: form["direction"] == "intake" ? .intake : .delivery, party: party,
            interface: interface, event: form["event"].map { Wording.cut($0, to: 80) }, sender: sender,
            recipient: recipient,
            mpan: mpan, every: every, shareInMillion: share, count: count, effect: effect)
    }

    private mutating func identifier(_ field: String, _ form: ActForm) -> DIPID? {
        guard let text = form[field] else { return nil }
        let party = DIPID(text)
        if party == nil { problems[field] = "A DIP ID has ten letters and digits; “\(text)” has not." }
        return party
    }

    /// The code of a rule that gives one; what is wrong with it stands by its field.
    private mutating func code(_ form: ActForm) -> ResponseCode? {
        guard let text = form["code"] else {
            problems["code"] = "This rule needs a response code, such as MSG1037."
            return nil
        }
        let code = ResponseCode(text.uppercased())
        if let objection = ResponseCodes.objection(to: code) {
            problems["code"] = "\(objection.capitalisedFirst)."
            return nil
        }
        return code
    }

    private static func isName(_ name: String) -> Bool {
        (1...longestName).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
            }
    }

    private mutating func effect(_ form: ActForm) -> FaultEffect? {
        func number() -> Int? { form["number"].flatMap { Int($0) } }
        let effect: FaultEffect?
        switch form["effect"] {
        case "delay": effect = number().map { .delay(milliseconds: $0) }
        case "drop": effect = .drop
        case "duplicate": effect = number().map { .duplicate(copies: $0) }
        case "shuffle": effect = .shuffle
        case "answer": effect = number().map { .answer(status: $0) }
        case "slow-connection": effect = number().map { .slowConnection(milliseconds: $0) }
        case "broken-tls": effect = .brokenTLS
        case "expired-certificate": effect = .expiredCertificate
        case "wrong-signature": effect = .wrongSignature
        case "truncated-body": effect = number().map { .truncatedBody(percent: $0) }
        case "slow-body": effect = number().map { .slowBody(bytesPerSecond: $0) }
        case "refuse": return code(form).map { .refuse(code: $0) }
        case "report": return code(form).map { .report(code: $0) }
        default:
            problems["effect"] = "Choose what goes wrong."
            return nil
        }
        guard let effect else {
            problems["number"] = "This fault needs a whole number."
            return nil
        }
        if let objection = effect.objection { problems["number"] = "\(objection)." }
        return effect
    }

    /// Per cent with up to four decimals, as millionths.
    private mutating func share(_ text: String?) -> Int? {
        guard let text else { return FaultRule.everything }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        let digits = decimals + String(repeating: "0", count: max(0, 4 - decimals.utf8.count))
        if parts.count <= 2, decimals.utf8.count <= 4, let whole = Int(parts[0]), (0...100).contains(whole),
            let rest = Int(digits), rest >= 0, whole * 10_000 + rest <= FaultRule.everything,
            whole * 10_000 + rest > 0
        {
            return whole * 10_000 + rest
        }
        problems["share"] = "A share is above 0 to 100 per cent, with up to four decimals; not “\(text)”."
        return nil
    }
}

/// The words of outages.
enum OutageWords {
    static func kind(_ kind: Outage.Kind) -> String {
        switch kind {
        case .holdsDeliveries: "deliveries are held"
        case .refusesIntake: "posts are answered 503"
        case .whole: "deliveries are held and posts answered 503"
        }
    }

    static func release(_ policy: ReleasePolicy) -> String {
        switch policy {
        case .allAtOnce: "the backlog goes out all at once"
        case .rateLimited(let rate): "the backlog goes out at \(Wording.count(rate, "message")) a second"
        case .byInterfacePriority(let interfaces):
            "the backlog goes out by interface: \(interfaces.map(\.text).joined(separator: ", ")), then oldest first"
        case .oldestFirst: "the backlog goes out oldest first"
        }
    }

    static let releases: [(value: String, text: String)] = [
        ("allAtOnce", "All at once"), ("rateLimited", "At a rate"), ("byInterfacePriority", "By interface"),
        ("oldestFirst", "Oldest first"),
    ]
}

/// An outage's form, read.
struct OutageReading: Sendable {
    struct Plan: Sendable, Equatable {
        let kind: Outage.Kind
        let hours: Int
        let factor: Int
        let release: ReleasePolicy
    }

    static let mostHours = 24 * 365

    private(set) var plan: Plan?
    private(set) var problems: [String: String] = [:]

    init(_ form: ActForm) {
        let kind = form["kind"].flatMap(Outage.Kind.init(rawValue:))
        if kind == nil { problems["kind"] = "Choose what does not work." }
        let hours = number("hours", form, 1...Self.mostHours)
        let factor = number("factor", form, 1...VirtualClock.fastest)
        var release: ReleasePolicy?
        switch form["release"] {
        case "allAtOnce": release = .allAtOnce
        case "oldestFirst": release = .oldestFirst
        case "rateLimited":
            release = number("rate", form, 1...1_000_000).map { .rateLimited(messagesPerSecond: $0) }
        case "byInterfacePriority": release = priorities(form["interfaces"])
        default: problems["release"] = "Choose how the backlog goes out."
        }
        guard problems.isEmpty, let kind, let hours, let factor, let release else { return }
        plan = Plan(kind: kind, hours: hours, factor: factor, release: release)
    }

    private mutating func number(_ name: String, _ form: ActForm, _ range: ClosedRange<Int>) -> Int? {
        guard let value = form[name].flatMap({ Int($0) }), range.contains(value) else {
            problems[name] =
                "A whole number from \(Wording.number(range.lowerBound)) to \(Wording.number(range.upperBound))."
            return nil
        }
        return value
    }

    private mutating func priorities(_ text: String?) -> ReleasePolicy? {
        let words = (text ?? "").split { $0 == "," || $0 == " " || $0 == ";" }
        let interfaces = words.compactMap { InterfaceID($0) }
        guard !words.isEmpty, interfaces.count == words.count, words.count <= 60 else {
            problems["interfaces"] = "Interfaces in their order, such as IF-036, IF-021."
            return nil
        }
        return .byInterfacePriority(interfaces)
    }
}
