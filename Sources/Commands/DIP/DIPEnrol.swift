import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store
import Trust

/// `changeover dip enrol`
struct DIPEnrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Enrol a party: a DIP ID, an API key, a certificate and its key.",
        discussion: """
            One DIP ID is one participant in one role. The certificate serves signing and TLS, on the way out and for \
            the party's own webhook. Enrolling a party again keeps what it has and adds what is new; --renew gives it a \
            new key. May be run while the stand-in serves.

            --webhook is registered for every interface that the role may receive and for status messages, or for \
            those that --interface names.

            EXAMPLE
              changeover dip enrol --role SDS --mpid ABCD --webhook https://127.0.0.1:9443/dip
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("The role: SUP, REGS, LDSO, SDS…", valueName: "role")) var role: String
    @Option(name: .long, help: ArgumentHelp("The market participant, four capitals.", valueName: "mpid"))
    var mpid: String
    @Option(
        name: .long, help: ArgumentHelp("The DIP ID, ten characters (else made from role and MPID).", valueName: "id"))
    var dipId: String?
    @Option(name: .long, help: ArgumentHelp("Where messages are delivered.", valueName: "url")) var webhook: String?
    @Option(
        name: .long, help: ArgumentHelp("Only for this interface, or status; may be repeated.", valueName: "IF-nnn"))
    var interface: [String] = []
    @Option(name: .long, help: ArgumentHelp("The connection provider that acts for it.", valueName: "id"))
    var connectionProvider: String?
    @Flag(name: .long, help: "Make a new key, certificate and API key.") var renew = false
    @Flag(name: .long, help: "One line of JSON.") var json = false

    func validate() throws {
        guard RoleCode(role) != nil else {
            throw ValidationError("--role takes three to five capitals, such as SUP; not “\(role)”.")
        }
        if let dipId, DIPID(dipId) == nil { throw ValidationError("--dip-id takes ten letters or digits.") }
        if let connectionProvider, DIPID(connectionProvider) == nil {
            throw ValidationError("--connection-provider takes ten letters or digits.")
        }
        for name in interface where Channel(name) == nil {
            throw ValidationError("--interface takes IF-nnn, REP-nnn or status; not “\(name)”.")
        }
        if webhook == nil, !interface.isEmpty { throw ValidationError("--interface needs --webhook.") }
    }

    func run() async throws {
        try await reporting {
            let folder = DIPFolder(data: data.folder)
            guard let role = RoleCode(role) else { return }
            let register = try folder.register()
            let table = try folder.routing()
            guard table.roles.contains(where: { $0.code == role }) else {
                throw Failure(
                    "\(role) was not enrolled", because: "the routing table knows no such role",
                    advice: "use one of \(table.roles.map(\.code.text).joined(separator: ", ")), or add it to "
                        + "dip/routing.csv", code: .misused)
            }
            if let webhook { try checkAddress(webhook, settings: folder.settings(file: nil)) }
            let enrolment = Enrolment(folder: folder.parties, authority: try folder.authority(), register: register)
            var generator = SystemRandomNumberGenerator()
            let years = try folder.settings(file: nil).integer(.certificateYears)
            let request = Enrolment.Request(
                role: role, mpid: mpid, dipID: dipId.flatMap { DIPID($0) }, webhooks: channels(role, table),
                connectionProvider: connectionProvider.flatMap { DIPID($0) }, validityDays: 365 * years, renews: renew)
            let outcome: Enrolment.Outcome
            do {
                outcome = try enrolment.enrol(request, at: DIPFolder.now(), using: &generator)
            } catch let error as EnrolmentError {
                throw Failure("could not \(error.attempt)", because: error.because, advice: error.advice)
            }
            let journal = try folder.journal()
            try await journal.append(notes: [
                JournalLine(
                    at: DIPFolder.now(), event: .enrolled, recipient: outcome.dipId.text,
                    detail: "\(outcome.role) \(outcome.mpid)\(webhook.map { ", webhook \($0)" } ?? "")")
            ])
            try journal.close()
            try Terminal.print(json ? outcome.json : Self.words(outcome))
        }
    }

    private func checkAddress(_ url: String, settings: PlatformSettings) throws {
        do throws(WebhookAddressError) {
            _ = try WebhookPolicy.make(settings).check(url)
        } catch {
            throw Failure(
                "the webhook \(url) was not registered", because: error.cause,
                advice: "use an https address on this machine, or name its host in the setting webhookHosts",
                code: .misused)
        }
    }

    private func channels(_ role: RoleCode, _ table: RoutingTable) -> [(channel: Channel, url: String)] {
        guard let webhook else { return [] }
        if !interface.isEmpty { return interface.compactMap { Channel($0) }.map { ($0, webhook) } }
        return (table.interfaces(receivedBy: role).map { Channel.interface($0) } + [.status]).map { ($0, webhook) }
    }

    private static func words(_ outcome: Enrolment.Outcome) -> String {
        """
        \(outcome.role) \(outcome.mpid) is \(outcome.wasEnrolled ? "still " : "")DIP ID \(outcome.dipId)
          API key      \(outcome.apiKey)
          certificate  \(outcome.certificate)
          key          \(outcome.key)
          authority    \(outcome.certificateAuthority)
        """
    }
}
