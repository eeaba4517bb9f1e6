import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store
import Trust

/// The stand-in's part of a data folder, opened for a command.
struct DIPFolder {
    let data: URL

    var parties: PartyFolder { PartyFolder(data: data) }
    /// The root certificate that every party trusts, PEM.
    var rootCertificate: URL { CertificateAuthority.certificateFile(in: parties.authority) }
    var database: URL { data.appendingPathComponent("dip.sqlite") }

    static func now() -> Instant { SystemClock.now() }

    func register() throws -> SQLiteRegister {
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        return try told("open the register") { () throws(JournalError) in try SQLiteRegister(folder: data.path) }
    }

    func journal() throws -> SQLiteJournal {
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        return try told("open the journal") { () throws(JournalError) in try SQLiteJournal(folder: data.path) }
    }

    /// The journal of a folder in which a stand-in has been at work.
    func existingJournal() throws -> SQLiteJournal {
        guard FileManager.default.fileExists(atPath: database.path) else {
            throw Failure(
                "there is no journal in \(data.path)", because: "no stand-in has run with that data folder",
                advice: "run changeover dip serve, or name the right folder with --data")
        }
        return try journal()
    }

    /// The authority of the folder, made where there is none.
    func authority() throws -> CertificateAuthority {
        var generator = SystemRandomNumberGenerator()
        do throws(TrustError) {
            return try CertificateAuthority.openOrMake(folder: parties.authority, at: Self.now(), using: &generator)
        } catch {
            throw Failure("could not \(error.attempt)", because: error.because, advice: error.advice)
        }
    }

    /// The party that `--as` names.
    func credentials(of name: String) throws -> PartyFolder.Credentials {
        do throws(EnrolmentError) {
            return try parties.credentials(of: parties.party(named: name))
        } catch {
            throw Failure("could not \(error.attempt)", because: error.because, advice: error.advice)
        }
    }

    /// The settings: the file named, else the data folder's, else the defaults; `environment` goes before either.
    func settings(file: String?, environment: String? = nil) throws -> PlatformSettings {
        let place = file.map { URL(fileURLWithPath: $0) } ?? SettingsFile.place(in: data)
        var settings = PlatformSettings()
        do {
            if file != nil || FileManager.default.fileExists(atPath: place.path) {
                settings = try SettingsFile.read(place)
            }
            if let environment { try settings.set(.environment, to: .text(environment)) }
        } catch {
            throw Failure(
                "the settings were not taken", because: String(describing: error),
                advice: "changeover dip settings prints them all with their ranges", code: .badInput)
        }
        return settings
    }

    /// The specification of a folder of official files, or the project's own catalogue.
    static func specification(_ folder: String?) throws -> Specification {
        guard let folder else { return .bundled }
        do {
            return try YAMLReading.specification(in: URL(fileURLWithPath: folder)).specification
        } catch {
            throw Failure(
                "the specification in \(folder) was not taken", because: String(describing: error),
                advice: "name the folder that holds one version's official files", code: .badInput)
        }
    }

    /// Routing with the folder's own rows before ours, where `dip/routing.csv` is there.
    func routing() throws -> RoutingTable {
        let place = parties.folder.appendingPathComponent("routing.csv")
        guard FileManager.default.fileExists(atPath: place.path) else { return .builtIn }
        do {
            return try RoutingTable.builtIn(overriddenBy: String(contentsOf: place, encoding: .utf8))
        } catch {
            throw Failure(
                "the routing in \(place.path) was not taken", because: String(describing: error),
                advice: "mend the row, or take the file away", code: .badInput)
        }
    }

    private func told<Value>(_ what: String, _ work: () throws(JournalError) -> Value) throws -> Value {
        do throws(JournalError) {
            return try work()
        } catch {
            throw Failure("could not \(what)", because: error.description, advice: "look at \(database.path)")
        }
    }
}

/// Options that choose what the messages are judged by.
struct SpecificationOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "A folder of official specification files (else the catalogue of 2.1.0 that is built in).",
            valueName: "dir"))
    var spec: String?
}
