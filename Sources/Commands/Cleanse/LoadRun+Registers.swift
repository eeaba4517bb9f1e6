import Cleanse
import Formats
import Foundation
import Kernel
import Store

extension LoadRun {
    /// Loads one register; gives how many of its files were loaded before.
    func load(
        _ kind: RegisterKind, _ files: [RegisterLoad.File], _ references: [ReferenceFile], _ loading: CleanseLoading
    ) throws -> Int {
        let present = files.reduce(into: Set<Item>()) { $0.formUnion($1.layout.present) }
        let files = files.map { file in
            var file = file
            file.layout = file.layout.holding(present)
            return file
        }
        let last = loading.last(kind)
        let load = RegisterLoad(
            kind: kind, files: files, sorter: loading.sorter(kind.rawValue), last: loading.nearest(kind, last),
            key: loading.key)
        let read = try load.run(workers: workers)
        let sources = files.map { RegisterTable.Source(name: $0.name, sender: $0.sender) }
        let assembly = RegisterAssembly(
            kind: kind, chunks: read.chunks, lists: read.lists, sources: sources, present: present,
            asAt: Day.packed(asAt), workers: workers)
        var whole = LoadTrace.Whole()
        whole.add("\(asAt)")
        for (file, text) in zip(files, read.wholes) {
            whole.add("\(file.name) \(file.sender?.description ?? "?")")
            whole.add(text)
        }
        let (table, written) = try loading.write(assembly, workers: workers, whole: whole, last: last)
        let rowsRead = read.files.reduce(0) { $0 + $1.rows }
        var replays = 0
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
            if let told = Self.told(kind.rawValue, references), Int(told) != rowsRead, let first = files.first {
                try sorter.add(first.exceptions.rows(read: rowsRead, told: told))
            }
            let known = kind == .registration ? table : loading.registration
            try loading.write(sorter, of: kind.rawValue) { Self.settled($0, known) }
        }
        loading.note(
            LoadFacts.RegisterFacts(
                register: kind.rawValue, asAt: "\(asAt)", files: read.files, rows: table.count, rowsRead: rowsRead,
                rejectedRows: read.files.reduce(0) { $0 + $1.rejectedRows }, digest: "\(written.digest)",
                isUniversal: files.contains { $0.layout.days.clock == .universal }))
        return replays
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

    // MARK: Manifest and reference data

    /// The rows that a manifest tells of a register or a reference file.
    private static func told(_ register: String, _ references: [ReferenceFile]) -> String? {
        guard let manifest = references.first(where: { $0.input == .manifest }),
            let name = manifest.place(of: "register"), let rows = manifest.place(of: "rows")
        else { return nil }
        let told = manifest.rows.filter { $0.fields[name] == register }.map { $0.fields[rows] }
        guard let first = told.first else { return nil }
        let counts = told.compactMap { Int($0) }
        return counts.count == told.count ? String(counts.reduce(0, +)) : first
    }

    /// Writes what is said of reference files: their rows, the exemptions' numbers, and what a manifest counts besides
    /// the registers of this load.
    func judgeReferences(
        _ references: References, _ loaded: [RegisterKind], _ loading: CleanseLoading, _ distributors: ReferenceFile?
    ) throws {
        var faults = references.faults
        if let exemptions = references.first(.exemptions) {
            let party = sender("exemptions", exemptions.name)
            let exceptions = LoadExceptions(register: "exemptions", sender: party, file: exemptions.name)
            let check = MPANCheck(distributors: distributors, asAt: asAt, sender: nil)
            let rejects = ExemptionCheck.rejects(exemptions, check: check, short: references.shortExemptions)
            // A row that goes is told by what removes it alone.
            let gone = Set(rejects.filter { ChunkParser.removing.contains($0.rule) }.map(\.line))
            faults[.exemptions]?.removeAll { $0.place?.line.map(gone.contains) == true }
            faults[.exemptions, default: []] += rejects.map(exceptions.exception)
            loading.note(sender: party, of: "exemptions")
        }
        // A manifest speaks of its own load alone.
        faults[.manifest, default: []] += counts(references.files, loaded, loading)
        let inputs = Set(references.files.map(\.input)).union(faults.keys)
        for input in Input.allCases where inputs.contains(input) {
            let sorter = loading.sorter(input.rawValue)
            for fault in faults[input] ?? [] { try sorter.add(fault) }
            try loading.write(sorter, of: input.rawValue) { Self.settled($0, loading.registration) }
            if references.first(input) != nil { try loading.refuse(input.rawValue, loading.sorter("none")) }
        }
    }

    /// What the manifest tells of registers that this load did not bring (REC-06): those that it left as they were have
    /// the rows that were read then, others none.
    private func counts(
        _ references: [ReferenceFile], _ loaded: [RegisterKind], _ loading: CleanseLoading
    ) -> [RaisedException] {
        guard let manifest = references.first(where: { $0.input == .manifest }),
            let place = manifest.place(of: "register")
        else { return [] }
        var found: [RaisedException] = []
        for register in Set(manifest.rows.map { $0.fields[place] }).sorted() {
            guard let told = Self.told(register, references) else { continue }
            let rows: Int
            var file = register + ".csv"
            if let kind = RegisterKind(rawValue: register) {
                guard !loaded.contains(kind) else { continue }
                rows = loading.before?.facts.register(kind)?.rowsRead ?? 0
            } else if let input = Input(rawValue: register), input != .manifest {
                let files = references.filter { $0.input == input }
                rows = files.reduce(0) { $0 + $1.rows.count }
                file = files.first?.name ?? file
            } else {
                continue
            }
            guard Int(told) != rows else { continue }
            let exceptions = LoadExceptions(register: register, sender: sender(register, file), file: file)
            found.append(exceptions.rows(read: rows, told: told))
        }
        return found
    }
}
