import Kernel
import Market
import Testing

@testable import Consumption

/// The delivery schedule, line by line, against the rows of each batch as its file gets them.
@Suite struct DeliveryListTests {
    private static func specs(sites: Bool) throws -> [DefectSpec] {
        let twice = try DefectCase.often(.duplicate, variant: .same).setting("batches_later", 2)
        return DefectCase.everyWay.filter { $0.variant != .sites }
            .map { DefectCase.often($0.kind, variant: $0.variant) } + [twice]
            + (sites ? [DefectCase.often(.order, variant: .sites)] : [])
    }

    private static func list(_ run: DefectCase, _ dates: DateSpan) -> DeliveryList {
        DeliveryList(run.generator.makeWorker(), run.plan, dates)
    }

    private func count(_ lines: [DeliveryLine]) -> [DeliveryLine: Int] {
        Dictionary(grouping: lines, by: \.self).mapValues(\.count)
    }

    @Test(arguments: [DayKind.utc, .local], [1, 3])
    func theLinesAreWhatTheBatchesHold(kind: DayKind, step: Int) throws {
        let run = try DefectCase(Self.specs(sites: step == 1), from: "2026-03-24", days: 10, kind: kind)
        let dates = DateSpan(from: run.dates.from, days: 10, kind: kind, step: step)
        let list = Self.list(run, dates)
        var onTime = [Int](repeating: 0, count: dates.count)
        var late = 0
        var copies = 0
        for position in 0..<run.plan.portfolio.count {
            var given: [DeliveryLine] = []
            list.lines(position: position) { given.append($0) }
            var wanted: [DeliveryLine] = []
            for batch in DeliverySchedule(run.plan).batches {
                for row in run.delivered(position, batch: batch, dates) {
                    let delivery = try #require(row.delivery)
                    let day = kind.date(ofRowAt: row.first)
                    if batch == 0, delivery.copy == 0 {
                        onTime[(day - dates.from.dayNumber) / step] += 1
                        continue
                    }
                    // Due the day after at 06:00, and so much later; beyond the last, as much again for each.
                    let days = 1 + [0, 7, 28, 84, 168, 252][batch]
                    wanted.append(
                        DeliveryLine(
                            deliveredAt: HalfHour(index: (day + days) * 48 + 12), batch: batch, mpan: row.mpan,
                            quantity: row.quantity, date: UTCDay(number: day).date, rows: 1, copy: delivery.copy + 1))
                    if batch > 0 { late += 1 }
                    if delivery.copy > 0 { copies += 1 }
                }
            }
            #expect(count(given) == count(wanted), "position \(position)")
            // In order of metering point and date, the import one first.
            let exports = given.map { $0.quantity == .activeExport }
            #expect(exports == exports.sorted { !$0 && $1 })
            for export in [false, true] {
                let days = given.filter { ($0.quantity == .activeExport) == export }.map(\.date)
                #expect(days == days.sorted())
            }
        }
        #expect(list.onTime == onTime)
        #expect(late > 100 && copies > 100 && onTime.allSatisfy { $0 > 0 })
    }

    @Test func aRowWithheldForGoodIsInNoLine() throws {
        let whole = try DefectSpec(.missing, .budget(mpans: 9), variant: .omitted).setting(
            "whole_days_per_mille", 1_000)
        let run = try DefectCase([whole])
        let list = Self.list(run, run.dates)
        for position in 0..<run.plan.portfolio.count { list.lines(position: position) { _ in Issue.record("a line") } }
        let all = (0..<run.plan.portfolio.count).reduce(0) { $0 + run.truth($1).count }
        let lost = all - list.onTime.reduce(0, +)
        #expect((9...150).contains(lost))
        #expect(lost == all - (0..<run.plan.portfolio.count).reduce(0) { $0 + run.delivered($1).count })
    }

    @Test func linesReadAsTheyShould() throws {
        let run = try DefectCase([DefectSpec(.late, .budget(mpans: 1))], count: 2, days: 2)
        let daily = DeliverySchedule(run.plan).daily(run.dates, rows: [5, 0])
        #expect(
            daily.map { $0.csv(file: "consumption.csv") } == [
                "2026-03-25T06:00:00Z,0,consumption.csv,,,2026-03-24,5,1\n",
                "2026-03-26T06:00:00Z,0,consumption.csv,,,2026-03-25,0,1\n",
            ])
        var line = daily[0]
        (line.batch, line.mpan, line.quantity, line.rows, line.copy) = (2, 12_345, .reactiveImport, 1, 2)
        #expect(line.csv(file: "") == "2026-03-25T06:00:00Z,2,,0000000012345,RI,2026-03-24,1,2\n")
    }
}
