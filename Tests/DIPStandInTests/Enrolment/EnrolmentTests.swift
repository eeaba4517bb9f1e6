import DIP
import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing
import Trust

/// A data folder with an authority and a register, and keys that were made once for all tests.
struct EnrolmentBench {
    static let now = Instant(milliseconds: 1_790_000_000_000)
    static let keys: [PrivateKey] = {
        do {
            return [try PrivateKey.make(.rsa2048), try PrivateKey.make(.rsa2048)]
        } catch {
            preconditionFailure("no RSA key can be made: \(error)")
        }
    }()

    let temporary: TemporaryFolder
    let folder: PartyFolder
    let register = ListedRegister()
    let enrolment: Enrolment
    var generator = SeededGenerator(seed: 77)

    init(at now: Instant = Self.now) throws {
        temporary = try TemporaryFolder("enrolment")
        folder = PartyFolder(data: temporary.url)
        let authority = try CertificateAuthority.openOrMake(folder: folder.authority, at: now, using: &generator)
        enrolment = Enrolment(folder: folder, authority: authority, register: register)
    }

    mutating func enrol(_ request: Enrolment.Request, key: Int = 0, at now: Instant = Self.now) throws
        -> Enrolment.Outcome
    {
        try enrolment.enrol(request, premade: Self.keys[key], at: now, using: &generator)
    }

    static func request(_ role: String, _ mpid: String = "ABCD") throws -> Enrolment.Request {
        Enrolment.Request(role: try #require(RoleCode(role)), mpid: mpid)
    }
}

@Suite struct EnrolmentTests {
    @Test func enrolsAPartyWithAllItsFiles() throws {
        var bench = try EnrolmentBench()
        var request = try EnrolmentBench.request("SUP")
        request.webhooks = [(.status, "https://127.0.0.1:9443/status")]
        let outcome = try bench.enrol(request)
        #expect(outcome.dipId.text == "2300481261")
        #expect(outcome.apiKey.utf8.count == 43)
        #expect(
            outcome.json
                == #"{"dipId":"2300481261","role":"SUP","mpid":"ABCD","apiKey":"\#(outcome.apiKey)","certificate":"\#(outcome.certificate)","key":"\#(outcome.key)","certificateAuthority":"\#(outcome.certificateAuthority)"}"#
        )
        let party = bench.temporary.url.path + "/dip/parties/2300481261"
        for (path, mode) in [
            (party, 0o700), (party + "/key.pem", 0o600), (party + "/api-key", 0o600), (party + "/party.json", 0o600),
            (party + "/certificate.pem", 0o644), (bench.temporary.url.path + "/dip/authority/root-key.pem", 0o600),
        ] {
            let found = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(found?.intValue == mode, "\(path)")
        }
        #expect(outcome.certificate == party + "/certificate.pem" && outcome.key == party + "/key.pem")
        let participant = try #require(bench.register.participants().first)
        #expect(participant.apiKeyDigest == Digests.sha256(outcome.apiKey))
        let credentials = try bench.folder.credentials(of: bench.folder.party(named: "ABCD"))
        #expect(participant.certificateDigest == credentials.certificate.digest)
        #expect(credentials.apiKey == outcome.apiKey && credentials.key.isKey(of: credentials.certificate))
        #expect(bench.register.webhooks().map(\.url) == ["https://127.0.0.1:9443/status"])
        let names = credentials.certificate.names
        #expect(names.contains("DNS:localhost") && names.contains("URI:urn:changeover:dip:SUP:2300481261"))
    }

