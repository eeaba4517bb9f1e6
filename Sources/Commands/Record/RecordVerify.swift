import ArgumentParser
import Record
import Store

/// `changeover record verify`
struct RecordVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that no statement was altered since it was written.",
        discussion: """
            Walks the hash chain over papers, statements and resolutions from the first link. Exit code 3 where a link \
            is broken; the first one is named.

            EXAMPLE
              changeover record verify
            """)

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "Write the result as JSON.") var json = false

    func run() async throws {
        try await reporting {
            let record = try data.openExistingRecord()
            let result = try await record.verify()
            switch result {
            case .whole(let links):
                // The head changes with every link: kept elsewhere, it tells a replaced folder from this one.
                let head = try await record.stateToken()
                try Terminal.print(
                    json
                        ? "{\"whole\": true, \"links\": \(links), \"head\": \(JSONText.string(head))}"
                        : "The chain is whole: \(links) links, head \(head).")
            case .broken(let link):
                let words = JSONText.string(link.description)
                try Terminal.print(
                    json
                        ? "{\"whole\": false, \"link\": \(link.sequence), \"broken\": \(words)}"
                        : "The chain is broken at \(link).")
                throw ExitCode(Failure.Code.checkFailed.rawValue)
            }
        }
    }
}
