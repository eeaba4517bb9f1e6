import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel

/// `changeover dip send`
struct DIPSend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sign messages as a party, send them, and explain every refusal.",
        discussion: """
            The file holds the body as it is to be sent: a JSON array of messages, or one message. `{{now}}` and \
            `{{serial}}` in it are replaced, so that one file can be sent again and again. With --check nothing is \
            sent: the platform validates one message.

            Ends with 0 when the messages were accepted, 2 with findings, 69 when the platform could not be reached.

            EXAMPLE
              changeover dip send IF-021 message.json --as ABCD
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The interface, or status for status messages.") var interface: String
    @Argument(help: "The file with the body, or - for standard input.") var file: String
    @Option(name: .customLong("as"), help: ArgumentHelp("The party: its MPID or DIP ID.", valueName: "party"))
    var party: String
    @Option(name: .long, help: ArgumentHelp("Where the platform is.", valueName: "url"))
    var to = "https://127.0.0.1:8443"
    @Flag(name: .long, help: "Have the platform validate one message and send nothing.") var check = false
    @Flag(name: .long, help: "Print the answer's body as it came.") var json = false

    /// The path that a body of this kind is posted to.
    private func path(_ body: [UInt8]) throws -> String {
        if interface.lowercased() == "status" { return "/statusmessage" }
        guard let id = InterfaceID(interface) else {
            throw Failure(
                line: "error: an interface is IF-nnn, REP-nnn or status, not “\(interface)”", code: .misused)
        }
        guard check else { return "/dip-channel/\(id)" }
        let event = MessageText.eventCode(of: body)?.filter { $0 != "[" && $0 != "]" } ?? "unknown"
        return "/validate/\(id)/\(event)"
    }

    func run() async throws {
        try await reporting {
            let folder = DIPFolder(data: data.folder)
            let credentials = try folder.credentials(of: party)
            let now = DIPFolder.now()
            let body = MessageText.filled(try MessageText.read(file), at: now)
            let client = try PartyClient(
                credentials: credentials, authority: folder.rootCertificate.path, address: to)
            let answer: PartyAnswer
            do {
                answer = try await client.send(path: try path(body), body: body, at: now)
                try await client.close()
            } catch let failure as Failure {
                try? await client.close()
                throw failure
            } catch {
                try? await client.close()
                throw Failure(
                    "the platform at \(to) was not reached", because: String(describing: error),
                    advice: "start it with changeover dip serve, or name its address with --to", code: .unreachable)
            }
            if json {
                try Terminal.write(answer.body + [0x0A])
            } else {
                try Terminal.print(AnswerText.words(answer))
            }
            guard (200...299).contains(answer.status) else { throw ExitCode(Failure.Code.findings.rawValue) }
        }
    }
}

/// A message's file, as commands take it.
enum MessageText {
    /// The largest file that is read, bytes.
    static let longest = 64 << 20

    static func read(_ path: String) throws -> [UInt8] {
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle, let data = try handle.read(upToCount: longest + 1) else {
            throw Failure(
                "\(path) was not read", because: "there is no such file, it is empty, or it may not be read",
                advice: "name a file that holds a JSON array of messages", code: .badInput)
        }
        guard data.count <= longest else {
            throw Failure(
                "\(path) was not read", because: "it is larger than \(longest >> 20) MB", advice: "send it in parts",
                code: .badInput)
        }
        return Array(data)
    }

    /// With `{{now}}` as the time and each `{{serial}}` as a number of its own. A body without them is left as it is.
    static func filled(_ body: [UInt8], at now: Instant) -> [UInt8] {
        guard body.contains(UInt8(ascii: "{")), let text = String(bytes: body, encoding: .utf8), text.contains("{{")
        else { return body }
        var parts = text.replacingOccurrences(of: "{{now}}", with: now.isoWithOffset)
            .replacingOccurrences(of: "{{today}}", with: now.date.filter { $0 != "-" })
            .components(separatedBy: "{{serial}}")
        let first = parts.removeFirst()
        let number = UInt64(max(now.milliseconds, 0)) * 1_000
        let rest = parts.enumerated().map { String(number + UInt64($0.offset), radix: 10) + $0.element }
        return Array((first + rest.joined()).utf8)
    }

    /// The event code of the first message, with its brackets.
    static func eventCode(of body: [UInt8]) -> String? {
        guard let value = try? DIP.JSONValue(body) else { return nil }
        let message = value[0] ?? value
        return message["payload"]?["CommonBlock"]?["S0"]?["eventCode"]?.text
    }
}

/// The platform's answer for a person.
enum AnswerText {
    static func words(_ answer: PartyAnswer) -> String {
        var lines = ["\(answer.status) \(meaning(answer.status))"]
        if let value = try? DIP.JSONValue(answer.body) {
            for entry in value["messageArray"]?.elements ?? [] {
                let parts = ["senderUniqueReference", "transactionID", "message"].compactMap { entry[$0]?.text }
                lines.append("  " + parts.joined(separator: "  "))
                if let help = entry["help"]?.text { lines.append("    \(help)") }
            }
            if let text = value.text { lines += text.split(separator: "\n").map { "  \($0)" } }
        }
        return lines.joined(separator: "\n")
    }

    private static func meaning(_ status: Int) -> String {
        switch status {
        case 201: "accepted"
        case 400: "refused"
        case 401, 403: "not let in"
        case 404: "no such address"
        case 413: "too large"
        case 429, 503: "not now"
        default: status < 300 ? "done" : "refused"
        }
    }
}
