import ArgumentParser
import Consumption
import Foundation
import Kernel
import Market

/// The options that say what is manufactured: defaults, then the scenario, then the portfolio file, then the options.
struct ConsumptionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("How many import metering points; linked export MPANs come on top.", valueName: "n"))
    var mpans: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Classes, each with its add-ons, and their shares, which sum to 1: smart-domestic+pv+ev=0.1,…",
            valueName: "class=share,…"))
    var mix: String?

    @Option(name: .long, help: ArgumentHelp("Shares of the GSP groups: _A=0.6,_B=0.4.", valueName: "group=share,…"))
    var gsp: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Exactly the import MPANs of a file, one a line, in its order.", valueName: "file"))
    var mpanList: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "invented (no number can be real) or regional (each group's own distributor).", valueName: "how"))
    var numbering: String?

    @Option(name: .long, help: ArgumentHelp("The first day, ISO 8601.", valueName: "date"))
    var from: String?

    @Option(name: .long, help: ArgumentHelp("How many days, 1 to 3700.", valueName: "n"))
    var days: Int?

    @Option(name: .long, help: ArgumentHelp("The seed, 0 to 18446744073709551615.", valueName: "n"))
    var seed: UInt64?

    @Option(
        name: .long,
        help: ArgumentHelp("A portfolio file, or the manifest of an earlier run.", valueName: "portfolio.json"))
    var config: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A named beginning: \(Scenario.all.map(\.word).joined(separator: ", ")).", valueName: "name"))
    var scenario: String?

    @Option(name: .long, help: .hidden)
    var datesStep: Int?

    /// The settings that all of it comes to, checked.
    func settings() throws -> RunSettings {
        var settings = RunSettings.standard
        do {
            if let scenario {
                guard let found = Scenario(word: scenario) else {
                    let known = Scenario.all.map(\.word).joined(separator: ", ")
                    throw FieldProblem("scenario", "there is no scenario “\(scenario)”; there are \(known)")
                }
                // The seed decides some scenarios' dates.
                settings.configuration = found.configuration(seed: seed ?? Scenario.defaultSeed)
            }
            if let config { try Self.apply(file: config, to: &settings) }
            try applyOptions(to: &settings)
        } catch let problem as FieldProblem {
            throw Failure(line: problem.description, code: .misused)
        }
        return try settings.checked()
    }

    /// Whether no option says anything about what is manufactured.
    var isEmpty: Bool {
        mpans == nil && mix == nil && gsp == nil && mpanList == nil && numbering == nil && from == nil && days == nil
            && seed == nil && config == nil && scenario == nil && datesStep == nil
    }

    private func applyOptions(to settings: inout RunSettings) throws(FieldProblem) {
        if let mpans {
            settings.configuration.importMPANs = mpans
            if case .list = settings.configuration.numbering { settings.configuration.numbering = .invented }
        }
        if let mix { settings.configuration.mix = try PortfolioFile.mix(text: mix) }
        if let gsp { settings.configuration.regions = try PortfolioFile.gsp(text: gsp) }
        if let numbering { settings.configuration.numbering = try PortfolioFile.numbering(numbering) }
        if let mpanList {
            guard mpans == nil, numbering == nil else {
                throw FieldProblem("mpan-list", "the list says how many and which; leave --mpans and --numbering out")
            }
            let bytes = try InputFile.bytes(mpanList, atMost: PortfolioFile.bytesMax, field: "mpan-list")
            settings.configuration.numbering = .list(try MPANList.read(bytes, name: mpanList))
        }
        if let from { settings.configuration.from = try PortfolioFile.date(from) }
        if let days { settings.configuration.days = days }
        if let seed { settings.configuration.seed = seed }
        if let datesStep {
            guard (1...3_700).contains(datesStep) else {
                throw FieldProblem("dates-step", "\(datesStep) is outside 1 to 3,700")
            }
            settings.dateStep = datesStep
        }
    }

    /// Applies a portfolio file, or the configuration that a manifest carries.
    static func apply(file: String, to settings: inout RunSettings) throws {
        let json = try json(of: file)
        let portfolio = json["config_sha256"] == nil ? json : json["config"] ?? json
        do {
            try PortfolioFile.apply(portfolio, to: &settings)
        } catch {
            throw Failure(line: "\(file): \(error)", code: .badInput)
        }
    }

    static func json(of file: String) throws -> ExactJSON {
        do {
            return try JSONScanner.read(try InputFile.bytes(file, atMost: PortfolioFile.bytesMax, field: "config"))
        } catch let problem as JSONProblem {
            throw Failure(line: "\(file), \(problem)", code: .badInput)
        } catch let problem as FieldProblem {
            throw Failure(line: problem.description, code: .badInput)
        }
    }
}

extension RunSettings {
    /// The settings in their fixed order, or the failure that names the field that cannot be run.
    func checked() throws -> RunSettings {
        let ordered = ordered
        do {
            try ordered.configuration.validate()
        } catch {
            throw Failure(line: error.description, code: .misused)
        }
        return ordered
    }

    /// The generator of the settings.
    func generator() throws -> ConsumptionGenerator {
        do {
            return try ConsumptionGenerator(configuration)
        } catch {
            throw Failure(line: error.description, code: .misused)
        }
    }
}

/// Files that options name, read up to a limit.
enum InputFile {
    static func bytes(_ path: String, atMost limit: Int, field: String) throws(FieldProblem) -> [UInt8] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw FieldProblem(field, "there is no file \(path)")
        }
        guard !isFolder.boolValue else { throw FieldProblem(field, "\(path) is a folder; name a file") }
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: limit + 1) else {
            throw FieldProblem(field, "\(path) cannot be read; check its rights")
        }
        guard data.count <= limit else { throw FieldProblem(field, "\(path) is larger than \(limit >> 20) MB") }
        return [UInt8](data)
    }
}
