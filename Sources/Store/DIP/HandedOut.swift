import DIP
import Synchronization

/// Parcels handed out last and what their messages are found by, so that settling them asks the disk for nothing.
///
/// What is here was read from the log, and the log never changes: it cannot be out of date.
final class HandedOut: Sendable {
    /// Parcels that are kept; when there are more, all are let go, and settling reads the log.
    static let parcelsMax = 65_536

    private let traces = Mutex<[Int64: MessageTrace]>([:])

    func add(_ parcels: [LoadedParcel]) {
        traces.withLock { traces in
            if traces.count + parcels.count > Self.parcelsMax { traces.removeAll() }
            for loaded in parcels { traces[loaded.parcel.id] = loaded.trace }
        }
    }

    /// What a parcel's message is found by, and lets go of it.
    func trace(_ parcel: Int64) -> MessageTrace? { traces.withLock { $0.removeValue(forKey: parcel) } }
}

/// A parcel, and what its message is found by.
struct LoadedParcel: Sendable {
    var parcel: Parcel
    var trace: MessageTrace
}
