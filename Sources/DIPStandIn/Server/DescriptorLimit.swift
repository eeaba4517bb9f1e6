import Glibc

/// How many files and connections this process may hold open.
public enum DescriptorLimit {
    /// What the stand-in needs beside the connections of its clients: databases, webhooks, event loops.
    static let reserve = 512

    /// The limit in force.
    public static var current: Int { limit.map { Int(clamping: $0.rlim_cur) } ?? 1_024 }

    /// Raises the limit in force to the most that the system grants this process. A shell often gives 1,024 where many
    /// times as many are granted to who asks.
    /// - Returns: the limit in force afterwards.
    @discardableResult public static func raise() -> Int {
        if var limit, limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            // Where that is refused, the limit stays what it was, and connections are bounded by it.
            _ = setrlimit(resource, &limit)
        }
        return current
    }

    /// Connections that may be held: as many as asked for, within the limit in force.
    static func connections(atMost wanted: Int) -> Int { max(1, min(wanted, current - reserve)) }

    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    private static var limit: rlimit? {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? limit : nil
    }
}
