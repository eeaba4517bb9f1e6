import Consumption
import Market

/// Shares of a mix and of regions: as JSON, and as the command line writes them.
extension PortfolioFile {
    typealias Share = ConsumptionConfiguration.Share
    typealias RegionShare = ConsumptionConfiguration.RegionShare

    /// `smart-domestic=0.8,unmetered-allnight=0.2`
    static func mix(text: String) throws(FieldProblem) -> [Share] {
        var shares: [Share] = []
        for (word, share) in try pairs(text, "mix", example: "smart-domestic=0.8,smart-business=0.2") {
            shares.append(try mixShare(word, share))
        }
        return shares
    }

    /// `_A=0.6,_B=0.4`
    static func gsp(text: String) throws(FieldProblem) -> [RegionShare] {
        var shares: [RegionShare] = []
        for (word, share) in try pairs(text, "gsp", example: "_A=0.6,_B=0.4") {
            shares.append(try regionShare(word, share))
        }
        return shares
    }

    /// An object of shares by class, or the command line's text.
    static func mix(_ json: ExactJSON) throws(FieldProblem) -> [Share] {
        if let text = json.text { return try mix(text: text) }
        var shares: [Share] = []
        for (word, share) in try pairs(json, "mix") { shares.append(try mixShare(word, share)) }
        return shares
    }

    /// An object of shares by group, or the command line's text.
    static func gsp(_ json: ExactJSON) throws(FieldProblem) -> [RegionShare] {
        if let text = json.text { return try gsp(text: text) }
        var shares: [RegionShare] = []
        for (word, share) in try pairs(json, "gsp") { shares.append(try regionShare(word, share)) }
        return shares
    }

    private static func mixShare(_ word: String, _ share: Int) throws(FieldProblem) -> Share {
        do {
            return Share(try SiteKind(reading: word), billionths: share)
        } catch {
            throw FieldProblem("", error.description)
        }
    }

    private static func regionShare(_ word: String, _ share: Int) throws(FieldProblem) -> RegionShare {
        guard let region = GSPGroup(id: word) else {
            let known = GSPGroup.allCases.map(\.id).joined(separator: ", ")
            throw FieldProblem("gsp", "there is no GSP group “\(word)”; the groups are \(known)")
        }
        return RegionShare(region, billionths: share)
    }

    private static func pairs(
        _ text: String, _ field: String, example: String
    ) throws(FieldProblem) -> [(String, Int)] {
        var pairs: [(String, Int)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty else {
                throw FieldProblem(field, "“\(part)” is not a name and a share, as in \(example)")
            }
            pairs.append((String(halves[0]), try share(String(halves[1]), field, of: String(halves[0]))))
        }
        return pairs
    }

    private static func pairs(_ json: ExactJSON, _ field: String) throws(FieldProblem) -> [(String, Int)] {
        guard let members = json.members else {
            throw FieldProblem(field, "it is neither an object of shares nor a text of names and shares")
        }
        var pairs: [(String, Int)] = []
        for member in members {
            guard case .number(let number) = member.value else {
                throw FieldProblem("\(field).\(member.name)", "the share is not a number")
            }
            pairs.append((member.name, try share(number, "\(field).\(member.name)", of: member.name)))
        }
        return pairs
    }

    private static func share(_ text: String, _ path: String, of name: String) throws(FieldProblem) -> Int {
        guard let share = ExactDecimal.billionths(text) else {
            throw FieldProblem(path, "the share “\(text)” of \(name) is not a decimal of at most nine places")
        }
        guard (0...ConsumptionConfiguration.whole).contains(share) else {
            throw FieldProblem(path, "the share \(text) of \(name) is outside 0 to 1")
        }
        return share
    }
}

/// MPANs read one after another, each once.
struct MPANList {
    private(set) var cores: [MPANCore] = []
    private var places: [MPANCore: String] = [:]

    /// Takes the next MPAN; gives what is wrong with it, or nil.
    /// - Parameter place: where it stands, for the message of a later repetition.
    mutating func add(_ printed: some StringProtocol, _ place: String) -> String? {
        let core: MPANCore
        do {
            core = try MPANCore(reading: printed)
        } catch {
            return error.description
        }
        if let earlier = places[core] { return "\(core) stands in \(earlier) already" }
        guard cores.count < PortfolioFile.listMax else {
            return "a list has at most \(PortfolioFile.listMax) MPANs; make several runs"
        }
        places[core] = place
        cores.append(core)
        return nil
    }

    /// Reads a file of one MPAN a line; empty lines at the end are passed over.
    static func read(_ bytes: [UInt8], name: String) throws(FieldProblem) -> [MPANCore] {
        var list = MPANList()
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        while let last = lines.last, last.allSatisfy({ $0 == 0x0D || $0 == 0x20 }) { lines.removeLast() }
        for (place, line) in lines.enumerated() {
            let printed = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            if let words = list.add(printed, "line \(place + 1)") {
                throw FieldProblem("mpan-list", "\(name), line \(place + 1): \(words)")
            }
        }
        guard !list.cores.isEmpty else { throw FieldProblem("mpan-list", "\(name) names no MPAN") }
        return list.cores
    }
}
