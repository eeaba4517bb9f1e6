/// Those who do the pieces of a job, on as many cores as they have.
public protocol Workers: Sendable {
    /// How many pieces can run at once. Range: from 1.
    var count: Int { get }
    /// The results of the pieces 0 to `pieces` - 1, in that order, whoever made them.
    func map<Result: Sendable>(_ pieces: Int, _ piece: @Sendable (Int) -> Result) -> [Result]
    /// As `map`, with `work` done on the calling thread meanwhile.
    ///
    /// - Throws: what `work` throws, once no piece is running any more.
    func map<Result: Sendable>(
        _ pieces: Int, beside work: () throws -> Void, _ piece: @Sendable (Int) -> Result
    ) throws -> [Result]
}

extension Workers {
    /// One after the other.
    public func map<Result: Sendable>(
        _ pieces: Int, beside work: () throws -> Void, _ piece: @Sendable (Int) -> Result
    ) throws -> [Result] {
        try work()
        return map(pieces, piece)
    }
}

/// One worker, for tests and small jobs.
public struct OneWorker: Workers {
    public init() {}
    public var count: Int { 1 }
    public func map<Result: Sendable>(_ pieces: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
        (0..<pieces).map(piece)
    }
}
