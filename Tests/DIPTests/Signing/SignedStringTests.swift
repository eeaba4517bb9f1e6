import DIP
import Foundation
import Kernel
import TestSupport
import Testing

/// What a sender may do wrong with the string to sign, one case each, all signed with a real key.
@Suite struct SignedStringTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var mistake: SignatureMistake
        /// The text signed in place of the right one.
        var text: String
        /// Words of the sentence.
        var says: String
        var url = SigningBench.url

        var testDescription: String { name }
    }

    static let hash = SigningBench.contentHash(SigningBench.body)
    static let date = SigningBench.date
    static let lowered = SigningBench.lowered

    static func url(_ url: String) -> String { "POST;\(url);\(date);\(hash)" }

    static let urls = [
        Case(name: "as sent", mistake: .urlCase, text: url(SigningBench.url), says: "small letters"),
        Case(name: "path only", mistake: .urlPathOnly, text: url("/dip-channel/if-021"), says: "only the path"),
        Case(
            name: "path only, as sent", mistake: .urlPathOnly, text: url("/dip-channel/IF-021"),
            says: "not put into small letters"),
        Case(name: "no first slash", mistake: .urlPathOnly, text: url("dip-channel/if-021"), says: "first slash"),
        Case(name: "no scheme", mistake: .urlScheme, text: url("localhost:8443/dip-channel/if-021"), says: "scheme"),
        Case(name: "http", mistake: .urlScheme, text: url("http://localhost:8443/dip-channel/if-021"), says: "http://"),
        Case(
            name: "other host", mistake: .urlHost, text: url("https://127.0.0.1:8443/dip-channel/if-021"),
            says: "127.0.0.1:8443"),
        Case(name: "other port", mistake: .urlPort, text: url("https://localhost:443/dip-channel/if-021"), says: "443"),
        Case(
            name: "no port", mistake: .urlPort, text: url("https://localhost/dip-channel/if-021"),
            says: "without a port"),
        Case(name: "slash", mistake: .urlTrailingSlash, text: url(lowered + "/"), says: "slash at its end"),
        Case(
            name: "slash left out", mistake: .urlTrailingSlash, text: url(lowered), says: "without the slash",
            url: SigningBench.url + "/"),
        Case(
            name: "query left out", mistake: .urlQuery, text: url(lowered), says: "?a=1",
            url: SigningBench.url + "?a=1"),
        Case(
            name: "other interface", mistake: .urlOtherPath, text: url("https://localhost:8443/dip-channel/if-007"),
            says: "IF-007"),
    ]

    static let parts = [
        Case(name: "small method", mistake: .method, text: "post;\(lowered);\(date);\(hash)", says: "'post'"),
        Case(name: "other method", mistake: .method, text: "PUT;\(lowered);\(date);\(hash)", says: "'PUT'"),
        Case(
            name: "seconds signed", mistake: .signedDate, text: "POST;\(lowered);2025-06-12T09:30:15Z;\(hash)",
            says: "whole seconds"),
        Case(
            name: "offset signed", mistake: .signedDate, text: "POST;\(lowered);2025-06-12T09:30:15.123+00:00;\(hash)",
            says: "+00:00"),
        Case(
            name: "HTTP date signed", mistake: .signedDate,
            text: "POST;\(lowered);Thu, 12 Jun 2025 09:30:15 GMT;\(hash)", says: "Date header"),
        Case(
            name: "hash in hexadecimal", mistake: .signedHash,
            text: "POST;\(lowered);\(date);" + Hexadecimal.encode(SigningBench.hash(.sha256, SigningBench.body)),
            says: "hexadecimal"),
        Case(
            name: "hash of nothing", mistake: .signedHash,
            text: "POST;\(lowered);\(date);47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", says: "empty body"),
    ]

    static let forms = [
        Case(name: "line ends", mistake: .separator, text: "POST\n\(lowered)\n\(date)\n\(hash)", says: "line end"),
        Case(name: "commas", mistake: .separator, text: "POST,\(lowered),\(date),\(hash)", says: "','"),
        Case(name: "nothing between", mistake: .separator, text: "POST\(lowered)\(date)\(hash)", says: "nothing"),
        Case(name: "blanks", mistake: .separator, text: "POST; \(lowered); \(date); \(hash)", says: "blank"),
        Case(name: "one more", mistake: .separator, text: "POST;\(lowered);\(date);\(hash);", says: "after the last"),
        Case(
            name: "date before URL", mistake: .order, text: "POST;\(date);\(lowered);\(hash)",
            says: "method, date, URL, content hash"),
        Case(
            name: "backwards", mistake: .order, text: "\(hash);\(date);\(lowered);POST",
            says: "content hash, date, URL, method"),
        Case(
            name: "no hash", mistake: .partLeftOut, text: "POST;\(lowered);\(date)", says: "content hash was left out"),
        Case(name: "no method", mistake: .partLeftOut, text: "\(lowered);\(date);\(hash)", says: "method was left out"),
        Case(name: "hash alone", mistake: .partLeftOut, text: hash, says: "were left out"),
        Case(name: "a line end", mistake: .lineEnd, text: url(lowered) + "\n", says: "line end"),
        Case(name: "all small", mistake: .stringCase, text: url(lowered).lowercased(), says: "small letters"),
        Case(name: "all capitals", mistake: .stringCase, text: url(lowered).uppercased(), says: "capitals"),
    ]

    @Test(arguments: urls + parts + forms)
    func namesTheMistake(_ sample: Case) throws {
        let diagnosis = try SigningBench.shared.check(
            SigningBench.shared.request(url: sample.url, signing: sample.text))
        #expect(diagnosis.faults.map(\.mistake) == [sample.mistake])
        #expect(diagnosis.sentence.contains(sample.says), "\(diagnosis.sentence)")
        #expect(diagnosis.status == 401)
        #expect(diagnosis.received == sample.text)
        #expect(diagnosis.isReceivedProven)
        #expect(diagnosis.expected == "POST;\(sample.url.lowercased());\(Self.date);\(Self.hash)")
        #expect(diagnosis.report.contains("signed"))
    }

    @Test func everyMistakeOfTheURLHasItsCase() {
        let covered = Set((Self.urls + Self.parts + Self.forms).map(\.mistake))
        let wanted = SignatureMistake.allCases.filter {
            $0.rawValue.hasPrefix("url-") || $0.rawValue.hasPrefix("signed-")
        }
        #expect(wanted.allSatisfy(covered.contains))
    }

    @Test(arguments: [
        (
            "as sent with line ends", "POST\n\(SigningBench.url)\n\(date)\n\(hash)",
            [SignatureMistake.urlCase, .separator]
        ),
        ("path only and no hash", "POST;/dip-channel/IF-021;\(date)", [.urlPathOnly, .partLeftOut]),
        (
            "small method, other host", "post;https://127.0.0.1:8443/dip-channel/if-021;\(date);\(hash)",
            [.urlHost, .method]
        ),
        ("path only, seconds", "POST;/dip-channel/if-021;2025-06-12T09:30:15Z;\(hash)", [.urlPathOnly, .signedDate]),
    ])
    func namesTwoMistakes(name: String, text: String, mistakes: [SignatureMistake]) throws {
        let diagnosis = try SigningBench.shared.check(SigningBench.shared.request(signing: text))
        #expect(diagnosis.faults.map(\.mistake) == mistakes)
        #expect(diagnosis.received == text)
    }

    @Test func saysWhenTheTextIsUnknown() throws {
        let diagnosis = try SigningBench.shared.check(SigningBench.shared.request(signing: "something else"))
        #expect(diagnosis.faults.map(\.mistake) == [.stringUnknown])
        #expect(!diagnosis.isReceivedProven)
        #expect(diagnosis.tries > 1_000 && diagnosis.tries <= SignaturePolicy().tries)
        #expect(diagnosis.report.contains("not known"))
    }

    @Test func triesNoMoreThanItMay() throws {
        let diagnosis = try SigningBench.shared.check(
            SigningBench.shared.request(signing: "something else"), policy: SignaturePolicy(tries: 50))
        #expect(diagnosis.tries <= 51)
        #expect(diagnosis.status == 401)
    }

    @Test func acceptsAGoodRequest() throws {
        let diagnosis = try SigningBench.shared.check(SigningBench.shared.request())
        #expect(diagnosis.isAccepted)
        #expect(diagnosis.faults == [])
        #expect(diagnosis.sentence == "the signature holds")
        #expect(diagnosis.received == diagnosis.expected)
        #expect(diagnosis.skewMilliseconds == 0)
        #expect(diagnosis.report.hasPrefix("verdict: accepted\n"))
    }

    @Test(arguments: [
        "https://LOCALHOST:8443/DIP-Channel/if-021", "HTTPS://LocalHost:8443/dip-channel/IF-021",
    ])
    func lettersOfTheURLDoNotMatter(url: String) throws {
        #expect(try SigningBench.shared.check(SigningBench.shared.request(url: url)).isAccepted)
    }

    @Test func acceptsAnotherNameOfTheServer() throws {
        var parts = SigningBench.Parts()
        parts.url = "https://dip.example/dip-channel/if-021"
        var request = try SigningBench.shared.request(parts)
        #expect(try !SigningBench.shared.check(request).isAccepted)
        request.otherURLs = ["https://DIP.example/dip-channel/IF-021"]
        #expect(try SigningBench.shared.check(request).isAccepted)
    }

    @Test func namesAHostThatItWasToldOf() throws {
        var request = try SigningBench.shared.request(signing: Self.url("https://dip.example:9000/dip-channel/if-021"))
        request.knownHosts = ["dip.example"]
        request.knownPorts = ["9000"]
        let diagnosis = try SigningBench.shared.check(request)
        #expect(diagnosis.faults.map(\.mistake) == [.urlHost])
        #expect(diagnosis.sentence.contains("dip.example:9000"))
    }
}
