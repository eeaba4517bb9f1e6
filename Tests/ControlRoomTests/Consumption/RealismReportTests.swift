import Consumption
import Foundation
import Kernel
import Market
import TestSupport
import Testing

@testable import ControlRoom

@Suite struct RealismReportTests {
    private static func configuration(
        mpans: Int = 120, from: String = "2026-03-21", days: Int = 21,
        mix: [(String, Int)] = [("smart-domestic", 700), ("smart-domestic+pv", 200), ("unmetered-allnight", 100)]
    ) throws -> ConsumptionConfiguration {
        let mix = try mix.map {
            ConsumptionConfiguration.Share(try SiteKind(reading: $0.0), billionths: $0.1 * 1_000_000)
        }
        return ConsumptionConfiguration(
            seed: 42, importMPANs: mpans, mix: mix, from: try #require(CalendarDate(iso: from)), days: days)
    }

    private static func report(
        _ configuration: ConsumptionConfiguration, sites: Int = 2_000, lanes: Int = 2, source: String = "manifest.json"
    ) async throws -> RealismReport {
        let study = RealismStudy(try ConsumptionGenerator(configuration), sitesPerKind: sites)
        return RealismReport(
            try await RealismRunner.figures(study, lanes: lanes), configuration: configuration,
            heading: RealismHeading(digest: "0123abcd", source: source, delivered: [.activeImport: 1_234_567]))
    }

    @Test func pageAndFiguresAreTheSameOnAnyNumberOfThreads() async throws {
        let configuration = try Self.configuration(mpans: 300, days: 2)
        let one = try await Self.report(configuration, lanes: 1)
        for lanes in [2, 3, 16] {
            let other = try await Self.report(configuration, lanes: lanes)
            #expect(other.html == one.html)
            #expect(other.json == one.json)
        }
    }

    @Test func pageIsWellFormedAndStandsAlone() async throws {
        let report = try await Self.report(try Self.configuration())
        let page = report.html
        for outside in ["http:", "https:", "src=", "url(", "@import", "<script", "<link", "<iframe"] {
            #expect(!page.contains(outside), "\(outside) would reach outside the page")
        }
        // Every picture tells itself, and its numbers are there as a table.
        let pictures = page.components(separatedBy: "<svg").count - 1
        #expect(pictures > 20)
        #expect(page.components(separatedBy: "role=\"img\"").count - 1 == pictures)
        #expect(page.components(separatedBy: "<desc>").count - 1 == pictures)
        #expect(page.components(separatedBy: "<details>").count - 1 == pictures)
        let outcome = try await Subprocess.run(
            Subprocess.python,
            [
                "-c",
                """
                import sys, collections, xml.dom.minidom as d
                text = sys.stdin.buffer.read().decode()
                root = d.parseString(text.replace("<!DOCTYPE html>", "")).documentElement
                ids = collections.Counter(e.getAttribute("id") for e in root.getElementsByTagName("*") if e.hasAttribute("id"))
                assert max(ids.values()) == 1, ids
                for a in root.getElementsByTagName("a"):
                    assert a.getAttribute("href")[1:] in ids, a.toxml()
                for table in root.getElementsByTagName("table"):
                    widths = {len([c for c in row.childNodes if c.nodeName in ("th", "td")])
                              for row in table.getElementsByTagName("tr")}
                    assert len(widths) == 1, table.getElementsByTagName("caption")[0].toxml()
                """,
            ], input: Array(page.utf8))
        #expect(outcome.succeeded, "\(outcome.errors)")
    }

    @Test func figuresAreJSONWithNamesInOrder() async throws {
        let report = try await Self.report(try Self.configuration())
        let outcome = try await Subprocess.run(
            Subprocess.python,
            [
                "-c",
                """
                import sys, json
                def pairs(items):
                    names = [name for name, _ in items]
                    assert names == sorted(names) and len(set(names)) == len(names), names
                    return dict(items)
                found = json.loads(sys.stdin.buffer.read(), object_pairs_hook=pairs)
                kinds = {kind["class"]: kind for kind in found["kinds"]}
                assert list(kinds) == ["smart-domestic", "smart-domestic+pv", "unmetered-allnight"], list(kinds)
                assert [one["segment"] for one in found["segments"]] == ["smart", "unmetered", "all"]
                assert found["run"]["config_sha256"] == "0123abcd" and found["run"]["mpans"] == 120
                assert found["run"]["delivered_energy"] == {"AI": 1234567}
                day = kinds["smart-domestic"]["total"]["mean_days"][0]
                assert len(day["wh"]) == 48 and len(day["hourly_per_mille"]) == 24
                assert abs(sum(day["hourly_per_mille"]) - 1000) < 0.1
                assert kinds["smart-domestic"]["burning_hours"] is None
                assert kinds["unmetered-allnight"]["burning_hours"] is not None
                assert kinds["smart-domestic+pv"]["export"] is not None
                """,
            ], input: report.json)
        #expect(outcome.succeeded, "\(outcome.errors)")
    }

    /// Headings, captions and columns; the numbers move with the models and are checked elsewhere.
    @Test func pageHasThisOutline() async throws {
        let page = try await Self.report(try Self.configuration(mpans: 40, mix: [("smart-domestic", 1_000)])).html
        var outline = ""
        for line in page.split(separator: "\n") {
            for tag in ["<h1", "<h2", "<h3", "<caption", "<thead"] where line.hasPrefix(tag) {
                let words = line.replacing(#/<\/th><th[^>]*>/#, with: " | ").replacing(#/<[^>]*>/#, with: "")
                outline += (tag == "<h2" ? "\n" : "") + "\(tag.dropFirst()): \(words)\n"
            }
        }
        try Golden.check(outline, against: "Tests/ControlRoomTests/Golden/realism-report-outline.txt")
    }

    @Test func whatIsWrittenFromOutsideIsEscaped() async throws {
        let hostile = "<script>alert('x')</script>\"&\u{1}"
        let page = try await Self.report(try Self.configuration(mpans: 20, days: 1), source: hostile).html
        #expect(!page.contains("<script>"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp; "))
    }

    @Test func aShortRunSaysWhatItCannotTell() async throws {
        let notes = try await Self.report(try Self.configuration(mpans: 30, from: "2026-06-10", days: 1)).notes
        #expect(notes.contains { $0.contains("one day") && $0.contains("365") })
        #expect(notes.contains { $0.contains("no day of Spring, High Summer, Autumn and Winter") })
        #expect(notes.contains { $0.contains("weekend ratios are left out") })
        #expect(notes.contains { $0.contains("one week with the next") })
        #expect(notes.contains { $0.contains("Fewer than 20 sites") && $0.contains("smart-domestic+pv") })
    }

    @Test func aYearLookedAtWholeHasNothingToConfess() async throws {
        let configuration = try Self.configuration(
            mpans: 20, from: "2026-01-01", days: 365, mix: [("smart-domestic", 1_000)])
        #expect(try await Self.report(configuration).notes.count == 1)
    }

    @Test func aSampleIsSaidToBeOne() async throws {
        let some = try await Self.report(try Self.configuration(days: 2), sites: 10)
        #expect(some.notes.contains { $0.contains("Not every site") && $0.contains("at most 10") })
        #expect(some.html.contains("weighed to stand for"))
        #expect(some.html.contains("Totals of the sites looked at, not of the run"))
    }

    @Test(arguments: [
        (1_234_567.891, 2, "1,234,567.89"), (-0.004, 2, "0.00"), (-1_234.5, 0, "−1,235"), (0.5, 0, "1"),
        (999.0, 1, "999.0"), (.infinity, 1, "–"),
    ])
    func numbersHaveOneForm(value: Double, places: Int, text: String) {
        #expect(ReportNumber.text(value, places) == text)
    }
}
