/// What kind of reason a refusal has: it decides who acts, and whether it is tried again.
public enum TrackReasonClass: UInt8, Sendable, CaseIterable {
    case data, provider, timing, technical

    public var name: String {
        switch self {
        case .data: "data"
        case .provider: "provider"
        case .timing: "timing"
        case .technical: "technical"
        }
    }

    /// What is done about it.
    public var policy: String {
        switch self {
        case .data: "to the supplier's queue; no automatic retry"
        case .provider: "retry on the next migration day"
        case .timing: "send again with the scenario for a supplier in place (COS as CSP, MCS as MCA), once"
        case .technical: "send again with growing waits and the replay flag"
        }
    }

    public var owner: TrackOwner { self == .technical ? .controlCentre : .supplier }

    /// Codes that are about dates or about the scenario that fits them. Source of the meanings: dip.md 1.13.
    static let timings: Set<String> = [
        "COS", "REG1032", "REG1033", "REG1034", "REG1099", "REG9005", "REG9006", "REG9009", "SP011", "DS004", "DS005",
        "DS006",
    ]
    /// A provider's answers that point at data.
    static let providerData: Set<String> = ["SP002", "SP003", "SP008", "SP009", "SP010", "DS003"]

    /// The class of a reason; one that nobody knows goes to the supplier, who sees it.
    public init(code: String) {
        if Self.timings.contains(code) {
            self = .timing
        } else if Self.providerData.contains(code) {
            self = .data
        } else if code.hasPrefix("SP") || code.hasPrefix("DS") {
            self = .provider
        } else if code.hasPrefix("MSG") || code.hasPrefix("RCP") || code.hasPrefix("HTTP") {
            self = .technical
        } else {
            self = .data
        }
    }
}

extension TrackReasonClass {
    /// The class of an answer that may give several reasons, with blanks between them.
    ///
    /// Data come first, since nothing helps until they are mended; then timing, since the same request would be refused
    /// again; then the provider, then the hub.
    public init(codes: String) {
        let found = Set(codes.split(separator: " ").map { TrackReasonClass(code: String($0)) })
        self = [.data, .timing, .provider, .technical].first { found.contains($0) } ?? .data
    }
}

/// What a code means to the machine.
public struct TrackCode: Sendable, Hashable {
    public let text: String
    /// Scenario COS of DI-800.
    let isChangeOfSupplier: Bool
    let reasonClass: TrackReasonClass
    /// Whether it only tells the outcome.
    let saysNothing: Bool

    public init(_ text: String) {
        self.text = text
        isChangeOfSupplier = text == "COS"
        reasonClass = TrackReasonClass(codes: text)
        saysNothing = ["", "A", "R", "L", "W", "x"].contains(text)
    }
}

/// What should be done after an event: told, never done by the tracker itself.
public enum TrackAction: UInt8, Sendable, CaseIterable {
    case cancelAndPlanAgain, expectReverseMigration, returnToSupplier, retryNextMigrationDay, resendForSupplierInPlace
    case replay, handToOwner

    public var words: String {
        switch self {
        case .cancelAndPlanAgain: "cancel what is under way; the gaining supplier plans the MPAN anew"
        case .expectReverseMigration: "the gaining supplier is not qualified: expect the reverse migration"
        case .returnToSupplier: "mend the data and request again"
        case .retryNextMigrationDay: "request again on the next migration day"
        case .resendForSupplierInPlace: "send the request again with scenario CSP (MCA for a migration)"
        case .replay: "send the same message again with the replay flag"
        case .handToOwner: "attempts are used up: handle it as a case of its own"
        }
    }

    init(_ reason: TrackReasonClass) {
        self =
            switch reason {
            case .data: .returnToSupplier
            case .provider: .retryNextMigrationDay
            case .timing: .resendForSupplierInPlace
            case .technical: .replay
            }
    }
}
