import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing

@testable import DIP

/// The checker beside jsonschema over the official files: made messages of every event, and thousands of spoiled ones.
struct OracleTests {
    /// By the letter: keys in their case, overlaps refused, nothing beyond the schema.
    private static func settings(strictNull: Bool) -> CheckSettings {
        CheckSettings(
            isCaseStrict: true, nullableCoversEnumerations: !strictNull, overlappingVariantsRefuse: true,
            senderTimestampIsADateTime: false)
    }

    /// All events with their variants.
    private static var events: [(SpecifiedVariant, String)] {
        Specification.bundled.interfaces.flatMap { interface in
            interface.variants.flatMap { variant in variant.events.map { (variant, $0) } }
        }
    }

    private static func texts(seed: UInt64, spoiled count: Int) -> [String] {
        var random = SeededGenerator(seed: seed)
        var maker = MadeMessages(.bundled)
        var texts: [String] = []
        for (variant, event) in events {
            for _ in 0..<3 {
                let body = maker.message(variant, event: event, &random)
                texts.append(body.description)
                for _ in 0..<count { texts.append(MadeMessages.spoiled(body, &random).description) }
            }
        }
        return texts
    }

    @Test func madeMessagesOfEveryEventAreTaken() {
        var random = SeededGenerator(seed: 1)
        var maker = MadeMessages(.bundled)
        let checker = MessageChecker(specification: .bundled)
        #expect(Self.events.count == 158 || Self.events.count > 140, "\(Self.events.count)")
        for (variant, event) in Self.events {
            for _ in 0..<8 {
                let body = maker.message(variant, event: event, &random)
                let verdict = checker.check(body.bytes, interface: nil)
                #expect(verdict.isAccepted, "\(variant.name) \(event): \(verdict.findings.prefix(3))")
            }
        }
    }

    @Test(arguments: [false, true]) func agreesWithTheOfficialFiles(strictNull: Bool) async throws {
        guard let folder = Judge.official("2.1.0") else { return }
        let official = try YAMLReading.specification(in: folder).specification
        let settings = Self.settings(strictNull: strictNull)
        let letter = MessageChecker(specification: .bundled, settings: settings)
        let loaded = MessageChecker(specification: official, settings: settings)
        var eased = settings
        eased.overlappingVariantsRefuse = false
        let lenient = MessageChecker(specification: .bundled, settings: eased)
        let texts = Self.texts(seed: strictNull ? 11 : 10, spoiled: strictNull ? 3 : 12)
        let answers = try await Judge.messages(texts, by: folder, strictNull: strictNull)
        var (accepted, refused) = (0, 0)
        var rules: Set<String> = []
        for (text, answer) in zip(texts, answers) {
            let body = Array(text.utf8)
            let verdict = letter.check(body, interface: nil)
            #expect(verdict.isAccepted == answer.one, "\(text) \(verdict.findings.prefix(3))")
            #expect(lenient.check(body, interface: nil).isAccepted == answer.some, "\(text)")
            #expect(loaded.check(body, interface: nil) == verdict)
            rules.formUnion(verdict.findings.map(\.rule))
            if answer.one { accepted += 1 } else { refused += 1 }
        }
        Repository.say("oracle: \(texts.count) messages, \(accepted) fit, \(refused) do not")
        let unmet = CheckRule.allCases.filter { $0.facts.isSchema && !rules.contains($0.rawValue) }
        // What needs another body than an array of one message, and steps, which no number of a message has without
        // closer bounds; such cases are in the tables of other tests.
        let elsewhere: Set<CheckRule> = [
            .bodyIsJSON, .bodyIsAnArrayOfMessages, .elementHasAPayload, .numberIsAMultiple,
        ]
        #expect(strictNull || Set(unmet).isSubset(of: elsewhere), "\(unmet)")
        #expect(accepted > texts.count / 10 && refused > texts.count / 4)
    }

    @Test(arguments: [
        ("15", []), ("16", ["NumberIsAMultiple"]), ("45", ["NumberIsWithin"]), ("1.5e1", []), ("-15", []),
    ])
    func stepsAreKept(number: String, rules: [String]) throws {
        let schema = NumberSchema(isInteger: true, maximum: ExactDecimal(30), multipleOf: ExactDecimal(15))
        let specification = Specification(
            version: "1", schemas: [Schema(name: nil, isNullable: false, kind: .number(schema))])
        var full = FullCheck(
            tables: CheckTables(specification, settings: CheckSettings()), text: try JSONText(Array(number.utf8)),
            settings: CheckSettings(), most: 10)
        full.check(0, 0)
        #expect(full.drafts.map(\.rule.rawValue) == rules)
    }

