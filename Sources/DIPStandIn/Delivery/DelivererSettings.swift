public import DIP

/// How much the deliverer may do at once.
public struct DelivererSettings: Hashable, Sendable, Codable {
    public var delivery = DeliverySettings()
    /// Posts on their way at a time, over all recipients.
    public var posts = 32
    /// Parcels in memory, bytes, over all lanes; one page is let through however long it is.
    public var memoryBytes = 64 << 20
    /// How often timers are looked at, milliseconds of real time.
    public var tickMilliseconds = 20
    /// How long a lane at most gathers what comes in before it reads the journal again, milliseconds of real time. A post
    /// costs a signature however little it carries; see `LanePace`. 0: it reads again at once.
    public var gatherMilliseconds = 100
    /// How often the register is asked whether it changed, milliseconds of real time.
    public var registerMilliseconds = 250
    /// How long a graceful stop waits for posts on their way, milliseconds of real time.
    public var stopMilliseconds = 10_000

    public init() {}
}

/// Signs one request: method, URL as it is posted to, and the body's bytes, to the headers that carry the signature.
public typealias RequestSigner =
    @Sendable (_ method: String, _ url: String, _ body: [UInt8]) async throws -> [(name: String, value: String)]
