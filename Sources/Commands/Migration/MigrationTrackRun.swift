import Foundation
import Kernel
import Migration

/// One run of the tracker: reads events, brings the histories up to date, and reports.
struct MigrationTrackRun {
    private let inputs: TrackInputs
    private let state: TrackStateFile?
    private let chosenDay: CalendarDate?
    /// Called before each step of writing the state; a test's stops there.
    var before: (TrackStateFile.Step) throws -> Void = { _ in }
    private(set) var report = TrackReport()

    init(inputs: TrackInputs, state: String?, asAt: CalendarDate?) throws {
        self.inputs = inputs
        self.state = state.map { TrackStateFile(path: $0) }
        chosenDay = asAt
    }

    mutating func follow(_ events: String, out: String?) throws {
        let files = try TrackEventFiles(events)
        try state?.prepare()
        let folder = out.map { FolderInTheMaking($0) }
        try folder?.begin()
        var spool = TrackSpool(folder: state?.path ?? NSTemporaryDirectory())
        do {
            try follow(files, folder: folder, spool: &spool)
            try folder?.finish()
        } catch {
            spool.remove()
            folder?.abandon()
            if let problem = error as? SinkProblem { throw problem.failure(resumable: false) }
            throw error
        }
        spool.remove()
    }

    private mutating func follow(
        _ files: TrackEventFiles, folder: FolderInTheMaking?, spool: inout TrackSpool
    ) throws {
        let reader = try state.flatMap { $0.exists() ? try TrackStateReader($0) : nil }
        let old = reader?.tail ?? TrackTail()
        var new = old
        try inputs.enterNames(into: &new)
        var counts = TrackReadCounts()
        counts.known = inputs.known(new)
        if let list = inputs.mpans {
            try TrackEventFiles(list).read(
                participants: [:], isList: true, tail: &new, counts: &counts, spool: &spool)
        }
        try files.read(participants: inputs.participants, tail: &new, counts: &counts, spool: &spool)
        guard counts.files == 0 || counts.headless < counts.files else {
            throw Failure(
                "the events cannot be read",
                because: counts.bad.prefix(20).map { "\($0.file), line \($0.line): \($0.why)" },
                advice: "give every CSV file its head", code: .badInput)
        }
        new.lastDay = max(new.lastDay, counts.lastDay)
        let asAt = chosenDay?.dayNumber ?? (new.lastDay > 0 ? new.lastDay : (lastPlannedDay ?? LocalDays.first))
        var lists = try TrackLists(folder: folder?.partial, settings: inputs.settings, asAt: asAt, names: new)
        var merge = TrackMerge(
            old: old, new: new, asAt: asAt, settleDays: inputs.settings[TrackParameters.settleDays])
        var sink = try TrackStateWriter(state, before: before)
        do {
            var sorted = try spool.sorted()
            if var source = reader {
                try merge.run(old: &source, into: &sink, next: { try sorted.next() }) { try lists.take($0, $1) }
            } else {
                var source = TrackNoState()
                try merge.run(old: &source, into: &sink, next: { try sorted.next() }) { try lists.take($0, $1) }
            }
            if let reader, !merge.hasChanged {
                sink.abandon()
                report.stateBytes = reader.bytes
            } else {
                try sink.finish(merge.tail)
                report.stateBytes = sink.bytes
            }
        } catch is TrackDamage {
            sink.abandon()
            throw TrackStateFile.damaged(state?.file ?? "", "a history is damaged")
        } catch {
            sink.abandon()
            throw error
        }
        try lists.finish()
        try tell(merge, counts, lists, asAt, folder)
    }

    private var lastPlannedDay: Int? { inputs.plan.rows.map(\.date.dayNumber).max() }

    private mutating func tell(
        _ merge: TrackMerge, _ counts: TrackReadCounts, _ lists: TrackLists, _ asAt: Int, _ folder: FolderInTheMaking?
    ) throws {
        let tail = merge.tail
        let (plan, first) = inputs.baselines(tail)
        let conservation = TrackConservation(
            ledger: tail.ledger, plan: plan, first: first, portfolios: inputs.portfolios(tail),
            isListed: inputs.mpans != nil, lastResorts: tail.lastResorts)
        report.asAt = asAt
        report.counts = counts
        report.merge = merge
        report.lists = lists
        report.portfolioSource = inputs.portfolioSource
        try report.walk(conservation, tail: tail, tables: folder.map { TrackTables(folder: $0.partial) })
    }
}
