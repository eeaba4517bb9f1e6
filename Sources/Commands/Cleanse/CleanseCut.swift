import ArgumentParser
import Cleanse
import Foundation

/// `changeover cleanse cut`
struct CleanseCut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cut",
        abstract: "Cut a test set out of canonical registers: by rule, links kept whole, every name replaced.",
        discussion: """
            Chooses metering points by the exceptions that they have, takes all that is linked with them or shares a \
            meter or a device with them, and writes their rows under other names: MPANs keep distributor and check \
            digit, serials, devices and postcodes their shape, and what was wrong stays wrong. Then the cut is read \
            again and compared with the source; one that cannot be proved is not kept.

            The key is a file that only you can read (openssl rand -hex 32 > KEY; chmod 600 KEY). It is never copied; \
            without it nobody goes back.

            EXAMPLE
              changeover cleanse cut registers/ --exceptions exceptions.csv --select ESM-05=50 --select CLEAN=1000 \
            --key KEY --participants S:AAAA=1000,S:BBBB=500 --out cut/
            """)

    @Argument(help: ArgumentHelp("The folder of canonical registers.", valueName: "dir")) var source: String
    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp(
            "How many metering points with an exception of the rule; CLEAN for some without any.",
            valueName: "RULE=QUOTA"))
    var select: [String]
    @Option(name: .long, help: ArgumentHelp("The key of the pseudonyms.", valueName: "file")) var key: String
    @Option(
        name: .long,
        help: ArgumentHelp("The exceptions to choose by (else the folder's answers.csv).", valueName: "file"))
    var exceptions: String?
    @Flag(name: .long, help: "Put MPANs into the unique parts from 9,900,000,000 on, which nobody has.")
    var reservedRange = false
    @Option(
        name: .long,
        help: ArgumentHelp("Who gets how many MPANs, in sets that are never cut: S:AAAA=1000,…", valueName: "list"))
    var participants: String?
    @Option(
        name: .long,
        help: ArgumentHelp("The ledger of what went to whom (else cut-ledger.jsonl here).", valueName: "file"))
    var ledger = "cut-ledger.jsonl"
    @Option(name: .long, help: ArgumentHelp("Which of those that would do are taken.", valueName: "n"))
    var seed: UInt64 = 1
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String

    func run() async throws {
        try await reporting {
            do {
                try cut()
            } catch let problem as SinkProblem {
                throw problem.failure(resumable: false)
            }
        }
    }

    private func cut() throws {
        let shares = try Self.shares(participants ?? "")
        let cipher = try AESCipher(file: key)
        let folder = try CutFolder(source)
        let candidates = try CutCandidates(
            quotas: try Self.quotas(select), exceptions: exceptions ?? folder.file("answers.csv"), folder: folder,
            seed: seed)
        var ledger = shares.isEmpty ? nil : try CutLedger(ledger)
        // The same key gives other names in the reserved range.
        let mark = cipher.mark + (reservedRange ? "-99" : "")
        try ledger?.demand(mark)
        let run = CutRun(
            folder: folder, cipher: cipher, isReserved: reservedRange, candidates: candidates,
            allocated: ledger?.allocated ?? [])
        let target = FolderInTheMaking(out)
        try target.begin()
        do {
            var chosen = try run.choose()
            let written = try run.write(&chosen, to: target.partial)
            let allocations = Self.allocate(&chosen, shares, candidates)
            if !shares.isEmpty {
                let lines = allocations.flatMap { share in share.mpans.map { "\(share.name),\($0)\n" } }
                try OutputFolder.write(
                    Array(("participant,mpan\n" + lines.joined()).utf8), to: "\(target.partial)/allocations.csv")
            }
            try run.prove(chosen, written, in: target.partial)
            // The ledger first: should the cut then not come about, its numbers are lost and nobody's twice.
            for share in allocations { ledger?.add(share.name, share.mpans, key: mark) }
            try ledger?.save()
            try target.finish()
            try Terminal.print(Self.summary(chosen, written, allocations, out))
        } catch {
            target.abandon()
            throw error
        }
    }

    // MARK: Options

    private static func quotas(_ texts: [String]) throws -> [(name: String, count: Int)] {
        var quotas: [(name: String, count: Int)] = []
        for part in texts.flatMap({ $0.split(separator: ",") }) {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, let count = Int(halves[1]), (1...40_000_000).contains(count),
                halves[0] == CutCandidates.clean || Rule(id: halves[0]) != nil
            else {
                throw Failure(
                    line: "select: “\(part)” is no rule with a quota, such as ESM-05=50 or CLEAN=1000", code: .misused)
            }
            guard !quotas.contains(where: { $0.name == halves[0] }) else {
                throw Failure(line: "select: \(halves[0]) is asked for twice", code: .misused)
            }
            quotas.append((String(halves[0]), count))
        }
        return quotas
    }

    private static func shares(_ text: String) throws -> [(owner: Owner, count: Int)] {
        try text.split(separator: ",").map { part in
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, let count = Int(halves[1]), count > 0, let owner = Owner(halves[0]) else {
                throw Failure(
                    line: "participants: “\(part)” is no participant with a number, such as S:AAAA=1000", code: .misused
                )
            }
            return (owner, count)
        }
    }

    // MARK: Allocation

    private struct Share {
        let name: String
        let asked: Int
        var mpans: [String] = []
        /// Those of which it is the supplier.
        var own = 0
    }

    /// Gives whole sets to each participant, first those that have a metering point of its own.
    private static func allocate(
        _ chosen: inout CutRun.Chosen, _ shares: [(owner: Owner, count: Int)], _ candidates: CutCandidates
    ) -> [Share] {
        let (selection, suppliers) = (chosen.selection, chosen.suppliers)
        var left = selection.sets.map { $0.filter(selection.registered.contains) }.filter { !$0.isEmpty }
        left.sort { candidates.rank($0[0]) < candidates.rank($1[0]) }
        var result: [Share] = []
        for (owner, count) in shares {
            var share = Share(name: owner.description, asked: count)
            func isOwn(_ set: [[UInt8]]) -> Bool {
                owner.role == .supplier && set.contains { suppliers[$0] == owner.party }
            }
            var rest: [[[UInt8]]] = []
            for set in left.filter(isOwn) + left.filter({ !isOwn($0) }) {
                guard share.mpans.count + set.count <= count else {
                    rest.append(set)
                    continue
                }
                for mpan in set {
                    share.mpans.append(String(decoding: chosen.names.renamed(mpan, as: .mpan), as: UTF8.self))
                    if suppliers[mpan] == owner.party { share.own += 1 }
                }
            }
            left = rest
            share.mpans.sort()
            result.append(share)
        }
        return result
    }

    private static func summary(
        _ chosen: CutRun.Chosen, _ written: CutRun.Written, _ shares: [Share], _ out: String
    ) -> String {
        let rows = written.rows.values.reduce(0, +)
        var lines = [
            "\(out): \(chosen.selection.registered.count) MPANs in \(chosen.selection.sets.count) sets, \(rows) rows",
            "proved: no name of the source is left, no two names met, no row hangs in the air that did not before",
        ]
        if chosen.replaced > 0 {
            lines.append(
                "\(chosen.replaced) were replaced by others: their pseudonyms are real names, or were allocated before")
        }
        for (name, asked, got) in chosen.short { lines.append("\(name): \(got) of \(asked) were there") }
        for share in shares {
            let words = share.mpans.count < share.asked ? ", of \(share.asked) asked for" : ""
            lines.append("\(share.name): \(share.mpans.count) MPANs\(words), \(share.own) of them its own")
        }
        return lines.joined(separator: "\n")
    }
}
