import Foundation

/// The control room in a process of its own, for measures of its pages.
struct ServedRoom {
    let process: Process
    let port: UInt16

    /// Serves a data folder for as long as some work takes.
    static func serving<Value>(_ folder: URL, _ work: (ServedRoom) throws -> Value) throws -> Value {
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
        let room = ServedRoom(process: server, port: port)
        try room.awaitStart()
        return try work(room)
    }

    private func awaitStart() throws {
        let deadline = ContinuousClock.now + .seconds(60)
        let probe = PlainClient(port: port)
        while ContinuousClock.now < deadline, process.isRunning {
            if probe.connect() { return }
            usleep(20_000)
        }
        throw Failure(
            "the server did not start", because: "nothing listens on port \(port)", advice: "run changeover serve")
    }

    /// Reads each page so many times in turn, one after another; the milliseconds of each, sorted.
    func times(of pages: [String], rounds: Int = 1) throws -> [Double] {
        var times: [Double] = []
        var missing: [String] = []
        let client = PlainClient(port: port)
        for page in Array(repeating: pages, count: rounds).joined() {
            let start = ContinuousClock.now
            if client.get(page)?.status == 200 { times.append(start.secondsSince * 1e3) } else { missing.append(page) }
        }
        guard missing.isEmpty else {
            throw Failure(
                "not every page answers", because: "no page at \(missing.joined(separator: ", "))",
                advice: "look at the server's log")
        }
        return times.sorted()
    }
}
