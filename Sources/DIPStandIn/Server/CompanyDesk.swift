import DIP
import Foundation
import Kernel

/// `/companyDetails`: who takes part, in the form of the central system's exchange of participants (1.0.3).
///
/// `GET` gives the companies that take part, or the one of a company number. `POST` is the central system's: it tells of
/// a company's market role ahead of its onboarding. It enrols nobody here, since keys and certificates come from
/// `changeover dip enrol`; what it tells is kept and given again.
///
/// The contract asks for a registration number of eight to ten characters. Of a company that the central system has not
/// told of, one is made up: `TEST` and its MPID.
struct CompanyDesk: Sendable {
    let directory: Directory
    let register: any DIPRegister
    let settings: PlatformSettings

    func answer(_ request: Received, query: String, visitor: Visitor) throws -> Answer {
        let asked = try CompanyQuery(query)
        return request.method == "GET" ? try give(asked) : try take(asked, request, visitor: visitor)
    }

    // MARK: GET

    private func give(_ asked: CompanyQuery) throws -> Answer {
        let told = try ToldCompany.all(in: register)
        var companies: [String: (name: String, rows: [CompanyRow])] = [:]
        for row in try rows(told) { companies[row.number, default: (row.mpid, [])].rows.append(row) }
        if let number = asked.number {
            guard let found = companies[number] else {
                throw Refusal(404, .processingFailed, "no company has the number \(number)")
            }
            companies = [number: found]
        }
        let body = companies.keys.sorted().compactMap { number -> JSONValue? in
            guard let company = companies[number] else { return nil }
            return .object([
                "payload": .object([
                    "companyRegNumber": .string(number), "companyName": .string(company.name),
                    "companyDetails": .array(company.rows.sorted().map(\.value)),
                ])
            ])
        }
        return Answer(status: 200, body: JSONValue.array(body).bytes)
    }

    /// The rows of enrolled parties, and of companies told of that have none yet.
    private func rows(_ told: [ToldCompany]) throws -> [CompanyRow] {
        let letters = Dictionary(
            settings.list(.marketRoles).compactMap { MarketRole($0) }.map { ($0.role, $0.letter) },
            uniquingKeysWith: { _, later in later })
        let participants = try directory.snapshot().participants.values.sorted { $0.dipID < $1.dipID }
        let enrolled = participants.map { participant in
            let company = told.first { $0.mpid == participant.mpid && $0.role == participant.role }
            let number =
                company?.number ?? told.first { $0.mpid == participant.mpid }?.number
                ?? ToldCompany.invented(participant.mpid)
            return CompanyRow(
                number: number, mpid: participant.mpid, marketRole: company?.marketRole ?? letters[participant.role],
                dipID: participant.dipID, role: participant.role, from: participant.enrolledAt)
        }
        let waiting = told.filter { company in
            !participants.contains { $0.mpid == company.mpid && $0.role == company.role }
        }
        return enrolled
            + waiting.map {
                CompanyRow(
                    number: $0.number, mpid: $0.mpid, marketRole: $0.marketRole ?? letters[$0.role], dipID: nil,
                    role: $0.role, from: $0.at)
            }
    }

    // MARK: POST

    private func take(_ asked: CompanyQuery, _ request: Received, visitor: Visitor) throws -> Answer {
        guard visitor.participant.role.text == Self.centralSystem else {
            throw Refusal(
                403, .processingFailed, "\(visitor.participant.role) does not tell of participants",
                help: "the central system does: enrol a party with --role \(Self.centralSystem)")
        }
        guard let number = asked.number, let mpid = asked.mpid, let role = asked.role else {
            throw Refusal(
                400, .processingFailed, "a company number, an MPID and a DIP role are needed",
                help: "X-company-number, X-MPID, X-DIP-role, and X-market-role where there is one")
        }
        var told = try ToldCompany.all(in: register)
        // What is told a second time changes nothing: the contract says only what follows the first.
        if !told.contains(where: { $0.number == number && $0.mpid == mpid && $0.role == role }) {
            guard told.count < ToldCompany.most else {
                throw Refusal(400, .processingFailed, "\(ToldCompany.most) companies have been told of, which is all")
            }
            told.append(
                ToldCompany(number: number, mpid: mpid, marketRole: asked.marketRole, role: role, at: request.at))
            try ToldCompany.keep(told, in: register)
        }
        return Answer(status: 201)
    }

    private static let centralSystem = "ECS"
}

/// A row of a company's details.
private struct CompanyRow: Comparable {
    var number: String
    var mpid: String
    var marketRole: String?
    var dipID: DIPID?
    var role: RoleCode
    var from: Instant?

    private var order: (String, String, RoleCode) { (dipID?.text ?? "~", mpid, role) }
    static func < (left: CompanyRow, right: CompanyRow) -> Bool { left.order < right.order }

    var value: JSONValue {
        .object([
            "MPID": .string(mpid), "marketRole": .optional(marketRole), "DIPID": .optional(dipID?.text),
            "DIPRole": .string(role.text), "datetimeFrom": .optional(from?.isoWithOffset), "datetimeTo": .null,
        ])
    }
}

/// What the central system told of a company.
private struct ToldCompany: Codable {
    var number: String
    var mpid: String
    var marketRole: String?
    var role: RoleCode
    var at: Instant

    static let most = 5_000

    static func invented(_ mpid: String) -> String { "TEST" + mpid }

    static func all(in register: any DIPRegister) throws -> [ToldCompany] {
        guard let text = try register.switches()[StandInSwitch.companies] else { return [] }
        return try JSONDecoder().decode([ToldCompany].self, from: Data(text.utf8))
    }

    static func keep(_ companies: [ToldCompany], in register: any DIPRegister) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try register.setSwitch(
            StandInSwitch.companies, to: String(decoding: try encoder.encode(companies), as: UTF8.self))
    }
}

/// The parameters of a request, read and in their range; what is wrong is 400.
private struct CompanyQuery {
    var number: String?
    var mpid: String?
    var marketRole: String?
    var role: RoleCode?

    init(_ query: String) throws {
        for pair in query.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count == 2 ? String(halves[1]) : ""
            let isPlain = value.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
            func checked(_ lengths: ClosedRange<Int>, _ what: String) throws -> String {
                guard isPlain, lengths.contains(value.utf8.count) else {
                    throw Refusal(400, .processingFailed, "\(halves[0].prefix(40)) is \(what)")
                }
                return value
            }
            switch halves[0].lowercased() {
            case "x-company-number": number = try checked(8...10, "eight to ten letters and digits")
            case "x-mpid": mpid = try checked(4...4, "four letters and digits")
            case "x-market-role": marketRole = try checked(1...1, "one letter or digit")
            case "x-dip-role":
                role = RoleCode(try checked(3...5, "three to five capitals"))
                if role == nil { throw Refusal(400, .processingFailed, "X-DIP-role is three to five capitals") }
            default: continue
            }
        }
    }
}
