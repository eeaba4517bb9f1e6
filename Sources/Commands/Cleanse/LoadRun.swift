import Cleanse
import Formats
import Foundation
import Kernel
import Store

/// One load: every file of a folder into a new set of packed registers, or nothing at all.
struct LoadRun {
    let folder: String
    let asAt: CalendarDate
    /// By register's name, or by a file's name without its end.
    var senders: [String: Owner] = [:]
    var mappings: [String: ColumnMapping] = [:]
    let data: String
    let workers: CoreWorkers

    struct Outcome {
        let facts: LoadFacts
        /// Registers that this load replaced.
        let loaded: [RegisterKind]
        /// Reference files that this load replaced.
        let references: [ReferenceFile]
        /// Files that were not read.
        let ignored: [String]
        let replays: Int
    }

    /// A file that is refused.
    private struct Refused {
        let exception: RaisedException
        let name: String
    }

    func run() throws -> Outcome {
        let names = try LoadFolder(folder)
        let loading = try CleanseLoading(CleanseFolder(data: data), asAt: asAt)
        var refused: [Refused] = []
        var references: [ReferenceFile] = []
        var ignored: [String] = []
        for (input, file) in names.references {
            do {
                references.append(try reference(input, file))
            } catch let fault as FileFault {
                refused.append(refusal(fault, register: input.rawValue, file.name, sender(input.rawValue, file.name)))
            }
        }
        for file in names.others {
            if let found = try? recognised(file) { references.append(found) } else { ignored.append(file.name) }
        }
        references = Self.joined(references)
        if !references.contains(where: { $0.input == .distributors }),
            let derived = references.lazy.compactMap(ReferenceReader.distributors).first
        {
            references.append(derived)
        }
        guard !names.registers.isEmpty || !references.isEmpty || !refused.isEmpty else {
            throw Failure(
                "there is nothing to load in \(folder)", because: "it has no file such as REG.csv or llfc.csv",
                advice: "name the folder with the registers' files", code: .badInput)
        }
        let distributors =
            references.first { $0.input == .distributors }
            ?? loading.before?.references.first { $0.input == .distributors }
        var files: [(kind: RegisterKind, files: [RegisterLoad.File])] = []
        for kind in RegisterKind.allCases {
            guard let entries = names.registers[kind] else { continue }
            var opened: [RegisterLoad.File] = []
            for entry in entries {
                do {
                    opened.append(try open(kind, entry, distributors))
                } catch let fault as FileFault {
                    refused.append(
                        refusal(fault, register: kind.rawValue, entry.name, sender(kind.rawValue, entry.name)))
                }
            }
            files.append((kind, opened))
        }
        if !refused.isEmpty { try refuse(refused, loading) }
        if !references.isEmpty { try loading.write(references.filter { $0.input != .manifest } + manifest(references)) }
        var replays = 0
        var registration = loading.before?.registers.registration?.table
        for (kind, files) in files {
            do {
                let table = try load(kind, files, references, loading, registration, &replays)
                if kind == .registration { registration = table }
            } catch let error as TextChunksError {
                throw Failure(
                    "\(folder) was not loaded", because: "\(error)",
                    advice: "see that the file is whole; what was loaded before stays", code: .badInput)
            }
        }
        try judgeExemptions(references, loading, registration)
        let facts = try loading.commit(asAt: asAt)
        return Outcome(
            facts: facts, loaded: files.map(\.kind), references: references, ignored: ignored, replays: replays)
    }

    private func manifest(_ references: [ReferenceFile]) -> [ReferenceFile] {
        references.filter { $0.input == .manifest }
    }

    // MARK: Files

    private func sender(_ register: String, _ file: String) -> Owner? {
        let stem = String(file.prefix { $0 != "." })
        return senders[stem] ?? senders[register]
    }

    private func refusal(_ fault: FileFault, register: String, _ file: String, _ sender: Owner?) -> Refused {
        let exceptions = LoadExceptions(register: register, sender: sender, file: file)
        return Refused(exception: exceptions.exception(fault), name: file)
    }

