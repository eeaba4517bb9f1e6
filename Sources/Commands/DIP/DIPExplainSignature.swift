import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Trust

/// `changeover dip explain-signature`
struct DIPExplainSignature: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain-signature",
        abstract:
            "Say whether a request's signature holds; where not, what was signed instead, and the likely mistake.",
        discussion: """
            The file holds the request as it went over the wire: request line, headers, an empty line, the body. What \
            the platform expected and what the sender signed are printed one under the other.

            Ends with 0 when the signature holds, 2 when it does not.

            EXAMPLE
              changeover dip explain-signature request.http
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The file with the request.") var file: String
    @Option(name: .customLong("as"), help: ArgumentHelp("The party that should have signed.", valueName: "party"))
    var party: String?
    @Option(
        name: .long,
        help: ArgumentHelp("The certificate to trust (else the data folder's authority).", valueName: "pem"))
    var authority: String?

    func run() async throws {
        try await reporting {
            let folder = DIPFolder(data: data.folder)
            let request: HTTPRequestText
            do {
                request = try HTTPRequestText(try MessageText.read(file))
            } catch let problem as HTTPRequestText.Problem {
                throw Failure(
                    "\(file) was not read", because: problem.description,
                    advice: "save the request line, the headers, an empty line and the body", code: .badInput)
            }
            guard let url = request.url() else {
                throw Failure(
                    "\(file) was not read", because: "it has no Host header, and its request line no full address",
                    advice: "add the Host header as it was sent", code: .badInput)
            }
            let signer = try party.map { try folder.credentials(of: $0) }
            let place = authority.map { URL(fileURLWithPath: $0) } ?? folder.rootCertificate
            let roots: TrustRoots
            do {
                roots = TrustRoots([try CertificateDocument(file: place)])
            } catch {
                throw Failure(
                    "the authority \(place.path) was not read", because: String(describing: error),
                    advice: "run this with the stand-in's --data, or name the certificate with --authority")
            }
            let diagnosis = SigningDesk(roots: roots).check().check(
                ReceivedRequest(method: request.method, url: url, headers: request.headers, body: request.body),
                party: signer.map {
                    SigningParty(name: $0.party.name, certificateDigest: $0.certificate.digest)
                }, at: DIPFolder.now())
            try Terminal.print((request.notes + [diagnosis.report]).joined(separator: "\n"))
            guard diagnosis.isAccepted else { throw ExitCode(Failure.Code.findings.rawValue) }
        }
    }
}
