import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store
import Trust

/// `changeover dip receive`
struct DIPReceive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Be a party's webhook: print, check and answer what is delivered.",
        discussion: """
            Listens at the address of the party's webhook, or at --port. The platform's certificate and signature are \
            checked, and every message is read. --answer gives the statuses to answer with, in turn, the last for \
            good: to see the platform try again.

            EXAMPLE
              changeover dip receive --as EFGH
              changeover dip receive --as EFGH --answer 503 --answer 503 --answer 201
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var specification: SpecificationOptions
    @Option(name: .customLong("as"), help: ArgumentHelp("The party: its MPID or DIP ID.", valueName: "party"))
    var party: String
    @Option(name: .long, help: "The address to listen on.") var host = "127.0.0.1"
    @Option(name: .long, help: "The port to listen on (else that of the party's first webhook).") var port: Int?
    @Option(name: .long, help: ArgumentHelp("A status to answer with; may be repeated.", valueName: "status"))
    var answer: [Int] = []
    @Flag(name: .long, help: "One line of JSON a message.") var json = false

    func validate() throws {
        for status in answer where !(200...599).contains(status) {
            throw ValidationError("--answer takes a status from 200 to 599.")
        }
    }

    func run() async throws {
        try await reporting {
            let folder = DIPFolder(data: data.folder)
            let credentials = try folder.credentials(of: party)
            let webhooks = try folder.register().webhooks().filter { $0.dipID == credentials.party.dipId }
            let known = webhooks.lazy.compactMap { URL(string: $0.url)?.port }.first
            guard let port = port ?? known else {
                throw Failure(
                    "nothing can be received", because: "\(credentials.party.name) has no webhook with a port",
                    advice: "give --port, and register it with changeover dip channels set", code: .misused)
            }
            let json = json
            let host = host
            let roots = TrustRoots([try CertificateDocument(file: folder.rootCertificate)])
            let receiver = PartyReceiver(
                credentials: credentials, authority: folder.rootCertificate.path,
                settings: .init(host: host, port: port, answers: answer),
                checker: MessageChecker(
                    specification: try DIPFolder.specification(specification.spec), settings: .recipient),
                signatures: SigningDesk(roots: roots).check(), now: { DIPFolder.now() },
                onReady: { port in Terminal.error("\(credentials.party.name) receives at https://\(host):\(port)") },
                onArrival: { arrival in
                    let lines = json ? ArrivalText.json(arrival) : ArrivalText.words(arrival)
                    try? Terminal.print(lines.joined(separator: "\n"))
                })
            do {
                try await receiver.run()
            } catch {
                throw Failure(
                    "\(credentials.party.name) could not receive at \(host):\(port)",
                    because: String(describing: error),
                    advice: "another program may hold the port; choose one with --port")
            }
        }
    }
}

/// What arrived, in lines.
enum ArrivalText {
    static func words(_ arrival: Arrival) -> [String] {
        var lines = [
            "\(arrival.at.iso)  \(arrival.target)  \(arrival.body.count) bytes, answered \(arrival.status)"
        ]
        if !arrival.signature.isAccepted { lines.append("  signature: \(arrival.signature.sentence)") }
        for head in arrival.verdict?.heads ?? [] {
            let parts: [String?] = [
                head.interface, head.eventCode, "from \(head.sender)", head.mpan,
                PartyReceiver.transaction(arrival.body, head: head),
            ]
            lines.append("  " + parts.compactMap(\.self).joined(separator: "  "))
        }
        for entry in arrival.statuses {
            lines.append(
                "  status from \(entry.senderID): \(entry.message ?? "")"
                    + (entry.transactionID.map { " about \($0)" } ?? ""))
        }
        if arrival.isProbe { lines.append("  an empty array: a probe of the connection, no message") }
        for finding in arrival.verdict?.findings ?? [] { lines.append("  " + words(finding)) }
        return lines
    }

    /// A pointer names the body itself with nothing: then the sentence stands alone.
    private static func words(_ finding: MessageFinding) -> String {
        (finding.refuses ? "wrong: " : "note: ") + (finding.pointer.isEmpty ? "" : finding.pointer + ": ")
            + finding.sentence
    }

    static func json(_ arrival: Arrival) -> [String] {
        let signature = DIP.JSONValue.string(arrival.signature.isAccepted ? "holds" : arrival.signature.sentence)
        let messages = (arrival.verdict?.heads ?? []).map { head in
            DIP.JSONValue.object([
                "at": .string(arrival.at.iso), "kind": .string("message"), "interface": .string(head.interface),
                "eventCode": .string(head.eventCode), "sender": .string(head.sender), "mpan": .optional(head.mpan),
                "transactionID": .optional(PartyReceiver.transaction(arrival.body, head: head)),
                "senderUniqueReference": .string(head.senderUniqueReference), "signature": signature,
                "answered": .integer(arrival.status),
            ]).description
        }
        let statuses = arrival.statuses.map { entry in
            DIP.JSONValue.object([
                "at": .string(arrival.at.iso), "kind": .string("status"), "sender": .string(entry.senderID),
                "transactionID": .optional(entry.transactionID), "message": .optional(entry.message),
                "senderUniqueReference": .optional(entry.senderUniqueReference), "signature": signature,
                "answered": .integer(arrival.status),
            ]).description
        }
        guard messages.isEmpty, statuses.isEmpty else { return messages + statuses }
        // Whoever counts lines sees every body: a probe, and one in which nothing can be read.
        let wrong = (arrival.verdict?.findings ?? []).filter(\.refuses).map { DIP.JSONValue.string($0.sentence) }
        return [
            DIP.JSONValue.object([
                "at": .string(arrival.at.iso), "kind": .string(arrival.isProbe ? "probe" : "unreadable"),
                "bytes": .integer(arrival.body.count), "findings": .array(wrong), "signature": signature,
                "answered": .integer(arrival.status),
            ]).description
        ]
    }
}
