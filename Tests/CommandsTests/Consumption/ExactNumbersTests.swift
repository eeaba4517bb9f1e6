import Testing

@testable import Commands

/// Shares and seeds are read digit by digit; JSON keeps what was written.
@Suite struct ExactNumbersTests {
    @Test(arguments: [
        ("0.8", 800_000_000), ("1", 1_000_000_000), ("1.0", 1_000_000_000), ("0.333333333", 333_333_333),
        ("5e-2", 50_000_000), ("1E-9", 1), ("0.100000000000", 100_000_000), ("0", 0), ("-0.5", -500_000_000),
        ("0e400", 0), ("10e-1", 1_000_000_000), ("123456789.5", 123_456_789_500_000_000),
    ])
    func sharesAreExact(_ text: String, _ billionths: Int) {
        #expect(ExactDecimal.billionths(text) == billionths)
    }

    @Test(arguments: [
        "", ".5", "1.", "0.0000000001", "0.30000000000000004", "1e", "e5", "+1", "1,5", "0x1", "nan", " 1", "1 ",
        "99999999999999999999", "1e30", "--1", "1.2.3",
    ])
    func whatIsNoShareIsRefused(_ text: String) { #expect(ExactDecimal.billionths(text) == nil) }

    @Test(arguments: [("2500000", 2_500_000), ("2.5e6", 2_500_000), ("7.0", 7), ("-3", -3), ("0", 0)])
    func wholeNumbers(_ text: String, _ value: Int) { #expect(ExactDecimal.whole(text) == value) }

    @Test(arguments: ["1.5", "1e-1", "9223372036854775808", "x", "+5"])
    func whatIsNotWhole(_ text: String) { #expect(ExactDecimal.whole(text) == nil) }

    @Test func everyShareComesBackFromItsText() {
        var share = 1
        while share < 1_000_000_000 {
            #expect(ExactDecimal.billionths(ExactDecimal.text(billionths: share)) == share)
            share = share * 3 + 7
        }
        #expect(ExactDecimal.text(billionths: 50_000_000) == "0.05")
        #expect(ExactDecimal.text(billionths: -1_500_000_000) == "-1.5")
    }

    @Test func jsonKeepsNumbersAndSortsMembers() throws {
        let text =
            #"{"b":[1,2.50,-3e2],"a":{"ü":"\u00e9\ud83d\ude00\n\"","z":null,"A":true},"seed":18446744073709551615}"#
        let json = try JSONScanner.read(Array(text.utf8))
        #expect(
            json.canonical == #"{"a":{"A":true,"z":null,"ü":"é😀\n\""},"b":[1,2.50,-3e2],"seed":18446744073709551615}"#)
        #expect(try JSONScanner.read(Array(json.pretty.utf8)).canonical == json.canonical)
    }

    @Test(arguments: [
        ("", 1, 1), ("{", 1, 2), ("{\"a\":1,}", 1, 8), ("[1 2]", 1, 4), ("{\"a\":1,\n\"a\":2}", 2, 4), ("01", 1, 1),
        ("\"\t\"", 1, 3), ("[1]x", 1, 4), ("tru", 1, 1), ("1.", 1, 1), ("\"\\ud800\"", 1, 8), ("{'a':1}", 1, 2),
    ])
    func whatIsNoJSONIsPlaced(_ text: String, _ line: Int, _ column: Int) {
        #expect {
            try JSONScanner.read(Array(text.utf8))
        } throws: { error in
            let problem = error as? JSONProblem
            return problem?.line == line && problem?.column == column
        }
    }

    @Test func deepJSONIsRefusedAndNotRecursedInto() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONProblem.self) { try JSONScanner.read(Array(deep.utf8)) }
    }
}
