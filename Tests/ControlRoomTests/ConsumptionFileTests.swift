import Consumption
import Foundation
import Kernel
import Market
import TestSupport
import Testing

@testable import ControlRoom

/// What `/consumption` gives to keep.
@Suite struct ConsumptionFileTests {
    /// The values of a run printed the plain way, to hold the sample against.
    private static func plain(_ query: String, mpans: Int, days: Int, isLong: Bool) throws -> String {
        let fields = try AddressReader.read(path: "/consumption", query: query).consumption
        let request = try #require(ConsumptionReading.read(fields).request)
        let maker = RowMaker(try ConsumptionGenerator(request.configuration).makeWorker())
        let places = (1...48).map { ($0 < 10 ? "hh0" : "hh") + String($0) }
        var lines = [isLong ? "mpan,utc_date,period,mq,kwh,q" : "mpan,utc_date,mq,q," + places.joined(separator: ",")]
        for position in 0..<mpans {
            maker.rows(
                position: position, dates: DateSpan(from: request.configuration.from, days: days, kind: .utc)
            ) { row in
                let day = UTCDay(number: row.firstHalfHour / 48).date.iso.replacingOccurrences(of: "-", with: "")
                let mpan = String(format: "%013ld", Int(row.mpan))
                let values = row.values.map { String(format: "%.3f", Double($0) / 1_000) }
                if isLong {
                    for (place, value) in values.enumerated() {
                        lines.append("\(mpan),\(day),\(place + 1),\(row.quantity.code),\(value),\(row.quality.code)")
                    }
                } else {
                    lines.append(
                        "\(mpan),\(day),\(row.quantity.code),\(row.quality.code),\(values.joined(separator: ","))")
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let mix =
        "class1=smart-domestic%2Bpv&share1=40&class2=advanced-office&share2=30&class3=unmetered-partnight&share3=30"

    @Test(arguments: [false, true]) func theSampleHoldsTheRowsOfTheRun(isLong: Bool) async throws {
        let query = "mpans=20&days=3&from=2026-06-20&seed=11&\(Self.mix)&format=\(isLong ? "long" : "csv")"
        let page = try await sampleRoom().page("/consumption/sample.csv?\(query)")
        #expect(page.fileName == "sample.csv")
        #expect(page.contentType == "text/csv; charset=utf-8")
        #expect(try await page.collected() == Self.plain(query, mpans: 20, days: 3, isLong: isLong))
    }

    @Test func alargeRunsSampleIsItsFirstRowsWithinTheBounds() async throws {
        let query = "mpans=5000&days=400&from=2026-06-20&class1=unmetered-continuous&share1=100"
        let text = try await sampleRoom().page("/consumption/sample.csv?\(query)").collected()
        #expect(text.split(separator: "\n").count == 1 + 100 * 31)
        #expect(try text == Self.plain(query, mpans: 100, days: 31, isLong: false))
    }

    @Test func theAnswerOfASampleIsTheSameEveryTime() async throws {
        let room = sampleRoom()
        let first = try await room.page("/consumption/sample.csv?mpans=3&days=1")
        let second = try await sampleRoom().page("/consumption/sample.csv?days=1&mpans=3")
        #expect(first == second)
        #expect(try await first.collected() == second.collected())
    }

    @Test(arguments: SampleFormats.all) func everyTextFormatHasASample(choice: SampleFormats.Choice) async throws {
        let room = sampleRoom()
        let page = try await room.page("/consumption?mpans=4&days=1&format=\(choice.word)")
        let link = links(in: page.text).first { $0.hasPrefix("/consumption/sample.") }
        #expect(!choice.meaning.isEmpty)
        guard SampleFormats.hasSample(choice.word) else {
            #expect(link == nil)
            #expect(page.text.contains("the command writes \(choice.word)."))
            return
        }
        let sample = try await room.page(try #require(link))
        #expect(sample.status == 200)
        #expect(try await sample.collected().split(separator: "\n").count > 3)
        #expect(sample.fileName?.hasPrefix("sample.") == true)
    }

    @Test func thePortfolioSampleHoldsEachSiteAndItsLinkedExport() async throws {
        let query = "mpans=60&seed=11&\(Self.mix)"
        let text = try await sampleRoom().page("/consumption/portfolio.csv?\(query)").collected()
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(text.hasPrefix("mpan,class,segment,gsp,distributor,linked_mpan,annual_wh,kwp,tilt,azimuth,fuse_amps\n"))
        #expect(lines.allSatisfy { $0.count == 11 })
        // 60 import, 24 of them with panels.
        #expect(lines.count == 1 + 60 + 24)
        let fields = try AddressReader.read(path: "/consumption", query: query).consumption
        let request = try #require(ConsumptionReading.read(fields).request)
        let worker = try ConsumptionGenerator(request.configuration).makeWorker()
        for line in lines.dropFirst() {
            let core = try #require(MPANCore(printed: line[0]))
            let position = try #require(worker.generator.portfolio.position(of: core))
            worker.load(position: position)
            let (site, facts) = (worker.site, worker.facts)
            #expect(line[1] == site.kind.description && line[3] == site.region.id)
            if core == site.mpan {
                #expect(line[5] == (site.export?.description ?? ""))
                #expect(Int(line[6]) == facts.annualWattHours)
            } else {
                #expect(line[5] == site.mpan.description)
            }
            #expect(line[7].isEmpty == (facts.panelWatts == 0))
        }
    }

    @Test func aPortfolioSampleStopsAtItsBound() async throws {
        let text = try await sampleRoom().page(
            "/consumption/portfolio.csv?mpans=2000000&class1=unmetered-continuous&share1=100"
        ).collected()
        #expect(text.split(separator: "\n").count == 1 + ConsumptionFiles.mostSites)
    }

    @Test func aPortfolioFileIsOfferedWhereItCanBeWritten() async throws {
        let without = sampleRoom()
        #expect(try await without.page("/consumption/portfolio.json").status == 404)
        #expect(try await !without.page("/consumption?mpans=2&days=1").text.contains("portfolio.json"))
        let with = ControlRoom(
            record: MemoryRecord(),
            settings: ControlRoomSettings(portfolioWriter: { Array("{\"mpans\": \($0.importMPANs)}".utf8) }))
        let page = try await with.page("/consumption?mpans=2&days=1")
        let link = try #require(links(in: page.text).first { $0.hasPrefix("/consumption/portfolio.json") })
        let file = try await with.page(link)
        #expect(file.text == "{\"mpans\": 2}")
        #expect(file.fileName == "portfolio.json" && file.contentType == "application/json")
    }
}
