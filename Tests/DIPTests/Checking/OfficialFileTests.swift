import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing

@testable import DIP

/// What the reader of official files takes and refuses, by small files of our own.
struct OfficialFileTests {
    private static func main(_ payload: String, more: String = "") -> String {
        """
        info: {version: 9.9.9}
        components:
          schemas:
            DIPMessage:
              type: object
              properties:
                payload:
                  oneOf:
                    - $ref: 'https://example.invalid/somewhere/Other.yaml#/components/schemas/One'
        \(more)
        """
    }

    private static func other(_ field: String) -> String {
        """
        components:
          schemas:
            One:
              type: object
              additionalProperties: false
              required: [CommonBlock]
              properties:
                CommonBlock:
                  type: object
                  properties:
                    S0:
                      type: object
                      required: [interfaceID, schemaVersion, eventCode]
                      properties:
                        interfaceID: {type: string, enum: [IF-001]}
                        schemaVersion: {type: string, enum: ['011']}
                        eventCode: {type: string, enum: ['[A]', '[B]']}
                    field:
                      \(field)
        """
    }

    private static func read(_ field: String, more: String = "") throws -> SpecificationReader.Result {
        try SpecificationReader.read([
            .init(name: "Main.yaml", root: try YAMLReading.read(main("", more: more), name: "Main.yaml")),
            .init(name: "Other.yaml", root: try YAMLReading.read(other(field), name: "Other.yaml")),
        ])
    }

    @Test func smallVersionIsRead() throws {
        let result = try Self.read("{type: string, maxLength: 3, nullable: true}")
        #expect(result.specification.version == "9.9.9")
        #expect(result.specification.interfaces.map(\.id.text) == ["IF-001"])
        #expect(result.specification.interfaces[0].events == ["[A]", "[B]"])
        #expect(result.findings.isEmpty)
        let checker = MessageChecker(specification: result.specification)
        let good =
            #"[{"payload":{"CommonBlock":{"S0":{"interfaceID":"IF-001","schemaVersion":"011","eventCode":"[B]"},"field":null}}}]"#
        #expect(checker.check(Array(good.utf8), interface: nil).isAccepted)
        let bad = good.replacing("null", with: "\"four\"")
        #expect(checker.check(Array(bad.utf8), interface: nil).findings.map(\.rule) == ["LengthIsWithin"])
    }

    @Test(arguments: [
        ("{type: string, anyOf: []}", "the keyword anyOf", 19),
        ("{type: strange}", "type strange", 19),
        ("{type: string, pattern: 'a(?=b)'}", "a group of this kind is not known", 19),
        ("{type: string, minLength: -1}", "minLength", 19),
        ("{type: object, required: [x], properties: {}}", "the required field x", 19),
        ("{type: object, additionalProperties: {type: string}}", "additionalProperties with a schema", 19),
        ("{$ref: 'Nowhere.yaml#/components/schemas/X'}", "leads nowhere", 19),
        ("{$ref: '#/components/schemas/One'}", "leads back to itself", 19),
        ("{type: array}", "name its items", 19),
        ("{type: integer, minimum: few}", "minimum has to be a number", 19),
    ]) func whatIsNotKnownIsAnErrorWithItsPlace(field: String, words: String, line: Int) throws {
        let error = #expect(throws: SpecificationError.self) { try Self.read(field) }
        let told = error.map(\.description) ?? ""
        #expect(told.contains(words) && told.contains("Other.yaml, line \(line)"), "\(told)")
    }

    @Test(arguments: [
        ("a: 1\na: 2", 1), ("a: [1, 2", 1), ("a: &x 1\nb: *x", 2), ("\t- x", 1), ("? [a]\n: 1", 1),
    ]) func wrongYAMLIsAnErrorWithItsLine(text: String, line: Int) throws {
        let error = #expect(throws: SpecificationError.self) { try YAMLReading.read(text, name: "x.yaml") }
        #expect(error?.file == "x.yaml" && (error?.line ?? 0) >= line, "\(error.map(\.description) ?? "")")
    }

    @Test func deepAndLargeYAMLIsRefused() throws {
        let deep = String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000)
        #expect(throws: SpecificationError.self) { try YAMLReading.read(deep, name: "deep.yaml") }
        let large = String(repeating: "x", count: YAMLReading.mostBytes + 1)
        #expect(throws: SpecificationError.self) { try YAMLReading.read(large, name: "large.yaml") }
    }

    /// Files spoiled byte by byte are read or refused with a place; they never end the program.
    @Test func spoiledFilesAreReadOrRefused() {
        var random = SeededGenerator(seed: 4)
        let texts = [Self.main(""), Self.other("{type: array, minItems: 1, items: {type: string, enum: [a, b]}}")]
        let words = [
            "$ref: '#/components/schemas/One'", "nullable: true", "type: array", "oneOf:", "- ", "{", "]", "\t", "&a",
            "*a", "'",
        ]
        var (read, refused) = (0, 0)
        for _ in 0..<1_500 {
            var spoiled = texts.map { Array($0.utf8) }
            let which = random.nextBelow(2)
            for _ in 0...random.nextBelow(3) {
                let place = random.nextBelow(spoiled[which].count)
                switch random.nextBelow(3) {
                case 0: spoiled[which][place] = UInt8(0x20 + random.nextBelow(95))
                case 1: spoiled[which].insert(contentsOf: Array(words[random.nextBelow(words.count)].utf8), at: place)
                default: spoiled[which].removeSubrange(place..<min(spoiled[which].count, place + 8))
                }
            }
            do throws(SpecificationError) {
                var files: [SpecificationReader.File] = []
                for (name, bytes) in zip(["Main.yaml", "Other.yaml"], spoiled) {
                    let root = try YAMLReading.read(String(decoding: bytes, as: UTF8.self), name: name)
                    files.append(.init(name: name, root: root))
                }
                let specification = try SpecificationReader.read(files).specification
                _ = MessageChecker(specification: specification).check(Array("[{\"payload\":{}}]".utf8), interface: nil)
                read += 1
            } catch {
                #expect(!error.file.isEmpty && !error.description.isEmpty)
                refused += 1
            }
        }
        #expect(read > 50 && refused > 50, "\(read) \(refused)")
    }

    @Test func scalarsAreWhatAPersonMeans() throws {
        let node = try YAMLReading.read("a: 011\nb: '12'\nc: 12\nd: 0.5\ne: ~\nf: true\ng: no\nh: 1e3\n", name: "x")
        #expect(node["a"]?.text == "011" && node["b"]?.text == "12" && node["c"]?.integer == 12)
        #expect(node["d"]?.number == 0.5 && node["e"]?.isNull == true && node["f"]?.boolean == true)
        #expect(node["g"]?.text == "no" && node["h"]?.text == "1e3" && node["h"]?.line == 8)
    }

    @Test func emptyFolderAndNoMessagesAreErrors() throws {
        let folder = try TemporaryFolder("spec")
        #expect(throws: SpecificationError.self) { try YAMLReading.specification(in: folder.url) }
        _ = try folder.write(Array("a: 1".utf8), to: "a.yaml")
        let error = #expect(throws: SpecificationError.self) { try YAMLReading.specification(in: folder.url) }
        #expect(error?.cause == .noMessages)
        #expect(throws: SpecificationError.self) { try YAMLReading.specification(in: folder.file("none")) }
    }
}