    /// Ends a load of which a file cannot be read: what was loaded before stays, and the faults are kept for the sender.
    private func refuse(_ refused: [Refused], _ loading: CleanseLoading) throws -> Never {
        let sorter = loading.sorter("refused")
        for fault in refused { try sorter.add(fault.exception) }
        try loading.refuse(sorter)
        throw Failure(
            "\(folder) was not loaded",
            because: refused.map { fault in
                "\(fault.name): \(fault.exception.rule.id), \(fault.exception.observed) where "
                    + "\(fault.exception.expected) is needed"
            }, advice: "have the file sent again; what was loaded before stays", code: .badInput)
    }

    private func whole(_ file: LoadFolder.Entry) throws -> [UInt8] {
        do {
            let text = try TextChunks(path: file.path)
            let bytes = try text.head(ReferenceReader.largestFile + 1)
            guard bytes.count <= ReferenceReader.largestFile else { throw FileFault.endless }
            return bytes
        } catch let error as TextChunksError {
            throw Failure(
                "\(folder) was not loaded", because: "\(error)", advice: "see that the file is whole", code: .badInput)
        }
    }

    private func reference(_ input: Input, _ file: LoadFolder.Entry) throws -> ReferenceFile {
        try whole(file).withUnsafeBytes { try ReferenceReader.read(input, name: file.name, bytes: $0) }
    }

    private func recognised(_ file: LoadFolder.Entry) throws -> ReferenceFile? {
        try whole(file).withUnsafeBytes { try ReferenceReader.recognise(name: file.name, bytes: $0) }
    }

    /// Files of one kind and the same columns as one.
    private static func joined(_ files: [ReferenceFile]) -> [ReferenceFile] {
        var joined: [ReferenceFile] = []
        for file in files {
            if let index = joined.firstIndex(where: { $0.input == file.input && $0.columns == file.columns }) {
                joined[index] = ReferenceFile(
                    input: file.input, name: joined[index].name, columns: file.columns,
                    rows: joined[index].rows + file.rows)
            } else {
                joined.append(file)
            }
        }
        return joined
    }

    private func open(
        _ kind: RegisterKind, _ entry: LoadFolder.Entry, _ distributors: ReferenceFile?
    ) throws -> RegisterLoad.File {
        let text: TextChunks
        let head: [UInt8]
        do {
            text = try TextChunks(path: entry.path)
            head = try text.head(RegisterLayout.longestLine + 1)
        } catch {
            throw Failure(
                "\(folder) was not loaded", because: "\(error)",
                advice: "see that the file is whole; what was loaded before stays", code: .badInput)
        }
        let mapping = mappings[String(entry.name.prefix { $0 != "." })] ?? mappings[kind.rawValue] ?? ColumnMapping()
        let sender = sender(kind.rawValue, entry.name)
        let (layout, start) = try head.withUnsafeBytes {
            try RegisterLayout.read(kind: kind, head: $0, mapping: mapping)
        }
        text.begin(at: start)
        return RegisterLoad.File(
            name: entry.name, sender: sender, text: text, layout: layout,
            check: MPANCheck(distributors: distributors, asAt: asAt, sender: sender),
            exceptions: LoadExceptions(
                register: kind.rawValue, sender: sender, file: entry.name,
                distributors: LoadExceptions.distributors(distributors, asAt: asAt)),
            start: start)
    }

    // MARK: Registers

