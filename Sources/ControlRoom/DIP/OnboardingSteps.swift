import DIP
import Kernel

/// A step on a participant's way to the platform (dip.md 8.1), in the order in which one waits for the other.
enum OnboardingStep: String, CaseIterable, Sendable {
    case agreement, invitation, users, authority, keyUpload = "key-upload", domain, certificate, enrolment
    case apiKey = "api-key"
    case channels, connectivity
    case firstSent = "first-sent"
    case firstReceived = "first-received"
    case production

    /// What is to be done.
    var title: String {
        switch self {
        case .agreement: "Access agreement and onboarding form signed"
        case .invitation: "Invitation accepted, company details verified"
        case .users: "Users added: two of each administrator"
        case .authority: "Certificate authority’s account and vetting call"
        case .keyUpload: "Authority’s API key uploaded and validated"
        case .domain: "Domain verified by a TXT record"
        case .certificate: "Certificate for signing and TLS made"
        case .enrolment: "DIP ID enrolled in its role"
        case .apiKey: "API key made"
        case .channels: "Webhooks registered for every interface of the role"
        case .connectivity: "Connectivity proven"
        case .firstSent: "First message accepted"
        case .firstReceived: "First message delivered"
        case .production: "Production set up"
        }
    }

    /// Whose step it is.
    var who: String {
        switch self {
        case .agreement: "Company"
        case .invitation, .users: "Primary user administrator"
        case .authority, .keyUpload, .domain, .certificate: "Certificate administrator"
        case .enrolment, .apiKey, .channels: "Message administrator"
        case .connectivity, .firstSent, .firstReceived: "Test team"
        case .production: "All"
        }
    }

    /// What shows that it is done, where only people know.
    var evidence: String {
        switch self {
        case .agreement: "the signed form"
        case .invitation: "the confirmation"
        case .users: "the list of users"
        case .authority: "the account’s number; the call takes up to 72 hours to come"
        case .keyUpload: "the portal’s word that it is valid"
        case .domain: "the record and its date; it stays in place"
        case .production: "the same steps again in production, where users are not carried over"
        default: ""
        }
    }

    /// Whether only people can say that it is done.
    var isTicked: Bool {
        switch self {
        case .agreement, .invitation, .users, .authority, .keyUpload, .domain, .production: true
        case .certificate, .enrolment, .apiKey, .channels, .connectivity, .firstSent, .firstReceived: false
        }
    }
}

/// How a step stands.
struct StepState: Sendable, Equatable {
    enum Standing: String, Sendable {
        case done, open
        /// It was done and no longer holds, or only a part of it is done.
        case wrong = "amiss"
    }

    let step: OnboardingStep
    var standing: Standing
    /// The evidence in words.
    var words: String
    /// Where the evidence is.
    var href: String?
    var at: Instant?

    var tone: String {
        switch standing {
        case .done: "good"
        case .open: "quiet"
        case .wrong: "warm"
        }
    }
}

/// Works out each step of a participant from the register, the journal and the ticks.
struct OnboardingReading: Sendable {
    let desk: Desk
    let dip: DIPDesk
    let switches: [String: String]
    let webhooks: [Webhook]
    let routing: RoutingTable
    let now: Instant

    /// Lines looked through for a first message, and how many are read at a time.
    private static let mostLines = 10_000
    private static let pageLines = 500

    init(_ desk: Desk, _ dip: DIPDesk) throws {
        self.desk = desk
        self.dip = dip
        switches = try dip.register.switches()
        webhooks = try dip.register.webhooks()
        routing = try dip.routing()
        // Certificates run out by the real clock, whatever the stand-in plays.
        now = dip.now()
    }

    func states(of participant: Participant) async throws -> [StepState] {
        var states: [StepState] = []
        for step in OnboardingStep.allCases { states.append(try await state(step, participant)) }
        return states
    }

    private func state(_ step: OnboardingStep, _ participant: Participant) async throws -> StepState {
        let id = participant.dipID.text
        switch step {
        case .certificate: return certificate(participant)
        case .enrolment:
            return StepState(
                step: step, standing: .done, words: "\(participant.mpid) as \(participant.role)",
                href: desk.journal(["party": id, "event": "enrolled"]))
        case .apiKey:
            let isThere = !participant.apiKeyDigest.isEmpty
            return StepState(
                step: step, standing: isThere ? .done : .open,
                words: isThere ? "its digest begins with \(participant.apiKeyDigest.prefix(12))" : "none is known")
        case .channels: return channels(participant)
        case .connectivity: return connectivity(participant)
        case .firstSent:
            let filter = JournalFilter(party: id, events: [.accepted])
            return try await first(step, filter) { $0.sender == id }
        case .firstReceived:
            let filter = JournalFilter(party: id, events: [.delivered])
            return try await first(step, filter) { $0.recipient == id }
        case .agreement, .invitation, .users, .authority, .keyUpload, .domain, .production:
            return ticked(step, participant)
        }
    }

