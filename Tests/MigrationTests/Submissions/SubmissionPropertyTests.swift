import Kernel
import Migration
import TestSupport
import Testing

/// What holds of every submission, however it is spoiled.
struct SubmissionPropertyTests {
    private static let texts = [
        "", " ", "-1", "1,5", "9999999999", "99999999999", "1e3", "NaN", "0x10", "=1+1", "\u{0}", "ｌｏｎｄ", "LOND",
        "EAST",
        "SPOT", "NOPE", "D", "W", "d", "4", "5", "9", "10", "COMMITTED", "FORECAST", "2026-05-04", "2026-06-10",
        "2026-06-15",
        "2026-07-06", "2026-13-01", "31/12/2026", "20260520", "AAAA", "BBBB", "1", "2", "12", "700", "100000",
        "\u{301}",
    ]

    /// Whatever the faults, all suggestions together make the submission acceptable, and the answer is the same again.
    @Test(arguments: [UInt64(6_311), 6_312, 6_313])
    func allSuggestionsTogetherAreAccepted(_ seed: UInt64) async throws {
        var made = MadeSprint()
        made.limit(nil, 2_000)
        made.limit(1, 900)
        made.settings.bufferDays = 5
        if seed == 6_312 { made.migrated = [35_000, 70_000, 0, 0, 0, 25, 0] }
        if seed == 6_313 { made.sprint = 9 }
        let checker = try made.checker()
        let templates = (0..<3).map { MadeSprint.template(checker, $0) }
        try await Property.check(seed: seed, count: 120) { generator in
            var rows = templates[generator.nextBelow(3)]
            var circumstances = SubmissionCircumstances()
            if generator.nextBelow(4) == 0 {
                circumstances.previous = MadeSprint.file(rows + [["1"]])
                circumstances.received = Instant(iso: "2026-05-05T10:00:00Z")
                circumstances.waiver = "W"
            }
            for _ in 0..<1 + generator.nextBelow(12) { Self.spoil(&rows, &generator) }
            let bytes = MadeSprint.bytes(rows)
            let file = MadeSprint.file(bytes)
            let answer = checker.check(file, circumstances).answer
            try Property.hold(answer == checker.check(file, circumstances).answer, "two answers to one input")
            guard let mended = SubmissionMending.mended(bytes, by: answer.findings) else {
                throw Property.Broken("the header is gone")
            }
            let again = checker.check(MadeSprint.file(mended), circumstances).answer
            let errors = again.findings.filter { $0.severity == .error && $0.rule != .sequenceRises }
            try Property.hold(
                errors.isEmpty, "\(answer.findings.map { "\($0.rule.id) \($0.row) \($0.suggested)" }) → \(errors)")
            // One finding a row and rule.
            let keys = answer.findings.filter { $0.row > 0 && !$0.key.contains("*") }.map { "\($0.rule.id) \($0.row)" }
            try Property.hold(Set(keys).count == keys.count, "a rule is said twice of a row: \(keys)")
        }
    }

    private static func spoil(_ rows: inout [[String]], _ generator: inout SeededGenerator) {
        let place = 1 + generator.nextBelow(rows.count - 1)
        switch generator.nextBelow(8) {
        case 0: if rows.count > 3 { rows.remove(at: place) }
        case 1: rows.append(rows[place])
        case 2: rows.insert(["x"], at: place)
        case 3: rows.swapAt(place, 1 + generator.nextBelow(rows.count - 1))
        case 4, 5:
            guard rows[place].count > 6 else { return }
            rows[place][6] = String(generator.nextBelow(4_000))
        default:
            guard rows[place].count == 9 else { return }
            let text = texts[generator.nextBelow(texts.count)]
            rows[place][generator.nextBelow(9)] = text.contains(",") ? "\"\(text)\"" : text
        }
    }

