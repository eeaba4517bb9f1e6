import Consumption
import Foundation
import Hummingbird
import Kernel
import Market
import TestSupport
import Testing

@testable import ControlRoom

/// The pages of manufactured data.
@Suite struct ConsumptionPageTests {
    private static let small = "mpans=40&days=3&seed=7"
    private static let hostile =
        "<script>alert(1)</script>\"'><img src=x onerror=y> \"\u{301} onmouseover=z {{heading}} {{{content}}}"

    // MARK: As they were looked at

    @Test(arguments: [
        (
            "portfolio",
            "/consumption?mpans=40&days=2&class1=smart-domestic%2Bpv&share1=50&class2=unmetered-continuous&share2=50"
        ),
        ("site", "/consumption/site?mpans=40&class1=smart-domestic&share1=100&from=2026-10-25&days=1&clock=local"),
        ("wrong", "/consumption?mpans=many&class1=smart-domestik&share1=50&class2=smart-business"),
    ])
    func pagesStayAsTheyWereLookedAt(name: String, address: String) async throws {
        let text = try await sampleRoom().page(address).text
        let start = try #require(text.range(of: "<main"))
        let end = try #require(text.range(of: "</main>"))
        try Golden.check(
            Self.withoutValues(String(text[start.lowerBound..<end.upperBound])) + "\n",
            against: "Tests/ControlRoomTests/Golden/page-consumption-\(name).html")
    }

