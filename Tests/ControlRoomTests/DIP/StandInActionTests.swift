import DIP
import Foundation
import Hummingbird
import Kernel
import Testing

@testable import ControlRoom

/// What forms do, and from whom they are taken.
@Suite struct StandInActionTests {
    private static let token = "0123456789abcdef"

    private func send(_ values: [String: String], to desk: DIPDesk, token: String? = Self.token) async throws -> Page {
        var values = values
        values["token"] = token
        return try await sampleRoom(dip: desk).act(ActForm(values))
    }

    // MARK: Faults

    @Test func aFaultIsSwitchedOnSeenNotedAndSwitchedOff() async throws {
        let made = SampleTraffic().desk()
        let page = try await send(
            [
                "act": "fault-set", "name": "storm", "effect": "answer", "number": "429", "direction": "delivery",
                "party": SampleTraffic.supplier, "interface": "if-021", "share": "12.5", "count": "40",
            ], to: made.desk)
        #expect(page.status == 303)
        #expect(page.location == "/dip/faults#on")
        let rule = try #require(DIPSwitch.faults(in: made.switches.all)?.first)
        #expect(
            rule
                == FaultRule(
                    name: "storm", direction: .delivery, party: DIPID(SampleTraffic.supplier),
                    interface: InterfaceID("IF-021"), shareInMillion: 125_000, count: 40, effect: .answer(status: 429)))
        let text = try await sampleRoom(dip: made.desk).page("/dip/faults").text
        #expect(text.contains("answered HTTP 429") && text.contains("12.5 % of them"))
        let note = try #require(made.journal.lines.last)
        #expect(note.event == .fault && note.detail?.contains("“storm” on: answered HTTP 429") == true)
        _ = try await send(["act": "fault-clear", "name": "storm"], to: made.desk)
        #expect(made.switches.all["faults"] == nil)
        #expect(made.journal.lines.last?.detail?.contains("“storm” off") == true)
    }

    @Test(arguments: [("refuse", "rcp1061"), ("report", "MSG1037")])
    func aResponseCodeIsChosen(effect: String, code: String) async throws {
        let made = SampleTraffic().desk()
        let page = try await send(
            [
                "act": "fault-set", "name": "chosen", "effect": effect, "code": code, "direction": "intake",
                "sender": SampleTraffic.supplier, "recipient": SampleTraffic.supplier, "mpan": "2000056535971",
                "every": "3",
            ], to: made.desk)
        #expect(page.status == 303)
        let rule = try #require(DIPSwitch.faults(in: made.switches.all)?.first)
        let chosen = ResponseCode(code.uppercased())
        #expect(
            rule
                == FaultRule(
                    name: "chosen", direction: .intake, sender: DIPID(SampleTraffic.supplier),
                    recipient: DIPID(SampleTraffic.supplier), mpan: "2000056535971", every: 3,
                    effect: effect == "refuse" ? .refuse(code: chosen) : .report(code: chosen)))
        let text = try await sampleRoom(dip: made.desk).page("/dip/faults").text
        #expect(text.contains("with \(chosen)") && text.contains("one in every 3"))
    }

    @Test(arguments: ["", "MSG9999", "nonsense"]) func anUnknownCodeComesBack(code: String) async throws {
        let made = SampleTraffic().desk()
        let page = try await send(
            ["act": "fault-set", "name": "n", "effect": "refuse", "code": code], to: made.desk)
        #expect(page.status == 422)
        #expect(page.text.contains("id=\"fault-code-wrong\""))
        #expect(made.switches.all["faults"] == nil)
    }

    @Test(arguments: FaultPreset.all.map(\.rule)) func everyPreparedFaultIsOneThatTheStandInTakes(rule: FaultRule)
        async throws
    {
        let made = SampleTraffic().desk()
        #expect(try await send(["act": "fault-preset", "name": rule.name], to: made.desk).status == 303)
        #expect(DIPSwitch.faults(in: made.switches.all) == [rule])
        var book = FaultBook()
        #expect(book.set(rule) == nil)
        _ = try await send(["act": "fault-clear-all"], to: made.desk)
        #expect(made.switches.all["faults"] == nil)
    }

    @Test(arguments: [
        ("name", ""), ("name", "two words"), ("name", "<b>"), ("effect", "none"), ("number", ""), ("number", "99999"),
        ("party", "x"), ("interface", "x"), ("share", "0"), ("share", "100.1"), ("share", "1.23456"), ("share", "-1"),
        ("share", "x"), ("count", "0"), ("count", "x"), ("sender", "x"), ("recipient", "x"), ("mpan", "12"),
        ("every", "0"), ("every", "x"),
    ])
    func aFieldThatCannotBeReadComesBack(field: String, value: String) async throws {
        let made = SampleTraffic().desk()
        var values = ["act": "fault-set", "name": "n", "effect": "answer", "number": "503", "share": "100"]
        values[field] = value
        let page = try await send(values, to: made.desk)
        #expect(page.status == 422)
        #expect(page.text.contains("id=\"fault-\(field)-wrong\""))
        if !value.isEmpty, field != "effect" { #expect(page.text.contains("value=\"\(Markup.escaped(value))\"")) }
        #expect(made.switches.all["faults"] == nil)
        #expect(made.journal.lines.count == SampleTraffic().lines.count)
    }

    // MARK: Outage

    @Test func anOutageOfSeventyTwoHoursBeginsEndsAndIsForgotten() async throws {
        let made = SampleTraffic().desk()
        let values = [
            "act": "outage-begin", "kind": "holdsDeliveries", "hours": "72", "factor": "3600", "release": "rateLimited",
            "rate": "200",
        ]
        #expect(try await send(values, to: made.desk).status == 303)
        let outage = try #require(DIPSwitch.outages(in: made.switches.all).first)
        #expect(
            outage
                == Outage(
                    kind: .holdsDeliveries, from: SampleTraffic.now, hours: 72,
                    release: .rateLimited(messagesPerSecond: 200)))
        let clock = try #require(DIPSwitch.read(VirtualClock.self, made.switches.all["clock"]))
        #expect(clock.factor == 3_600 && clock.shown(at: SampleTraffic.now) == SampleTraffic.now)
        let during = try await sampleRoom(dip: made.desk).page("/dip/faults").text
        #expect(during.contains("72 h") || during.contains("3 d 0 h left on that clock"))
        #expect(during.contains("1 min 12 s for us"))
        _ = try await send(["act": "outage-end"], to: made.desk)
        #expect(made.switches.all["outages"] == nil)
        #expect(try await sampleRoom(dip: made.desk).page("/dip/faults").text.contains("× 3,600"))
        _ = try await send(["act": "clock-real"], to: made.desk)
        let real = try #require(DIPSwitch.read(VirtualClock.self, made.switches.all["clock"]))
        // It never goes back: what it showed is where it goes on.
        #expect(real.factor == 1 && real.shown(at: SampleTraffic.now) == clock.shown(at: SampleTraffic.now))
        #expect(made.journal.lines.suffix(3).allSatisfy { $0.event == .outage })
    }

    /// Times in the journal are of the stand-in's clock; so are ages on the pages, but for certificates.
    @Test func agesAreOfTheStandInsClock() async throws {
        var traffic = SampleTraffic()
        let day: Int64 = 86_400_000
        let ahead = SampleTraffic.now.later(milliseconds: 3 * day)
        traffic.switches["clock"] = DIPSwitch.write(
            VirtualClock(realOrigin: SampleTraffic.now, virtualOrigin: ahead, factor: 3_600))
        let room = sampleRoom(dip: traffic.desk().desk)
        #expect(try await room.page("/dip/channels").text.contains("for 3 d 1 h"))
        #expect(try await room.page("/dip").text.contains("The stand-in last reported itself at"))
        #expect(try await room.page("/dip/participants").text.contains("12\u{A0}days\u{A0}left"))
    }

    @Test func whatIsNoListOfFaultsIsSaidAndCanBeCleared() async throws {
        var traffic = SampleTraffic()
        traffic.switches["faults"] = #"[{"name":"odd"}]"#
        let made = traffic.desk()
        #expect(try await sampleRoom(dip: made.desk).page("/dip/faults").text.contains("cannot be read"))
        #expect(try await send(["act": "fault-preset", "name": "late"], to: made.desk).status == 422)
        #expect(made.switches.all["faults"] == #"[{"name":"odd"}]"#)
        _ = try await send(["act": "fault-clear-all"], to: made.desk)
        #expect(made.switches.all["faults"] == nil)
    }

    @Test(arguments: [
        ("kind", "x"), ("hours", "0"), ("hours", "9999999"), ("factor", "x"), ("release", "x"), ("rate", ""),
    ])
    func anOutageThatCannotBeReadComesBack(field: String, value: String) async throws {
        let made = SampleTraffic().desk()
        var values = [
            "act": "outage-begin", "kind": "whole", "hours": "1", "factor": "1", "release": "rateLimited", "rate": "9",
        ]
        values[field] = value
        let page = try await send(values, to: made.desk)
        #expect(page.status == 422)
        #expect(page.text.contains("id=\"outage-\(field)-wrong\""))
        #expect(made.switches.all["outages"] == nil)
    }

    // MARK: Onboarding and runs

    @Test func aStepIsTickedWithANoteAndOpenedAgain() async throws {
        let made = SampleTraffic().desk()
        let key = "tick.\(SampleTraffic.supplier).users"
        let page = try await send(
            ["act": "tick", "party": SampleTraffic.supplier, "step": "users", "note": "six users, list in the vault"],
            to: made.desk)
        #expect(page.location == "/dip/onboarding/\(SampleTraffic.supplier)#steps")
        #expect(Tick.read(made.switches.all[key]) == Tick(at: SampleTraffic.now, note: "six users, list in the vault"))
        let text = try await sampleRoom(dip: made.desk).page("/dip/onboarding/\(SampleTraffic.supplier)").text
        #expect(text.contains("six users, list in the vault"))
        _ = try await send(
            ["act": "tick", "party": SampleTraffic.supplier, "step": "users", "note": ""], to: made.desk)
        #expect(made.switches.all[key] == nil)
        // What can be worked out is not a matter of opinion.
        let other = try await send(
            ["act": "tick", "party": SampleTraffic.supplier, "step": "certificate", "note": "x"], to: made.desk)
        #expect(other.status == 400)
    }

    @Test func connectivityIsProvenAndKept() async throws {
        let made = SampleTraffic().desk()
        let page = try await send(["act": "prove", "party": SampleTraffic.service], to: made.desk)
        #expect(page.status == 303)
        let text = try await sampleRoom(dip: made.desk).page("/dip/onboarding/\(SampleTraffic.service)").text
        #expect(text.contains("1 check of 2 failed") && text.contains("RCP9999 was expected"))
        #expect(try await send(["act": "prove", "party": "0000000000"], to: made.desk).status == 400)
    }

    @Test func aRunIsBegun() async throws {
        let made = SampleTraffic().desk()
        #expect(try await send(["act": "run", "scenario": "cos"], to: made.desk).location == "/dip/runs/run-2#steps")
        #expect(try await send(["act": "run", "scenario": "../etc"], to: made.desk).status == 400)
        #expect(try await send(["act": "nothing"], to: made.desk).status == 400)
    }

    // MARK: From whom

    @Test func aFormWithoutTheTokenDoesNothing() async throws {
        for token in [nil, "", "0123456789abcdeg", "0123456789abcde"] {
            let made = SampleTraffic().desk()
            let page = try await send(["act": "fault-preset", "name": "storm-429"], to: made.desk, token: token)
            #expect(page.status == 403)
            #expect(made.switches.all["faults"] == nil)
        }
        #expect(!FormGuard.isOurs("", ""))
    }

    @Test func tokensDifferFromProcessToProcess() {
        let tokens = (0..<50).map { _ in ControlRoomSettings.freshToken() }
        #expect(Set(tokens).count == 50)
        #expect(tokens.allSatisfy { $0.utf8.count == 32 })
    }

    @Test func onlyPagesOfThisRoomMaySendForms() async throws {
        let made = SampleTraffic().desk()
        let desk = made.desk
        try await withServer({ hook in
            ControlRoom(
                record: MemoryRecord(),
                settings: ControlRoomSettings(
                    port: 0, allowedHosts: ["room.example"], dip: { desk }, formToken: Self.token, onServerRunning: hook
                ))
        }) { port in
            let body = "token=\(Self.token)&act=fault-preset&name=late"
            func post(
                _ headers: String, path: String = "/dip/act", host: String = "127.0.0.1", body: String = body,
                type: String = "application/x-www-form-urlencoded"
            ) -> String {
                "POST \(path) HTTP/1.1\r\nHost: \(host)\r\n\(headers)Content-Type: \(type)\r\n"
                    + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
            }
            let ours = "Origin: http://127.0.0.1\r\n"
            for (request, status) in [
                (post(""), 403), (post("Origin: http://evil.example\r\n"), 403), (post("Origin: null\r\n"), 403),
                (post("Sec-Fetch-Site: cross-site\r\n" + ours), 403), (post("Sec-Fetch-Site: same-site\r\n"), 403),
                (post("Sec-Fetch-Site: none\r\n"), 403), (post("Origin: http://127.0.0.1:1\r\n"), 403),
                (post(ours, host: "evil.example"), 421), (post(ours, path: "/dip/faults"), 405),
                (post(ours, path: "/"), 405), (post(ours, type: "text/plain"), 415),
                (post(ours, body: String(repeating: "a", count: 40_000)), 413), (post(ours, body: "a=%zz"), 400),
                (post(ours, body: "act=fault-preset&name=late"), 403),
            ] {
                let answer = try await exchange(port: port, request)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(status): \(request)")
            }
            #expect(made.switches.all["faults"] == nil)
            for headers in [ours, "Sec-Fetch-Site: same-origin\r\n", ours + "Sec-Fetch-Site: same-origin\r\n"] {
                let answer = try await exchange(port: port, post(headers))
                #expect(answer.hasPrefix("HTTP/1.1 303 "))
                #expect(answer.lowercased().contains("location: /dip/faults#on"))
                #expect(made.switches.all["faults"] != nil)
                made.switches.set("faults", nil)
            }
            let get = "GET /dip/act HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            #expect(try await exchange(port: port, get).hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func onlyTheLivePageMayListen() async throws {
        let desk = SampleTraffic().desk().desk
        try await withServer({ hook in
            ControlRoom(
                record: MemoryRecord(), settings: ControlRoomSettings(port: 0, dip: { desk }, onServerRunning: hook))
        }) { port in
            for (path, listens) in [("/dip", true), ("/dip/journal", false), ("/", false)] {
                let answer = try await exchange(
                    port: port, "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                let policy = answer.components(separatedBy: "\r\n").first {
                    $0.lowercased().hasPrefix("content-security-policy")
                }
                #expect(policy?.contains("connect-src 'self'") == listens, "\(path)")
                #expect(policy?.contains("default-src 'none'") == true)
            }
        }
    }
}
