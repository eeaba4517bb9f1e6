import Kernel
import TestSupport
import Testing

@testable import DIP

/// The reader of JSON: the grammar, limits, places, repeated keys; and against Python's own reader.
struct JSONTextTests {
    private static func error(_ text: String, limits: JSONLimits = JSONLimits()) -> JSONTextError? {
        error(Array(text.utf8), limits: limits)
    }

    private static func error(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONTextError? {
        do throws(JSONTextError) {
            _ = try JSONText(bytes, limits: limits)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        ("", JSONTextError.Rule.bodyIsNotEmpty, 0), ("  ", .bodyIsNotEmpty, 2), ("[1,]", .valueIsExpected, 3),
        ("{\"a\":1,}", .keyIsExpected, 7), ("{\"a\" 1}", .colonFollowsKey, 5), ("[1 2]", .commaOrEndIsExpected, 3),
        ("[1}", .commaOrEndIsExpected, 2), ("1 2", .nothingFollowsTheValue, 2), ("\"a", .stringEnds, 0),
        ("\"a\u{1}\"", .controlCharactersAreEscaped, 2), ("\"\\x\"", .escapeIsKnown, 1),
        ("\"\\u12g4\"", .escapeIsKnown, 1), ("\"\\ud800\"", .surrogatesArePaired, 1),
        ("\"\\udc00\\ud800\"", .surrogatesArePaired, 1), ("01", .numberIsWellFormed, 0), ("-", .numberIsWellFormed, 0),
        ("1.", .numberIsWellFormed, 0), ("1e+", .numberIsWellFormed, 0), ("nul", .valueIsExpected, 0),
        ("NaN", .valueIsExpected, 0), ("\u{FEFF}1", .noByteOrderMark, 0), ("[", .bodyIsNotEmpty, 1),
        ("{\"a\":", .bodyIsNotEmpty, 5), ("{1:2}", .keyIsExpected, 1), (".5", .valueIsExpected, 0),
    ]) func brokenTextsNameTheRule(text: String, rule: JSONTextError.Rule, offset: Int) {
        let error = Self.error(text)
        #expect(error?.rule == rule && error?.offset == offset, "\(error.map(\.description) ?? "read")")
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22],
        ] as [[UInt8]]) func brokenUTF8IsRefused(bytes: [UInt8])
    {
        #expect(Self.error(bytes)?.rule == .textIsUTF8)
    }

    @Test func placesAreLinesAndColumns() {
        let error = Self.error("{\n  \"a\": 1,\n  b\n}")
        #expect(error?.line == 3 && error?.column == 3)
        #expect(error?.description.hasPrefix("Line 3, column 3 (byte 14): ") == true)
    }

    @Test func limitsAreKept() {
        #expect(Self.error("[[1]]", limits: JSONLimits(depth: 1))?.rule == .depthIsWithinTheLimit)
        #expect(Self.error("[[1]]", limits: JSONLimits(depth: 2)) == nil)
        #expect(Self.error("[1,2]", limits: JSONLimits(tokens: 2))?.rule == .tokensAreWithinTheLimit)
        #expect(Self.error("[1,2]", limits: JSONLimits(bytes: 4))?.rule == .bytesAreWithinTheLimit)
        let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(Self.error(deep)?.rule == .depthIsWithinTheLimit)
    }

    @Test func tokensAreNavigable() throws {
        let text = try JSONText(Array(#"{"a":[1,{"b~/":"x\u00e9\ud83d\ude00\n"}],"C":null}"#.utf8))
        let list = try #require(text.value(of: "A", in: 0))
        let inner = text.elements(of: list)[1]
        let value = try #require(text.value(of: "b~/", in: inner))
        #expect(text.string(value) == "xé😀\n")
        #expect(text.pointer(to: value) == "/a/1/b~0~1")
        #expect(text.parent(of: value) == inner && text.parent(of: inner) == list && text.parent(of: list) == 0)
        #expect(text.parent(of: 0) == nil)
        #expect(text.value(of: "c", in: 0).map { text.tokens[$0].kind } == .null)
        #expect(text.value(of: "none", in: 0) == nil && text.value(of: "a", in: list) == nil)
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, ["a"]), (#"{"abcdefghij":1,"ABCDEFGHIJ":2}"#, ["ABCDEFGHIJ"]),
        (#"{"a":1,"\u0041":2,"b":{"a":1}}"#, ["A"]), (#"{"a":1,"b":2}"#, []), (#"[{"a":1},{"a":2}]"#, []),
        (#"{"@":1,"`":2}"#, []), (#"{"":1,"":2}"#, [""]),
    ]) func repeatedKeysAreFound(text: String, names: [String]) throws {
        let text = try JSONText(Array(text.utf8))
        #expect(text.repeatedKeys.map { text.string($0) } == names)
    }

    @Test func manyKeysAreComparedInTime() throws {
        let keys = (0..<200_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        let text = try JSONText(Array("{\(keys),\"K77\":1}".utf8))
        #expect(text.repeatedKeys.map { text.string($0) } == ["K77"])
        let same = try JSONText(Array("{\(Array(repeating: "\"x\":0", count: 200_000).joined(separator: ","))}".utf8))
        #expect(same.repeatedKeys.count == JSONScanner.mostRepeated)
    }

    @Test func treesAreWrittenAsTheyWereRead() throws {
        let source = #"{"b":[1,-0.50,1e3,true,false,null,"\"\\/\b\f\n\r\t\u001f😀"],"a":{}}"#
        let value = try DIP.JSONValue(Array(source.utf8))
        #expect(value.description == #"{"b":[1,-0.50,1e3,true,false,null,"\"\\/\b\f\n\r\t\u001f😀"],"a":{}}"#)
        #expect(try DIP.JSONValue(value.bytes) == value)
        #expect(value["b"]?[0]?.integer == 1 && value["b"]?[3]?.boolean == true && value["a"] == .object([]))
    }

    /// Random bytes, JSON spoiled byte by byte, and made texts: valid here and by Python alike.
    @Test func agreesWithPython() async throws {
        var random = SeededGenerator(seed: 20_260_401)
        var bodies: [[UInt8]] = []
        let alphabet =
            Array("{}[]\",:\\u0d8fDcC tfn truefalsenull-+.eE019ab\n\t\u{7F}é😀".utf8) + [
                0x80, 0xFF, 0xED, 0xA0, 0xC0, 0x00,
            ]
        for _ in 0..<4_000 {
            bodies.append((0..<(1 + random.nextBelow(12))).map { _ in alphabet[random.nextBelow(alphabet.count)] })
        }
        let seeds = [
            #"{"a":[1,-2.5e+10,true,false,null,"x\u00e9\ud83d\ude00\\\/"],"b":{"c":{}}}"#, #"[[],[[]],{"":""},"é😀"]"#,
            #"  "\uD834\uDD1E" "#, "-0.0e-0", #"{"k":"long text of more than sixteen bytes \" and on"}"#,
        ].map { Array($0.utf8) }
        for _ in 0..<8_000 {
            var body = seeds[random.nextBelow(seeds.count)]
            for _ in 0...random.nextBelow(3) where !body.isEmpty {
                let place = random.nextBelow(body.count)
                switch random.nextBelow(4) {
                case 0: body.remove(at: place)
                case 1: body.insert(alphabet[random.nextBelow(alphabet.count)], at: place)
                case 2: body[place] = alphabet[random.nextBelow(alphabet.count)]
                default: body.append(contentsOf: body[place...].prefix(6))
                }
            }
            bodies.append(body)
        }
        bodies.append(Array("\u{FEFF}[]".utf8))
        bodies.append(Array(String(repeating: "9", count: 20_000).utf8))
        let hex = bodies.map { $0.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
        let answers = try await Judge.answers(["json"], hex)
        #expect(answers.contains("1") && answers.contains("0") && answers.contains("2"))
        for (body, answer) in zip(bodies, answers) {
            let error = Self.error(body)
            // Lone surrogates are in the grammar; no text in UTF-8 can hold them, so they are refused here.
            if answer == "2" {
                #expect(error?.rule == .surrogatesArePaired, "\(body)")
            } else {
                #expect((error == nil) == (answer == "1"), "\(String(decoding: body, as: UTF8.self)) \(answer) \(body)")
            }
        }
    }
}

struct ExactDecimalTests {
    @Test(arguments: [
        ("0", "-0.0"), ("1", "1.0"), ("1e3", "1000"), ("0.5", "5e-1"), ("-12.50", "-1.25e1"),
    ]) func sameNumbersAreEqual(one: String, other: String) {
        #expect(ExactDecimal(one) != nil && ExactDecimal(one) == ExactDecimal(other))
    }

    @Test func orderIsExact() {
        let ordered = [
            "-1e400", "-10", "-9.99", "-0.001", "0", "1e-400", "0.0001", "0.99999999999999999999", "1", "9", "10",
            "1e400",
        ]
        for (low, high) in zip(ordered, ordered.dropFirst()) {
            guard let low = ExactDecimal(low), let high = ExactDecimal(high) else {
                Issue.record("not read")
                continue
            }
            #expect(low < high && !(high < low))
        }
        #expect(ExactDecimal("1e") == nil && ExactDecimal("") == nil && ExactDecimal("+1") == nil)
    }

    @Test(arguments: [
        ("0.123", "0.001", true), ("0.1234", "0.001", false), ("45", "15", true), ("46", "15", false),
        ("1e400", "15", false),
        ("15e400", "15", true), ("0", "15", true), ("1.5e1", "15", true), ("0.0000001", "0.001", false),
        ("7.5", "2.5", true),
        ("-30", "15", true), ("100000000000000000000000000000", "0.001", true), ("4.5", "15", false),
    ]) func multiplesAreExact(number: String, step: String, isMultiple: Bool) throws {
        let value = try #require(ExactDecimal(number))
        #expect(value.isMultiple(of: try #require(ExactDecimal(step))) == isMultiple)
    }
}

struct TextPatternTests {
    static let known = [
        #"^\d{13}?$"#, #"^-?\d{1,9}\.\d{3}$"#, #"^[A-Z]{4}$"#,
        #"^S-((IF|REP)-)?\d{3,4}-[0-9a-fA-F]{10}-[A-Z]{3,5}-\d{8}-[a-zA-Z0-9]+$"#,
        #"^\d{4,4}$"#, "a|bc", "^a|b$", "(ab)+c?", "[^a-c]x", "x.y", #"\w\s\D"#, "^$", "", "a{2,}b", "(a|ab)(c|bcd)$",
        #"^[\d.-]+$"#,
        #"^(?:x|y)*?z$"#, #"[]x"#,
    ].dropLast()

    @Test func agreesWithPython() async throws {
        var random = SeededGenerator(seed: 7)
        var cases: [(String, String)] = []
        let letters: [Unicode.Scalar] = [
            "a", "b", "c", "x", "y", "z", "0", "9", "-", ".", "A", "F", "Z", "S", "I", "é", "٣", " ", "\n", "😀",
        ]
        for source in Self.known {
            let pattern = try TextPattern(source)
            for number in 0..<120 {
                var text = Array((pattern.sample(&random) ?? "").unicodeScalars)
                if number % 3 == 0 { text = [] }
                for _ in 0..<random.nextBelow(number % 2 == 0 ? 1 : 5) {
                    text.insert(letters[random.nextBelow(letters.count)], at: random.nextBelow(text.count + 1))
                }
                cases.append((source, String(String.UnicodeScalarView(text))))
            }
        }
        let lines = cases.map { DIP.JSONValue.string($0.0).description + "\t" + DIP.JSONValue.string($0.1).description }
        let answers = try await Judge.answers(["patterns"], lines)
        #expect(answers.contains("1") && answers.contains("0"))
        for ((source, text), answer) in zip(cases, answers) {
            #expect(try TextPattern(source).matches(text) == (answer == "1"), "\(source) on \(text.debugDescription)")
        }
    }

    @Test(arguments: [
        "a(?=b)", "(", ")", "[a", "a**", "{2}", "a{3,2}", "a{", #"\p{L}"#, #"\1"#, "a{1001}", #"\b"#, "[é]", "(?<n>a)",
        "^*",
        "((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))", "(a{900}){900}", "\\",
    ]) func otherPatternsAreErrors(source: String) {
        #expect(throws: TextPattern.Failure.self) { try TextPattern(source) }
    }
}
