import Kernel

/// What every scripted party has before it: itself, whom it knows, the metering points as it knows them.
struct Desk: Equatable, Sendable {
    var party: MarketParty
    var book: AddressBook
    var profiles: [DIPID: PartyProfile]
    var settings: CounterpartySettings
    var points: [String: MeteringPoint]

    func profile(of dipID: DIPID) -> PartyProfile { profiles[dipID] ?? PartyProfile() }
    var profile: PartyProfile { profile(of: party.dipID) }

    func point(_ mpan: String?) -> MeteringPoint? { mpan.flatMap { points[$0] } }

    /// Keeps a point and tells what changed in it.
    mutating func keep(_ point: MeteringPoint) -> [Reaction] {
        let old = points[point.mpan]
        points[point.mpan] = point
        return Self.facts(of: point).enumerated().compactMap { place, fact in
            let before = old.map { Self.facts(of: $0)[place].value } ?? nil
            guard before != fact.value else { return nil }
            return .changed(
                StateChange(
                    party: party.dipID, mpan: point.mpan, subject: fact.name, old: before, new: fact.value))
        }
    }

    /// A message from this party.
    func draft(
        _ interface: Int, _ event: String, to recipients: [DIPID?] = [], about point: MeteringPoint?,
        after message: ReceivedMessage? = nil, correlation: String? = nil, _ fields: [FieldValue] = []
    ) -> DraftMessage {
        var named: [DIPID] = []
        for case let recipient? in recipients where recipient != party.dipID && !named.contains(recipient) {
            named.append(recipient)
        }
        return DraftMessage(
            interface: InterfaceID(number: interface), event: event, sender: party.dipID, recipients: named,
            point: point, correlationID: correlation ?? message?.initialCorrelationID,
            fields: fields.filter { $0.value != nil })
    }

    /// Everyone in a role: the market-wide services, of which there is one.
    func all(_ roles: RoleCode...) -> [DIPID?] { book.parties(in: roles).map(\.dipID) }

    /// Fields of block R0 and of nothing else.
    static func outcome(_ codes: [ResponseCode]) -> [FieldValue] {
        [
            FieldValue("/CommonBlock/R0/responseCode", codes.isEmpty ? "A" : "R"),
            FieldValue("/CommonBlock/R0/responseMessages", .array(codes.map { .string($0.text) })),
        ]
    }

    private static func facts(of point: MeteringPoint) -> [(name: String, value: String?)] {
        [
            ("supplier", point.supplier?.dipID.text), ("metering service", point.metering?.dipID.text),
            ("data service", point.data?.dipID.text),
            ("metering service asked for", point.pendingMetering?.dipID.text),
            ("data service asked for", point.pendingData?.dipID.text),
            ("incoming supplier", point.pendingSwitch?.incoming.text), ("energisation", point.energisation),
            ("connection type", point.connectionType), ("market segment", point.segment), ("status", point.status),
            ("meters", point.installedMeters.map(\.id).joined(separator: ", ")), ("consent", point.consent),
            ("migrated", point.isMigrated ? "yes" : "no"),
            ("meter data retriever", point.dataRetriever?.dipID.text),
            ("linked with", point.linked.joined(separator: ", ")),
            ("related with", point.related.joined(separator: ", ")),
        ]
    }
}
