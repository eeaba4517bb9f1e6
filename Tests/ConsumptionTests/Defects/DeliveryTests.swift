import Kernel
import Market
import Testing

@testable import Consumption

/// Which batch carries which row, and in which order.
@Suite struct DeliveryTests {
    private static let specs: [DefectSpec] = [
        DefectCase.often(.late), DefectCase.often(.duplicate, variant: .same),
        DefectCase.often(.duplicate, variant: .different), DefectCase.often(.changeOfSupplier),
    ]

    @Test(arguments: [DayKind.utc, .local])
    func theBatchesTogetherAreEverything(kind: DayKind) throws {
        var later = DefectCase.often(.duplicate, variant: .same)
        later = try later.setting("batches_later", 2)
        let run = try DefectCase(Self.specs + [later], kind: kind)
        let schedule = DeliverySchedule(run.plan)
        var late = 0
        for position in 0..<40 {
            let site = run.plan.portfolio.site(at: position)
            let whole = run.delivered(position)
            var parts: [DefectCase.Row] = []
            for batch in schedule.batches {
                let rows = run.delivered(position, batch: batch)
                #expect(rows.allSatisfy { $0.delivery?.batch == batch })
                if batch > 0 { late += rows.count }
                parts += rows
            }
            #expect(
                Dictionary(grouping: parts, by: \.self).mapValues(\.count)
                    == Dictionary(grouping: whole, by: \.self).mapValues(\.count))
            // The schedule alone says the same.
            for row in run.truth(position) {
                let date = UTCDay(number: kind.date(ofRowAt: row.first)).date
                let expected = schedule.deliveries(of: site, row.quantity, date: date, kind: kind)
                let given = whole.filter { $0.first == row.first && $0.quantity == row.quantity }.compactMap(\.delivery)
                #expect(given == expected)
                for batch in schedule.batches {
                    #expect(
                        schedule.holds(batch: batch, site, row.quantity, date: date, kind: kind)
                            == given.contains { $0.batch == batch })
                }
            }
        }
        #expect(late > 100)
    }

    @Test func lateRowsComeWhenTheirBatchDoes() throws {
        let run = try DefectCase([DefectCase.often(.late)])
        var seen: Set<Int> = []
        for row in (0..<40).flatMap({ run.delivered($0) }) {
            let delivery = try #require(row.delivery)
            seen.insert(delivery.batch)
            let days = 1 + [0, 7, 28, 84][delivery.batch]
            let day = UTCDay(number: row.first / 48 + days).date
            #expect(delivery.deliveredAt.description == "\(day.iso)T06:00:00Z")
        }
        #expect(seen == [0, 1, 2, 3])
    }

    @Test func ofTwoUnlikeCopiesTheLatestIsTrue() throws {
        let run = try DefectCase([DefectCase.often(.duplicate, variant: .different)])
        var pairs = 0
        for position in 0..<40 {
            for row in run.truth(position) {
                let copies = run.delivered(position).filter { $0.first == row.first && $0.quantity == row.quantity }
                #expect(copies.last?.values == row.values)
                if copies.count == 2 {
                    pairs += 1
                    #expect(zip(copies[0].values, row.values).allSatisfy { $0 != $1 })
                }
            }
        }
        #expect(pairs > 50)
    }

    @Test func rowsThatArePassedAreAllThere() throws {
        let run = try DefectCase([DefectCase.often(.order, variant: .days)])
        var moved = 0
        for position in 0..<40 {
            let (truth, given) = (run.truth(position), run.delivered(position).map(\.content))
            #expect(Set(truth) == Set(given) && truth.count == given.count)
            if truth != given { moved += 1 }
            // No row leaves its MPAN, and none passes more than it may.
            for (place, row) in truth.enumerated() {
                let now = try #require(given.firstIndex(of: row))
                #expect(given[now].mpan == truth[now].mpan && abs(now - place) <= 20)
            }
        }
        #expect(moved > 20)
    }

    @Test(arguments: [40, 41])
    func sitesChangePlacesInPairs(count: Int) throws {
        let run = try DefectCase([DefectSpec(.order, .budget(mpans: 9), variant: .sites)], count: count)
        let order = (0..<count).map(run.plan.deliveredPosition)
        #expect(order.sorted() == Array(0..<count))
        #expect(order.enumerated().contains { $0.offset != $0.element })
        #expect(order.enumerated().allSatisfy { $0.element == $0.offset || $0.element == $0.offset ^ 1 })
        for position in 0..<count { #expect(run.delivered(position).map(\.content) == run.truth(order[position])) }
        #expect(Set(run.wholeKey.compactMap(\.mpan)).count == 9)
    }

    @Test func ownershipChangesOnceAndStays() throws {
        let run = try DefectCase([DefectSpec(.changeOfSupplier, .budget(mpans: 12), variant: .supplier)])
        var changed = 0
        for position in 0..<40 {
            let site = run.plan.portfolio.site(at: position)
            let owners = run.delivered(position).filter { $0.mpan == site.mpan.number }.compactMap {
                $0.delivery?.owner
            }
            let sorted = run.plan.portfolio.site(at: position).kind.siteClass.segment == .advanced ? owners : owners
            #expect(sorted == sorted.sorted())
            if owners.contains(1) { changed += 1 }
        }
        #expect((1...12).contains(changed))
        let segments = try DefectCase([DefectSpec(.changeOfSupplier, .budget(mpans: 10), variant: .segment)])
        let other = (0..<40).flatMap { position in
            zip(segments.truth(position), segments.delivered(position)).filter { $0.segment != $1.segment }
        }
        #expect(!other.isEmpty)
        #expect(other.allSatisfy { $0.values == $1.values && $0.first >= 0 })
    }

    @Test func statusContradictsConsumption() throws {
        let run = try DefectCase(
            [DefectSpec(.energisation, .budget(mpans: 1), variant: .deEnergised)], count: 1,
            mix: ["smart-domestic=1000"])
        let site = run.plan.portfolio.site(at: 0)
        let key = try #require(run.key(0).first)
        #expect(key.detail == "status D" && key.before == key.after)
        for day in 0..<14 {
            let date = run.dates.from.adding(days: day)
            let isWithin = (key.first.day.date...key.last.day.date).contains(date)
            #expect(run.plan.isEnergised(site, on: date) == !isWithin)
        }
    }
}
