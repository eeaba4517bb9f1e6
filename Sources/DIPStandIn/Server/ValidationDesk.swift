import DIP
import Kernel

/// `POST /validate/{IF-nnn}/{event}`: checks one message and sends nothing.
struct ValidationDesk: Sendable {
    let checker: MessageChecker
    let specification: Specification

    func check(_ request: Received, interface: InterfaceID, event: String) throws -> Answer {
        guard let code = specification.event(validatedAs: event, of: interface) else {
            throw Refusal(
                404, .processingFailed, "version \(specification.version) validates no \(interface) \(event)",
                help: "event codes stand without brackets in this address")
        }
        let verdict = checker.check(request.body, interface: interface)
        var sentences = verdict.findings.filter(\.refuses).map {
            "\($0.pointer): \($0.sentence) (\($0.rule), \($0.code))"
        }
        if verdict.heads.count > 1 {
            sentences.append("one message at a time is validated, not \(verdict.heads.count)")
        }
        if let head = verdict.heads.first, head.eventCode != code {
            sentences.append(
                "/0/payload/CommonBlock/S0/eventCode: the address says \(code), the message \(head.eventCode)")
        }
        guard !sentences.isEmpty else { return Answer(status: 201, body: JSONValue.string("valid").bytes) }
        return Answer(status: 400, body: JSONValue.string(sentences.joined(separator: "\n")).bytes)
    }
}
