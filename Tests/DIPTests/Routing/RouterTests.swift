import DIP
import Kernel
import TestSupport
import Testing

/// Where messages go.
struct RouterTests {
    typealias Sample = RoutingSample

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var head: MessageHead
        var hasAppointments = true
        var without: [String] = []
        var at = Sample.noon
        var settings = RoutingSettings()
        /// `id kind` in order.
        var goesTo: [String] = []
        var refusals: [String] = []
        var reports: [String] = []
        var testDescription: String { name }
    }

    static let consumption = Sample.head("IF-021", "[ActivePower]", sender: Sample.sds, role: "SDS")

    static var cases: [Case] {
        var strict = RoutingSettings()
        strict.primaryStandsForSecondary = false
        var whole = RoutingSettings()
        whole.deliversPartly = false
        var loud = RoutingSettings()
        loud.reportsAbsentAlways = true
        let named = Sample.head("IF-021", "[ActivePower]", sender: Sample.sds, role: "SDS", primary: [Sample.supplier])
        let everybody = [
            "\(Sample.supplier) secondary", "\(Sample.lss) always", "\(Sample.mds) always", "\(Sample.ldso) always",
        ]
        return [
            Case(name: "the appointed supplier, and always three", head: consumption, goesTo: everybody),
            Case(
                name: "a named supplier is primary and comes once", head: named,
                goesTo: ["\(Sample.supplier) primary"] + everybody.dropFirst()),
            Case(
                name: "after the change the next supplier is appointed", head: consumption,
                at: Sample.noon.later(milliseconds: 86_400_000),
                goesTo: ["\(Sample.nextSupplier) secondary"] + everybody.dropFirst()),
            Case(
                name: "unknown primary",
                head: Sample.head("IF-021", "[ActivePower]", sender: Sample.sds, role: "SDS", primary: ["2399999999"]),
                refusals: ["MSG1031 2399999999"]),
            Case(
                name: "a primary of no form",
                head: Sample.head("IF-021", "[ActivePower]", sender: Sample.sds, role: "SDS", primary: ["23"]),
                refusals: ["MSG1031 23"]),
            Case(
                name: "a primary whose role does not receive it",
                head: Sample.head("IF-021", "[ActivePower]", sender: Sample.sds, role: "SDS", primary: [Sample.mss]),
                refusals: ["MSG1032 \(Sample.mss)"]),
            Case(
                name: "MPAN not in the register", head: consumption, hasAppointments: false,
                goesTo: Array(everybody.dropFirst()), reports: ["MSG1037 \(Sample.mpan)"]),
            Case(
                name: "MPAN not in the register, supplier named", head: named, hasAppointments: false,
                goesTo: ["\(Sample.supplier) primary"] + everybody.dropFirst()),
            Case(
                name: "the same, strictly", head: named, hasAppointments: false, settings: strict,
                goesTo: ["\(Sample.supplier) primary"] + everybody.dropFirst(), reports: ["MSG1037 \(Sample.mpan)"]),
            Case(
                name: "nobody gets it where not everybody can", head: consumption, hasAppointments: false,
                settings: whole, reports: ["MSG1037 \(Sample.mpan)"]),
            Case(
                name: "appointments, and none of the role",
                head: Sample.head("IF-024", "[SN-Vacant]", sender: Sample.supplier, role: "SUP"),
                at: Sample.noon, goesTo: ["\(Sample.sds) secondary"]),
            Case(
                name: "an appointed party that is not enrolled", head: consumption, without: [Sample.supplier],
                goesTo: Array(everybody.dropFirst()), reports: ["MSG1033 \(Sample.supplier)"]),
            Case(
                name: "an absent always role is passed over", head: consumption, without: [Sample.mds, Sample.ldso],
                goesTo: Array(everybody.prefix(2))),
            Case(
                name: "or told of", head: consumption, without: [Sample.mds, Sample.ldso], settings: loud,
                goesTo: Array(everybody.prefix(2)), reports: ["MSG1035 MDS", "MSG1035 \(Sample.ldso)"]),
            Case(
                name: "a distributor of another role",
                head: Sample.head(
                    "IF-021", "[ActivePower]", sender: Sample.sds, role: "SDS", distributor: Sample.mss),
                settings: loud, goesTo: Array(everybody.dropLast()), reports: ["MSG1036 \(Sample.mss)"]),
            Case(
                name: "a reading at a change goes to both suppliers",
                head: Sample.head("IF-041", "[ReadingCOS]", sender: Sample.mss, role: "MSS"),
                goesTo: [
                    "\(Sample.supplier) secondary", "\(Sample.nextSupplier) secondary", "\(Sample.sds) secondary",
                    "\(Sample.ldso) always",
                ]),
            Case(
                name: "the sender does not get its own",
                head: Sample.head("IF-004", "[CommsHubInfo]", sender: Sample.mss, role: "MSS"),
                goesTo: ["\(Sample.supplier) secondary"]),
            Case(
                name: "no primary named where only a primary receives",
                head: Sample.head("IF-031", "[MSApp]", sender: Sample.supplier, role: "SUP"), reports: ["MSG1030 S-1"]),
            Case(
                name: "to the platform itself",
                head: Sample.head("IF-015", "[ConsumptionReplay]", sender: Sample.ads, role: "ADS")),
            Case(
                name: "every party", head: Sample.head("IF-047", "[ISD]", sender: "9999999999", role: "ISD", mpan: nil),
                goesTo: [
                    Sample.ads, Sample.mss, Sample.sds, Sample.regs, Sample.supplier, Sample.nextSupplier,
                    Sample.ldso, Sample.mds, Sample.lss, Sample.ees,
                ].map { "\($0) always" }),
            Case(
                name: "an interface without a row", head: Sample.head("IF-999", "[X]", sender: Sample.sds, role: "SDS"),
                refusals: ["MSG1002 IF-999"]),
        ]
    }

    @Test(arguments: cases) func goesWhereTheTableSays(_ one: Case) throws {
        let router = Router(settings: one.settings)
        let outcome = router.route(
            one.head, directory: try Sample.directory(without: one.without),
            appointments: one.hasAppointments ? try Sample.appointments() : [], at: one.at, lanes: 8)
        #expect(outcome.addressees.map { "\($0.recipient) \($0.kind.rawValue)" } == one.goesTo)
        #expect(outcome.refusals.map { "\($0.code) \($0.subject)" } == one.refusals)
        #expect(outcome.reports.map { "\($0.code) \($0.subject)" } == one.reports)
        #expect(Set(outcome.addressees.map(\.lane)).count <= 1)
    }

    @Test func nobodyAppointedInTheRole() throws {
        let outcome = Router().route(
            Self.consumption, directory: try Sample.directory(),
            appointments: try Sample.appointments().filter { $0.role.text == "MSS" }, at: Sample.noon, lanes: 1)
        #expect(outcome.reports.map(\.code) == [.noSecondaryRecipient])
        #expect(outcome.addressees.map(\.kind) == [.always, .always, .always])
    }

    @Test func anAppointmentInAnotherRoleThanTheParty() throws {
        let wrong = Appointment(
            mpan: Sample.mpan, role: try Sample.role("SUP"), dipID: try Sample.id(Sample.mss), from: nil, until: nil)
        let outcome = Router().route(
            Self.consumption, directory: try Sample.directory(), appointments: [wrong], at: Sample.noon, lanes: 1)
        #expect(outcome.reports.map(\.code) == [.secondaryRoleInvalid])
    }

    /// The lanes of an independent FNV-1a (Python, `h = (h ^ b) * 0x100000001b3 mod 2**64`, modulo 8).
    @Test func lanesDoNotChange() {
        #expect(Router.lane(ofMPAN: "2000056535971", lanes: 8) == fnv("2000056535971") % 8)
        #expect(Router.lane(ofMPAN: nil, lanes: 8) == 0)
        #expect(Router.lane(ofMPAN: "2000056535971", lanes: 1) == 0)
        let used = Set((0..<200).map { Router.lane(ofMPAN: "19000123\($0 + 10_000)", lanes: 8) })
        #expect(used == Set(0..<8))
    }

    private func fnv(_ text: String) -> Int {
        // By 32-bit halves, so that it is another computation than the one under test.
        var high: UInt64 = 0xCBF2_9CE4
        var low: UInt64 = 0x8422_2325
        for byte in text.utf8 {
            low ^= UInt64(byte)
            let product = low * 0x1B3
            high = (high * 0x1B3 + (low << 8) + (product >> 32)) & 0xFFFF_FFFF
            low = product & 0xFFFF_FFFF
        }
        return Int(((high % 8) << 32 | low) % 8)
    }
}
