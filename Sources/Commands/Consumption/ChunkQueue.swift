/// A chunk that a maker has ready: where it lies in the maker's memory, and what is in it.
///
/// The memory stays the maker's. It does not touch it from `ChunkQueue.made` until the queue says that the chunk is
/// laid; in between the stages read it. So the place travels between threads as a number, and nothing is copied.
struct ReadyChunk: Sendable {
    let index: Int
    let address: UInt
    let length: Int
    let report: ChunkReport

    /// The bytes, for a stage that has taken the chunk and not yet finished it.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: length)
    }
}

/// Hands out chunks to makers and gives the finished ones, in order, to each of several stages (hashing, writing).
///
/// Bounded: a maker waits before it fills memory whose chunk is not laid yet, and holds two such memories.
actor ChunkQueue {
    private let end: Int
    private var ticket: Int
    private var ready: [Int: ReadyChunk] = [:]
    /// For each stage, how many chunks it has finished, counted from chunk 0.
    private var finished: [Int]
    private var failure: (any Error)?
    /// Stages that will read nothing more.
    private var stopped = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - chunks: the indices to make.
    ///   - stages: how many readers each chunk has.
    init(_ chunks: Range<Int>, stages: Int) {
        end = chunks.upperBound
        ticket = chunks.lowerBound
        finished = Array(repeating: chunks.lowerBound, count: stages)
    }

    /// The next chunk to make; nil when all are taken or the run has failed.
    func take() -> Int? {
        guard failure == nil, ticket < end else { return nil }
        defer { ticket += 1 }
        return ticket
    }

    /// Gives a finished chunk to the stages.
    func made(_ chunk: ReadyChunk) {
        ready[chunk.index] = chunk
        wake()
    }

    /// Waits until no stage will read a chunk again; its memory is then free. False where the run has failed.
    func laid(_ index: Int) async -> Bool {
        while true {
            if finished.allSatisfy({ $0 > index }) { return true }
            if stopped == finished.count { return false }
            await change()
        }
    }

    /// The next chunk of a stage, in order; nil after the last one or where the run has failed.
    func next(stage: Int) async -> ReadyChunk? {
        while true {
            if failure != nil || finished[stage] >= end { return nil }
            if let chunk = ready[finished[stage]] { return chunk }
            await change()
        }
    }

    /// A stage is done with the chunk that it took last.
    func finish(stage: Int) {
        let index = finished[stage]
        finished[stage] += 1
        if finished.allSatisfy({ $0 > index }) { ready[index] = nil }
        wake()
    }

    /// A stage has got nil from `next` and reads nothing more.
    func stop() {
        stopped += 1
        wake()
    }

    /// Ends the run: everybody who waits goes on and finds nothing more.
    func fail(_ error: any Error) {
        if failure == nil { failure = error }
        wake()
    }

    /// The first failure; nil where there was none.
    var problem: (any Error)? { failure }

    private func change() async {
        await withCheckedContinuation { waiting.append($0) }
    }

    private func wake() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }
}
