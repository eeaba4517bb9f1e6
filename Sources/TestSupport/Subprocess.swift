public import Foundation
import Glibc

/// Runs another program to its end, with a bound on the time.
public enum Subprocess {
    /// How a program ended.
    public struct Outcome: Sendable, Hashable {
        /// The exit code; nil where a signal or the bound ended the program.
        public let status: Int32?
        public let output: [UInt8]
        public let errors: String
        /// Whether the bound ended the program.
        public let ranOut: Bool

        public var text: String { String(decoding: output, as: UTF8.self) }
        public var succeeded: Bool { status == 0 }
    }

    /// The Python that has the independent readers: `CHANGEOVER_PYTHON`, else `/usr/bin/python3`.
    public static var python: URL {
        let chosen = ProcessInfo.processInfo.environment["CHANGEOVER_PYTHON"] ?? ""
        return URL(fileURLWithPath: chosen.isEmpty ? "/usr/bin/python3" : chosen)
    }

    /// Runs a program and gives what it wrote.
    ///
    /// Output goes through files, so that a program that writes much cannot block. At the bound the program is killed.
    /// - Throws: what the system says where the program cannot be started.
    public static func run(
        _ program: URL, _ arguments: [String], input: [UInt8] = [], in folder: URL? = nil,
        environment: [String: String] = [:], within limit: Duration = .seconds(300)
    ) async throws -> Outcome {
        let scratch = try TemporaryFolder("run")
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        if let folder { process.currentDirectoryURL = folder }
        process.standardInput = try FileHandle(forReadingFrom: scratch.write(input, to: "in"))
        let output = try scratch.write([], to: "out")
        let errors = try scratch.write([], to: "err")
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let ended = try await Poll.until(within: limit) { !process.isRunning }
        if !ended { await kill(process) }
        return Outcome(
            status: ended && process.terminationReason == .exit ? process.terminationStatus : nil,
            output: [UInt8](try Data(contentsOf: output)),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
            ranOut: !ended)
    }

    /// Runs a Python script of the repository, named by its path from the root.
    /// - Throws: what the system says where Python cannot be started.
    public static func python(
        _ script: String, _ arguments: [String] = [], within limit: Duration = .seconds(300)
    ) async throws -> Outcome {
        // No compiled copy of a script is left in the source tree.
        try await run(python, ["-B", Repository.file(script).path] + arguments, within: limit)
    }

    /// Ends a program for good: a test's runner may hold back the gentler signals, and its children inherit that.
    static func kill(_ process: Process, isolation: isolated (any Actor)? = #isolation) async {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        _ = try? await Poll.until(within: .seconds(5)) { !process.isRunning }
    }
}

/// Waits for a state, with a bound.
public enum Poll {
    /// Asks again and again until the answer is yes.
    /// - Returns: whether it was yes before the limit.
    public static func until(
        within limit: Duration, every interval: Duration = .milliseconds(5),
        isolation: isolated (any Actor)? = #isolation, _ holds: () async throws -> Bool
    ) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while true {
            if try await holds() { return true }
            if ContinuousClock.now >= end { return false }
            try await Task.sleep(for: interval)
        }
    }
}
