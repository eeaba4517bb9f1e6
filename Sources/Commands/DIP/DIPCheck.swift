import ArgumentParser
import DIP
import DIPStandIn
import Foundation

/// `changeover dip check`
struct DIPCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check messages without sending them: line, field, rule and code of every finding.",
        discussion: """
            A finding that comes from a known defect of the specification itself says so. Advice (a note) does not \
            refuse a message; --strict makes it count.

            Ends with 0 when the platform would accept the messages, 2 with findings.

            EXAMPLE
              changeover dip check message.json
            """)

    @OptionGroup var specification: SpecificationOptions
    @OptionGroup var data: DataOptions
    @Argument(help: "The file with the messages, or - for standard input.") var file: String
    @Option(name: .long, help: ArgumentHelp("The interface they would be posted to.", valueName: "IF-nnn"))
    var interface: String?
    @Flag(name: .long, help: "Field names must have the specification's case.") var strictCase = false
    @Flag(name: .long, help: "Notes count as findings.") var strict = false
    @Flag(name: .long, help: "One line of JSON a finding.") var json = false

    func validate() throws {
        if let interface, InterfaceID(interface) == nil {
            throw ValidationError("--interface takes IF-nnn or REP-nnn, not “\(interface)”.")
        }
    }

    func run() async throws {
        try await reporting {
            let body = MessageText.filled(try MessageText.read(file), at: DIPFolder.now())
            let chosen = try DIPFolder(data: data.folder).settings(file: nil)
            var settings = CheckSettings(chosen, isCaseStrict: strictCase)
            settings.advises = true
            let checker = MessageChecker(
                specification: try DIPFolder.specification(specification.spec), settings: settings)
            let verdict = checker.check(body, interface: interface.flatMap { InterfaceID($0) })
            for finding in verdict.findings { try Terminal.print(text(finding, body: body)) }
            let counted = verdict.findings.count { $0.refuses || strict }
            if !json {
                try Terminal.print(
                    "\(verdict.heads.count) message\(verdict.heads.count == 1 ? "" : "s"), \(counted) finding"
                        + "\(counted == 1 ? "" : "s"): " + (verdict.isAccepted ? "accepted" : "refused"))
            }
            guard verdict.isAccepted, counted == 0 else { throw ExitCode(Failure.Code.findings.rawValue) }
        }
    }

    private func text(_ finding: MessageFinding, body: [UInt8]) -> String {
        let place = DIP.JSONText.place(of: finding.offset, in: body)
        if json {
            return DIP.JSONValue.object([
                "file": .string(file), "line": .integer(place.line), "column": .integer(place.column),
                "pointer": .string(finding.pointer), "rule": .string(finding.rule), "code": .string(finding.code.text),
                "refuses": .boolean(finding.refuses), "sentence": .string(finding.sentence),
                "knownDefect": .optional(finding.knownDefect),
            ]).description
        }
        let defect = finding.knownDefect.map { "\n    a defect of the specification: \($0)" } ?? ""
        return
            "\(file):\(place.line):\(place.column): \(finding.refuses ? finding.code.text : "note") \(finding.rule)\n"
            + "    \(finding.pointer): \(finding.sentence)" + defect
    }
}
