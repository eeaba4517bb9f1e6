import ArgumentParser
import Foundation

/// A failed operation, told in three lines: what failed, why, and what to do.
struct Failure: Error, CustomStringConvertible {
    /// Exit codes other than success and misuse, which the argument parser gives.
    enum Code: Int32 {
        case failed = 1
        case checkFailed = 3
        /// `EX_USAGE` of sysexits.h: an option's value that only the work itself can judge.
        case misused = 64
        /// `EX_DATAERR` of sysexits.h.
        case badInput = 65
        /// `dip check` and `dip send`: the messages have findings; `cleanse check`: exceptions of severity E or W.
        case findings = 2
        /// `EX_SOFTWARE` of sysexits.h: `cleanse check` could not run.
        case couldNotRun = 70
        /// `EX_UNAVAILABLE` of sysexits.h: the other side could not be reached.
        case unreachable = 69
    }

    let what: String
    let because: [String]
    let advice: String
    let code: Code

    init(_ what: String, because: String..., advice: String, code: Code = .failed) {
        self.what = what
        self.because = because
        self.advice = advice
        self.code = code
    }

    init(_ what: String, because: [String], advice: String, code: Code = .failed) {
        self.what = what
        self.because = because
        self.advice = advice
        self.code = code
    }

    /// One line, for what a field's name and range say in full.
    init(line: String, code: Code) {
        self.init(line, because: [], advice: "", code: code)
    }

    var description: String {
        let advised = advice.isEmpty ? [] : ["try: \(advice)"]
        return (["error: \(what)"] + because.map { "because: \($0)" } + advised).joined(separator: "\n")
    }
}

/// Runs a command's work; a failure is told on standard error, and the process ends with its code.
func reporting(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let failure as Failure {
        Terminal.error(failure.description)
        throw ExitCode(failure.code.rawValue)
    } catch let code as ExitCode {
        throw code
    } catch {
        Terminal.error(
            "error: the command failed\nbecause: \(error)\ntry: the same command again, or report the words above")
        throw ExitCode(Failure.Code.failed.rawValue)
    }
}
