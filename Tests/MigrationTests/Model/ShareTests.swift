import Migration
import Testing

/// Shares are exact to a millionth: what a limit leaves after its reserve has one answer.
struct ShareTests {
    @Test(arguments: [
        ("0.05", 50_000), ("1", 1_000_000), (".5", 500_000), ("0.000001", 1), ("1.25", 1_250_000),
        ("1000", 1_000_000_000),
    ])
    func reads(_ text: String, _ millionths: Int) {
        #expect(Share(text)?.millionths == millionths)
    }

    @Test(arguments: ["", ".", "-0.1", "+1", "1e-3", "0.0000001", "1001", "0,5", "1.2.3", " 1"])
    func refuses(_ text: String) {
        #expect(Share(text) == nil)
    }

    @Test(arguments: [
        ("0.05", 1_019, 50, 51), ("0.1", 1, 0, 1), ("0.333333", 9_999_999_999, 3_333_329_999, 3_333_330_000),
    ])
    func ofACount(_ share: String, _ count: Int, _ down: Int, _ up: Int) throws {
        let share = try #require(Share(share))
        #expect(share.floor(of: count) == down)
        #expect(share.ceiling(of: count) == up)
    }

    @Test(arguments: ["0.05", "1", "0.000001", "1.25"])
    func printsWhatItRead(_ text: String) {
        #expect(Share(text)?.description == text)
    }
}
