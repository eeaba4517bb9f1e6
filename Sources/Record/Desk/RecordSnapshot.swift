/// The whole record as known at one moment: what rules, gates and reports look at.
public struct RecordSnapshot: Sendable {
    /// Papers that count, in the order given.
    public let cards: [PaperCard]
    private let lists: [RecordKind: [Entry]]
    private let places: [RecordKind: [String: Int]]
    private let cardsByName: [String: PaperCard]
    private let cardsByMeeting: [String: [PaperCard]]

    /// Makes a snapshot; entries keep the order given.
    public init(entries: [RecordKind: [Entry]], cards: [PaperCard]) {
        self.cards = cards
        lists = entries
        places = entries.mapValues { list in
            var places: [String: Int] = [:]
            places.reserveCapacity(list.count)
            for (place, entry) in list.enumerated() where places[entry.key] == nil { places[entry.key] = place }
            return places
        }
        var named: [String: PaperCard] = [:]
        var gathered: [String: [PaperCard]] = [:]
        for card in cards {
            if named[card.name] == nil { named[card.name] = card }
            if let meeting = Self.meeting(of: card) { gathered[meeting, default: []].append(card) }
        }
        cardsByName = named
        cardsByMeeting = gathered
    }

    /// All records of a kind; empty where there is none.
    public func entries(_ kind: RecordKind) -> [Entry] { lists[kind] ?? [] }

    /// One record by its key.
    public func entry(_ kind: RecordKind, key: String) -> Entry? {
        places[kind]?[key].flatMap { lists[kind]?[$0] }
    }

    /// The paper that a source stands in.
    public func card(of source: Source) -> PaperCard? { cardsByName[source.paper] }

    /// The paper that a record's first source stands in.
    public func card(of entry: Entry) -> PaperCard? { entry.sources.first.flatMap(card(of:)) }

    /// Papers of a meeting named as in keys, such as `TMAG 8`.
    public func papers(ofMeeting meeting: String) -> [PaperCard] { cardsByMeeting[meeting] ?? [] }

    /// The meeting that a source's paper belongs to, such as `TMAG 8`; nil where the paper names none.
    public func meeting(of source: Source) -> String? { card(of: source).flatMap(Self.meeting(of:)) }

    /// The meeting a paper belongs to, such as `TMAG 8`; nil where it names none.
    public static func meeting(of card: PaperCard) -> String? {
        card.group.isEmpty || card.meeting.isEmpty ? nil : "\(card.group) \(card.meeting)"
    }

    /// What two places of one occasion share: the meeting, else the paper itself.
    func occasion(of source: Source) -> String { meeting(of: source) ?? "paper \(source.paper)" }

    /// The first two sources of one occasion, one from each list; nil where the lists share none.
    func together(_ left: [Source], _ right: [Source]) -> (Source, Source)? {
        guard let firstLeft = left.first, let firstRight = right.first else { return nil }
        if left.count == 1, right.count == 1 {
            return occasion(of: firstLeft) == occasion(of: firstRight) ? (firstLeft, firstRight) : nil
        }
        var seen: [String: Source] = [:]
        for source in left where seen[occasion(of: source)] == nil { seen[occasion(of: source)] = source }
        for source in right {
            if let other = seen[occasion(of: source)] { return (other, source) }
        }
        return nil
    }
}