    /// Rows in another order get the same findings, line for line.
    @Test func orderOfRowsSaysNothing() async throws {
        let checker = try MadeSprint().checker()
        let template = MadeSprint.template(checker, 0)
        try await Property.check(seed: 6_314, count: 40) { generator in
            var rows = Array(template.dropFirst())
            for _ in 0..<6 { rows[generator.nextBelow(rows.count)][6] = String(generator.nextBelow(5_000)) }
            let mixed = rows.shuffled(using: &generator)
            func said(_ rows: [[String]]) -> [String] {
                checker.check(MadeSprint.file([template[0]] + rows), SubmissionCircumstances()).answer.findings
                    .map { "\($0.rule.id) \($0.key) \($0.observed) \($0.limit)" }.sorted()
            }
            try Property.hold(said(rows) == said(mixed), "\(said(rows)) \(said(mixed))")
        }
    }

    @Test(arguments: [
        ("", "F03"), ("\n\n", "F03"), ("\u{FEFF}", "F03"), ("schemaVersion\n", "F03"), ("\"", "F03"),
        (SubmissionTemplate.columns.joined(separator: ";") + "\n", "F03"),
        (SubmissionTemplate.columns.joined(separator: ",").lowercased() + "\n", "F03"),
        ((SubmissionTemplate.columns + ["comment"]).joined(separator: ",") + "\n", "F03"),
        (SubmissionTemplate.columns.joined(separator: ",") + "\n", "T03"),
        (SubmissionTemplate.columns.joined(separator: ",") + "\n1,ZZZZ,4,LOND,2026-05-04,D,1,COMMITTED,\n", "T03"),
    ])
    func noPlanAtAll(_ text: String, _ rule: String) throws {
        let answer = try MadeSprint().checker().check(MadeSprint.file(Array(text.utf8)), SubmissionCircumstances())
            .answer
        #expect(answer.status == .rejected)
        #expect(answer.findings.map(\.rule.id) == [rule], "\(answer.findings)")
        #expect(answer.notRun.contains { $0.rule == .cellWithinEnvelope })
    }

    /// Bytes that are no text, quotation marks without end, rows without number: an answer, and no row lost unsaid.
    @Test func hostileBytes() async throws {
        let checker = try MadeSprint().checker()
        let whole = MadeSprint.bytes(MadeSprint.template(checker, 0))
        let rows = MadeSprint.template(checker, 0).count - 1
        try await Property.check(seed: 6_315, count: 150) { generator in
            var bytes = whole
            for _ in 0..<1 + generator.nextBelow(20) {
                let place = 120 + generator.nextBelow(bytes.count - 120)
                switch generator.nextBelow(4) {
                case 0: bytes[place] = 0xFF
                case 1: bytes[place] = 0x22
                case 2: bytes[place] = UInt8(generator.nextBelow(256))
                default: bytes.insert(0x0A, at: place)
                }
            }
            let answer = checker.check(MadeSprint.file(bytes), SubmissionCircumstances()).answer
            try Property.hold(answer.rows > rows / 2, "\(answer.rows) rows")
            try Property.hold(
                answer.findings.allSatisfy { $0.observed.utf8.count < 1_000 && !$0.observed.contains("\u{0}") },
                "raw bytes shown")
            if let mended = SubmissionMending.mended(bytes, by: answer.findings) {
                let again = checker.check(MadeSprint.file(mended), SubmissionCircumstances()).answer
                try Property.hold(again.status != .rejected, "\(again.findings.prefix(3))")
            }
        }
    }

    @Test func tooManyRows() throws {
        var made = MadeSprint()
        made.settings[SubmissionParameters.rowLimit] = 10
        let checker = try made.checker()
        let answer = checker.check(MadeSprint.file(MadeSprint.template(checker, 0)), SubmissionCircumstances()).answer
        #expect(answer.findings.contains { $0.rule == .fileIsReadable && $0.limit == "10" })
        #expect(answer.status == .rejected)
    }
}
