import Kernel
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1),
        ("2026-04-01T09:00:00.123Z", 1_775_034_000_123), ("2026-04-01T10:00:00+01:00", 1_775_034_000_000),
        ("2026-03-31T23:30:00-09:30", 1_775_034_000_000), ("2026-04-01T09:00:00.1Z", 1_775_034_000_100),
    ])
    func reads(text: String, milliseconds: Int) {
        #expect(Instant(iso: text)?.milliseconds == Int64(milliseconds))
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-04-01T", "2026-04-01T09:00Z", "2026-04-01T09:00:00", "2026-04-01 09:00:00Z",
        "2026-04-01T24:00:00Z", "2026-04-01T09:60:00Z", "2026-04-01T09:00:00.Z", "2026-04-01T09:00:00.1234Z",
        "2026-04-01T09:00:00+1:00", "2026-04-01T09:00:00Zz", "2026-04-01T09:00:00+01:60",
    ])
    func refuses(text: String) { #expect(Instant(iso: text) == nil) }

    @Test func printsWhatItReads() {
        for milliseconds: Int64 in [0, -1, 1, 1_775_034_000_123, -2_208_988_800_000, 951_782_399_999] {
            let instant = Instant(milliseconds: milliseconds)
            #expect(Instant(iso: instant.iso) == instant)
            #expect(instant.iso.utf8.count == 24)
            #expect(instant.isoWithOffset.utf8.count == 25)
        }
        #expect(Instant(milliseconds: 1_775_034_000_123).iso == "2026-04-01T09:00:00.123Z")
        #expect(Instant(milliseconds: 1_775_034_000_123).isoWithOffset == "2026-04-01T09:00:00+00:00")
    }
}
