import ArgumentParser
import DIP
import DIPStandIn
import Foundation

/// `changeover dip diff`
struct DIPDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Print how one version of the specification differs from another.",
        discussion: """
            Each side is a folder of official files, or the word `bundled` for the catalogue that is built in. Order \
            is old, then new. Ends with 0 whether or not there are differences.

            EXAMPLE
              changeover dip diff official/1.8.3 bundled
            """)

    @Argument(help: "The older version.") var old: String
    @Argument(help: "The newer version.") var new = "bundled"
    @Flag(name: .long, help: "One line of JSON a difference.") var json = false

    func run() async throws {
        try await reporting {
            let before = try DIPFolder.specification(old == "bundled" ? nil : old)
            let after = try DIPFolder.specification(new == "bundled" ? nil : new)
            let differences = after.differences(from: before)
            if !json {
                try Terminal.print(
                    "\(before.version) to \(after.version): \(differences.count) difference"
                        + (differences.count == 1 ? "" : "s"))
            }
            for difference in differences {
                try Terminal.print(json ? Self.json(difference) : "  \(difference)")
            }
        }
    }

    private static func json(_ difference: SpecificationDifference) -> String {
        DIP.JSONValue.object([
            "change": .string(difference.change.rawValue), "subject": .string(difference.subject.rawValue),
            "name": .string(difference.name), "detail": .string(difference.detail),
        ]).description
    }
}
