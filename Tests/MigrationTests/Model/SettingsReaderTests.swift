import Kernel
import Migration
import Testing

/// Settings are read by key; a value of the wrong kind or out of range is refused by the key's name.
struct SettingsReaderTests {
    static let batch = MigrationParameter<Int>("least_batch", 25, 1...1_000, meaning: "MPANs", basis: "test")
    static let share = MigrationParameter<Share>(
        "flexibility", Share(millionths: 1_250_000), Share.whole...Share(millionths: 2_000_000), meaning: "share",
        basis: "test")

    private static func read(_ members: [SettingMember]) -> (MigrationSettings, FolderFindings) {
        var findings = FolderFindings()
        let settings = SettingsReader.read(
            members, file: "settings.json", wholes: [batch], shares: [share], findings: &findings)
        return (settings, findings)
    }

    @Test func readsEveryKey() {
        let (settings, findings) = Self.read([
            SettingMember("reserve", .number("0.05")), SettingMember("finish_by", .text("2027-05-07")),
            SettingMember("buffer_days", .number("14")), SettingMember("least_batch", .number("30")),
            SettingMember("flexibility", .number("1.5")),
        ])
        #expect(findings.kept.isEmpty)
        #expect(settings.reserve.millionths == 50_000)
        #expect(settings.finishBy?.iso == "2027-05-07")
        #expect(settings.bufferDays == 14)
        #expect(settings[Self.batch] == 30)
        #expect(settings[Self.share].millionths == 1_500_000)
    }

    @Test func theDefaultsStandWhereNothingIsSaid() {
        let (settings, findings) = Self.read([SettingMember("finish_by", .nothing)])
        #expect(findings.kept.isEmpty)
        #expect(settings.reserve == .none)
        #expect(settings.finishBy == nil)
        #expect(settings[Self.batch] == 25)
        #expect(settings[Self.share].millionths == 1_250_000)
    }

    @Test(arguments: [
        ("reserve", SettingValue.number("1"), "“1” leaves nothing of any limit; write a share below 1, such as 0.05"),
        (
            "reserve", .number("-0.1"),
            "“-0.1” is negative; write a decimal number from 0 to 0.999999"
        ),
        (
            "reserve", .number("5e-2"),
            "“5e-2” is no decimal number of at most six decimals; write a decimal number from 0 to 0.999999"
        ),
        ("reserve", .text("0.05"), "“0.05” is no number; write a decimal number from 0 to 0.999999"),
        (
            "finish_by", .text("2027-02-29"),
            "“2027-02-29” is no day of the calendar; write a date of the calendar such as 2026-05-14"
        ),
        (
            "finish_by", .number("20270507"),
            "“20270507” is no date; write a date in quotation marks, such as \"2027-05-07\", or null"
        ),
        ("buffer_days", .number("1.5"), "“1.5” is not whole; write a whole number from 0 to 3660"),
        ("buffer_days", .truth(true), "“true” is no number; write a whole number from 0 to 3660"),
        ("least_batch", .number("0"), "“0” is less than 1; write a whole number from 1 to 1000"),
        ("least_batch", .number("1001"), "“1001” is more than 1000; write a whole number from 1 to 1000"),
        ("flexibility", .number("0.9"), "“0.9” is less than 1; write a decimal number from 1 to 2"),
        ("flexibility", .composed, "“{…}” is no number; write a decimal number from 1 to 2"),
    ]) func refuses(_ key: String, _ value: SettingValue, _ words: String) {
        let (_, findings) = Self.read([SettingMember(key, value)])
        #expect(findings.errors.map(\.sentence) == ["settings.json: \(key) \(words)"])
    }

    @Test func anUnknownKeyIsAWarning() {
        let (_, findings) = Self.read([SettingMember("reserv", .number("0.1"))])
        #expect(findings.errorCount == 0)
        #expect(findings.warnings.map(\.sentence) == ["settings.json: reserv is no setting; it is passed over"])
    }
}
