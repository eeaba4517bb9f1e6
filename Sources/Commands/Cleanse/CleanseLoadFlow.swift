import ArgumentParser
import Cleanse
import Formats
import Foundation
import Kernel
import Store

/// `changeover cleanse load-flow`
struct CleanseLoadFlow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load-flow",
        abstract: "Load a meter equipment manager's D-flow into MEM.",
        discussion: """
            The flow's groups are told by a file, JSON: [{"group":"A01","parent":null,"fields":["mpan",\
            "install_date:yyyymmdd"]}]. Fields that are columns of MEM are read (mem, mpan, meter_id, location, digits, \
            install_date); other names are passed over. A file that opens with ZHD is a pool file.

            Ends with 0 when the flow is loaded, 65 when it is refused: no trailer (FIL-01), a wrong count (FIL-02), a \
            test flag (FIL-05). What it was refused for is told by the next check.

            EXAMPLE
              changeover cleanse load-flow D0150.usr --groups groups.json --sender M:MEMA
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: ArgumentHelp("The flow's file.", valueName: "file")) var file: String
    @Option(name: .long, help: ArgumentHelp("The flow's groups, JSON.", valueName: "file")) var groups: String
    @Option(name: .long, help: ArgumentHelp("Who sent it.", valueName: "M:MEMA")) var sender: String
    @Option(
        name: .long,
        help: ArgumentHelp("The day that MEM speaks of (else that of the last load), ISO 8601.", valueName: "date"))
    var asAt: String?
    @Flag(name: .long, help: "Print the summary as JSON.") var json = false

    func validate() throws {
        if Owner(sender) == nil { throw ValidationError("--sender takes a party such as M:MEMA, not “\(sender)”.") }
        if let asAt, CalendarDate(iso: asAt) == nil {
            throw ValidationError("--as-at takes a date such as 2026-07-01, not “\(asAt)”.")
        }
    }

    func run() async throws {
        try await reporting {
            guard let owner = Owner(sender) else { return }
            let groups = try FlowGroupsFile.read(groups)
            try CleanseLoadFailure.told {
                let outcome = try FlowRun(
                    file: file, groups: groups, sender: owner, asAt: asAt.flatMap { CalendarDate(iso: $0) },
                    data: data.folder.path, workers: CoreWorkers()
                ).run()
                try Terminal.print(json ? try LoadSummary.json(outcome) : LoadSummary.text(outcome))
            }
        }
    }
}

/// A flow's groups as a user tells them.
enum FlowGroupsFile {
    private struct Entry: Decodable {
        let group: String
        let parent: String?
        let fields: [String]
    }

    static func read(_ path: String) throws -> FlowGroups {
        func failure(_ because: String) -> Failure {
            Failure(
                "the groups \(path) could not be read", because: because,
                advice: "write JSON such as [{\"group\":\"A01\",\"parent\":null,\"fields\":[\"mpan\"]}]",
                code: .badInput)
        }
        guard let bytes = FileManager.default.contents(atPath: path) else { throw failure("it cannot be opened") }
        let entries: [Entry]
        do { entries = try JSONDecoder().decode([Entry].self, from: bytes) } catch {
            throw failure("it is no list of groups, each with group, parent and fields")
        }
        let groups = try entries.map { entry in
            FlowGroups.Group(
                code: entry.group, parent: entry.parent,
                fields: try entry.fields.map { text in
                    guard let field = FlowGroups.Field(text) else {
                        throw failure("the field \(text) has no known dialect")
                    }
                    return field
                })
        }
        guard let groups = FlowGroups(groups) else { throw failure("a group is doubled, or its parent is none") }
        return groups
    }
}

/// One flow added to MEM, or nothing at all.
struct FlowRun {
    /// The most that a flow may have, in bytes: it is read as a whole.
    static let largestFile = 1 << 30

    let file: String
    let groups: FlowGroups
    let sender: Owner
    let asAt: CalendarDate?
    let data: String
    let workers: CoreWorkers

    func run() throws -> LoadRun.Outcome {
        let name = URL(fileURLWithPath: file).lastPathComponent
        let bytes = try whole()
        let flow = bytes.withUnsafeBytes { FlowFile($0, groups: groups) }
        let folder = CleanseFolder(data: data)
        guard let day = try asAt ?? folder.current()?.asAt else {
            throw Failure(
                "\(name) was not loaded", because: "nothing was loaded before, so no day is known",
                advice: "load the registers first, or name the day with --as-at", code: .misused)
        }
        let loading = try CleanseLoading(folder, asAt: day)
        let exceptions = LoadExceptions(register: "MEM", sender: sender, file: name)
        if flow.isRefused { try refuse(flow, exceptions, loading, name) }
        let distributors = loading.before?.references.first { $0.input == .distributors }
        let parser = ChunkParser(
            layout: FlowFile.layout, check: MPANCheck(distributors: distributors, asAt: day, sender: sender), worker: 0)
        var chunk = flow.packed(parser)
        var chunks: [PackedChunk] = []
        var lists = [parser.lists]
        var sources: [RegisterTable.Source] = []
        var present = FlowFile.layout.present
        let before = loading.before?.registers.extracts?.table
        if let before {
            let kept = PackedChunk.chunks(of: before, worker: 1)
            chunks = kept.chunks
            lists.append(kept.lists)
            sources = before.sources
            present.formUnion(before.present)
        }
        // The same flow again changes nothing but the warning: its rows are there already.
        // A pool file may have no id: its bytes tell it then.
        let digest = bytes.withUnsafeBytes { FlowFile.digest($0) }
        let isReplay = loading.isReplay("flow \(sender) \(flow.fileID.isEmpty ? "bytes \(digest)" : flow.fileID)")
        if !isReplay {
            chunk.file = UInt16(sources.count)
            sources.append(RegisterTable.Source(name: name, sender: sender))
            chunks.append(chunk)
        }
        let rejects = flow.rejects + chunk.rejects
        let (rowsRead, rejected) = (chunk.rowsRead, chunk.rejectedRows)
        let assembly = RegisterAssembly(
            kind: .extracts, chunks: chunks, lists: lists, sources: sources, present: present,
            asAt: Day.packed(day), workers: workers)
        let (table, written) = try loading.write(assembly, workers: workers)
        let sorter = loading.sorter("MEM")
        try loading.carry("MEM", into: sorter)
        for var reject in chunk.rejects {
            reject.line &+= 1
            try sorter.add(exceptions.exception(reject))
        }
        for reject in flow.rejects { try sorter.add(exceptions.exception(reject)) }
        for found in assembly.rejects where !isReplay && Int(found.file) == sources.count - 1 {
            try sorter.add(exceptions.exception(found.reject))
        }
        if isReplay { try sorter.add(exceptions.replay("file id \(flow.fileID), loaded before")) }
        let registration = loading.before?.registers.registration?.table
        try loading.write(sorter, of: "MEM") { LoadRun.settled($0, registration) }
        var facts =
            loading.before?.facts.register(.extracts)
            ?? LoadFacts.RegisterFacts(
                register: "MEM", asAt: "\(day)", files: [], rows: 0, rowsRead: 0, rejectedRows: 0, digest: "",
                isUniversal: false)
        facts.asAt = "\(day)"
        if !isReplay {
            facts.files.append(
                LoadFacts.FileFacts(
                    name: name, sender: sender.description, bytes: bytes.count, rows: rowsRead,
                    rejectedRows: max(rejected, rejects.isEmpty ? 0 : 1), digest: digest))
            facts.rowsRead += rowsRead
            facts.rejectedRows += rejected
        }
        facts.rows = table.count
        facts.digest = "\(written.digest)"
        loading.note(facts)
        let committed = try loading.commit(asAt: day)
        return LoadRun.Outcome(
            facts: committed, loaded: [.extracts], references: [], ignored: [], replays: isReplay ? 1 : 0)
    }

    private func whole() throws -> [UInt8] {
        do {
            let bytes = try TextChunks(path: file).head(Self.largestFile + 1)
            guard bytes.count <= Self.largestFile else {
                throw Failure(
                    "\(file) was not loaded", because: "it has more than \(Self.largestFile.grouped) bytes",
                    advice: "have it sent in parts", code: .badInput)
            }
            return bytes
        } catch let error as TextChunksError {
            throw Failure(
                "\(file) was not loaded", because: "\(error)", advice: "see that the file is whole", code: .badInput)
        }
    }

    private func refuse(
        _ flow: FlowFile, _ exceptions: LoadExceptions, _ loading: CleanseLoading, _ name: String
    ) throws -> Never {
        let sorter = loading.sorter("MEM.refused")
        for reject in flow.rejects { try sorter.add(exceptions.exception(reject)) }
        try loading.refuse("MEM", sorter)
        try loading.keepRefusals()
        throw Failure(
            "\(name) was not loaded",
            because: flow.rejects.map {
                "\($0.rule.id) in line \($0.line): \($0.observed) where \($0.expected) is needed"
            },
            advice: "have the flow sent again; what was loaded before stays", code: .badInput)
    }
}
