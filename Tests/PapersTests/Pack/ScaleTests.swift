import Kernel
import Record
import Testing

@testable import Papers

/// The key of a risk table against its chart's legend, and the day on a pack's cover.
@Suite struct ScaleTests {
    private func read(_ legend: String) throws -> ReadPaper {
        let text = """
            ACME

            Wheels Advisory Group (WAG) #7 15 January 2025

            Version 1.0

            Top Programme Risks

            Risk/ Issue ID\tRisk description\tRisk impact\tRAG\tMitigation
            R101\tThere is a risk of rain\tWet wheels\tHigh\tUmbrellas
            R102\tThere is a risk of ice\tNo grip\tLow\tSalt

            \(legend)

            RAG key

            - Critical
            - High
            - Low
            """
        return try PaperReader.read(SourceText(name: "pack", digest: "", bytes: Array(text.utf8)))
    }

    @Test func aShorterLegendIsADoubtOfTheFirstRow() throws {
        let paper = try read("■ High risks ■ Low risks")
        let doubts = paper.statements.filter { $0.kind == .raid && $0.weight == .table }.map(\.doubts)
        #expect(doubts == [["the key grades Critical, High, Low (line 17); the legend shows High, Low (line 13)"], []])
    }

    @Test(arguments: ["■ Critical risks ■ High risks ■ Low risks", "High and low risks are shown"])
    func anEqualOneIsNot(legend: String) throws {
        let doubts = try read(legend).statements.filter { $0.kind == .raid }.flatMap(\.doubts)
        #expect(doubts == [])
    }

    @Test func theDayOfTheMeetingIsOnItsLineOfTheCover() throws {
        let paper = try read("")
        let date = paper.statements.first { $0.kind == .meetings }?.fields.first { $0.name == "date" }
        #expect(date?.place == Place(line: 3))
    }
}
