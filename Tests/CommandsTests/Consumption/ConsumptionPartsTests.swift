import Consumption
import Formats
import Foundation
import Testing

@testable import Commands

/// Parts joined without the later headers are the whole file, for every text format and number of parts.
@Suite struct ConsumptionPartsTests {
    private static let words = ["csv", "long", "fixed", "d0036", "d0379", "if021", "df2", "d0268", "d0010"]

    private static func settings(_ scenario: String?) throws -> RunSettings {
        var settings = RunSettings.standard
        if let scenario = scenario.flatMap({ Scenario(word: $0) }) {
            settings.configuration = scenario.configuration()
            settings.configuration.importMPANs = 60
            settings.configuration.defects.specs = settings.configuration.defects.specs.filter { spec in
                if case .budget = spec.amount { false } else { true }
            }
        } else {
            settings.configuration.mix = try PortfolioFile.mix(
                text: "smart-domestic=0.4,smart-domestic+pv+ev=0.2,advanced-office+pv=0.1,advanced-lf40=0.1,"
                    + "traditional=0.1,unmetered-allnight=0.1")
            settings.configuration.importMPANs = 66
            settings.configuration.from = try PortfolioFile.date("2026-03-28")
            settings.configuration.days = 3
        }
        return try settings.checked()
    }

    @Test(arguments: words, [nil, "dirty-data"]) func partsJoinedAreTheWhole(
        _ word: String, _ scenario: String?
    ) async throws {
        let settings = try Self.settings(scenario)
        let format = try FormatCatalogue.format(word)
        let generator = try settings.generator()
        func make(_ part: Int, _ parts: Int, _ threads: Int) async throws -> Data {
            try await MemoryRun.bytes(
                settings, format, part: part, parts: parts, threads: threads, generator: generator)
        }
        let whole = try await make(1, 1, 1)
        let headerLines = Data(format.header(settings.description())).count { $0 == 0x0A }
        // Register reads fall on few days, and a small run has few advanced meters; all else has rows.
        #expect(whole.count > (format is FlowRecordFormat ? 50 : 1_000))
        for (parts, threads) in [(2, 1), (7, 3), (64, 2)] where scenario == nil || parts == 7 {
            var pieces: [Data] = []
            for part in 1...parts { pieces.append(try await make(part, parts, threads)) }
            #expect(MemoryRun.joined(pieces, headerLines: headerLines) == whole, "\(parts) parts of \(word) differ")
        }
    }

    @Test(arguments: ["csv", "d0036", "parquet", "hhb"]) func threadsDecideNothing(_ word: String) async throws {
        var settings = try Self.settings(nil)
        // The cheapest values: this is about chunks.
        settings.configuration.mix = try PortfolioFile.mix(text: "unmetered-continuous=1")
        settings.configuration.importMPANs = 8_000
        settings.configuration.days = 3
        let generator = try settings.generator()
        let format = try FormatCatalogue.format(word)
        let one = try await MemoryRun.bytes(settings, format, threads: 1, generator: generator)
        #expect(one.count > 50_000)
        #expect(try await MemoryRun.bytes(settings, format, threads: 5, generator: generator) == one)
    }
}
