import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store

/// `changeover dip run`
struct DIPRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a scenario: send, expect, break things, with scripted parties playing the others.",
        discussion: """
            Without --to the platform is in memory, and the clock jumps to whatever is next: 72 hours pass in a moment. \
            With --to the scenario runs against the stand-in that serves there with the same data folder; its played \
            parties are enrolled and their webhooks opened here. With --outside a party under test is your own system: \
            what it should send is waited for that many seconds.

            Ends with 0 when every step passed, 3 when one did not.

            EXAMPLE
              changeover dip run Examples/dip/energisation.yaml
              changeover dip run scenario.yaml --to https://127.0.0.1:8443 --html report.html
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var specification: SpecificationOptions
    @Argument(help: "The scenario.") var file: String
    @Option(name: .long, help: ArgumentHelp("The stand-in to run against (else one in memory).", valueName: "url"))
    var to: String?
    @Option(
        name: .long,
        help: ArgumentHelp("Parties under test are systems of their own, which may take so long.", valueName: "seconds")
    )
    var outside: Int?
    @Option(name: .long, help: ArgumentHelp("Write the report as a page.", valueName: "file")) var html: String?
    @Option(name: .long, help: ArgumentHelp("Write the report as JSON.", valueName: "file")) var out: String?
    @Flag(name: .long, help: "Print the report as JSON.") var json = false
    @Flag(name: .long, help: "Keep the report in the data folder, where the control room shows it.") var keep = false

    func validate() throws {
        if let outside, !(1...86_400).contains(outside) {
            throw ValidationError("--outside takes 1 to 86400 seconds.")
        }
        if outside != nil, to == nil { throw ValidationError("--outside needs --to.") }
    }

    func run() async throws {
        try await reporting {
            let specification = try DIPFolder.specification(specification.spec)
            let scenario = try read()
            let report =
                if let to {
                    try await served(scenario, specification: specification, at: to)
                } else {
                    await ScenarioRunner.run(
                        scenario, specification: specification, routing: try DIPFolder(data: data.folder).routing(),
                        over: LoopbackTransport(
                            scenario, specification: specification,
                            routing: try DIPFolder(data: data.folder).routing()))
                }
            try write(report)
            guard report.hasPassed else { throw ExitCode(Failure.Code.checkFailed.rawValue) }
        }
    }

    private func read() throws -> Scenario {
        let text = String(decoding: try MessageText.read(file), as: UTF8.self)
        let reading: ScenarioReading
        do {
            reading = try Scenario.read(yaml: text, name: file)
        } catch {
            throw Failure(
                "\(file) was not read", because: String(describing: error),
                advice: "mend the line, or see the reference",
                code: .badInput)
        }
        guard let scenario = reading.scenario else {
            throw Failure(
                "\(file) is no scenario that can run", because: reading.findings.map { "\(file), \($0)" },
                advice: "Documentation/reference/scenarios.md tells every field", code: .badInput)
        }
        return scenario
    }

    private func served(
        _ scenario: Scenario, specification: Specification, at address: String
    ) async throws -> ScenarioReport {
        let folder = DIPFolder(data: data.folder)
        let register = try folder.register()
        // References must be new in a journal that remembers those of every run before.
        var scenario = scenario
        scenario.seed = UInt64(truncatingIfNeeded: DIPFolder.now().milliseconds)
        do {
            let transport = try await PlatformTransport(
                scenario, specification: specification,
                enrolment: Enrolment(folder: folder.parties, authority: try folder.authority(), register: register),
                register: register, journal: try folder.existingJournal(), authority: folder.rootCertificate.path,
                address: address, outsidePatience: outside.map { Int64($0) * 1_000 })
            let report = await ScenarioRunner.run(
                scenario, specification: specification, routing: try folder.routing(), over: transport)
            await transport.close()
            return report
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(
                "the scenario could not be brought to \(address)", because: String(describing: error),
                advice: "start changeover dip serve with the same --data, and name its address", code: .unreachable)
        }
    }

    private func write(_ report: ScenarioReport) throws {
        if json {
            try Terminal.write(report.json + [0x0A])
        } else {
            try Terminal.print(report.text)
        }
        if let html { try Data(report.page.utf8).write(to: URL(fileURLWithPath: html), options: .atomic) }
        if let out { try Data(report.json).write(to: URL(fileURLWithPath: out), options: .atomic) }
        if keep {
            let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
            _ = try ScenarioShelf(folder: DIPFolder(data: data.folder)).keep(report, of: name)
        }
    }
}
