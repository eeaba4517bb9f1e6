import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store

/// `changeover dip faults …`
struct DIPFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "What goes wrong on purpose at the served platform: response codes by rule, and trouble on the wire.",
        discussion: """
            A running stand-in takes a rule up within a second; one that starts later begins with it. The control room's \
            page of faults shows and switches the same rules.

            A response code is any of the catalogue (Documentation/reference/dip-rules.md):
              refuse at intake     level 1: the post is answered 400 with the code
              report at intake     level 2: it is taken in, and the platform reports the code in a status message
              refuse at delivery   level 3: its recipient is not asked, and answers 400 with the code
              report at delivery   level 4: it is delivered, and its recipient reports the code in a status message

            EXAMPLE
              changeover dip faults set unknown --at intake --report MSG1037 --interface IF-021 --every 3
              changeover dip faults set refused --refuse RCP1061 --recipient 2309012345 --mpan 2000056535971
              changeover dip faults set storm --effect answer --number 503 --times 20
              changeover dip faults clear storm
            """,
        subcommands: [Show.self, Set.self, Clear.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the rules that are on.", discussion: "EXAMPLE\n  changeover dip faults show --json")

        @OptionGroup var data: DataOptions
        @Flag(name: .long, help: "One line of JSON a rule, in the form of the register.") var json = false

        func run() async throws {
            try await reporting {
                for rule in try DIPFaults.rules(DIPFolder(data: data.folder)) {
                    try Terminal.print(json ? try DIPFaults.json(rule) : DIPFaults.words(rule))
                }
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Switch a rule on, in place of the one with its name.",
            discussion: "EXAMPLE\n  changeover dip faults set late --effect delay --number 5000 --interface IF-021")

        @OptionGroup var data: DataOptions
        @Argument(help: "The rule's name.") var name: String
        @Option(name: .long, help: ArgumentHelp("intake: posts to the platform; delivery: posts to webhooks."))
        var at = "delivery"
        @Option(name: .long, help: ArgumentHelp("Refuse with this response code.", valueName: "code"))
        var refuse: String?
        @Option(name: .long, help: ArgumentHelp("Report this response code in a status message.", valueName: "code"))
        var report: String?
        @Option(
            name: .long,
            help: ArgumentHelp(
                "Another trouble: \(FaultEffectWords.all.joined(separator: ", ")).", valueName: "effect"))
        var effect: String?
        @Option(
            name: .long,
            help: "The effect's number: milliseconds, copies, HTTP status, per cent that remains, bytes a second.")
        var number: Int?
        @Option(name: .long, help: ArgumentHelp("Who posts, or whose webhook it is.", valueName: "dip-id"))
        var party: String?
        @Option(name: .long, help: ArgumentHelp("The message's sender.", valueName: "dip-id")) var sender: String?
        @Option(name: .long, help: ArgumentHelp("One of those that it goes to.", valueName: "dip-id"))
        var recipient: String?
        @Option(name: .long, help: ArgumentHelp("The message's interface.", valueName: "IF-nnn")) var interface: String?
        @Option(name: .long, help: ArgumentHelp("The message's event.", valueName: "event")) var event: String?
        @Option(name: .long, help: ArgumentHelp("The message's MPAN.", valueName: "mpan")) var mpan: String?
        @Option(name: .long, help: ArgumentHelp("Only every n-th that matches.", valueName: "n")) var every: Int?
        @Option(name: .long, help: ArgumentHelp("Of a hundred that match, by a seeded draw.", valueName: "percent"))
        var share: Int?
        @Option(name: .long, help: ArgumentHelp("At most so often.", valueName: "n")) var times: Int?

        func run() async throws {
            try await reporting {
                let rule = try rule()
                if let objection = rule.objection { throw DIPFaults.refusal(objection) }
                let folder = DIPFolder(data: data.folder)
                var rules = try DIPFaults.rules(folder)
                if let place = rules.firstIndex(where: { $0.name == name }) {
                    rules[place] = rule
                } else {
                    guard rules.count < FaultBook.mostRules else {
                        throw DIPFaults.refusal("\(FaultBook.mostRules) rules are on; clear one first")
                    }
                    rules.append(rule)
                }
                try DIPFaults.keep(rules, folder)
            }
        }

        private func rule() throws -> FaultRule {
            let direction = FaultRule.Direction(rawValue: at)
            guard let direction else { throw DIPFaults.refusal("--at is intake or delivery, not “\(at)”") }
            guard (1...40).contains(name.utf8.count) else { throw DIPFaults.refusal("a name has 1 to 40 bytes") }
            guard (1...100).contains(share ?? 100) else { throw DIPFaults.refusal("--share is 1 to 100") }
            if let times, times < 1 { throw DIPFaults.refusal("--times is 1 or more") }
            return FaultRule(
                name: name, direction: direction, party: try id(party, "--party"),
                interface: try interface.map { text in
                    guard let interface = InterfaceID(text) else {
                        throw DIPFaults.refusal("an interface reads like IF-021, not “\(text)”")
                    }
                    return interface
                }, event: event, sender: try id(sender, "--sender"), recipient: try id(recipient, "--recipient"),
                mpan: mpan, every: every, shareInMillion: (share ?? 100) * (FaultRule.everything / 100), count: times,
                effect: try done())
        }

        private func id(_ text: String?, _ option: String) throws -> DIPID? {
            guard let text else { return nil }
            guard let id = DIPID(text) else {
                throw DIPFaults.refusal("\(option) takes ten letters or digits, not “\(text)”")
            }
            return id
        }

        private func done() throws -> FaultEffect {
            guard [refuse, report, effect].compactMap(\.self).count == 1 else {
                throw DIPFaults.refusal("a rule has one of --refuse, --report and --effect")
            }
            if let refuse { return .refuse(code: ResponseCode(refuse.uppercased())) }
            if let report { return .report(code: ResponseCode(report.uppercased())) }
            guard let made = FaultEffectWords.effect(effect ?? "", number: number) else {
                throw DIPFaults.refusal(
                    FaultEffectWords.all.contains(effect ?? "")
                        ? "\(effect ?? "") needs --number"
                        : "“\(effect ?? "")” is none of \(FaultEffectWords.all.joined(separator: ", "))")
            }
            return made
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Switch a rule off, or all of them.", discussion: "EXAMPLE\n  changeover dip faults clear --all")

        @OptionGroup var data: DataOptions
        @Argument(help: "The rule's name.") var name: String?
        @Flag(name: .long, help: "All rules.") var all = false

        func validate() throws {
            if (name == nil) != all { throw ValidationError("Name a rule, or say --all.") }
        }

        func run() async throws {
            try await reporting {
                let folder = DIPFolder(data: data.folder)
                guard let name else { return try folder.register().setSwitch(StandInSwitch.faults, to: nil) }
                var rules = try DIPFaults.rules(folder)
                guard rules.contains(where: { $0.name == name }) else {
                    throw Failure(
                        "no rule was cleared", because: "none is called “\(name)”",
                        advice: "changeover dip faults lists them", code: .misused)
                }
                rules.removeAll { $0.name == name }
                try DIPFaults.keep(rules, folder)
            }
        }
    }

    fileprivate static func refusal(_ why: String) -> Failure {
        Failure(
            "no rule was set", because: why,
            advice: "changeover dip faults set --help tells what a rule may say; dip-rules.md lists the codes",
            code: .misused)
    }

    fileprivate static func rules(_ folder: DIPFolder) throws -> [FaultRule] {
        guard let text = try folder.register().switches()[StandInSwitch.faults] else { return [] }
        guard let rules = try? JSONDecoder().decode([FaultRule].self, from: Data(text.utf8)) else {
            throw Failure(
                "the rules cannot be read", because: "the switch of faults holds what this program did not write",
                advice: "changeover dip faults clear --all takes it away", code: .badInput)
        }
        return rules
    }

    fileprivate static func keep(_ rules: [FaultRule], _ folder: DIPFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(rules), as: UTF8.self)
        try folder.register().setSwitch(StandInSwitch.faults, to: rules.isEmpty ? nil : text)
    }

    fileprivate static func json(_ rule: FaultRule) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(rule), as: UTF8.self)
    }

    fileprivate static func words(_ rule: FaultRule) -> String {
        var parts = ["\(rule.name)  \(rule.direction.rawValue)  \(rule.effect.words)"]
        if let party = rule.party { parts.append("party \(party)") }
        if let interface = rule.interface { parts.append("\(interface)") }
        if let event = rule.event { parts.append(event) }
        if let sender = rule.sender { parts.append("from \(sender)") }
        if let recipient = rule.recipient { parts.append("to \(recipient)") }
        if let mpan = rule.mpan { parts.append("MPAN \(mpan)") }
        if let every = rule.every { parts.append("every \(every)") }
        if rule.shareInMillion < FaultRule.everything {
            parts.append("\(ExactShare.percent(ofMillionths: rule.shareInMillion)) % of them")
        }
        if let count = rule.count { parts.append("at most \(count) times") }
        return parts.joined(separator: "  ")
    }
}

