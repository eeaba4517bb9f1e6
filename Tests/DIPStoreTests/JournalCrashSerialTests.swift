import DIP
import Foundation
import Glibc
import Kernel
import TestSupport
import Testing

@testable import Store

/// A process that appends and delivers is killed at any instant, again and again; what it confirmed is there.
@Suite(.serialized) struct JournalCrashSerialTests {
    private static let folderName = "CHANGEOVER_CRASH_FOLDER"
    private static let seedName = "CHANGEOVER_CRASH_SEED"

    @Test func whatWasConfirmedOutlivesTheProcess() async throws {
        let folder = try TemporaryFolder("crash")
        let seed: UInt64 = 20_261_121
        var confirmedBefore = 0
        for round in 0..<8 {
            setenv(Self.folderName, folder.path, 1)
            setenv(Self.seedName, String(seed + UInt64(round)), 1)
            await #expect(processExitsWith: .signal(SIGKILL)) { try await CrashingWriter.run() }
            try await check(folder, "seed \(seed), round \(round)")
            let confirmed = try Self.words(folder, "confirmed").count
            #expect(confirmed >= confirmedBefore)
            confirmedBefore = confirmed
        }
        // Killed before it could do anything every time, the test would show nothing.
        #expect(confirmedBefore > 50)
    }

    private static func words(_ folder: TemporaryFolder, _ name: String) throws -> [String] {
        let text = (try? String(contentsOf: folder.file(name), encoding: .utf8)) ?? ""
        // A line that the kill cut was not confirmed.
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    private func check(_ folder: TemporaryFolder, _ words: String) async throws {
        let journal = try SQLiteJournal(folder: folder.path, freezeAt: 300, beforeChange: nil)
        defer { try? journal.close() }
        let confirmed = try Self.words(folder, "confirmed")
        let begun = Set(try Self.words(folder, "begun"))
        let settled = Set(try Self.words(folder, "settled"))
        let lines = try await journal.allLines(page: 1_000)
        #expect(
            lines.map(\.sequence) == Array(1...Int64(max(lines.count, 1))).prefix(lines.count).map(\.self), "\(words)")
        let accepted = lines.filter { $0.event == .accepted }.compactMap(\.senderUniqueReference)
        #expect(Set(accepted).count == accepted.count, "\(words): a reference is there twice")
        let stored = Set(accepted)
        for reference in confirmed {
            for part in CrashingWriter.parts(reference) { #expect(stored.contains(part), "\(words): \(part) is lost") }
        }
        for reference in begun {
            let there = CrashingWriter.parts(reference).filter(stored.contains)
            #expect(there.isEmpty || there.count == CrashingWriter.messages, "\(words): \(reference) is half there")
        }
        #expect(stored.isSubset(of: begun.flatMap { CrashingWriter.parts($0) }), "\(words): a message was invented")
        for lane in 0..<2 {
            let waiting = try await journal.all(in: MadePosts.queue(7, lane), page: 500).map(\.label)
            let own = accepted.filter { CrashingWriter.lane($0) == lane }
            let delivered = Set(lines.filter { $0.event == .delivered }.compactMap(\.senderUniqueReference))
            #expect(waiting == own.filter { !delivered.contains($0) }, "\(words): lane \(lane)")
            // No power was cut: also what was settled without waiting for the disk is kept.
            #expect(Set(waiting).isDisjoint(with: settled), "\(words): a settled parcel is handed out again")
        }
    }
}

/// What the process does until it is killed.
enum CrashingWriter {
    static let messages = 3

    static func parts(_ reference: String) -> [String] { (0..<messages).map { "\(reference)/\($0)" } }
    static func lane(_ part: String) -> Int { Int(part.split(separator: "-").last?.prefix(1) ?? "0") ?? 0 }

    /// Appends from four callers and delivers from two, until a thread of its own ends it with SIGKILL.
    static func run() async throws {
        let folder = try environment("CHANGEOVER_CRASH_FOLDER")
        let seed = UInt64(try environment("CHANGEOVER_CRASH_SEED")) ?? 0
        var random = SeededGenerator(seed: seed)
        let journal = try SQLiteJournal(folder: folder, freezeAt: 300, beforeChange: nil)
        let microseconds = UInt32(20_000 + random.nextBelow(400_000))
        Thread.detachNewThread {
            usleep(microseconds)
            kill(getpid(), SIGKILL)
        }
        let begun = try Log(folder, "begun")
        let confirmed = try Log(folder, "confirmed")
        let settled = try Log(folder, "settled")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for index in 0..<Int.max {
                        let name = "\(seed)-\(writer)-\(index)-\(index % 2)"
                        let post = try MadePosts.post(
                            .init(references: parts(name), recipients: [(7, index % 2)], fill: 3_000))
                        begun.say(name)
                        if case .appended = try await journal.append(posts: [post])[0] { confirmed.say(name) }
                    }
                }
            }
            for lane in 0..<2 {
                group.addTask {
                    let queue = try MadePosts.queue(7, lane)
                    while true {
                        let parcels = try await journal.waiting(in: queue, after: nil, limit: 7, maximumBytes: 1 << 20)
                        try await journal.settle(parcels.map { MadePosts.settlement($0) })
                        for parcel in parcels { settled.say(parcel.label) }
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func environment(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            throw Property.Broken("\(name) is not set")
        }
        return value
    }

    /// A file that each line is in as soon as it is said, whatever becomes of the process.
    private struct Log: Sendable {
        let descriptor: Int32

        init(_ folder: String, _ name: String) throws {
            descriptor = open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            guard descriptor >= 0 else { throw Property.Broken("\(name) cannot be opened") }
        }

        func say(_ text: String) {
            let bytes = Array((text + "\n").utf8)
            _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }
}
