import Kernel
import Testing

@Suite struct WrittenTimeTests {
    @Test(arguments: [
        ("2026-04-01T09:00:00", Int64(1_775_034_000_000), 0, WrittenTime.Zone.none),
        ("2026-04-01T09:00:00Z", 1_775_034_000_000, 0, .utc),
        ("2026-04-01T09:00:00.1Z", 1_775_034_000_100, 1, .utc),
        ("2026-04-01T09:00:00.123456789Z", 1_775_034_000_123, 9, .utc),
        ("2026-04-01T10:00:00.5+01:00", 1_775_034_000_500, 1, .offset(minutes: 60, hasColon: true)),
        ("2026-03-31T23:30:00-0930", 1_775_034_000_000, 0, .offset(minutes: -570, hasColon: false)),
        ("2026-04-01T09:00:00-00:00", 1_775_034_000_000, 0, .offset(minutes: 0, hasColon: true)),
        ("1969-12-31T23:59:59.999Z", -1, 3, .utc),
        ("2026-04-02T08:59:00+23:59", 1_775_034_000_000, 0, .offset(minutes: 1_439, hasColon: true)),
    ])
    func reads(text: String, milliseconds: Int64, digits: Int, zone: WrittenTime.Zone) throws {
        let time = try #require(WrittenTime(text))
        #expect(time.instant.milliseconds == milliseconds)
        #expect(time.fractionDigits == digits)
        #expect(time.zone == zone)
    }

    @Test(arguments: [
        "", "2026-04-01", "2026-04-01T", "2026-04-01T09:00", "2026-04-01t09:00:00Z", "2026-04-01 09:00:00Z",
        "2026-02-30T09:00:00Z", "2026-04-01T24:00:00Z", "2026-04-01T09:60:00Z", "2026-04-01T09:00:60Z",
        "2026-04-01T09:00:00.Z", "2026-04-01T09:00:00.1234567890Z", "2026-04-01T09:00:00z", "2026-04-01T09:00:00Zz",
        "2026-04-01T09:00:00+1:00", "2026-04-01T09:00:00+24:00", "2026-04-01T09:00:00+01:60", "2026-04-01T09:00:00+01",
        "2026-04-01T09:00:00+01:0", "2026-04-01T09:00:00+-1:00", "２026-04-01T09:00:00Z", "1899-12-31T09:00:00Z",
    ])
    func refuses(text: String) { #expect(WrittenTime(text) == nil) }
}
