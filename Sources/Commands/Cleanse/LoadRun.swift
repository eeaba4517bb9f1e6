import CAllocator
import Cleanse
import Formats
import Foundation
import Kernel
import Store

/// One load: every file of a folder into a new set of packed registers.
///
/// A register is loaded whole or not at all: where one of its files cannot be read, it stays as it was, and the others
/// are loaded. The new set takes the old one's place at one instant.
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
        var refused: [Refused] = []
    }

    /// A file that is refused, and the register or reference data that stays as it was because of it.
    struct Refused {
        let register: String
        let exception: RaisedException

        /// What is wrong, for people.
        var words: String {
            "\(exception.subject): \(exception.rule.id), \(exception.observed) where \(exception.expected) is needed"
        }
    }

    /// What reading the reference files gives.
    struct References {
        var files: [ReferenceFile] = []
        var faults: [Input: [RaisedException]] = [:]
        var shortExemptions: Set<UInt32> = []

        func first(_ input: Input) -> ReferenceFile? { files.first { $0.input == input } }
    }

    func run() throws -> Outcome {
        Self.keepMemory()
        let names = try LoadFolder(folder)
        let loading = try CleanseLoading(CleanseFolder(data: data), asAt: asAt)
        var refused: [Refused] = []
        var ignored: [String] = []
        let references = try readReferences(names, &refused, &ignored)
        guard !names.registers.isEmpty || !references.files.isEmpty || !refused.isEmpty else {
            throw Failure(
                "there is nothing to load in \(folder)", because: "it has no file such as REG.csv or llfc.csv",
                advice: "name the folder with the registers' files", code: .badInput)
        }
        if !references.files.isEmpty { try loading.write(references.files) }
        let distributors = references.first(.distributors) ?? loading.before?.distributors
        var loaded: [RegisterKind] = []
        var replays = 0
        for kind in RegisterKind.allCases {
            guard let entries = names.registers[kind] else { continue }
            let opened = try open(kind, entries, distributors, &refused)
            guard let opened else { continue }
            do {
                replays += try load(kind, opened, references.files, loading)
                loaded.append(kind)
            } catch let error as RegisterLoad.FileError {
                refused.append(try refusal(error, kind, opened))
            }
        }
        try tell(refused, loading)
        guard !loaded.isEmpty || !references.files.isEmpty else {
            try loading.keepRefusals()
            throw Self.failure(folder, refused, "what was loaded before stays")
        }
        try judgeReferences(references, loaded, loading, distributors)
        for (name, party) in senders where RegisterKind(rawValue: name).map({ !loaded.contains($0) }) == true {
            loading.note(sender: party, of: name)
        }
        let facts = try loading.commit(asAt: asAt)
        return Outcome(
            facts: facts, loaded: loaded, references: references.files, ignored: ignored, replays: replays,
            refused: refused)
    }

    /// Keeps memory for the next register that one is done with: having the system take it away and give it anew, in
    /// zeroed pages, costs a tenth of a load.
    private static func keepMemory() {
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, Int32.max)
    }

    /// What a load says of files that it refused.
    static func failure(_ folder: String, _ refused: [Refused], _ rest: String) -> Failure {
        let names = Set(refused.map(\.register)).sorted().joined(separator: ", ")
        return Failure(
            "\(names.isEmpty ? folder : "\(names) of \(folder)") was not loaded", because: refused.map(\.words),
            advice: "have the file sent again; \(rest)", code: .badInput)
    }

    // MARK: Files

    func sender(_ register: String, _ file: String) -> Owner? {
        let stem = String(file.prefix { $0 != "." })
        return senders[stem] ?? senders[register]
    }

    private func refusal(_ fault: FileFault, _ register: String, _ file: String) -> Refused {
        let exceptions = LoadExceptions(register: register, sender: sender(register, file), file: file)
        return Refused(register: register, exception: exceptions.exception(fault))
    }

    /// A file of a register that could not be read to its end; a system that fails ends the whole load.
    private func refusal(
        _ error: RegisterLoad.FileError, _ kind: RegisterKind, _ files: [RegisterLoad.File]
    ) throws -> Refused {
        guard let chunks = error.cause as? TextChunksError else { throw error.cause }
        return refusal(try Self.fault(chunks, folder), kind.rawValue, files[error.file].name)
    }

    /// Keeps what files were refused for, so that the next check tells it to their senders.
    private func tell(_ refused: [Refused], _ loading: CleanseLoading) throws {
        for register in Set(refused.map(\.register)).sorted() {
            let sorter = loading.sorter("\(register).refused")
            for fault in refused where fault.register == register { try sorter.add(fault.exception) }
            try loading.refuse(register, sorter)
        }
    }

    /// The fault of a file whose bytes are damaged; a system's refusal ends the load.
    private static func fault(_ error: TextChunksError, _ folder: String) throws -> FileFault {
        guard case .compression(_, let cause) = error else {
            throw Failure(
                "\(folder) was not loaded", because: "\(error)",
                advice: "see that the file can be read; what was loaded before stays", code: .badInput)
        }
        return .damaged(cause)
    }

    private func whole(_ file: LoadFolder.Entry) throws -> [UInt8] {
        do {
            let text = try TextChunks(path: file.path)
            let bytes = try text.head(ReferenceReader.largestFile + 1)
            guard bytes.count <= ReferenceReader.largestFile else { throw FileFault.endless }
            return bytes
        } catch let error as TextChunksError {
            throw try Self.fault(error, folder)
        }
    }

    private func readReferences(
        _ names: LoadFolder, _ refused: inout [Refused], _ ignored: inout [String]
    ) throws -> References {
        var read = References()
        for (input, file) in names.references {
            do {
                let reading = try whole(file).withUnsafeBytes {
                    try ReferenceReader.read(input, name: file.name, bytes: $0)
                }
                read.files.append(reading.file)
                let exceptions = LoadExceptions(
                    register: input.rawValue, sender: sender(input.rawValue, file.name), file: file.name)
                read.faults[input, default: []] += reading.rejects.map(exceptions.exception)
                if input == .exemptions { read.shortExemptions.formUnion(reading.shortLines) }
            } catch let fault as FileFault {
                refused.append(refusal(fault, input.rawValue, file.name))
            }
        }
        // One file of several that cannot be read keeps the others of its kind from half replacing what was there.
        let bad = Set(refused.map(\.register))
        read.files.removeAll { bad.contains($0.input.rawValue) }
        for file in names.others {
            if let found = try? whole(file).withUnsafeBytes({
                try ReferenceReader.recognise(name: file.name, bytes: $0)
            }), !bad.contains(found.input.rawValue) {
                read.files.append(found)
            } else {
                ignored.append(file.name)
            }
        }
        read.files = Self.joined(read.files)
        if read.first(.distributors) == nil, !bad.contains(Input.distributors.rawValue),
            let derived = read.files.lazy.compactMap(ReferenceReader.distributors).first
        {
            read.files.append(derived)
        }
        return read
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

    /// Opens the files of a register; nil where one of them is refused, and so the register.
    private func open(
        _ kind: RegisterKind, _ entries: [LoadFolder.Entry], _ distributors: ReferenceFile?,
        _ refused: inout [Refused]
    ) throws -> [RegisterLoad.File]? {
        var opened: [RegisterLoad.File] = []
        for entry in entries {
            do {
                opened.append(try open(kind, entry, distributors))
            } catch let fault as FileFault {
                refused.append(refusal(fault, kind.rawValue, entry.name))
            }
        }
        return opened.count == entries.count ? opened : nil
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
            throw try Self.fault(error, folder)
        }
        let mapping = mappings[String(entry.name.prefix { $0 != "." })] ?? mappings[kind.rawValue] ?? ColumnMapping()
        let sender = sender(kind.rawValue, entry.name)
        let (layout, start) = try head.withUnsafeBytes {
            try RegisterLayout.read(kind: kind, head: $0, mapping: mapping)
        }
        text.begin(at: start, rowEnd: layout.rowEnd)
        return RegisterLoad.File(
            name: entry.name, sender: sender, text: text, layout: layout,
            check: MPANCheck(distributors: distributors, asAt: asAt, sender: sender),
            exceptions: LoadExceptions(
                register: kind.rawValue, sender: sender, file: entry.name,
                distributors: LoadExceptions.distributors(distributors, asAt: asAt)),
            start: start)
    }
}

extension LoadedRegisters {
    var distributors: ReferenceFile? { references.first { $0.input == .distributors } }
}
