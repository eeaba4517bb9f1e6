import Foundation
import Kernel
import TestSupport
import Testing

/// What the other tests lean on can itself fail.
@Suite struct TestSupportTests {
    @Test func findsTheRepository() throws {
        #expect(FileManager.default.fileExists(atPath: Repository.file("Package.swift").path))
        #expect(try Repository.papers(in: Repository.examplePapers).count >= 3)
    }

    @Test func readsTheRealPapersOrSaysThatTheyAreAbsent() throws {
        guard let folder = Repository.sharedPapers else { return }
        #expect(try !Repository.papers(in: folder).isEmpty)
    }

    @Test func removesATemporaryFolder() async throws {
        let place = try await TemporaryFolder.with { folder in
            try folder.write([1, 2], to: "file")
            #expect(try Data(contentsOf: folder.file("file")) == Data([1, 2]))
            return folder.url
        }
        #expect(!FileManager.default.fileExists(atPath: place.path))
    }

    @Test func goldenNamesTheFirstLineThatDiffers() throws {
        #expect(Golden.compare("a\nb\n", with: "a\nb\n", path: "p") == nil)
        let changed = try #require(Golden.compare("a\nB\nc", with: "a\nb\nc", path: "p"))
        #expect(changed.line == 2 && changed.expected == "\"b\"" && changed.found == "\"B\"")
        let short = try #require(Golden.compare("a", with: "a\nb", path: "p"))
        #expect(short.line == 2 && short.found == nil)
        // Equal to a reader, not equal in bytes.
        #expect(Golden.compare("e\u{301}", with: "é", path: "p") != nil)
        #expect(Golden.compare("a\r\nb", with: "a\nb", path: "p")?.line == 1)
        #expect(Golden.compare("a\n", with: "a", path: "p")?.line == 2)
    }

    @Test(.enabled(if: !Golden.writes)) func goldenFailsWhereTheFileIsAbsent() throws {
        #expect(throws: Golden.Mismatch.self) { try Golden.check("text", against: "no/such/file.txt") }
    }

    @Test func aPropertyGivesItsSeedAndCanBeReplayed() async throws {
        var drawn: [UInt64] = []
        try await Property.check(seed: 7, count: 3) { drawn.append($0.next()) }
        #expect(Set(drawn).count == 3)
        try await Property.replay(seed: 7, number: 2) { #expect($0.next() == drawn[2]) }
        let failure = await #expect(throws: Property.Failure.self) {
            try await Property.check(seed: 9, count: 5) { generator in
                try Property.hold(generator.next() == drawn[0], "this seed draws other numbers")
            }
        }
        #expect(failure?.seed == 9 && failure?.number == 0)
    }

    @Test func runsAProgramWithInputAndABound() async throws {
        let shell = URL(fileURLWithPath: "/bin/sh")
        let echo = try await Subprocess.run(shell, ["-c", "cat; echo bad >&2; exit 3"], input: Array("in".utf8))
        #expect(echo.text == "in" && echo.errors == "bad\n" && echo.status == 3 && !echo.succeeded && !echo.ranOut)
        let much = try await Subprocess.run(shell, ["-c", "head -c 300000 /dev/zero"])
        #expect(much.output.count == 300_000 && much.succeeded)
        let late = try await Subprocess.run(shell, ["-c", "exec sleep 30"], within: .milliseconds(100))
        #expect(late.ranOut && late.status == nil)
        await #expect(throws: (any Error).self) {
            _ = try await Subprocess.run(URL(fileURLWithPath: "/no/such/program"), [])
        }
    }

    @Test func jsonKeepsItsTypes() throws {
        let value = try JSONValue.read(Array(#"{"a": [1, true, null, "é", {"b": 0.5}]}"#.utf8))
        #expect(value["a"].list == [1, true, .null, "é", ["b": .number(0.5)]])
        #expect(value["none"].isNull && value["a"][9].isNull && value["a"][4]["b"].number == 0.5)
        #expect(throws: (any Error).self) { try JSONValue.read(Array("{".utf8)) }
    }
}
