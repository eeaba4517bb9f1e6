import Kernel
import Market

/// The reference data of the made-up market: who takes part, and which codes there are.
///
/// Distributors' short codes and participants are the market's own (`Distributor`); every other party and every class
/// is invented. No date of a real party is claimed: all begin with the competitive market, 1996-04-01.
struct SampleReference {
    static let groups = Array("ABCDEFGHJKLMNP".utf8)

    let networks: [SampleNetwork]
    /// Line loss factor classes, all networks' and groups' behind one another.
    let classes: [SampleWord]
    /// Suppliers, meter equipment managers and meter asset providers; the first ones are the large ones.
    let suppliers: [SampleWord]
    let managers: [SampleWord]
    let providers: [SampleWord]
    /// 1,024 places, so that one draw gives a supplier by its share of the market.
    let supplierShares: [UInt8]
    let managerShares: [UInt8]

    /// A supplier whose licence ended on `supplierEnd`, the day before which nothing is wrong with it.
    static let endedSupplier: SampleWord = "SOLD"
    static let supplierEnd = "2020-03-31"
    /// A party with other roles than those that registers name.
    static let stranger: SampleWord = "NOBO"
    /// A distributor that has ended (28, on 2014-12-17).
    static let endedDistributor: UInt8 = 28
    static let endedDistributorEnd = "2014-12-17"
    static let start = "1996-04-01"

    static func groupWord(_ group: Int) -> SampleWord {
        SampleWord(bits: UInt64(UInt8(ascii: "_")) | UInt64(groups[group]) << 8)
    }

    init() {
        var networks: [SampleNetwork] = []
        var classes: [SampleWord] = []
        let shares = [36, 26, 23, 15, 25, 16, 24, 8, 20, 23, 31, 11, 16, 23]
        for distributor in Distributor.all {
            let home = distributor.homeGroup.map { Int($0.rawValue) }
            // A licence area's owner has a few networks in its neighbour's area; independents work anywhere.
            let groups = home.map { [$0, ($0 + 1) % 14] } ?? Array(0..<14)
            let hasEnded = distributor.id == Self.endedDistributor
            let share = home == nil ? (hasEnded ? 0 : 1) : shares[Int(distributor.id) - 10]
            networks.append(
                SampleNetwork(
                    code: distributor.id, mpid: distributor.participant, home: home, groups: groups, share: share,
                    firstClass: classes.count))
            for number in 0..<(groups.count * SampleTariff.perGroup) {
                classes.append(Self.classCode(number + 1))
            }
        }
        self.networks = networks
        self.classes = classes
        suppliers = Self.parties("S", count: 40)
        managers = Self.parties("M", count: 16)
        providers = Self.parties("A", count: 20)
        supplierShares = Self.shares(of: 40)
        managerShares = Self.shares(of: 16)
    }

    /// The place of a tariff's class among `classes`.
    ///
    /// - Parameters:
    ///   - group: index into the network's groups.
    ///   - variant: below the tariff's `variants`.
    func place(_ network: SampleNetwork, group: Int, _ tariff: SampleTariff, variant: Int = 0) -> Int {
        network.firstClass + group * SampleTariff.perGroup + tariff.offset + variant
    }

    /// `001` to `999`, then `A00` and on.
    private static func classCode(_ number: Int) -> SampleWord {
        if number < 1_000 {
            return SampleWord(String(repeating: "0", count: 3 - String(number).utf8.count) + String(number))
        }
        let rest = number - 1_000
        let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ")
        return SampleWord("\(letters[rest / 100 % 24])\(rest / 10 % 10)\(rest % 10)")
    }

    /// `SAAA`, `SAAB` and on.
    private static func parties(_ letter: String, count: Int) -> [SampleWord] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return (0..<count).map {
            SampleWord("\(letter)\(letter == "M" ? "E" : "A")\(letters[$0 / 26])\(letters[$0 % 26])")
        }
    }

    /// Each party's share falls with its number: the first of forty has a sixth of the market.
    private static func shares(of count: Int) -> [UInt8] {
        let weights = (0..<count).map { 10_000 / ($0 + 3) }
        let sum = weights.reduce(0, +)
        var places: [UInt8] = []
        var reached = 0
        for (party, weight) in weights.enumerated() {
            reached += weight
            while places.count < reached * 1_024 / sum { places.append(UInt8(party)) }
        }
        while places.count < 1_024 { places.append(0) }
        return places
    }
}

/// A reference file, ready to be written.
public struct SampleFile: Hashable, Sendable {
    /// With its extension, `llfc.csv`.
    public let name: String
    public let bytes: [UInt8]
}

