import ArgumentParser
import Foundation
import Kernel
import Migration

/// `changeover migration track`
struct MigrationTrack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "track",
        abstract: "Follow every MPAN's messages, and show progress against the plan.",
        discussion: """
            EVENTS is a file, or a folder of files, of messages: CSV (event,message,mpan,at and more columns, in any \
            order) or lines of JSON as dip journal --json prints them. A bad line is named and passed over. The order \
            of messages does not matter, and a message that comes again changes nothing. With --state the histories \
            are kept, so that a day's messages are enough the next time.

            Exit code 2: planned + in flight + migrated + excluded + backlog is not the portfolio on some day; the \
            rows are named.

            EXAMPLE
              changeover migration track plan/ events/ --market market/ --state tracking/ --as-at 2026-05-14 --out day/
            """)

    @Argument(help: ArgumentHelp("The current plan's folder.", valueName: "plan")) var plan: String
    @Argument(help: ArgumentHelp("A file or a folder of events.", valueName: "events")) var events: String
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The market's folder: portfolios, start dates, settings (else the plan's MPANs).", valueName: "dir"))
    var market: String?
    @Option(name: .long, help: ArgumentHelp("A list of all MPANs: mpan,supplier,distributor.", valueName: "file"))
    var mpans: String?
    @Option(
        name: .long,
        help: ArgumentHelp("The day to look at, local time (else the last day with a message).", valueName: "date"))
    var asAt: String?
    @Option(name: .long, help: ArgumentHelp("The first plan's folder (else the current plan).", valueName: "dir"))
    var first: String?
    @Option(name: .long, help: ArgumentHelp("The folder in which histories are kept.", valueName: "dir"))
    var state: String?
    @Option(
        name: .long,
        help: ArgumentHelp("Participants by DIP ID, as dip participants --json prints them.", valueName: "file"))
    var parties: String?
    @Option(
        name: .long, help: ArgumentHelp("The folder for the tables; it must be empty or not there.", valueName: "dir"))
    var out: String?
    @Flag(name: .long, help: "Print the summary as JSON.") var json = false

    func validate() throws {
        if let asAt, CalendarDate(iso: asAt) == nil {
            throw ValidationError("--as-at takes a date such as 2026-05-14, not “\(asAt)”.")
        }
    }

    func run() async throws {
        try await reporting {
            var run = try MigrationTrackRun(
                inputs: TrackInputs(
                    plan: plan, first: first, market: market, mpans: mpans, parties: parties, asJSON: json),
                state: state, asAt: asAt.flatMap { CalendarDate(iso: $0) })
            try run.follow(events, out: out)
            try Terminal.print(json ? run.report.json : run.report.text)
            if run.report.faultCount > 0 { throw ExitCode(Failure.Code.findings.rawValue) }
        }
    }
}
