import Foundation
import Record
import Synchronization

/// Serves a record in a process of its own and reads its pages with many readers at once.
struct ServingBench {
    let readers: Int
    let requests: Int

    /// The pages that readers walk through, each from another one on.
    static let pages =
        [
            "/", "/meetings", "/actions", "/decisions", "/milestones", "/plan", "/raid", "/readiness", "/gates", "/pit",
            "/qualification", "/documents", "/change-requests", "/papers", "/contradictions", "/search?q=readiness",
        ] + RecordKind.allCases.map { "/records/\($0.rawValue)" }

    func measure(_ folder: URL, _ figures: inout Figures) throws {
        try ServedRoom.serving(folder) { room in
            figures.add("pages first read, slowest", try room.times(of: Self.pages).last ?? 0, "ms", aim: nil)
            let times = try load(room.port).sorted()
            figures.add("requests under \(readers) readers", Double(times.count), "", aim: nil)
            figures.add("page, median", times.percentile(0.5), "ms", aim: nil)
            figures.add("page, 99th percentile", times.percentile(0.99), "ms", aim: "under 20")
            figures.add(
                "server's memory, peak", try ProcessMemory.peak.megabytes(of: room.process.processIdentifier), "MB",
                aim: "under 300")
        }
    }

    private func load(_ port: UInt16) throws -> [Double] {
        let results = Mutex<(times: [Double], failed: Int)>(([], 0))
        let group = DispatchGroup()
        for reader in 0..<readers {
            group.enter()
            let thread = Thread {
                defer { group.leave() }
                let client = PlainClient(port: port)
                var own: [Double] = []
                var failed = 0
                for request in 0..<requests {
                    let page = Self.pages[(reader * 7 + request) % Self.pages.count]
                    let start = ContinuousClock.now
                    if client.get(page)?.status == 200 {
                        own.append(start.secondsSince * 1e3)
                    } else {
                        failed += 1
                    }
                }
                results.withLock {
                    $0.times += own
                    $0.failed += failed
                }
            }
            thread.start()
        }
        group.wait()
        return try results.withLock { all in
            guard all.failed == 0 else {
                throw Failure(
                    "\(all.failed) requests failed under load", because: "the server refused or broke off",
                    advice: "try fewer readers")
            }
            return all.times
        }
    }
}
