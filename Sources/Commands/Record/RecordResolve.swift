import ArgumentParser
import Foundation
import Kernel
import Record
import Store

/// `changeover record resolve NUMBER`
struct RecordResolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Choose the value of a contradiction, with a reason.",
        discussion: """
            A resolution is a statement like any other: it is added to the record's chain and shows its author, day and \
            reason. The printed and read values stay.

            EXAMPLE
              changeover record resolve 12 --value 2023-09-29 --reason "the register says so" --by "PMO lead"
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The contradiction's number in changeover record export contradictions.") var number: Int
    @Option(name: .long, help: "The value to hold, as exports write it.") var value: String
    @Option(name: .long, help: "Why this value.") var reason: String
    @Option(name: .long, help: "Who decides.") var by: String
    @Option(name: .long, help: "The day of the decision, ISO 8601 (else today).") var on: String?

    func validate() throws {
        if let on, CalendarDate(iso: on) == nil { throw ValidationError("--on takes a date such as 2023-09-29.") }
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason must say why.") }
        if by.allSatisfy(\.isWhitespace) { throw ValidationError("--by must name who decides.") }
    }

    func run() async throws {
        try await reporting {
            let record = try data.openExistingRecord()
            let today = CalendarDate(iso: String(ISO8601DateFormatter().string(from: Date()).prefix(10)))
            guard let day = on.flatMap({ CalendarDate(iso: $0) }) ?? today else {
                throw Failure("the day is not known", because: "the clock gives none", advice: "give it with --on")
            }
            do {
                let done = try await record.resolve(.number(number), value: value, reason: reason, by: by, on: day)
                let field = done.column.map { " in \($0)" } ?? ""
                try Terminal.print("Contradiction \(number) is resolved: \(value)\(field), by \(by) on \(day.iso).")
            } catch let error as StoreError {
                throw Failure(
                    "contradiction \(number) could not be resolved", because: error.because, advice: error.advice)
            }

        }
    }
}
