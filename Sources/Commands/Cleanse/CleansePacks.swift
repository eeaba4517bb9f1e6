import ArgumentParser
import Cleanse
import ControlRoom
import Crypto
import Foundation
import Formats
import Store

/// `changeover cleanse packs`
struct CleansePacks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packs",
        abstract: "Write one pack a party: its exceptions, a manifest and digests; and note that it was notified.",
        discussion: """
            A pack is a folder of the party's name with exceptions.csv and manifest.json, tagged DATA-CLEANSE so that \
            it can be told from daily messages. New and re-opened exceptions become notified; --keep-states leaves them.

            EXAMPLE
              changeover cleanse packs --out packs/
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var wanted: ExceptionOptions
    @Option(name: .long, help: ArgumentHelp("The folder to make.", valueName: "dir")) var out: String
    @Flag(name: .long, help: "Do not note that the parties were notified.") var keepStates = false

    func run() async throws {
        try await reporting {
            let desk = CleanseDesk(data: data.folder)
            let ledger = try desk.existingLedger()
            let run = try desk.run(nil, of: ledger)
            let filter = try wanted.filter()
            let folder = PackFolder(path: out)
            try folder.begin()
            var owners: [Owner] = []
            var count = 0
            for owner in try ledger.owners() where filter.owner == nil || filter.owner == owner {
                var own = filter
                own.owner = owner
                let written = try folder.write(owner, run: run) { take in try ledger.entries(own) { try take($0) } }
                if written > 0 { owners.append(owner) }
                count += written
            }
            try folder.end(run: run, owners: owners)
            if !keepStates {
                for owner in owners { try Self.notify(owner, filter, run, ledger) }
            }
            try Terminal.print("\(owners.count.grouped) packs with \(count.grouped) exceptions are in \(out)")
        }
    }

    /// What has been sent is notified; what its owner already works on stays so.
    private static func notify(
        _ owner: Owner, _ filter: LedgerFilter, _ run: LedgerRun, _ ledger: CleanseLedger
    ) throws {
        for state in [ExceptionState.new, .reopened] where filter.state == nil || filter.state == state {
            var own = filter
            own.owner = owner
            own.state = state
            _ = try ledger.mark(own, as: .notified, note: "pack \(PackFolder.name(of: owner)) of run \(run.number)")
        }
    }
}

/// A folder of packs, one folder a party.
struct PackFolder {
    let path: String

    /// A party's folder: `S-ABCD`; `M-unknown` where the inputs could not tell the party.
    static func name(of owner: Owner) -> String {
        let party = owner.party ?? "unknown"
        // A party's name comes from a register: what could lead out of the folder is spelt in numbers.
        let safe = party.unicodeScalars.map { scalar in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain ? String(scalar) : "_\(String(scalar.value, radix: 16))_"
        }.joined()
        return "\(owner.role.rawValue)-\(safe)"
    }

    func begin() throws { try CleanseFiles.makeEmptyFolder(path) }

    /// Writes a party's pack and gives how many exceptions it has.
    func write(
        _ owner: Owner, run: LedgerRun, _ each: ((LedgerEntry) throws -> Void) throws -> Void
    ) throws -> Int {
        let pack = try PartyPack(owner, run: run, each)
        guard pack.count > 0 else { return 0 }
        let folder = "\(path)/\(Self.name(of: owner))"
        try CleanseFiles.makeEmptyFolder(folder)
        try CleanseFiles.write(pack.files.exceptions, to: "\(folder)/exceptions.csv")
        try CleanseFiles.write(pack.files.manifest, to: "\(folder)/manifest.json")
        return pack.count
    }

    /// Writes the list of packs with the digest of each manifest.
    func end(run: LedgerRun, owners: [Owner]) throws {
        var lines = ""
        for owner in owners {
            for name in ["exceptions.csv", "manifest.json"] {
                let file = "\(Self.name(of: owner))/\(name)"
                lines += "\(try Self.digest("\(path)/\(file)"))  \(file)\n"
            }
        }
        try CleanseFiles.write(Array(lines.utf8), to: "\(path)/SHA256SUMS")
    }

    /// Checks every file against the list of digests.
    ///
    /// - Throws: a failure with code 3 that names the files that differ, are missing or are not listed.
    static func verified(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: "\(path)/SHA256SUMS", encoding: .utf8) else {
            throw Failure(
                "\(path) cannot be verified", because: "it has no SHA256SUMS",
                advice: "name a folder that changeover cleanse packs made", code: .badInput)
        }
        var wrong: [String] = []
        var listed: Set<String> = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1].hasPrefix(" ") else {
                wrong.append("SHA256SUMS: \(line)")
                continue
            }
            let file = String(parts[1].dropFirst())
            listed.insert(file)
            let isInside = !file.hasPrefix("/") && !file.split(separator: "/").contains("..")
            if !isInside || (try? digest("\(path)/\(file)")) != String(parts[0]) { wrong.append(file) }
        }
        for folder in ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        where folder != "SHA256SUMS" {
            for file in ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
            where !listed.contains("\(folder)/\(file)") {
                wrong.append("\(folder)/\(file), which is not listed")
            }
        }
        guard wrong.isEmpty else {
            throw Failure(
                "the packs in \(path) are not as they were written", because: wrong,
                advice: "write them again, or ask for them again", code: .checkFailed)
        }
        return "\(path): \(listed.count.grouped) files are as they were written"
    }

    private static func digest(_ path: String) throws -> String {
        var hash = SHA256()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        try FileDigest.add(path, bytes: size, to: &hash)
        return Digest.text(hash.finalize())
    }
}
