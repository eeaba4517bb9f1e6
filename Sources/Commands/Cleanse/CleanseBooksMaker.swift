import Cleanse
import ControlRoom
import Foundation
import Store
import Synchronization

/// Opens the cleanse's part of a data folder for the control room's pages, once it is there, and keeps it open.
final class CleanseBooksMaker: Sendable {
    private let data: URL
    private let kept = Mutex<CleanseLedger?>(nil)
    private let judge: JudgeKeeper

    init(data: URL) {
        self.data = data
        judge = JudgeKeeper(data: data)
    }

    /// The books, or nil where nothing was checked in the data folder.
    func books() throws -> CleanseBooks? {
        guard let ledger = try ledger() else { return nil }
        let (data, judge) = (data, judge)
        var books = CleanseBooks(
            ledger: ledger, explain: { try await judge.explain($0) },
            targets: { try CleanseSettingsFile.ofPages(data).targets })
        books.certificate = { certificate, format in
            switch format {
            case .csv: CertificateText.csv(certificate)
            case .json: Array((CertificateText.json(certificate) + "\n").utf8)
            }
        }
        books.pack = { owner, run in
            var filter = LedgerFilter()
            filter.owner = owner
            let wanted = filter
            return try PartyPack(owner, run: run) { take in try ledger.entries(wanted) { try take($0) } }.files
        }
        return books
    }

    private func ledger() throws -> CleanseLedger? {
        if let ledger = kept.withLock({ $0 }) { return ledger }
        guard FileManager.default.fileExists(atPath: data.appendingPathComponent("cleanse.sqlite").path) else {
            return nil
        }
        let made = try CleanseLedger(folder: data.path)
        return kept.withLock { kept in
            kept = kept ?? made
            return kept
        }
    }
}

/// The judge over the registers as they are loaded: made when it is first asked, and again after a load or a change of
/// the settings. One explanation at a time.
private actor JudgeKeeper {
    private let data: URL
    private var kept: (facts: LoadFacts, settings: String, judge: Judge)?

    init(data: URL) { self.data = data }

    /// One MPAN under the rules as they are set now; nil where no register is loaded.
    func explain(_ mpan: UInt64) throws -> ExplainedPoint? {
        guard let loaded = try CleanseFolder(data: data.path).current() else { return nil }
        let file = try CleanseSettingsFile.ofPages(data)
        let judge: Judge
        if let kept, kept.facts == loaded.facts, kept.settings == file.text {
            judge = kept.judge
        } else {
            judge = try CleanseDesk(data: data).judge(loaded, file.settings, workers: CoreWorkers())
            kept = (loaded.facts, file.text, judge)
        }
        return ExplainedPoint(
            explanation: Explanation(mpan, judge: judge, faults: try loaded.faults(about: mpan, judge)),
            asAt: loaded.asAt)
    }
}

extension CleanseSettingsFile {
    /// The data folder's settings; what is wrong with them comes as a sentence that a page can show.
    fileprivate static func ofPages(_ data: URL) throws -> CleanseSettingsFile {
        do {
            return try CleanseSettingsFile(path: nil, data: data)
        } catch let failure as Failure {
            // The folder's own path is not a page's to tell.
            let what = failure.what.replacing(data.path + "/", with: "")
            throw SettingsTrouble("\(what). Do this: \(failure.advice).")
        }
    }
}

extension LoadFaults {
    /// What the loads found of one MPAN; the faults come in order, so that reading ends behind it.
    ///
    /// - Parameter others: exceptions in order that no load found.
    func about(_ mpan: UInt64, with others: [RaisedException] = []) throws -> [RaisedException] {
        var found: [RaisedException] = []
        var reader = try reader(with: others)
        while let fault = try reader.next(), !(Subject.mpan(mpan) < fault.subject) {
            if fault.subject == .mpan(mpan) { found.append(fault) }
        }
        return found
    }
}
