import Kernel

/// How long scripted parties take, in virtual milliseconds, and what they decide where the rules leave it open.
///
/// None of these lengths is a figure of the market: the required response times could not be established, so they are
/// settings with plain defaults.
public struct CounterpartySettings: Equatable, Sendable {
    /// From a message to the answer of registration.
    public var registrationAnswer: Int64 = 2 * Milliseconds.second
    /// From an accepted request to the request that registration sends on to the provider.
    public var registrationForward: Int64 = 3 * Milliseconds.second
    /// From a request to the provider's answer.
    public var providerAnswer: Int64 = 5 * Milliseconds.second
    /// How long registration waits for a provider before the request lapses.
    public var providerLapse: Int64 = 5 * Milliseconds.day
    /// From consumption to its rejection.
    public var consumptionAnswer: Int64 = 4 * Milliseconds.second
    /// From the end of a UTC day to the defaults for what did not come; nil: no defaults are made.
    public var defaultsAfter: Int64?
    /// From the end of a UTC day to its load shapes; nil: none are made.
    public var loadShapesAfter: Int64?
    /// From the end of a UTC day to a scripted data service's consumption; nil: it submits none.
    public var consumptionAfter: Int64?
    /// From the end of a month (UTC) to the annual consumption of each point; nil: it is told on order alone.
    public var annualConsumptionAfter: Int64?
    /// From what calls for a meter reading to the reading; nil: meters are read on order alone.
    public var readingAfter: Int64?
    /// From a request to the platform's replay of consumption.
    public var replayAnswer: Int64 = 2 * Milliseconds.second
    /// From a request to a meter data retriever's answer.
    public var retrieverAnswer: Int64 = 3 * Milliseconds.second
    /// From a message to a status message about it.
    public var statusAnswer: Int64 = 1 * Milliseconds.second
    /// How far ahead an appointment may be asked for (REG1099 names 28 days).
    public var appointmentDaysAhead: Int64 = 28
    /// How far ahead a change of meter data retriever may be asked for (REG1082 names five days).
    public var retrieverDaysAhead: Int64 = 5
    /// The most that a half hour may hold, thousandths of a kilowatt hour; nil: ECS1012 is not decided.
    public var maximumPeriodWattHours: Int64?
    /// Days after which a settlement day has had its final run; nil: ECS1003 is not decided.
    public var finalRunDays: Int64?
    /// Whether a service that the new supplier did not appoint ends with the old supplier (inferred from reason CSUPP).
    public var servicesEndWithSupplier = true

    public init() {}

    /// Its lengths of time by the name they have in a scenario, for reading and for the reference page.
    public static var lengths: [(name: String, path: WritableKeyPath<CounterpartySettings, Int64>)] {
        [
            ("registrationAnswer", \.registrationAnswer), ("registrationForward", \.registrationForward),
            ("providerAnswer", \.providerAnswer), ("providerLapse", \.providerLapse),
            ("consumptionAnswer", \.consumptionAnswer), ("retrieverAnswer", \.retrieverAnswer),
            ("replayAnswer", \.replayAnswer), ("statusAnswer", \.statusAnswer),
        ]
    }

    /// Its lengths of time that switch a process on.
    public static var optionalLengths: [(name: String, path: WritableKeyPath<CounterpartySettings, Int64?>)] {
        [
            ("defaultsAfter", \.defaultsAfter), ("loadShapesAfter", \.loadShapesAfter),
            ("consumptionAfter", \.consumptionAfter), ("annualConsumptionAfter", \.annualConsumptionAfter),
            ("readingAfter", \.readingAfter),
        ]
    }
}

/// What a scripted party takes on: checked by a provider before it accepts an appointment, by registration for a supplier.
/// Nil or empty: everything.
public struct PartyProfile: Equatable, Sendable {
    /// SP004: connection types that it supports.
    public var connectionTypes: [String] = []
    /// SP005.
    public var segments: [String] = []
    /// SP006: types of meters that it supports.
    public var meterTypes: [String] = []
    /// SP007: GSP groups in its area.
    public var gspGroups: [String] = []
    /// SP010: whether it takes domestic premises (true), others (false) or both (nil).
    public var domestic: Bool?
    /// SP011: days of notice that it needs.
    public var noticeDays: Int64?
    /// SP001, SP002: the contract reference for each supplier's DIP ID; nil asks for none.
    public var contracts: [DIPID: String]?
    /// DS001: meter data retrievers that it works with.
    public var dataRetrievers: [DIPID] = []
    /// REG9008: whether a supplier is qualified for migration.
    public var isQualified = true
    /// Services that a scripted supplier appoints to a point that it gains.
    public var appoints: [DIPID] = []
    /// The retriever that a scripted data service uses.
    public var usesRetriever: DIPID?

    public init() {}
}
