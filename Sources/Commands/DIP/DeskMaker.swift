import ControlRoom
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store
import Synchronization

/// Opens the stand-in's part of a data folder for the control room's pages, once it is there, and keeps it open.
final class DeskMaker: Sendable {
    private let folder: DIPFolder
    private let kept = Mutex<DIPDesk?>(nil)

    init(folder: DIPFolder) { self.folder = folder }

    /// The desk, or nil where no stand-in has been at work in the data folder.
    func desk() throws -> DIPDesk? {
        if let desk = kept.withLock({ $0 }) { return desk }
        guard FileManager.default.fileExists(atPath: folder.database.path) else { return nil }
        let made = try make()
        return kept.withLock { kept in
            kept = kept ?? made
            return kept
        }
    }

    private func make() throws -> DIPDesk {
        let folder = folder
        let register = try folder.register()
        let table = try folder.routing()
        let renderer = OutboundRenderer(names: Specification.bundled.fieldNames, table: table)
        var desk = DIPDesk(
            journal: try folder.journal(), register: register, now: { DIPFolder.now() },
            settings: { try folder.settings(file: nil) }, routing: { try folder.routing() })
        desk.outbound = { message, addressee in
            OutboundCopy(of: message, for: addressee, by: renderer, table: table)
        }
        desk.scenarios = { ScenarioShelf(folder: folder).cards() }
        desk.runs = { ScenarioShelf(folder: folder).runs() }
        desk.run = { try ScenarioShelf(folder: folder).run($0) }
        desk.startRun = { try await ScenarioShelf(folder: folder).start($0) }
        desk.prove = { dipID in
            let health = (try? register.switches()[StandInSwitch.health]).flatMap {
                try? JSONDecoder().decode(StandInHealth.self, from: Data($0.utf8))
            }
            let proof = ConnectivityProof(
                folder: folder.parties, register: register, routing: table, specification: .bundled,
                authority: folder.rootCertificate.path,
                environment: (try? folder.settings(file: nil))?.text(.environment) ?? "SIT")
            return await proof.prove(dipID, address: health?.address, at: DIPFolder.now()).map { check in
                ProvenCheck(
                    name: check.name, result: check.holds.map { $0 ? .passed : .failed } ?? .skipped,
                    detail: check.detail)
            }
        }
        return desk
    }
}

/// The scenarios of a data folder, and the reports of their runs.
struct ScenarioShelf {
    let folder: DIPFolder

    /// The most files of either kind that are listed.
    private static let most = 500

    var documents: URL { folder.parties.folder.appendingPathComponent("scenarios", isDirectory: true) }
    var reports: URL { folder.parties.folder.appendingPathComponent("runs", isDirectory: true) }

    private func names(in place: URL, ending: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return files.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.map { String($0.dropLast(ending.count)) }
            .sorted().suffix(Self.most).map { $0 }
    }

    func cards() -> [ScenarioCard] {
        names(in: documents, ending: ".yaml").map { name in
            let scenario = try? read(name)
            return ScenarioCard(
                name: name, title: scenario?.name ?? name, summary: scenario?.description ?? "cannot be read")
        }
    }

    private func read(_ name: String) throws -> Scenario {
        let file = documents.appendingPathComponent(name + ".yaml")
        let reading = try Scenario.read(yaml: String(contentsOf: file, encoding: .utf8), name: file.lastPathComponent)
        guard let scenario = reading.scenario else {
            throw Failure(
                "\(name) cannot run", because: reading.findings.map(\.description), advice: "mend the file",
                code: .badInput)
        }
        return scenario
    }

    func runs() -> [RunCard] {
        names(in: reports, ending: ".json").reversed().compactMap { name in
            (try? bytes(of: name)).flatMap { RunReport(name: name, json: $0) }?.card
        }
    }

    func run(_ name: String) throws -> RunReport? {
        guard names(in: reports, ending: ".json").contains(name) else { return nil }
        return try RunReport(name: name, json: bytes(of: name))
    }

    private func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: reports.appendingPathComponent(name + ".json")))
    }

    /// Runs a scenario against the platform in memory, and keeps the report; tells its name.
    func start(_ name: String) async throws -> String {
        guard names(in: documents, ending: ".yaml").contains(name) else {
            throw Failure(
                "\(name) cannot run", because: "the data folder has no such scenario",
                advice: "put its file into dip/scenarios", code: .badInput)
        }
        let scenario = try read(name)
        let routing = try folder.routing()
        let report = await ScenarioRunner.run(
            scenario, specification: .bundled, routing: routing,
            over: LoopbackTransport(scenario, specification: .bundled, routing: routing))
        return try keep(report, of: name)
    }

    /// Writes a report where the control room lists it; tells its name.
    func keep(_ report: ScenarioReport, of name: String) throws -> String {
        try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
        let stamp = DIPFolder.now().iso.filter(\.isNumber)
        let kept = "\(stamp)-\(name)"
        try Data(report.json).write(to: reports.appendingPathComponent(kept + ".json"), options: .atomic)
        return kept
    }
}
