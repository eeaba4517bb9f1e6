public import Consumption

/// Takes a study's measurements on several cores; the figures are the same on any number.
public enum RealismRunner {
    /// Measures every sample of a study.
    ///
    /// Lanes take blocks by turns that are fixed beforehand, and blocks are added in order. One kind is measured after
    /// another, so that the series of one kind at most are held at a time.
    ///
    /// - Parameters:
    ///   - lanes: how many threads to use, 1 or more.
    ///   - progress: is told the share that is done, 0 to 1, from one task at a time.
    /// - Throws: `CancellationError` where the task is cancelled.
    public static func figures(
        _ study: RealismStudy, lanes: Int, progress: (Double) -> Void = { _ in }
    ) async throws -> RealismFigures {
        var made: [(kind: KindFigures, part: RealismStudy.Part)] = []
        let all = study.samples.reduce(0) { $0 + $1.positions.count }
        var done = 0
        for (number, sample) in study.samples.enumerated() {
            let lanes = max(min(lanes, sample.blocks), 1)
            var block: RealismBlock?
            // Rounds of a few blocks a lane bound what waits to be added.
            let round = lanes * 4
            for first in stride(from: 0, to: sample.blocks, by: round) {
                try Task.checkCancellation()
                let blocks = first..<min(first + round, sample.blocks)
                for measured in await measure(study, number, blocks, lanes: lanes) {
                    if block == nil { block = measured } else { block?.add(measured) }
                }
                let sites = min(blocks.upperBound * RealismStudy.blockSize, sample.positions.count)
                progress(Double(done + sites) / Double(max(all, 1)))
            }
            guard let block else { continue }
            let points = await coincidence(study, number, block)
            made.append(study.figures(number, block, coincidence: points))
            done += sample.positions.count
        }
        return study.figures(made)
    }

    private static func measure(
        _ study: RealismStudy, _ sample: Int, _ blocks: Range<Int>, lanes: Int
    ) async -> [RealismBlock] {
        await withTaskGroup(of: [(Int, RealismBlock)].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    let worker = study.generator.makeWorker()
                    return stride(from: blocks.lowerBound + lane, to: blocks.upperBound, by: lanes).map {
                        ($0, study.measure(sample, block: $0, worker: worker))
                    }
                }
            }
            var measured: [(Int, RealismBlock)] = []
            for await some in group { measured += some }
            return measured.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func coincidence(
        _ study: RealismStudy, _ sample: Int, _ block: RealismBlock
    ) async -> [CoincidencePoint] {
        await withTaskGroup(of: CoincidencePoint?.self) { group in
            for size in RealismStudy.groupSizes {
                group.addTask { study.coincidence(sample, block, size: size) }
            }
            var points: [CoincidencePoint] = []
            for await point in group { if let point { points.append(point) } }
            return points.sorted { $0.size < $1.size }
        }
    }
}
