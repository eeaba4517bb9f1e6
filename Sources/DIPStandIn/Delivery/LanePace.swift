/// How soon a lane reads the journal again after it has read all that waited.
///
/// A post costs a signature, and its recipient a verification, however little it carries, so a lane through which much
/// comes gathers for a while: four milliseconds for each parcel that the last page found, up to a bound. A lane with a
/// message now and then waits no longer than a tick, and one with a backlog not at all, for its pages are full.
struct LanePace {
    private var read: ContinuousClock.Instant
    private var wait: Duration

    private static let millisecondsEach = 4

    /// A page was read.
    /// - Parameter limits: what was asked for; a page near to either may have been cut short.
    init(
        parcels: Int, bytes: Int, limits: (parcels: Int, bytes: Int), mostMilliseconds: Int,
        at now: ContinuousClock.Instant
    ) {
        let isCut = parcels >= limits.parcels || bytes > limits.bytes / 4 * 3
        read = now
        wait = isCut ? .zero : .milliseconds(min(parcels * Self.millisecondsEach, mostMilliseconds))
    }

    /// When the next page may be read.
    var due: ContinuousClock.Instant { read + wait }
}
