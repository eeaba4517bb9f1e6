import AsyncHTTPClient
public import DIP
import Foundation
public import Kernel
import NIOCore
import NIOHTTP1
import NIOSSL
import Trust

/// Proves a party's connections, as the onboarding of dip.md 8.3 asks: to the platform, and back to its webhooks.
public struct ConnectivityProof: Sendable {
    /// One check; nil where it could not be carried out.
    public struct Check: Sendable {
        public var name: String
        public var holds: Bool?
        public var detail: String
    }

    private let folder: PartyFolder
    private let register: any DIPRegister
    private let routing: RoutingTable
    private let specification: Specification
    private let authority: String
    private let environment: String

    /// - Parameter authority: PEM file of the authority's certificate.
    public init(
        folder: PartyFolder, register: any DIPRegister, routing: RoutingTable, specification: Specification,
        authority: String, environment: String
    ) {
        self.folder = folder
        self.register = register
        self.routing = routing
        self.specification = specification
        self.authority = authority
        self.environment = environment
    }

    /// All checks of a party, in their order.
    /// - Parameter address: where the platform serves; nil where it does not run.
    public func prove(_ dipID: DIPID, address: String?, at now: Instant) async -> [Check] {
        let credentials: PartyFolder.Credentials
        do {
            credentials = try folder.credentials(of: folder.party(named: dipID.text))
        } catch {
            return [Check(name: "Certificate and key", holds: nil, detail: String(describing: error))]
        }
        var checks = [certificate(credentials, at: now)]
        checks += await platform(credentials, address: address, at: now)
        let registered = channels(of: credentials.party)
        checks.append(registered.check)
        for url in registered.urls { checks.append(await webhook(url, at: now)) }
        return checks
    }

    private func certificate(_ credentials: PartyFolder.Credentials, at now: Instant) -> Check {
        do {
            let root = try CertificateDocument(file: URL(fileURLWithPath: authority))
            let troubles = TrustRoots([root]).troubles(of: credentials.certificate, at: now)
            return Check(
                name: "Certificate: chain and validity", holds: troubles.isEmpty,
                detail: troubles.isEmpty
                    ? "ends in the authority's root, valid until \(credentials.certificate.notAfter.date)"
                    : troubles.map(\.description).joined(separator: "; "))
        } catch {
            return Check(name: "Certificate: chain and validity", holds: nil, detail: String(describing: error))
        }
    }

    private func platform(
        _ credentials: PartyFolder.Credentials, address: String?, at now: Instant
    ) async -> [Check] {
        guard let address else {
            return [
                Check(name: "Platform: handshake, API key, signature", holds: nil, detail: "the stand-in does not run")
            ]
        }
        let client: PartyClient
        do {
            client = try PartyClient(credentials: credentials, authority: authority, address: address)
        } catch {
            return [
                Check(name: "Platform: handshake, API key, signature", holds: nil, detail: String(describing: error))
            ]
        }
        var checks: [Check] = []
        do {
            let answer = try await client.send(method: "GET", path: "/companyDetails", body: [], at: now)
            checks.append(
                Check(
                    name: "Platform: handshake, API key, signature", holds: answer.status == 200,
                    detail: "GET /companyDetails was answered \(answer.status)"))
        } catch {
            checks.append(
                Check(
                    name: "Platform: handshake, API key, signature", holds: false, detail: String(describing: error)))
        }
        if let check = await validation(credentials.party, client, at: now) { checks.append(check) }
        try? await client.close()
        return checks
    }

    /// Has the platform validate a manufactured message of the first interface that the role sends.
    private func validation(_ party: PartyFolder.Party, _ client: PartyClient, at now: Instant) async -> Check? {
        let paths = specification.validations.filter { path in
            routing.route(path.interface, event: path.event)?.maySend(party.role) == true
        }
        guard let path = paths.first else { return nil }
        let name = "Platform: validates \(path.interface) \(path.event)"
        do {
            let sender = MarketParty(name: party.mpid, role: party.role, mpid: party.mpid, dipID: party.dipId)
            let body = try SampleMaker(specification).body(
                SampleRequest(
                    interface: path.interface, event: path.event, sender: sender, book: AddressBook([sender]), at: now,
                    environment: environment, seed: 1, serial: 1))
            let answer = try await client.send(path: "/validate/\(path.interface)/\(path.event)", body: body, at: now)
            return Check(
                name: name, holds: answer.status == 201,
                detail: "answered \(answer.status)"
                    + (answer.status == 201 ? "" : ": \(String(decoding: answer.body.prefix(300), as: UTF8.self))"))
        } catch {
            return Check(name: name, holds: nil, detail: String(describing: error))
        }
    }

    private func channels(of party: PartyFolder.Party) -> (check: Check, urls: [String]) {
        let name = "Webhooks: one for every channel of the role"
        guard let webhooks = try? register.webhooks().filter({ $0.dipID == party.dipId }) else {
            return (Check(name: name, holds: nil, detail: "the register could not be read"), [])
        }
        let wanted = routing.interfaces(receivedBy: party.role).map { Channel.interface($0) } + [.status]
        let missing = wanted.filter { channel in !webhooks.contains { $0.channel == channel } }
        let detail =
            missing.isEmpty
            ? "\(wanted.count) channels registered"
            : "missing: " + missing.map(\.description).joined(separator: ", ")
        return (Check(name: name, holds: missing.isEmpty, detail: detail), Set(webhooks.map(\.url)).sorted())
    }

    /// Posts an empty array as the platform would, signed with the platform's key, and takes any answer for reachable.
    private func webhook(_ url: String, at now: Instant) async -> Check {
        let name = "Webhook \(url): reachable over mutual TLS"
        do {
            let place = folder.folder.appendingPathComponent("platform", isDirectory: true)
            let key = try PrivateKey(file: place.appendingPathComponent("key.pem"))
            let certificate = try CertificateDocument(file: place.appendingPathComponent("certificate.pem"))
            let signer = try PartySigner(key: key, certificate: certificate)
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.certificateChain = [.certificate(try NIOSSLCertificate(bytes: certificate.der, format: .der))]
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(key.pem.utf8), format: .pem))
            tls.trustRoots = .file(authority)
            var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
            configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
            configuration.connectionPool.retryConnectionEstablishment = false
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            let result = await Self.post(url, signer, client, at: now)
            try? await client.shutdown()
            return Check(name: name, holds: result.holds, detail: result.detail)
        } catch {
            return Check(name: name, holds: nil, detail: String(describing: error))
        }
    }

    private static func post(
        _ url: String, _ signer: PartySigner, _ client: HTTPClient, at now: Instant
    ) async -> (holds: Bool, detail: String) {
        do {
            let body = Array("[]".utf8)
            var request = HTTPClientRequest(url: url)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            for field in try signer.headers(url: url, date: now, body: body).fields {
                request.headers.add(name: field.name, value: field.value)
            }
            request.body = .bytes(ByteBuffer(bytes: body))
            let response = try await client.execute(request, timeout: .seconds(15))
            return (true, "an empty probe was answered \(response.status.code)")
        } catch {
            return (false, String(describing: error))
        }
    }
}
