import Formats
import Record
import TestSupport
import Testing

@Suite struct ReferenceTests {
    @Test func theExportsPageIsWhatTheProgramSays() throws {
        try Golden.check(Reference.exports(), against: "Documentation/reference/exports.md")
    }

    @Test func everyKindHasAMeaningOfItsOwn() {
        let meanings = RecordKind.allCases.map(\.meaning)
        #expect(Set(meanings).count == meanings.count)
        #expect(meanings.allSatisfy { $0.hasSuffix(".") && $0.contains(" ") && !$0.contains("|") })
    }

    @Test func thePageNamesEveryColumn() {
        let page = Reference.exports()
        for kind in RecordKind.allCases {
            #expect(page.contains("\n## \(kind.rawValue)\n"))
            for column in kind.schema.columns {
                #expect(page.contains("| `\(column.name)` | `\(column.type.rawValue)` |"))
            }
        }
    }
}