    @Test func enrolsAgainWithoutANewKey() throws {
        var bench = try EnrolmentBench()
        let first = try bench.enrol(EnrolmentBench.request("SUP"))
        let again = try bench.enrol(EnrolmentBench.request("SUP"), key: 1)
        #expect(again.wasEnrolled && !first.wasEnrolled && again.json == first.json)
        let before = try #require(bench.register.participants().first)
        let late = EnrolmentBench.now.later(milliseconds: 365 * 86_400_000 - 3_600_000)
        let prolonged = try bench.enrol(EnrolmentBench.request("SUP"), key: 1, at: late)
        let after = try #require(bench.register.participants().first)
        #expect(prolonged.apiKey == first.apiKey && after.certificateDigest != before.certificateDigest)
        var renewal = try EnrolmentBench.request("SUP")
        renewal.renews = true
        let renewed = try bench.enrol(renewal, key: 1, at: late)
        #expect(renewed.apiKey != first.apiKey && renewed.dipId == first.dipId)
        #expect(
            try bench.folder.credentials(of: bench.folder.party(named: "ABCD")).key.pem == EnrolmentBench.keys[1].pem)
    }

    @Test func findsPartiesByName() throws {
        var bench = try EnrolmentBench()
        #expect(throws: EnrolmentError.unknownParty("ABCD", known: [])) { try bench.folder.party(named: "ABCD") }
        _ = try bench.enrol(EnrolmentBench.request("SUP"))
        _ = try bench.enrol(EnrolmentBench.request("MSS"))
        _ = try bench.enrol(EnrolmentBench.request("SDS", "EFGH"))
        #expect(try bench.folder.party(named: "EFGH").role.text == "SDS")
        #expect(try bench.folder.party(named: "2300481261").role.text == "SUP")
        #expect(try bench.folder.party(named: "ABCD/MSS").role.text == "MSS")
        let error = #expect(throws: EnrolmentError.self) { try bench.folder.party(named: "ABCD") }
        #expect(error?.because.contains("1200481261 (MSS ABCD), 2300481261 (SUP ABCD)") == true)
        for name in ["", "ABC", "ABCD/", "ABCD/XXX", "../authority", "ABCD/SUP/x"] {
            #expect(throws: EnrolmentError.self) { try bench.folder.party(named: name) }
        }
    }

    @Test func refusesWhatIsTakenOrNoMPID() throws {
        var bench = try EnrolmentBench()
        for mpid in ["", "abc", "ABCDE", "AB/D", "abcd", "ÄBC"] {
            #expect(throws: EnrolmentError.badMPID(mpid)) { try bench.enrol(EnrolmentBench.request("SUP", mpid)) }
        }
        var own = try EnrolmentBench.request("SUP")
        own.dipID = DIPID("9999999999")
        #expect(try bench.enrol(own).dipId.text == "9999999999")
        // The party keeps the identifier that it was given.
        #expect(try bench.enrol(EnrolmentBench.request("SUP")).dipId.text == "9999999999")
        var other = try EnrolmentBench.request("REGS")
        other.dipID = own.dipID
        #expect(throws: EnrolmentError.self) { try bench.enrol(other) }
    }

    @Test func severalAtOnceLeaveOnePairOfKeyAndCertificate() async throws {
        let bench = try EnrolmentBench()
        let enrolment = bench.enrolment
        let outcomes = try await withThrowingTaskGroup(of: Enrolment.Outcome.self) { group in
            for number in 0..<6 {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(number))
                    return try enrolment.enrol(
                        EnrolmentBench.request("SUP"), premade: EnrolmentBench.keys[number % 2],
                        at: EnrolmentBench.now, using: &generator)
                }
            }
            return try await group.reduce(into: [Enrolment.Outcome]()) { $0.append($1) }
        }
        #expect(Set(outcomes.map(\.json)).count == 1)
        #expect(outcomes.filter { !$0.wasEnrolled }.count == 1)
        let credentials = try bench.folder.credentials(of: bench.folder.party(named: "ABCD"))
        #expect(bench.register.participants().first?.certificateDigest == credentials.certificate.digest)
    }

    @Test func refusesAKeyThatIsNotTheCertificates() throws {
        var bench = try EnrolmentBench()
        let outcome = try bench.enrol(EnrolmentBench.request("SUP"))
        let files = bench.folder.files(of: outcome.dipId)
        try PrivateFile.write(Array(EnrolmentBench.keys[1].pem.utf8), to: files.key)
        #expect(
            throws: EnrolmentError.trust(.notAPair(key: files.key.path, certificate: files.certificate.path))
        ) { try bench.folder.credentials(of: bench.folder.party(named: "ABCD")) }
    }

    @Test func saysWhenAFolderIsDamaged() throws {
        var bench = try EnrolmentBench()
        let outcome = try bench.enrol(EnrolmentBench.request("SUP"))
        let files = bench.folder.files(of: outcome.dipId)
        for text in ["{", #"{"dipId":"1111111111","role":"SUP","mpid":"ABCD"}"#, "{}"] {
            try PrivateFile.write(Array(text.utf8), to: files.facts)
            #expect(throws: EnrolmentError.self) { try bench.folder.list() }
        }
    }
}

@Suite struct DIPIDMakerTests {
    @Test(arguments: [
        ("REGS", "ABCD", "2200481261"), ("SUP", "ABCD", "2300481261"), ("SDS", "AAAA", "1400479890"),
        ("MSS", "ZZZZ", "1201679615"), ("LDSO", "0000", "2500000000"), ("ADS", "9ZZZ", "1100466559"),
        ("MDS", "ABCD", "1030481261"), ("DCP", "ABCD", "1090481261"),
    ])
    func makesTheSameIdentifierAlways(role: String, mpid: String, id: String) throws {
        let role = try #require(RoleCode(role))
        #expect(DIPIDMaker.make(role: role, mpid: mpid) { _ in false }?.text == id)
    }

    @Test func takesTheNextWhereOneIsTaken() throws {
        let role = try #require(RoleCode("SUP"))
        #expect(DIPIDMaker.make(role: role, mpid: "ABCD") { $0.text < "2300481264" }?.text == "2300481264")
        #expect(DIPIDMaker.make(role: role, mpid: "ABCD") { _ in true } == nil)
    }

    @Test func noTwoPartiesShareOne() throws {
        let roles = [
            "SUP", "REGS", "LDSO", "MSS", "MSA", "UMSO", "SDS", "ADS", "UMSDS", "MDS", "LSS", "EES", "MDR", "DCC",
            "ISD",
            "DCP",
        ].compactMap { RoleCode($0) }
        var seen: Set<DIPID> = []
        var generator = SeededGenerator(seed: 2)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        var mpids: Set<String> = []
        while mpids.count < 300 { mpids.insert(String((0..<4).map { _ in letters[generator.nextBelow(26)] })) }
        for mpid in mpids.sorted() {
            for role in roles {
                let id = try #require(DIPIDMaker.make(role: role, mpid: mpid) { _ in false })
                #expect(seen.insert(id).inserted, "\(role) \(mpid)")
            }
        }
    }
}
