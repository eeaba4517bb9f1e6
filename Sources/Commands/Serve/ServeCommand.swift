import ArgumentParser
import ControlRoom
import Foundation
import Formats
import Hummingbird
import Kernel
import Record
import Store

/// `changeover serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show the record in a browser.",
        discussion: """
            Read-only, and bound to this machine unless told otherwise. Ends on Ctrl-C or SIGTERM.

            EXAMPLE
              changeover serve --port 8080
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "The address to listen on.") var host = "127.0.0.1"
    @Option(name: .long, help: "The port to listen on, 0 for any free one.") var port = 8080
    @Option(
        name: .long,
        help: ArgumentHelp("A name by which browsers reach this server, beside loopback.", valueName: "host"))
    var allowHost: [String] = []
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The day against which actions are overdue, ISO 8601 or `now` (else the newest day the record knows).",
            valueName: "date"))
    var today: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
        if let today, today != "now", CalendarDate(iso: today) == nil {
            throw ValidationError("--today takes a date such as 2023-08-16, or now; not “\(today)”.")
        }
    }

    func run() async throws {
        try await reporting {
            let record = try data.openExistingRecord()
            let host = host
            let desks = DeskMaker(folder: DIPFolder(data: data.folder))
            let books = CleanseBooksMaker(data: data.folder)
            let migration = MigrationBooksMaker(data: data.folder)
            let settings = ControlRoomSettings(
                host: host, port: port, allowedHosts: allowHost, today: Self.day(today),
                exporter: { query, columns, format in
                    let bytes = try await Exporter.bytes(of: query, columns: columns, as: format, from: record)
                    return (bytes, format.contentType)
                },
                portfolioWriter: { configuration in
                    let settings = RunSettings(configuration: configuration).ordered
                    return Array((PortfolioFile.json(settings).pretty + "\n").utf8)
                },
                dip: { try desks.desk() },
                cleanse: { try books.books() },
                migration: { try migration.books() },
                onServerRunning: { port in
                    Terminal.error("The control room is open at http://\(host):\(port) (Ctrl-C ends it).")
                })
            do {
                try await ControlRoom(record: record, settings: settings).application().runService()
            } catch {
                throw Failure(
                    "the control room could not listen on \(host):\(port)", because: String(describing: error),
                    advice: "another program may hold the port; choose one with --port")
            }
        }
    }

    private static func day(_ text: String?) -> CalendarDate? {
        guard text == "now" else { return text.flatMap { CalendarDate(iso: $0) } }
        return CalendarDate(iso: String(ISO8601DateFormatter().string(from: Date()).prefix(10)))
    }
}
