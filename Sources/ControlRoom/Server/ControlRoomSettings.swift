public import Consumption
public import Formats
public import Kernel
public import Record

/// Where the room is served, for whom, and with what at hand.
public struct ControlRoomSettings: Sendable {
    /// Writes the rows of a query in a format: the bytes, and the content type to send them with.
    ///
    /// The query has no limit; `columns` are names of the kind's columns in the order shown.
    public typealias Exporter =
        @Sendable (_ query: RowQuery, _ columns: [String], _ format: ExportFormat) async throws -> (
            bytes: [UInt8], contentType: String
        )

    /// Writes the portfolio file of a run: everything that decides it, as the command line reads it back.
    public typealias PortfolioWriter = @Sendable (_ configuration: ConsumptionConfiguration) throws -> [UInt8]

    /// The address to listen at.
    public var host: String
    /// The port to listen at; 0 for any free one.
    public var port: Int
    /// Names by which the room may be asked for beside loopback names and `host`, without a port.
    public var allowedHosts: [String]
    /// The programme's name, shown beside the product's.
    public var programme: String
    /// The day against which dates are overdue; nil for the newest day that the record knows.
    public var today: CalendarDate?
    /// The most bytes of finished pages kept in memory.
    public var cacheBytes: Int
    /// Writes exports; nil where the room offers none.
    public var exporter: Exporter?
    /// Writes portfolio files; nil where the room offers none.
    public var portfolioWriter: PortfolioWriter?
    /// Gives the stand-in's ports, or nil where the data folder holds none yet; asked once a request.
    public var dip: @Sendable () throws -> DIPDesk?
    /// Gives the cleanse's ports, or nil where nothing was checked in the data folder yet; asked once a request.
    public var cleanse: @Sendable () throws -> CleanseBooks?
    /// Gives the migration's books, or nil where no plan was adopted in the data folder yet; asked once a request.
    public var migration: @Sendable () throws -> MigrationBooks?
    /// What forms carry to show that they come from a page of this process.
    public var formToken: String
    /// Called once with the port when the server listens.
    public var onServerRunning: @Sendable (_ port: Int) async -> Void

    public init(
        host: String = "127.0.0.1", port: Int = 8080, allowedHosts: [String] = [],
        programme: String = "Programme record", today: CalendarDate? = nil, cacheBytes: Int = 48 << 20,
        exporter: Exporter? = nil, portfolioWriter: PortfolioWriter? = nil,
        dip: @escaping @Sendable () throws -> DIPDesk? = { nil },
        cleanse: @escaping @Sendable () throws -> CleanseBooks? = { nil },
        migration: @escaping @Sendable () throws -> MigrationBooks? = { nil },
        formToken: String = Self.freshToken(),
        onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.allowedHosts = allowedHosts
        self.programme = programme
        self.today = today
        self.cacheBytes = cacheBytes
        self.exporter = exporter
        self.portfolioWriter = portfolioWriter
        self.dip = dip
        self.cleanse = cleanse
        self.migration = migration
        self.formToken = formToken
        self.onServerRunning = onServerRunning
    }

    /// 128 bits of the system's chance, as hexadecimal digits.
    public static func freshToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return Fingerprint.text(generator.next()) + Fingerprint.text(generator.next())
    }
}
