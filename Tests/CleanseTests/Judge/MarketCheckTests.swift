@testable import Cleanse
import Kernel
import Synchronization
import TestSupport
import Testing

/// The walk over the whole market: how it is parted and by whom changes nothing.
@Suite struct MarketCheckTests {
    /// What a check hands out, and how it counts it.
    private struct Told: Equatable {
        var exceptions: [RaisedException] = []
        var raised: [Rule: Int] = [:]
        var silenced: [Rule: Int] = [:]
        var points = 0
        var completeness = Completeness(cells: [], population: 0)
    }

    private static func told(
        _ judge: Judge, faults: [RaisedException], _ portions: MarketCheck.Portions?, _ workers: some Workers
    ) throws -> Told {
        var check = MarketCheck(judge: judge, exemptions: .none, loadedFiles: [])
        if let portions { check.portions = portions }
        var (told, rest) = (Told(), faults[...])
        let outcome = try check.run(
            workers: workers, nextFault: { rest.popFirst() }, deliver: { told.exceptions += $0 })
        told.raised = outcome.raised
        told.silenced = outcome.silenced
        told.points = outcome.points
        told.completeness = outcome.completeness
        return told
    }

    /// What loads found, in order: of MPANs that registers hold and of others, of files, some of rules that are judged
    /// too, so that both make one exception.
    private static func faults(_ generator: inout SeededGenerator) -> [RaisedException] {
        var found: [RaisedException] = []
        for _ in 0..<generator.nextBelow(12) {
            let kind = generator.nextBelow(8)
            let number = generator.nextBelow(12)
            let subject: Subject =
                switch kind {
                case 0: .file("MTR-\(number).csv")
                case 1: .printed("12\(number)")
                default: UInt64(SetMarket.mpan(number)).map(Subject.mpan) ?? .printed("")
                }
            let rules: [Rule] = [.mpn01, .fil05, .mtr01, .isd12]
            found.append(
                RaisedException(
                    rule: rules[generator.nextBelow(4)], subject: subject, item: .meterID, owner: Owner(.sender, nil),
                    observed: "fault \(number)", expected: "", place: nil))
        }
        var sorted: [RaisedException] = []
        for fault in found.sorted() where sorted.last.map({ $0 < fault }) ?? true { sorted.append(fault) }
        return sorted
    }

    /// The walk says when what it has read may leave memory: before it begins and every few rounds.
    @Test func whatWasReadMayRest() throws {
        var generator = SeededGenerator(seed: 20_261_122)
        var long = 0
        for _ in 0..<40 {
            let judge = PackedCellTests.market(&generator).judge()
            var check = MarketCheck(judge: judge, exemptions: .none, loadedFiles: [])
            let rounds = MarketCheck.bounds(judge.registers, rowsInPiece: 1).count - 1
            long += rounds > 3 ? 1 : 0
            for between in 1...3 {
                let rests = Mutex(0)
                check.portions = MarketCheck.Portions(roundsBetweenRests: between, rowsInPiece: 1, piecesInRound: 1)
                check.rest = { rests.withLock { $0 += 1 } }
                _ = try check.run(workers: OneWorker(), nextFault: { nil }, deliver: { _ in })
                #expect(rests.withLock { $0 } == (rounds + between - 1) / between)
            }
        }
        #expect(long > 3)
    }

    @Test func partsAndWorkersChangeNothing() async throws {
        var kept = 0
        try await Property.check(seed: 20_261_123, count: 400) { generator in
            let judge = PackedCellTests.market(&generator).judge()
            let faults = Self.faults(&generator)
            let whole = try Self.told(judge, faults: faults, nil, OneWorker())
            kept += whole.exceptions.count
            try Property.hold(
                zip(whole.exceptions, whole.exceptions.dropFirst()).allSatisfy { $0 < $1 }, "not in order, or twice")
            for rows in 1...3 {
                let portions = MarketCheck.Portions(
                    rowsInPiece: rows, piecesInRound: 1 + generator.nextBelow(3),
                    faultsHeld: 1 + generator.nextBelow(3))
                let plain = try Self.told(judge, faults: faults, portions, OneWorker())
                try Property.hold(plain == whole, "\(portions): \(plain), whole \(whole)")
                let ahead = try Self.told(judge, faults: faults, portions, AheadWorkers())
                try Property.hold(ahead == whole, "\(portions), pieces first: \(ahead), whole \(whole)")
            }
        }
        #expect(kept > 1_000)
    }

    private struct Refused: Error {}

    @Test func whatIsRefusedEndsTheCheck() throws {
        var market = SetMarket()
        market.meters = (1...4).map { [.mpan: "\($0)", .location: "Q"] }
        var check = MarketCheck(judge: market.judge(), exemptions: .none, loadedFiles: [])
        check.portions = MarketCheck.Portions(rowsInPiece: 1, piecesInRound: 1)
        var delivered = 0
        #expect(throws: Refused.self) {
            _ = try check.run(
                workers: AheadWorkers(), nextFault: { nil },
                deliver: { _ in
                    delivered += 1
                    if delivered == 2 { throw Refused() }
                })
        }
        #expect(delivered == 2)
    }
}

/// Does all pieces before what is to be done beside them, the last piece first.
private struct AheadWorkers: Workers {
    var count: Int { 2 }

    func map<Result: Sendable>(_ pieces: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
        Array((0..<pieces).reversed().map(piece).reversed())
    }

    func map<Result: Sendable>(
        _ pieces: Int, beside work: () throws -> Void, _ piece: @Sendable (Int) -> Result
    ) throws -> [Result] {
        let results = map(pieces, piece)
        try work()
        return results
    }
}
