import ArgumentParser
import CAllocator
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store
import Trust

/// `changeover dip serve`
struct DIPServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Stand in for the platform: take messages in, route them, deliver them, keep everything.",
        discussion: """
            Listens with mutual TLS under an authority that is made at the first start. Prints one line with its \
            address when it is ready. Ends on Ctrl-C or SIGTERM; nothing that was answered 201 is lost, also not by a \
            crash.

            EXAMPLE
              changeover dip serve --port 8443
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var specification: SpecificationOptions
    @Option(name: .long, help: "The address to listen on.") var host = "127.0.0.1"
    @Option(name: .long, help: "The port to listen on, 0 for any free one.") var port = 8443
    @Option(name: .long, help: ArgumentHelp("The environment tag that messages must carry; not PRD.", valueName: "tag"))
    var environment: String?
    @Option(name: .long, help: ArgumentHelp("A configuration file (else dip/settings.yaml).", valueName: "file"))
    var settings: String?
    @Option(name: .long, help: ArgumentHelp("A name in the server's certificate, beside loopback.", valueName: "host"))
    var name: [String] = []
    @Flag(name: .long, help: "Print the line of readiness as JSON.") var json = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
    }

    func run() async throws {
        try await reporting {
            // Two arenas, else what was freed stays with the process, some 150 MB in a long drain. Bodies come from them:
            // in mappings of their own each would be faulted in page by page, an eighth of the processor's time.
            _ = mallopt(M_ARENA_MAX, 2)
            _ = mallopt(M_MMAP_THRESHOLD, 4 << 20)
            _ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
            DescriptorLimit.raise()
            let folder = DIPFolder(data: data.folder)
            let chosen = try folder.settings(file: settings, environment: environment)
            let specification = try DIPFolder.specification(specification.spec)
            let authority = try folder.authority()
            let host = host
            let json = json
            let journal = try folder.journal()
            let register = try folder.register()
            let standIn: StandIn
            do {
                standIn = try StandIn(
                    folder: folder.parties, journal: journal, register: register, authority: authority,
                    specification: specification, routing: try folder.routing(),
                    settings: chosen, host: host, port: port, names: name
                ) { port in
                    let address = "https://\(host):\(port)"
                    let line =
                        json
                        ? DIP.JSONValue.object([
                            "address": .string(address), "environment": .string(chosen.text(.environment)),
                            "specification": .string(specification.version),
                            "certificateAuthority": .string(folder.rootCertificate.path),
                        ]).description
                        : "The stand-in for the DIP (\(specification.version), \(chosen.text(.environment))) is open at "
                            + address
                    try? Terminal.print(line)
                }
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(
                    "the stand-in could not start", because: String(describing: error),
                    advice: "look at the data folder \(data.folder.path)")
            }
            let keeper = Task { await FreedMemory(journal: journal).keepGivingBack() }
            defer { keeper.cancel() }
            do {
                try await standIn.run()
            } catch {
                throw Failure(
                    "the stand-in stopped", because: String(describing: error),
                    advice: "if another program holds port \(port), choose one with --port")
            }
            try Self.close(journal, register)
        }
    }

    /// Writes what the journal keeps in memory, so that the next start need not follow the log from far back.
    private static func close(_ journal: SQLiteJournal, _ register: SQLiteRegister) throws {
        do throws(JournalError) {
            try journal.close()
            try register.close()
        } catch {
            throw Failure(
                "the journal was not closed", because: String(describing: error),
                advice: "nothing is lost; the next start reads the end of the log again")
        }
    }
}