    private func certificate(_ participant: Participant) -> StepState {
        guard !participant.certificateDigest.isEmpty else {
            return StepState(step: .certificate, standing: .open, words: "none is known")
        }
        let state = CertificateState(expires: participant.certificateExpires, now: now)
        return StepState(
            step: .certificate, standing: state.isFine ? .done : .wrong,
            words: "\(state.words), until \(DIPWording.second(participant.certificateExpires)) UTC",
            href: desk.link(.dip(.participants)))
    }

    private func channels(_ participant: Participant) -> StepState {
        let needs = ChannelNeeds(participant, webhooks: webhooks, routing: routing)
        let words =
            needs.missing.isEmpty
            ? "all \(Wording.count(needs.wanted.count, "channel"))"
            : "\(needs.present) of \(Wording.count(needs.wanted.count, "channel")); those of the role are listed below"
        return StepState(
            step: .channels, standing: needs.missing.isEmpty ? .done : needs.present > 0 ? .wrong : .open, words: words,
            href: desk.link(.dip(.channels), dip: DIPFields(["party": participant.dipID.text])))
    }

    private func connectivity(_ participant: Participant) -> StepState {
        guard let proof = Proof.read(switches[DIPSwitch.proof(participant.dipID)]) else {
            return StepState(step: .connectivity, standing: .open, words: "not tried yet")
        }
        let failed = proof.checks.filter { $0.result == .failed }.count
        let skipped = proof.checks.filter { $0.result == .skipped }.count
        let words =
            failed > 0
            ? "\(Wording.count(failed, "check")) of \(proof.checks.count) failed"
            : skipped > 0
                ? "\(proof.checks.count - skipped) of \(Wording.count(proof.checks.count, "check")) passed, the others could not be made"
                : "all \(Wording.count(proof.checks.count, "check")) passed"
        let isWhole = failed == 0 && skipped == 0 && !proof.checks.isEmpty
        return StepState(
            step: .connectivity, standing: isWhole ? .done : .wrong, words: words,
            href: desk.link(.dip(.tracker(participant.dipID.text))) + "#proving", at: proof.at)
    }

    private func first(
        _ step: OnboardingStep, _ filter: JournalFilter, _ isIt: (JournalLine) -> Bool
    ) async throws -> StepState {
        // The journal finds a party as sender and as recipient alike: who sends much and receives little is looked for
        // further on.
        var place: Int64 = 0
        for _ in 0..<Self.mostLines / Self.pageLines {
            let lines = try await dip.journal.lines(after: place, filter: filter, limit: Self.pageLines)
            if let line = lines.first(where: isIt) {
                return StepState(
                    step: step, standing: .done,
                    words: [line.interface, line.eventCode].compactMap(\.self).joined(separator: " "),
                    href: line.transactionID.map { desk.link(.dip(.transaction($0))) }, at: line.at)
            }
            guard lines.count == Self.pageLines, let last = lines.last else {
                return StepState(step: step, standing: .open, words: "none yet")
            }
            place = last.sequence
        }
        return StepState(
            step: step, standing: .open, words: "none among its first \(Wording.count(Self.mostLines, "line"))")
    }

    private func ticked(_ step: OnboardingStep, _ participant: Participant) -> StepState {
        guard let tick = Tick.read(switches[DIPSwitch.tick(participant.dipID, step)]) else {
            return StepState(step: step, standing: .open, words: "wants: \(step.evidence)")
        }
        return StepState(
            step: step, standing: .done, words: tick.note.isEmpty ? "ticked without a note" : tick.note, at: tick.at)
    }
}

/// Which channels a participant's role receives on, and which of them have a webhook.
struct ChannelNeeds: Sendable, Equatable {
    let wanted: [Channel]
    let missing: [Channel]
    var present: Int { wanted.count - missing.count }

    init(_ participant: Participant, webhooks: [Webhook], routing: RoutingTable) {
        let interfaces = Set(routing.routes.filter { $0.mayReceive(participant.role) }.map(\.interface))
        wanted = interfaces.sorted().map(Channel.interface) + [.status]
        let registered = Set(webhooks.filter { $0.dipID == participant.dipID }.map(\.channel))
        missing = wanted.filter { !registered.contains($0) }
    }
}