/// Millionths as per cent.
enum ExactShare {
    static func percent(ofMillionths millionths: Int) -> String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 10_000)
        guard rest > 0 else { return String(whole) }
        var digits = String(10_000 + rest).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

/// The words of effects on the command line: those of a scenario, but for the two with a code.
enum FaultEffectWords {
    static let all = [
        "delay", "drop", "duplicate", "shuffle", "answer", "slowConnection", "brokenTLS", "expiredCertificate",
        "wrongSignature", "truncatedBody", "slowBody",
    ]

    /// Nil for a word that is none of them, and where a number is missing.
    static func effect(_ word: String, number: Int?) -> FaultEffect? {
        switch word {
        case "drop": .drop
        case "shuffle": .shuffle
        case "brokenTLS": .brokenTLS
        case "expiredCertificate": .expiredCertificate
        case "wrongSignature": .wrongSignature
        case "delay": number.map { .delay(milliseconds: $0) }
        case "duplicate": number.map { .duplicate(copies: $0) }
        case "answer": number.map { .answer(status: $0) }
        case "slowConnection": number.map { .slowConnection(milliseconds: $0) }
        case "truncatedBody": number.map { .truncatedBody(percent: $0) }
        case "slowBody": number.map { .slowBody(bytesPerSecond: $0) }
        default: nil
        }
    }
}