    private func load(
        _ kind: RegisterKind, _ files: [RegisterLoad.File], _ references: [ReferenceFile], _ loading: CleanseLoading,
        _ registration: RegisterTable?, _ replays: inout Int
    ) throws -> RegisterTable {
        let load = RegisterLoad(kind: kind, files: files, sorter: loading.sorter(kind.rawValue))
        let read = try load.run(workers: workers)
        let sources = files.map { RegisterTable.Source(name: $0.name, sender: $0.sender) }
        let present = files.reduce(into: Set<Item>()) { $0.formUnion($1.layout.present) }
        let assembly = RegisterAssembly(
            kind: kind, chunks: read.chunks, lists: read.lists, sources: sources, present: present,
            asAt: Day.packed(asAt), workers: workers)
        let (table, written) = try loading.write(assembly, workers: workers)
        let rowsRead = read.files.reduce(0) { $0 + $1.rows }
        for (file, facts) in zip(files, read.files) {
            let key = "\(kind.rawValue) \(facts.sender ?? "?") \(asAt) \(facts.digest)"
            if loading.isReplay(key) {
                replays += 1
                try load.withFaults {
                    try $0.add(file.exceptions.replay("bytes of \(asAt) that were loaded before"))
                }
            }
        }
        try load.withFaults { sorter in
            for found in assembly.rejects {
                try sorter.add(files[Int(found.file)].exceptions.exception(found.reject))
            }
            if let told = Self.told(kind, references), Int(told) != rowsRead, let first = files.first {
                try sorter.add(first.exceptions.rows(read: rowsRead, told: told))
            }
            let known = kind == .registration ? table : registration
            try loading.write(sorter, of: kind.rawValue) { Self.settled($0, known) }
        }
        loading.note(
            LoadFacts.RegisterFacts(
                register: kind.rawValue, asAt: "\(asAt)", files: read.files, rows: table.count, rowsRead: rowsRead,
                rejectedRows: read.files.reduce(0) { $0 + $1.rejectedRows }, digest: "\(written.digest)",
                isUniversal: files.contains { $0.layout.days.clock == .universal }))
        return table
    }

    /// The rows that a manifest tells of a register.
    private static func told(_ kind: RegisterKind, _ references: [ReferenceFile]) -> String? {
        guard let manifest = references.first(where: { $0.input == .manifest }),
            let register = manifest.place(of: "register"), let rows = manifest.place(of: "rows")
        else { return nil }
        let told = manifest.rows.filter { $0.fields[register] == kind.rawValue }.map { $0.fields[rows] }
        guard let first = told.first else { return nil }
        let counts = told.compactMap { Int($0) }
        return counts.count == told.count ? String(counts.reduce(0, +)) : first
    }

    /// What the registration knows: which number was meant, and whether a foreign number is known at all.
    static func settled(_ exception: RaisedException, _ registration: RegisterTable?) -> RaisedException? {
        guard case .mpan(let number) = exception.subject else { return exception }
        switch exception.rule {
        case .mpn02:
            let suggestion = NearMiss.suggestion(number, in: registration)
            return RaisedException(
                rule: exception.rule, subject: exception.subject, item: exception.item, owner: exception.owner,
                observed: exception.observed, expected: exception.expected, place: exception.place,
                suggestion: suggestion)
        case .mpn06:
            // A number that the registration does not know is said to dangle, and nothing else.
            return registration?.rows(of: number).isEmpty == false ? exception : nil
        default: return exception
        }
    }

    // MARK: Exemptions

    /// Exemptions for numbers that are none are rejected; everything else of them is read when rules are asked.
    private func judgeExemptions(
        _ references: [ReferenceFile], _ loading: CleanseLoading, _ registration: RegisterTable?
    ) throws {
        guard let exemptions = references.first(where: { $0.input == .exemptions }) else { return }
        let sorter = loading.sorter("exemptions")
        let party = sender("exemptions", exemptions.name)
        let distributors =
            references.first { $0.input == .distributors }
            ?? loading.before?.references.first { $0.input == .distributors }
        let exceptions = LoadExceptions(register: "exemptions", sender: party, file: exemptions.name)
        let check = MPANCheck(distributors: distributors, asAt: asAt, sender: nil)
        for reject in ExemptionCheck.rejects(exemptions, check: check) { try sorter.add(exceptions.exception(reject)) }
        try loading.write(sorter, of: "exemptions") { Self.settled($0, registration) }
    }
}
