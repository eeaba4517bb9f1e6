public import DIP
public import Foundation
public import Trust

/// The files of the stand-in's parties in a data folder: `dip/authority/` and `dip/parties/<DIP ID>/`.
///
/// Private keys and API keys are for their owner alone (0600, in folders of 0700).
public struct PartyFolder: Sendable {
    /// The folder `dip` of the data folder.
    public let folder: URL

    /// - Parameter data: the data folder.
    public init(data: URL) { folder = data.appendingPathComponent("dip", isDirectory: true) }

    /// Holds the root certificate and its key.
    public var authority: URL { folder.appendingPathComponent("authority", isDirectory: true) }
    public var parties: URL { folder.appendingPathComponent("parties", isDirectory: true) }

    /// The files of one party.
    public struct Files: Hashable, Sendable {
        public let folder: URL
        public var certificate: URL { folder.appendingPathComponent("certificate.pem") }
        public var key: URL { folder.appendingPathComponent("key.pem") }
        public var apiKey: URL { folder.appendingPathComponent("api-key") }
        public var facts: URL { folder.appendingPathComponent("party.json") }
    }

    public func files(of id: DIPID) -> Files {
        Files(folder: parties.appendingPathComponent(id.text, isDirectory: true))
    }

    /// Who a party is, as `party.json` says.
    public struct Party: Hashable, Sendable, Codable {
        public var dipId: DIPID
        public var role: RoleCode
        public var mpid: String

        public init(dipId: DIPID, role: RoleCode, mpid: String) {
            self.dipId = dipId
            self.role = role
            self.mpid = mpid
        }

        /// `2300481261 (SUP ABCD)`
        public var name: String { "\(dipId) (\(role) \(mpid))" }
    }

    /// A party with what it needs to send.
    public struct Credentials: Sendable {
        public var party: Party
        public var apiKey: String
        public var certificate: CertificateDocument
        public var key: PrivateKey
        public var files: Files
    }

    /// Every party of the folder, in order of DIP ID. A folder without a readable `party.json` is an error and not passed
    /// over.
    public func list() throws(EnrolmentError) -> [Party] {
        guard FileManager.default.fileExists(atPath: parties.path) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: parties.path).sorted()
        } catch {
            throw .damagedFolder(path: parties.path, cause: (error as NSError).localizedDescription)
        }
        var out: [Party] = []
        for name in names {
            guard let id = DIPID(name) else { continue }
            let files = files(of: id)
            // Its party is being enrolled at this moment: `party.json` is written last.
            if !FileManager.default.fileExists(atPath: files.facts.path) { continue }
            out.append(try party(files))
        }
        return out
    }

    /// The party that a name means: a DIP ID, an MPID that one party has, or `MPID/ROLE`.
    public func party(named name: String) throws(EnrolmentError) -> Party {
        let all = try list()
        if let exact = all.first(where: { $0.dipId.text == name }) { return exact }
        let pieces = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let fitting = all.filter {
            $0.mpid == pieces[0] && (pieces.count == 1 || (pieces.count == 2 && $0.role.text == pieces[1]))
        }
        guard let first = fitting.first else { throw .unknownParty(name, known: all.map(\.name)) }
        guard fitting.count == 1 else { throw .ambiguousParty(name, choices: fitting.map(\.name)) }
        return first
    }

    /// The key, certificate and API key of a party.
    public func credentials(of party: Party) throws(EnrolmentError) -> Credentials {
        let files = files(of: party.dipId)
        do throws(TrustError) {
            let text = String(decoding: try PrivateFile.read(files.apiKey), as: UTF8.self)
            let certificate = try CertificateDocument(file: files.certificate)
            let key = try PrivateKey(file: files.key)
            guard key.isKey(of: certificate) else {
                throw .notAPair(key: files.key.path, certificate: files.certificate.path)
            }
            return Credentials(
                party: party, apiKey: text.trimmingCharacters(in: .whitespacesAndNewlines), certificate: certificate,
                key: key, files: files)
        } catch {
            throw .trust(error)
        }
    }

    /// Writes a party's files; `party.json`, which makes it be found, last.
    public func write(
        _ party: Party, apiKey: String, certificate: CertificateDocument, key: PrivateKey
    ) throws(EnrolmentError) {
        let files = files(of: party.dipId)
        do throws(TrustError) {
            for folder in [folder, parties, files.folder] { try PrivateFile.makeFolder(folder) }
            try PrivateFile.write(Array(key.pem.utf8), to: files.key)
            try PrivateFile.write(Array(certificate.pem.utf8), to: files.certificate, mode: 0o644)
            try PrivateFile.write(Array((apiKey + "\n").utf8), to: files.apiKey)
            let facts = JSONValue.object([
                "dipId": .string(party.dipId.text), "role": .string(party.role.text), "mpid": .string(party.mpid),
            ])
            try PrivateFile.write(facts.bytes + [0x0A], to: files.facts)
        } catch {
            throw .trust(error)
        }
    }

    private func party(_ files: Files) throws(EnrolmentError) -> Party {
        let bytes: [UInt8]
        do throws(TrustError) {
            bytes = try PrivateFile.read(files.facts, limit: 65_536)
        } catch {
            throw .trust(error)
        }
        do {
            let party = try JSONDecoder().decode(Stored.self, from: Data(bytes))
            guard let id = DIPID(party.dipId), let role = RoleCode(party.role),
                id.text == files.folder.lastPathComponent
            else {
                throw EnrolmentError.damagedFolder(
                    path: files.facts.path, cause: "its DIP ID or its role is not one, or not the folder's")
            }
            return Party(dipId: id, role: role, mpid: party.mpid)
        } catch let error as EnrolmentError {
            throw error
        } catch {
            throw .damagedFolder(path: files.facts.path, cause: "it is no JSON with dipId, role and mpid")
        }
    }

    private struct Stored: Decodable {
        var dipId: String
        var role: String
        var mpid: String
    }
}