    /// The page without what the models made: plots, energies and traits, which have tests of their own.
    private static func withoutValues(_ html: String) -> String {
        html.replacing(#/(<svg [^>]*class|<svg class)(?s:.*?)<\/svg>/#, with: "<svg/>")
            .replacing(#/\d+\.\d{3}/#, with: "0.000")
            .replacing(#/most at \d\d:\d\d/#, with: "most at 00:00")
            .replacing(#/[\d,]+ kWh/#, with: "0 kWh")
            .replacing(#/\d+ A</#, with: "0 A<")
            .replacing(#/\d+°, \d+°/#, with: "0°, 0°")
            .replacing(#/(<\/td><td>_[A-Z]<\/td><td class="t-number">)[\d,]+/#) { "\($0.1)0" }
    }

    @Test func anEmptyRecordDoesNotMatter() async throws {
        let room = ControlRoom(record: MemoryRecord(), settings: ControlRoomSettings())
        let page = try await room.page("/consumption?\(Self.small)")
        #expect(page.status == 200)
        #expect(page.text.contains("aria-current=\"page\">Consumption<"))
        #expect(try await room.page("/").text.contains("href=\"/consumption\""))
        #expect(try await sampleRoom().page("/").text.contains("href=\"/consumption\""))
    }

    // MARK: What cannot be read

    @Test func aFieldsMessageStandsBesideItWithWhatWasTyped() async throws {
        let page = try await sampleRoom().page("/consumption?mpans=many&from=never&class3=nothing&share3=x")
        #expect(page.status == 422)
        #expect(page.entityTag == nil)
        for (field, typed) in [("mpans", "many"), ("from", "never"), ("class3", "nothing"), ("share3", "x")] {
            let input = try #require(Self.input("run-\(field)", in: page.text), "\(field)")
            #expect(input.contains("value=\"\(typed)\""), "\(input)")
            #expect(input.contains("aria-invalid=\"true\""), "\(input)")
            #expect(input.contains("run-\(field)-wrong\""), "\(input)")
            #expect(page.text.contains("id=\"run-\(field)-wrong\">"))
            #expect(page.text.contains("href=\"#run-\(field)\""))
        }
        // Nothing is previewed that was not asked for.
        #expect(!page.text.contains("id=\"mean-days\""))
    }

    @Test func aDayOrMPANThatCannotBeReadLeavesThePreview() async throws {
        for place in ["/consumption", "/consumption/site"] {
            let page = try await sampleRoom().page("\(place)?\(Self.small)&mpan=12&day=x")
            #expect(page.status == 422)
            #expect(page.text.contains("“12” is not 13 digits long."))
            #expect(page.text.contains("“x” is not a date."))
            #expect(page.text.contains("<svg"))
        }
    }

    @Test func filesRefuseWhatCannotBeRead() async throws {
        for place in ConsumptionPlace.allCases where place != .portfolio {
            let page = try await sampleRoom().page("/\(place.rawValue)?days=0")
            #expect(page.status == 400, "\(place)")
            #expect(page.text.contains("days: “0” is outside 1 to 3,700."), "\(place)")
        }
    }

    @Test(arguments: ConsumptionFields.names) func hostileTextStaysText(name: String) async throws {
        let encoded = PercentCoding.encode(Self.hostile)
        for place in ConsumptionPlace.allCases {
            let page = try await sampleRoom().page("/\(place.rawValue)?\(Self.small)&\(name)=\(encoded)")
            // A field of the run that is given twice, or an unreadable one.
            #expect([400, 422].contains(page.status), "\(place) \(name): \(page.status)")
            #expect(!page.text.contains("<script>alert"))
            #expect(!page.text.contains("<img"))
            #expect(Data(page.body).range(of: Data("\"\u{301} onmouseover".utf8)) == nil)
        }
    }

    @Test func hostileTextOfEachFieldAloneComesBackInItsField() async throws {
        for name in ConsumptionFields.names where !["gsp", "format", "clock"].contains(name) {
            let page = try await sampleRoom().page("/consumption?\(name)=\(PercentCoding.encode(Self.hostile))")
            #expect(page.status == 422)
            let input = try #require(Self.input("run-\(name)", in: page.text), "\(name)")
            #expect(input.contains("value=\"\(Markup.escaped(Self.hostile))\""), "\(name)")
        }
    }

    private static func input(_ id: String, in html: String) -> String? {
        guard let start = html.range(of: "<input id=\"\(id)\"") else { return nil }
        return html[start.lowerBound...].range(of: ">\n").map { String(html[start.lowerBound..<$0.upperBound]) }
    }

    // MARK: What is shown

    @Test func countsAreThoseOfThePortfolio() async throws {
        let page = try await sampleRoom().page(
            "/consumption?mpans=1001&days=1&class1=smart-domestic%2Bpv&share1=50&class2=advanced-office&share2=50")
        let text = page.text
        for (number, caption) in [
            ("1,001", "Import MPANs"), ("501", "Linked export MPANs"), ("501", "Smart"), ("500", "Advanced"),
            ("0", "Unmetered"), ("120,096", "Half-hourly values"),
        ] {
            let figure = "<span class=\"figure-number\">\(number)</span>\n<span class=\"figure-caption\">\(caption)"
            #expect(text.contains(figure), "\(caption)")
        }
    }

    @Test func thePreviewIsBoundedWhateverIsAsked() throws {
        var configuration = ConsumptionPreset.standard
        configuration.mix = ConsumptionRequest.ordered(ConsumptionConfiguration.marketMix)
        configuration.importMPANs = 1_000_000_000
        configuration.days = 3_700
        let generator = try ConsumptionGenerator(configuration)
        let preview = ConsumptionPreview(generator, from: configuration.from)
        #expect(preview.sampledSites <= ConsumptionPreview.mostSites)
        #expect(preview.days.upperBound - preview.days.lowerBound + 1 == ConsumptionPreview.mostDays)
        #expect(!preview.isWhole)
        // Every class is seen, those of a thousandth too.
        #expect(preview.meanDays.count == configuration.mix.count)
        #expect(preview.annual.count <= ConsumptionPreview.mostAnnual)
        // Sampled totals stand for the whole: a thousand million metering points use some 400 GWh in half an hour.
        #expect(preview.imported.allSatisfy { $0 > 100_000_000_000 })
    }

    @Test func aWholePreviewIsTheSumOfTheRows() throws {
        var configuration = ConsumptionPreset.standard
        configuration.importMPANs = 30
        // The week of the long day.
        configuration.from = try #require(CalendarDate(iso: "2026-10-23"))
        configuration.days = 4
        let generator = try ConsumptionGenerator(configuration)
        let preview = ConsumptionPreview(generator, from: configuration.from)
        #expect(preview.isWhole)
        #expect(preview.imported.count == 4 * 48 + 2)
        let maker = RowMaker(generator.makeWorker())
        var imported = 0
        var exported = 0
        for position in 0..<30 {
            maker.rows(position: position, dates: DateSpan(from: configuration.from, days: 4, kind: .local)) { row in
                let sum = row.values.reduce(0) { $0 + Int($1) }
                if row.quantity == .activeImport { imported += sum }
                if row.quantity == .activeExport { exported += sum }
            }
        }
        #expect(preview.imported.reduce(0, +) == imported)
        #expect(preview.exported.reduce(0, +) == exported)
    }

    @Test(arguments: [
        ("2026-03-29", "local", 46, "01:30", "02:30 BST"), ("2026-10-25", "local", 50, "01:30", "01:30 GMT"),
        ("2026-03-29", "utc", 48, "01:00", "02:00 BST"), ("2026-10-25", "utc", 48, "00:30", "01:30 BST"),
    ])
    func clockChangeDaysAreRight(day: String, clock: String, count: Int, utc: String, local: String) async throws {
        let page = try await sampleRoom().page("/consumption/site?mpans=1&from=\(day)&days=1&clock=\(clock)")
        let table = try #require(page.text.components(separatedBy: "Values of ").last)
        #expect(table.components(separatedBy: "<tr><th scope=\"row\"").count - 1 == count)
        #expect(table.contains("<td class=\"t-date\">\(utc)</td><td class=\"t-date\">\(local)</td>"))
    }

    @Test func theSitesTableHoldsTheValuesOfItsRows() async throws {
        let room = sampleRoom()
        let sample = try await room.page("/consumption/sample.csv?\(Self.small)").collected()
        let row = try #require(sample.split(separator: "\n").dropFirst().first)
        let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let page = try await room.page("/consumption/site?\(Self.small)&mpan=\(fields[0])")
        for value in fields.dropFirst(4) { #expect(page.text.contains("<td class=\"t-number\">\(value)</td>")) }
    }

    // MARK: The command line

    @Test func theCommandIsWhatAShellReads() async throws {
        let page = try await sampleRoom().page(
            "/consumption?mpans=50&days=2&seed=9&gsp=_C&format=d0036&class1=smart-domestic%2Bpv&share1=12.5&class2=traditional&share2=87.5"
        )
        let start = try #require(page.text.range(of: "<code>"))
        let end = try #require(page.text.range(of: "</code>"))
        let command = String(page.text[start.upperBound..<end.lowerBound])
        // The shell itself says what its words are.
        let outcome = try await Subprocess.run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "changeover() { printf '%s\\n' \"$@\"; }\n" + command])
        #expect(
            outcome.output
                == Array(
                    """
                    consumption
                    generate
                    --mpans
                    50
                    --mix
                    smart-domestic+pv=0.125,traditional=0.875
                    --gsp
                    _C=1
                    --from
                    2026-01-12
                    --days
                    2
                    --seed
                    9
                    --format
                    d0036
                    --out
                    data/

                    """.utf8))
    }

    @Test(arguments: ["a b", "it's", "$HOME", "`id`", "", "a\"b", "x;y", "é", "\\", "*"])
    func wordsAreQuotedForTheShell(word: String) async throws {
        let outcome = try await Subprocess.run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "printf %s \(ConsumptionCommandLine.quoted(word))"])
        #expect(outcome.output == Array(word.utf8))
    }

    // MARK: Memory

    @Test func generatorsAreKeptWithinABound() throws {
        let shelf = GeneratorShelf()
        var configuration = ConsumptionPreset.standard
        configuration.mix = [.init(SiteKind(.unmeteredContinuous), billionths: ConsumptionConfiguration.whole)]
        for seed in 0..<20 {
            configuration.seed = UInt64(seed)
            #expect(try shelf.generator(configuration).configuration == configuration)
            #expect(shelf.count <= GeneratorShelf.most)
        }
    }
}

extension Page {
    /// The body as text, also where it is written piece by piece.
    func collected() async throws -> String {
        guard let stream else { return text }
        let pieces = Pieces()
        try await stream.write { await pieces.add($0) }
        return String(decoding: await pieces.bytes, as: UTF8.self)
    }
}

private actor Pieces {
    private(set) var bytes: [UInt8] = []
    func add(_ piece: [UInt8]) { bytes += piece }
}