extension SampleReference {
    /// Every reference file of the layout but the manifest, which counts the registers' rows.
    func files() -> [SampleFile] {
        [distributorsFile, classesFile, Self.timeswitchFile, Self.configurationsFile, partiesFile]
    }

    private var distributorsFile: SampleFile {
        var text = "code,mpid,from,to,home_gsp\n"
        for network in networks {
            let end = network.code == Self.endedDistributor ? Self.endedDistributorEnd : ""
            let home = network.home.map { Self.groupWord($0).text } ?? ""
            text += "\(network.code),\(network.mpid),\(Self.start),\(end),\(home)\n"
        }
        return SampleFile(name: "distributors.csv", bytes: Array(text.utf8))
    }

    private var classesFile: SampleFile {
        var text = "distributor,llfc,from,to,indicator,description\n"
        for network in networks {
            for (index, group) in network.groups.enumerated() {
                // Out of its own area, a class says whose area it is in.
                let suffix = network.home == group ? "" : " \(Self.groupWord(group).text)"
                for tariff in SampleTariff.allCases {
                    for variant in 0..<tariff.variants {
                        let code = classes[place(network, group: index, tariff, variant: variant)].text
                        let end = tariff == .ended ? "2019-12-31" : ""
                        let number = tariff.variants > 1 ? " \(variant + 1)" : ""
                        text +=
                            "\(network.mpid),\(code),\(Self.start),\(end),\(tariff.indicator),"
                            + "\(tariff.description)\(number)\(suffix)\n"
                    }
                }
            }
        }
        return SampleFile(name: "llfc.csv", bytes: Array(text.utf8))
    }

    private static var timeswitchFile: SampleFile {
        var text = "mtc,type,related,description\n"
        let rows: [(String, String, String, String)] = [
            ("500", "N", "T", "Related Unrestricted"), ("501", "N", "T", "Related Off Peak"),
            ("507", "N", "T", "Related Smart Unrestricted"), ("508", "N", "T", "Related Smart Off Peak"),
            ("801", "N", "F", "Unrestricted"), ("802", "N", "F", "Unrestricted Prepayment"),
            ("803", "N", "F", "Two Rate"), ("804", "N", "F", "Measured"), ("845", "H", "F", "Half Hourly"),
            ("846", "H", "F", "Half Hourly Aggregated"), ("847", "H", "F", "Half Hourly Export"),
            ("857", "N", "F", "Unmetered Continuous"), ("858", "N", "F", "Unmetered Dusk to Dawn"),
            ("863", "H", "F", "Unmetered Pseudo Half Hourly"), ("866", "N", "F", "Export Only"),
            ("869", "N", "F", "Import and Export"), ("873", "N", "F", "Advanced Meter"),
            ("888", "N", "F", "Smart Unrestricted"), ("891", "N", "F", "Smart Two Rate"),
        ]
        for row in rows { text += "\(row.0),\(row.1),\(row.2),\(row.3)\n" }
        return SampleFile(name: "mtc.csv", bytes: Array(text.utf8))
    }

    private static var configurationsFile: SampleFile {
        var text = "ssc,type,description\n"
        let imports = [("0151", "Two Rate"), ("0244", "Off Peak"), ("0393", "Unrestricted"), ("0428", "Measured")]
        for (code, words) in imports { text += "\(code),I,\(words)\n" }
        // 0482-0489 and 0490-0497 name the import's profile class, 1 to 8.
        for number in 0...16 {
            let made = number < 8 ? "Solar PC \(number + 1)" : number < 16 ? "Heat and Power PC \(number - 7)" : "Other"
            text += "0\(482 + number),E,Export \(made)\n"
        }
        text += "0940,E,Export Wind\n0941,E,Export Water\n"
        return SampleFile(name: "ssc.csv", bytes: Array(text.utf8))
    }

    private var partiesFile: SampleFile {
        var text = "mpid,role,from,to\n"
        for (parties, role) in [(suppliers, "X"), (managers, "M"), (providers, "8")] {
            for party in parties { text += "\(party.text),\(role),\(Self.start),\n" }
        }
        for network in networks {
            let end = network.code == Self.endedDistributor ? Self.endedDistributorEnd : ""
            text += "\(network.mpid),R,\(Self.start),\(end)\n"
        }
        text += "\(Self.endedSupplier.text),X,\(Self.start),\(Self.supplierEnd)\n"
        text += "\(Self.stranger.text),R,\(Self.start),\n"
        return SampleFile(name: "parties.csv", bytes: Array(text.utf8))
    }
}
