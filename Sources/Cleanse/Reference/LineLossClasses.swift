import Market

/// Line loss factor classes by distributor, through time.
///
/// File `llfc`: distributor (its two digits or its MPID), llfc, from, to, indicator (A to D), description.
public struct LineLossClasses: Sendable {
    /// What a row says of its class.
    public struct Row: Hashable, Sendable {
        /// A and B import, C and D export; B and D site-specific. 0 where the file says nothing.
        public let indicator: UInt8
        /// What the description says, read once.
        public let words: Words
        public let description: String

        public var isSiteSpecific: Bool { indicator == UInt8(ascii: "B") || indicator == UInt8(ascii: "D") }
    }

    /// What a description says, as far as rules ask.
    public struct Words: Hashable, Sendable {
        /// Do not use, spare, not used.
        public let isRetired: Bool
        /// Domestic; nil where it says neither or both.
        public let isDomestic: Bool?
        /// The GSP groups that it names, a bit each.
        public let groups: UInt16

        public init(_ description: String) {
            let words = DescriptionWords(description)
            isRetired = words.says(["DO", "NOT", "USE"]) || words.says(["SPARE"]) || words.says(["NOT", "USED"])
            let saysOther = words.saysNonDomestic
            let saysDomestic = words.saysDomestic
            isDomestic = saysOther == saysDomestic ? nil : saysDomestic
            groups = words.groups
        }
    }

    private var rows: [String: [String: Timeline<Row>]] = [:]
    /// True when some rows name a distributor by its MPID, so that codes alone do not tell whose they are.
    public private(set) var hasParticipants = false

    init(_ files: [ReferenceRows]) {
        for file in files {
            let (distributor, llfc) = (file.reader("distributor"), file.reader("llfc"))
            let (indicator, description) = (file.reader("indicator"), file.reader("description"))
            let spell = file.spells()
            for row in file.rows {
                let owner = distributor(row)
                let code = Code.padded(llfc(row), to: 3)
                guard !owner.isEmpty, !code.isEmpty else { continue }
                if UInt8(owner) == nil { hasParticipants = true }
                let letter = indicator(row).utf8
                let text = description(row)
                rows[owner, default: [:]][code, default: Timeline()].add(
                    spell(row),
                    Row(
                        indicator: letter.count == 1 ? letter.first ?? 0 : 0, words: Words(text), description: text))
            }
        }
    }

    /// True when the file has rows of a distributor, by its code or its participant.
    func hasRows(of names: [String]) -> Bool { names.contains { rows[$0] != nil } }

    /// The LLFCs that a distributor ever had, in order, with leading zeros.
    func codes(of names: [String]) -> [String] {
        Set(names.flatMap { rows[$0].map { Array($0.keys) } ?? [] }).sorted(by: utf8Precedes)
    }

    /// The class of a distributor, known by any of these names (its two digits, its MPID); nil where it never was.
    public func timeline(_ names: [String], llfc: String) -> Timeline<Row>? {
        let code = Code.padded(llfc, to: 3)
        var found: Timeline<Row>?
        for name in names {
            guard let line = rows[name]?[code] else { continue }
            if found == nil { found = line } else { found?.add(line) }
        }
        return found
    }
}

/// A description taken apart into words, in capitals.
private struct DescriptionWords {
    private let bytes: [UInt8]
    /// The words' places.
    private let words: [Range<Int>]

    init(_ text: String) {
        let bytes = text.utf8.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
        var words: [Range<Int>] = []
        var start: Int?
        for (place, byte) in bytes.enumerated() {
            if Self.isLetterOrDigit(byte) {
                if start == nil { start = place }
            } else if let first = start {
                words.append(first..<place)
                start = nil
            }
        }
        if let first = start { words.append(first..<bytes.count) }
        self.bytes = bytes
        self.words = words
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte >= 0x80
    }

    private func isWord(_ index: Int, _ text: String) -> Bool {
        index < words.count && bytes[words[index]].elementsEqual(text.utf8)
    }

    /// What stands between a word and the next.
    private func gap(_ index: Int) -> ArraySlice<UInt8> { bytes[words[index].upperBound..<words[index + 1].lowerBound] }

    /// True when these words stand one after another, parted by spaces.
    func says(_ phrase: [String]) -> Bool {
        words.indices.contains { start in
            phrase.indices.allSatisfy { place in
                isWord(start + place, phrase[place])
                    && (place == 0 || gap(start + place - 1).allSatisfy { $0 == 0x20 })
            }
        }
    }

    private func isDomesticWord(_ index: Int) -> Bool { isWord(index, "DOM") || isWord(index, "DOMESTIC") }

    /// `NON-DOM`, `NON DOMESTIC`: the word before, a hyphen or a space.
    private func isNegated(_ index: Int) -> Bool {
        index > 0 && isWord(index - 1, "NON") && gap(index - 1).count == 1
            && [0x20, 0x2D].contains(gap(index - 1).first)
    }

    var saysNonDomestic: Bool {
        words.indices.contains {
            isWord($0, "NONDOM") || isWord($0, "NONDOMESTIC") || (isDomesticWord($0) && isNegated($0))
        }
    }

    var saysDomestic: Bool { words.indices.contains { isDomesticWord($0) && !isNegated($0) } }

    /// The groups named as `_A`, not followed by a letter or a digit.
    var groups: UInt16 {
        var mask: UInt16 = 0
        for (place, byte) in bytes.enumerated() where byte == 0x5F && place + 1 < bytes.count {
            let isLonger = place + 2 < bytes.count && Self.isLetterOrDigit(bytes[place + 2])
            let name = String(decoding: bytes[place...place + 1], as: UTF8.self)
            if !isLonger, let group = GSPGroup(id: name) { mask |= 1 << UInt16(group.rawValue) }
        }
        return mask
    }
}
