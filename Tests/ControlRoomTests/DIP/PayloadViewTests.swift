import DIP
import Testing

@testable import ControlRoom

/// The laying out of messages and the marks between a message and a recipient's copy.
@Suite struct PayloadViewTests {
    private func view(
        _ text: String, against other: String? = nil, masked: [String] = [], isReceived: Bool = false
    ) throws -> PayloadView {
        try PayloadView(
            Array(text.utf8), against: other.map { try PayloadView.Leaves(Array($0.utf8)) }, masked: masked,
            isReceived: isReceived)
    }

    @Test func valuesAreLaidOutWithTheirOwnBytes() throws {
        let lines = try view(#"{"a":1.50,"b":[true,null,{}],"c":{"d":"x\u00e9"},"e":[]}"#).lines
        #expect(
            lines.map { String(repeating: " ", count: $0.depth) + $0.text } == [
                "{", #" "a": 1.50,"#, #" "b": ["#, "  true,", "  null,", "  {}", " ],", #" "c": {"#,
                #"  "d": "x\u00e9""#,
                " },", #" "e": []"#, "}",
            ])
    }

    @Test func marksSayWhatThePlatformDid() throws {
        let sent = #"{"p":{"A":{"x":1,"secret":"x","n":"01"},"D0":{"id":"T"}}}"#
        let received = #"{"p":{"A":{"x":1,"secret":"who","n":"1","gone":2}}}"#
        let marks = try view(sent, against: received, masked: ["/p/A/secret"]).lines.filter(\.isNamed)
        #expect(
            marks.map { "\($0.mark?.rawValue ?? "") \($0.text)" } == [
                #"masked "secret": "x","#, #"changed "n": "01""#, #"added "D0": {"#,
            ])
        // What is inside of something added is added too, to its closing bracket, and says it once.
        #expect(
            try view(sent, against: received).lines.filter { $0.mark == .added }.map(\.text) == [
                #""D0": {"#, #""id": "T""#, "}",
            ])
        let left = try view(received, against: sent, isReceived: true).lines.filter { $0.mark != nil }
        #expect(left.map(\.text) == [#""gone": 2"#])
        #expect(left.map(\.mark) == [.leftOut])
    }

    @Test func keysThatNeedEscapesInAPointerAreFound() throws {
        let marks = try view(#"{"a/b":{"c~d":1}}"#, against: "{}", masked: ["/a~1b/c~0d"]).lines.filter(\.isNamed).map(
            \.mark)
        #expect(marks == [.added, .masked])
    }

    @Test func lengthHasABound() throws {
        let long = "[" + Array(repeating: "1", count: 5_000).joined(separator: ",") + "]"
        let view = try view(long)
        #expect(view.isCut)
        #expect(view.lines.count == PayloadView.mostLines)
        #expect(throws: JSONTextError.self) {
            try self.view(String(repeating: "[", count: 70) + String(repeating: "]", count: 70))
        }
    }
}
