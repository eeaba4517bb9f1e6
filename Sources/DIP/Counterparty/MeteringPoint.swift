public import Kernel

/// What a party holds of one metering point: supplier, services, meters, status.
public struct MeteringPoint: Equatable, Sendable {
    /// A meter that is or was at the point.
    public struct Meter: Equatable, Sendable {
        /// Up to ten characters.
        public var id: String
        /// One of the 36 types of DI-059: `S2A`.
        public var type: String
        public var installed: Instant
        public var removed: Instant?

        public init(id: String, type: String = "S2A", installed: Instant, removed: Instant? = nil) {
            self.id = id
            self.type = type
            self.installed = installed
            self.removed = removed
        }
    }

    /// A service that is appointed, or asked for.
    public struct Service: Equatable, Sendable {
        public var dipID: DIPID
        public var from: Instant
        /// COS, CSP, USP, SEG, MCA, MCS or ALG, where it was asked for.
        public var scenario: String?

        public init(dipID: DIPID, from: Instant, scenario: String? = nil) {
            self.dipID = dipID
            self.from = from
            self.scenario = scenario
        }
    }

    /// A change of supplier that has begun and is not in effect yet.
    public struct Switch: Equatable, Sendable {
        public var incoming: DIPID
        public var from: Instant

        public init(incoming: DIPID, from: Instant) {
            self.incoming = incoming
            self.from = from
        }
    }

    /// Thirteen digits.
    public var mpan: String
    public var distributor: DIPID
    /// `_K`.
    public var gspGroup: String
    public var supplier: Service?
    public var metering: Service?
    public var data: Service?
    /// Appointments that were asked for and are not active yet.
    public var pendingMetering: Service?
    public var pendingData: Service?
    public var pendingSwitch: Switch?
    /// E energised, D de-energised, U undefined.
    public var energisation: String
    public var energisationFrom: Instant
    /// W, L, H, E or U.
    public var connectionType: String
    public var connectionTypeFrom: Instant
    /// S smart, A advanced, U unmetered.
    public var segment: String
    /// I import, E export.
    public var direction: String
    public var domestic: Bool
    /// C created, O operational, T terminated.
    public var status: String
    public var created: Instant
    public var meters: [Meter]
    /// Consent granularity: H, D, M or N.
    public var consent: String
    public var consentFrom: Instant
    /// Whether it is settled under the new arrangements.
    public var isMigrated: Bool
    /// Whether it was and went back.
    public var isReverseMigrated: Bool
    /// Whether registration holds all the standing data that a migration needs.
    public var hasStandingData: Bool
    public var dataRetriever: Service?
    /// Who holds a contract with the customer for a service, by kind.
    public var meteringContract: DIPID?
    public var dataContract: DIPID?
    /// The principal and subsidiaries that it is linked to (import and export).
    public var linked: [String]
    /// The primary and secondaries that it is related to.
    public var related: [String]

    /// A point with everything unsaid at its plainest: energised, whole current, smart, import, domestic, migrated.
    public init(mpan: String, distributor: DIPID, gspGroup: String, created: Instant) {
        self.mpan = mpan
        self.distributor = distributor
        self.gspGroup = gspGroup
        self.created = created
        energisation = "E"
        energisationFrom = created
        connectionType = "W"
        connectionTypeFrom = created
        segment = "S"
        direction = "I"
        domestic = true
        status = "O"
        meters = []
        consent = "H"
        consentFrom = created
        isMigrated = true
        isReverseMigrated = false
        hasStandingData = true
        linked = []
        related = []
    }

    /// Meters that are at the point now.
    var installedMeters: [Meter] { meters.filter { $0.removed == nil } }

    subscript(_ kind: ServiceKind) -> Service? {
        get { kind == .metering ? metering : data }
        set { if kind == .metering { metering = newValue } else { data = newValue } }
    }

    subscript(pending kind: ServiceKind) -> Service? {
        get { kind == .metering ? pendingMetering : pendingData }
        set { if kind == .metering { pendingMetering = newValue } else { pendingData = newValue } }
    }

    subscript(contract kind: ServiceKind) -> DIPID? {
        get { kind == .metering ? meteringContract : dataContract }
        set { if kind == .metering { meteringContract = newValue } else { dataContract = newValue } }
    }
}
