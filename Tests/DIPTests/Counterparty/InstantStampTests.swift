import DIP
import Kernel
import Testing

@Suite("Dates and times of messages")
struct InstantStampTests {
    @Test(
        "They are read with their offset",
        arguments: [
            ("2026-04-01T09:00:00+00:00", Int64(1_775_034_000_000)), ("2026-04-01T10:00:00+01:00", 1_775_034_000_000),
            ("2026-04-01T04:30:00-04:30", 1_775_034_000_000), ("2026-04-01T09:00:00Z", 1_775_034_000_000),
            ("1970-01-01T00:00:00+00:00", 0), ("1969-12-31T23:59:59+00:00", -1_000),
        ])
    func read(text: String, milliseconds: Int64) {
        #expect(Instant(stamp: text)?.milliseconds == milliseconds)
    }

    @Test(
        "Other forms are none",
        arguments: [
            "", "2026-04-01", "2026-04-01T09:00:00", "2026-13-01T09:00:00+00:00", "2026-04-01T24:00:00+00:00",
            "2026-04-01 09:00:00+00:00", "2026-04-01T09:60:00+00:00", "2026-04-01T09:00:00+24:00",
            "2026-04-01T09:00:00+0000 ", "2026-04-01T09:00:00+0000", "2026-04-01T09:00:00.000Z",
            "２026-04-01T09:00:00+00:0",
        ])
    func refuse(text: String) {
        #expect(Instant(stamp: text) == nil)
    }
}

@Suite("JSON pointers")
struct JSONPointerTests {
    private let value = JSONValue.object([
        JSONMember("a", .object([JSONMember("b", .array([.integer(1), .string("two")]))])),
        JSONMember("x/y~z", .boolean(true)), JSONMember("0", .string("zero")),
    ])

    @Test("They find what they name")
    func find() {
        #expect(value.value(at: "") == value)
        #expect(value.value(at: "/a/b/1") == .string("two"))
        #expect(value.value(at: "/x~1y~0z") == .boolean(true))
        #expect(value.value(at: "/0") == .string("zero"))
        #expect(value.value(at: "/a/b/2") == nil)
        #expect(value.value(at: "a") == nil)
    }

    @Test("They set, make, append and take out, and leave the rest as it is")
    func change() {
        #expect(value.setting(.null, at: "/a/b/1")?.value(at: "/a/b/1") == .null)
        #expect(value.setting(.null, at: "/a/b/-")?.value(at: "/a/b/2") == .null)
        #expect(value.setting(.null, at: "/n/e/w")?.value(at: "/n/e/w") == .null)
        #expect(value.setting(.null, at: "/a/b/9") == nil)
        #expect(value.setting(.null, at: "/x~1y~0z/inner") == nil)
        #expect(value.removing("/a/b/0").value(at: "/a/b/0") == .string("two"))
        #expect(value.removing("/x~1y~0z").value(at: "/x~1y~0z") == nil)
        #expect(value.removing("/nothing") == value)
        #expect(value.setting(.integer(1), at: "/a/b/0") == value)
    }
}
