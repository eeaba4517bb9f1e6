import Kernel
import Migration

/// Events written as an events file has them, and what reading them gives.
struct TrackSample {
    static let head = "event,message,mpan,at,supplier,former,distributor,code,effective"

    var tail = TrackTail()
    private(set) var events: [TrackEvent] = []
    private(set) var bad: [String] = []
    var text = head + "\n"

    init() {}

    /// Reads lines like `MSApp,m1,1200000000001,2026-05-14T09:00:00Z,ABCD,,LOND,COS,2026-05-20`.
    init(_ lines: [String]) {
        add(lines)
    }

    mutating func add(_ lines: [String]) {
        var reader = TrackLines(.csv)
        for line in [Self.head] + lines {
            let read = Array(line.utf8).withUnsafeBufferPointer { reader.read($0, &tail) }
            switch read {
            case .event(let event): events.append(event)
            case .lastResort(let change):
                var context = tail.context
                context.add(change)
                tail.lastResorts = context.lastResorts
            case .bad(let why): bad.append(why)
            default: break
            }
        }
        for line in lines { text += line + "\n" }
    }

    /// The history of one MPAN from its messages in the order given.
    func history(_ mpan: UInt64 = 1_200_000_000_001, listed: String = "", _ order: [TrackEvent]? = nil) -> TrackHistory
    {
        var history = TrackHistory(mpan: mpan)
        if !listed.isEmpty { _ = history.list(supplier: tail.suppliers.known(listed) ?? 0, distributor: 1) }
        for event in order ?? events where event.mpan == mpan { _ = history.take(event) }
        return history
    }

    func folded(listed: String = "", through last: Int = .max) -> TrackFolded {
        history(listed: listed).folded(in: tail.context, through: last)
    }

    /// `event` with the sample's MPAN on a day of May 2026 at an hour.
    static func line(
        _ event: String, _ day: Int, _ hour: Int = 9, supplier: String = "", former: String = "", code: String = "",
        effective: String = "", id: String? = nil, mpan: String = "1200000000001"
    ) -> String {
        let at = "2026-05-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):00:00Z"
        return
            "\(event),\(id ?? "\(event)-\(day)-\(hour)"),\(mpan),\(at),\(supplier),\(former),LOND,\(code),\(effective)"
    }

    /// One service's appointment without trouble on a day, from hour 9.
    static func appointment(_ leg: String, _ day: Int, supplier: String = "AAAA") -> [String] {
        [
            line("\(leg)App", day, 9, supplier: supplier, code: "MCA"),
            line("\(leg)AppInitialResp", day, 10, code: "A"),
            line("\(leg)AppSPRequest", day, 11), line("\(leg)AppSPResponse", day, 12, code: "A"),
            line("\(leg)AppAccepted", day, 13), line("\(leg)AppActive", day, 14),
        ]
    }

    static let migrated = appointment("MS", 4) + appointment("DS", 5) + [line("ActivePower", 6)]

    /// Made-up histories with much that should not be: shuffled steps, repeated kinds, switches, reversals.
    static func random(_ generator: inout SeededGenerator, mpans: Int) -> (lines: [String], listed: [(String, String)])
    {
        let suppliers = ["AAAA", "BBBB", "CCCC"]
        var lines: [String] = []
        var listed: [(String, String)] = []
        for number in 0..<mpans {
            let mpan = "12000000\(10_000 + number)"
            var holder = suppliers[generator.nextBelow(3)]
            listed.append((mpan, holder))
            var minute = generator.nextBelow(20_000)
            for serial in 0..<generator.nextBelow(40) {
                minute += 1 + generator.nextBelow(900)
                lines.append(
                    step(&generator, mpan: mpan, holder: &holder, suppliers: suppliers, minute: minute, serial: serial))
            }
        }
        return (lines, listed)
    }

    private static let steps = [
        "App", "App", "AppInitialResp", "AppSPRequest", "AppSPResponse", "AppAccepted", "AppActive", "AppRejected",
        "AppLapsed", "DeApp",
    ]

    private static func step(
        _ generator: inout SeededGenerator, mpan: String, holder: inout String, suppliers: [String], minute: Int,
        serial: Int
    ) -> String {
        // From 1 March 2026, so that clocks change on the way.
        let at = Instant(milliseconds: Int64(CalendarDate(year: 2026, month: 3, day: 1)?.dayNumber ?? 0) * 86_400_000)
            .later(milliseconds: Int64(minute) * 60_000)
        let later = CalendarDate(dayNumber: at.day.dayNumber + generator.nextBelow(6) - 1).iso
        func row(_ event: String, supplier: String = "", former: String = "", code: String = "", on day: String = "")
            -> String
        {
            "\(event),m\(serial),\(mpan),\(at.isoWithOffset),\(supplier),\(former),LOND,\(code),\(day)"
        }
        let leg = generator.nextBelow(2) == 0 ? "MS" : "DS"
        switch generator.nextBelow(20) {
        case 0: return row("planned", supplier: holder)
        case 1: return row("cancelled")
        case 2: return row(generator.nextBelow(2) == 0 ? "excluded" : "included", code: "vacant")
        case 3:
            let gaining = suppliers[generator.nextBelow(3)]
            guard gaining != holder else { return row("MeterUpdate") }
            defer { holder = gaining }
            return row(
                "ChangeOfSupplier", supplier: gaining, former: holder, on: generator.nextBelow(4) == 0 ? "" : later)
        case 4: return row(generator.nextBelow(2) == 0 ? "ReverseMigNotification" : "MSDeAppRM", on: later)
        case 5...8: return row("ActivePower")
        default:
            let step = steps[generator.nextBelow(steps.count)]
            let codes =
                step == "App"
                ? ["MCA", "COS", "CSP"]
                : step == "AppInitialResp" || step == "AppSPResponse"
                    ? ["A", "A", "A", "", "REG9008", "SP011"] : step == "AppRejected" ? ["SP001", "REG9006"] : [""]
            let supplier =
                step == "App" ? (generator.nextBelow(6) == 0 ? suppliers[generator.nextBelow(3)] : holder) : ""
            return row(
                leg + step, supplier: supplier, code: codes[generator.nextBelow(codes.count)],
                on: step == "App" ? later : "")
        }
    }
}