    /// The walk that says nothing and the walk that tells all give the same verdict.
    @Test func fastAndFullWalksAgree() throws {
        let tables = CheckTables(.bundled, settings: CheckSettings())
        for (index, text) in Self.texts(seed: 12, spoiled: 10).enumerated() {
            let json = try JSONText(Array(text.utf8))
            let parts = HeadReader(text: json).parts(of: 1)
            guard let payload = parts.payload else { continue }
            let variant = Self.events[index / 33 % Self.events.count].0.schema
            var full = FullCheck(tables: tables, text: json, settings: CheckSettings(), most: 10)
            full.check(payload, variant)
            let fast = json.bytes.withUnsafeBufferPointer { bytes in
                json.tokens.withUnsafeBufferPointer { tokens in
                    tables.withMemory(isCaseStrict: false) { memory -> Bool in
                        guard let memory, let bytes = bytes.baseAddress, let tokens = tokens.baseAddress else {
                            return false
                        }
                        var isAsWritten = true
                        return withUnsafeMutablePointer(to: &isAsWritten) { isAsWritten in
                            FastCheck(
                                memory: memory, bytes: bytes, tokens: tokens, longValues: tables.longValues,
                                bounds: tables.bounds, isAsWritten: isAsWritten
                            ).passes(payload, variant)
                        }
                    }
                }
            }
            // The fast walk may doubt what has escapes; it may never pass what is wrong.
            #expect(!fast || full.drafts.isEmpty, "\(text)")
            if !fast, full.drafts.isEmpty { #expect(text.contains("\\"), "\(text)") }
        }
    }

    /// Changing the case of keys changes nothing unless it is asked for.
    @Test func caseOfKeysChangesNothing() throws {
        let checker = MessageChecker(specification: .bundled)
        for text in Self.texts(seed: 13, spoiled: 2) {
            let json = try JSONText(Array(text.utf8))
            var bytes = json.bytes
            for token in json.tokens where token.kind == .key {
                for index in token.inner where !json.bytes[token.range].contains(UInt8(ascii: "\\")) {
                    let byte = bytes[index]
                    if (0x61...0x7A).contains(byte) {
                        bytes[index] = byte - 0x20
                    } else if (0x41...0x5A).contains(byte) {
                        bytes[index] = byte + 0x20
                    }
                }
            }
            let (one, other) = (checker.check(json.bytes, interface: nil), checker.check(bytes, interface: nil))
            #expect(one.isAccepted == other.isAccepted && one.heads == other.heads)
        }
    }

    /// Any bytes whatever: a verdict, never a crash; what is accepted has heads.
    @Test func fuzz() {
        var random = SeededGenerator(seed: 99)
        let checker = MessageChecker(specification: .bundled, settings: CheckSettings(mostFindings: 20, advises: true))
        let seeds = Self.texts(seed: 14, spoiled: 1).map { Array($0.utf8) } + [Array(CheckerTests.consumption().utf8)]
        let odd: [[UInt8]] = [
            Array(#"\ud800"#.utf8), Array("1e999999999999".utf8), [0xEF, 0xBB, 0xBF], [0xFF], Array("[[[[[[[[".utf8),
            Array("{\"payload\":".utf8), [0x00], Array("null".utf8), Array("-".utf8), Array("\"S0\":".utf8),
        ]
        for _ in 0..<6_000 {
            var body = seeds[random.nextBelow(seeds.count)]
            for _ in 0...random.nextBelow(4) where !body.isEmpty {
                let place = random.nextBelow(body.count)
                switch random.nextBelow(5) {
                case 0: body[place] = UInt8(random.nextBelow(256))
                case 1: body.insert(contentsOf: odd[random.nextBelow(odd.count)], at: place)
                case 2: body.removeSubrange(place..<min(body.count, place + 1 + random.nextBelow(40)))
                case 3: body.insert(contentsOf: body[place...].prefix(200), at: random.nextBelow(body.count))
                default: body[place] = body[random.nextBelow(body.count)]
                }
            }
            let verdict = checker.check(body, interface: InterfaceID("IF-021"))
            #expect(verdict.findings.count <= 20)
            #expect(!verdict.isAccepted || !verdict.heads.isEmpty)
            #expect(verdict.findings.allSatisfy { (0...body.count).contains($0.offset) })
        }
    }
}
