import CAllocator
import DIP

/// Gives memory that was freed back to the system when the stand-in comes to rest: what a burst of messages took would
/// stay with the process otherwise, and a crowd of connections would come on top of it.
struct FreedMemory: Sendable {
    /// Between two looks at the journal; two of them without anything new are a rest.
    static let pause = Duration.seconds(2)

    /// Tells once for each rest that it has begun.
    struct Rest {
        private var last: JournalTotals?
        private var told: JournalTotals?

        /// - Parameter totals: the journal's, as they are now.
        /// - Returns: whether something was done before, and nothing since the last look.
        mutating func begins(_ totals: JournalTotals) -> Bool {
            defer { last = totals }
            guard totals == last, totals != told else { return false }
            told = totals
            return true
        }
    }

    let journal: any MessageJournal

    /// Runs until it is cancelled.
    func keepGivingBack() async {
        var rest = Rest()
        while !Task.isCancelled {
            // A journal that cannot be read has more to say than this, and says it elsewhere.
            if let totals = try? await journal.totals(), rest.begins(totals) { _ = malloc_trim(0) }
            try? await Task.sleep(for: Self.pause)
        }
    }
}
