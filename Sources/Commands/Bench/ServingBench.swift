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
        let port = UInt16(20_000 + Int(getpid()) % 20_000)
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        server.arguments = ["serve", "--data", folder.path, "--port", String(port)]
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        try awaitStart(port, server)
        var missing: [String] = []
        var first: [Double] = []
        let client = PlainClient(port: port)
        for page in Self.pages {
            let start = ContinuousClock.now
            guard let answer = client.get(page), answer.status == 200 else {
                missing.append(page)
                continue
            }
            first.append(milliseconds(since: start))
        }
        guard missing.isEmpty else {
            throw Failure(
                "not every page answers", because: "no page at \(missing.joined(separator: ", "))",
                advice: "look at the server's log")
        }
        first.sort()
        figures.add("pages first read, slowest", first.last ?? 0, "ms", aim: nil)
        let times = try load(port).sorted()
        figures.add("requests under \(readers) readers", Double(times.count), "", aim: nil)
        figures.add("page, median", percentile(times, 0.5), "ms", aim: nil)
        figures.add("page, 99th percentile", percentile(times, 0.99), "ms", aim: "under 20")
        figures.add("server's memory, peak", try memory(server.processIdentifier), "MB", aim: "under 300")
    }

    private func awaitStart(_ port: UInt16, _ server: Process) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        let probe = PlainClient(port: port)
        while ContinuousClock.now < deadline, server.isRunning {
            if probe.connect() { return }
            usleep(20_000)
        }
        throw Failure(
            "the server did not start", because: "nothing listens on port \(port)", advice: "run changeover serve")
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
                        own.append(milliseconds(since: start))
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

    private func milliseconds(since start: ContinuousClock.Instant) -> Double {
        let passed = ContinuousClock.now - start
        return Double(passed.components.seconds) * 1e3 + Double(passed.components.attoseconds) / 1e15
    }

    private func percentile(_ sorted: [Double], _ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// Peak resident memory of a process in megabytes, as the kernel counts it.
    private func memory(_ process: Int32) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).compactMap { Int($0) }.first ?? 0
        return Double(kilobytes) / 1024
    }
}
