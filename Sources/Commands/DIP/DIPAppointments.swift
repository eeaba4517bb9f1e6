import ArgumentParser
import DIP
import DIPStandIn
import Formats
import Foundation
import Kernel
import Market
import Store

/// `changeover dip appointments …`
struct DIPAppointments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appointments",
        abstract: "Who serves which MPAN: what secondary routing goes by.",
        discussion: """
            EXAMPLE
              changeover dip appointments load appointments.csv
            """,
        subcommands: [Load.self, Show.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load appointments from CSV, all of the file or nothing.",
            discussion: """
                Columns, by name in the first line and in any order: mpan, role, dip_id, from, to. The dates are ISO \
                8601; an empty `from` is always, an empty `to` has no end, and `to` itself is not included. What was \
                known of the same MPAN and role is replaced.

                EXAMPLE
                  changeover dip appointments load appointments.csv
                """)

        @OptionGroup var data: DataOptions
        @Argument(help: "The file, or - for standard input.") var file: String

        func run() async throws {
            try await reporting {
                let appointments = try AppointmentFile.read(file)
                try DIPFolder(data: data.folder).register().load(appointments: appointments)
                Terminal.error("\(appointments.count) appointments loaded")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the appointments to an MPAN.",
            discussion: "EXAMPLE\n  changeover dip appointments show 2000056535971")

        @OptionGroup var data: DataOptions
        @Argument(help: "The MPAN, thirteen digits.") var mpan: String

        func run() async throws {
            try await reporting {
                try Terminal.print("mpan,role,dip_id,from,to")
                for appointment in try DIPFolder(data: data.folder).register().appointments(of: mpan) {
                    try Terminal.print(
                        "\(appointment.mpan),\(appointment.role),\(appointment.dipID),\(appointment.from?.iso ?? ""),"
                            + "\(appointment.until?.iso ?? "")")
                }
            }
        }
    }
}

/// Reads appointments from comma-separated values.
enum AppointmentFile {
    private static let columns = ["mpan", "role", "dip_id", "from", "to"]
    /// The most problems told at once.
    private static let mostProblems = 20

    static func read(_ path: String) throws -> [Appointment] {
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw Failure(
                    "\(path) was not read", because: "there is no such file, or it may not be read",
                    advice: "name a CSV file", code: .badInput)
            }
            handle = opened
        }
        var reader = CSVReader()
        var places: [Int]?
        var appointments: [Appointment] = []
        var problems: [String] = []
        let take: (CSVReader.Row) throws -> Void = { row in
            guard let columns = places else {
                places = try Self.places(in: row, path: path)
                return
            }
            do throws(RowProblem) {
                appointments.append(try appointment(row, columns))
            } catch {
                if problems.count < mostProblems { problems.append("\(path), line \(row.line): \(error.why)") }
            }
        }
        do {
            while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { try reader.feed(chunk, row: take) }
            try reader.finish(row: take)
        } catch let problem as CSVProblem {
            throw Failure(
                "\(path) was not read", because: problem.description, advice: "mend that row", code: .badInput)
        }
        guard problems.isEmpty else {
            throw Failure(
                "nothing of \(path) was loaded", because: problems, advice: "mend these rows and load the file again",
                code: .badInput)
        }
        guard places != nil else {
            throw Failure(
                "nothing of \(path) was loaded", because: "the file is empty",
                advice: "begin it with the line \(columns.joined(separator: ","))", code: .badInput)
        }
        return appointments
    }

    private static func places(in row: CSVReader.Row, path: String) throws -> [Int] {
        let names = (0..<row.count).map { row[$0].trimmingCharacters(in: .whitespaces).lowercased() }
        return try columns.map { column in
            guard let place = names.firstIndex(of: column) else {
                throw Failure(
                    "nothing of \(path) was loaded", because: "its first line has no column \(column)",
                    advice: "name the columns \(columns.joined(separator: ","))", code: .badInput)
            }
            return place
        }
    }

    private struct RowProblem: Error {
        var why: String
    }

    private static func appointment(_ row: CSVReader.Row, _ places: [Int]) throws(RowProblem) -> Appointment {
        let fields = places.map { row[$0].trimmingCharacters(in: .whitespaces) }
        do {
            _ = try MPANCore(reading: fields[0])
        } catch {
            throw RowProblem(why: "mpan: \(error)")
        }
        guard let role = RoleCode(fields[1]) else { throw RowProblem(why: "role: “\(fields[1])” is none") }
        guard let dipID = DIPID(fields[2]) else {
            throw RowProblem(why: "dip_id: “\(fields[2])” has not ten letters or digits")
        }
        let from = try instant(fields[3], "from")
        let until = try instant(fields[4], "to")
        if let from, let until, until <= from { throw RowProblem(why: "to: \(fields[4]) is not after \(fields[3])") }
        return Appointment(
            mpan: fields[0].filter { $0 != " " }, role: role, dipID: dipID, from: from, until: until)
    }

    private static func instant(_ text: String, _ column: String) throws(RowProblem) -> Instant? {
        if text.isEmpty { return nil }
        guard let instant = Instant(iso: text) else {
            throw RowProblem(why: "\(column): “\(text)” is no date such as 2026-04-01 or 2026-04-01T00:00:00Z")
        }
        return instant
    }
}
