import Cleanse
import Formats

/// Every name of a cut's rows and its pseudonym, to see that no two meet and none is a real one.
struct CutNameBook {
    private struct Owner {
        let source: [UInt8]
        let mpan: [UInt8]
    }

    private var owners: [[UInt8]: Owner] = [:]
    /// Names of the cut that were seen, by kind (`M`, `S`, `D`).
    private(set) var counts: [UInt8: Int] = [:]
    private var sources: Set<[UInt8]> = []
    /// Metering points whose names cannot stay.
    private(set) var conflicts: Set<[UInt8]> = []

    /// What a field names: its kind before its text, in the form in which names are compared; nil where it names nothing.
    static func name(_ text: [UInt8], _ naming: CutFolder.Naming) -> [UInt8]? {
        switch naming {
        case .mpan:
            let packed = CutName.packed(text)
            return packed.count > 2 ? [0x4D] + packed : nil
        case .serial:
            let serial = CutName.serial(text)
            return serial.count > 1 ? [0x53] + serial : nil
        case .device:
            let name = CutName.device(text)
            guard name.count(where: { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }) > 1 else {
                return nil
            }
            return name.count == 16 && !CutName.isDevice(text) ? nil : [0x44] + name
        case .nothing, .postcode, .value, .side: return nil
        }
    }

    /// Takes the names of a row of the cut.
    mutating func take(_ row: CutFolder.Row, _ names: inout CutNames) {
        guard let mpan = row.mpans.first else { return }
        for place in 0..<row.fields.count {
            let naming = row.layout.naming(place, row.fields)
            let text = Array(row.fields.bytes(place))
            guard let source = Self.name(text, naming) else { continue }
            let renamed = names.renamed(text, as: naming)
            guard let target = Self.name(renamed, naming) else {
                conflicts.insert(mpan)
                continue
            }
            if sources.insert(source).inserted { counts[source[0], default: 0] += 1 }
            // A link's other end is named by its own rows; what it has here is its own name all the same.
            let owner = naming == .mpan ? CutName.packed(text) : mpan
            if let other = owners[target], other.source != source {
                conflicts.insert(owner)
            } else {
                owners[target] = Owner(source: source, mpan: owner)
            }
        }
    }

    /// Sees whether a row of the source has a name that is a pseudonym of the cut.
    mutating func compare(_ row: CutFolder.Row) {
        for place in 0..<row.fields.count {
            let naming = row.layout.naming(place, row.fields)
            guard let name = Self.name(Array(row.fields.bytes(place)), naming), let owner = owners[name] else {
                continue
            }
            conflicts.insert(owner.mpan)
        }
    }
}
