import Market

/// What the registers' own code numbers mean by the reference data, worked out once a run.
///
/// A register's column of codes holds numbers of its list of texts. Each text is looked up once, in reference data of
/// the as-at date, so that the walk only reads tables: by code, or by distributor and code.
struct CodeBook: Sendable {
    /// 0 nothing to test, 1 to 14 the GSP group's place and one, `bad` for any other text.
    let gspGroups: CodeTable<UInt8>
    /// 0 to 8, `none`, or `bad`.
    let profileClasses: CodeTable<UInt8>
    let suppliers: CodeTable<DaySet>
    let configurations: CodeTable<ConfigurationEntry>
    let lineLoss: LineLossBook
    let timeswitch: TimeswitchBook
    /// By distributor code: the home group as in `gspGroups`, 0 where there is none.
    let homeGroups: [UInt8]
    /// By distributor code: true where the code had ended by the as-at date.
    let endedDistributors: [Bool]
    let combinations: CombinationBook?
    /// Bits of `MeterClass` by meter type.
    let meterClasses: CodeTable<UInt8>
    let assetProviders: CodeTable<DaySet>
    /// True for those who are meter managers on the as-at date.
    let meterManagers: CodeTable<Bool>
    let reconciliation: ReconciliationBook?
    let padding: PaddingBook

    /// No group, class or number.
    static let none: UInt8 = 0xFE
    /// A text outside the set.
    static let bad: UInt8 = 0xFF

    init(_ registers: Registers, _ reference: Reference, today: UInt16) {
        func texts(_ item: Item) -> [String] { registers.registration?.table.texts(item) ?? [] }
        func meterTexts(_ item: Item) -> [String] { registers.meters?.table.texts(item) ?? [] }
        gspGroups = CodeTable(texts(.gspGroup), blank: 0, Self.group)
        profileClasses = CodeTable(texts(.pc), blank: Self.none, Self.profileClass)
        suppliers = CodeTable(texts(.supplier), blank: .always) { DaySet(reference.parties.timeline($0, roles: ["X"])) }
        configurations = CodeTable(texts(.ssc), blank: ConfigurationEntry(standing: .untested, type: 0)) {
            ConfigurationEntry($0, reference, today: today)
        }
        let names = Self.names(reference, today: today)
        lineLoss = LineLossBook(texts(.llfc), reference, names: names, today: today)
        timeswitch = TimeswitchBook(texts(.mtc), reference, names: names, today: today)
        homeGroups = (0..<100).map { code in
            let line = reference.distributors[code]
            let home = (line.value(on: today) ?? line.lastEnded(before: today)?.value)?.homeGSP ?? ""
            return home.isEmpty ? 0 : Self.group(home) == Self.bad ? 0 : Self.group(home)
        }
        endedDistributors = reference.distributors.map {
            $0.value(on: today) == nil && $0.lastEnded(before: today) != nil
        }
        combinations =
            reference.inputs.contains(.combinations)
            ? CombinationBook(
                reference.combinations, mtc: texts(.mtc), llfc: texts(.llfc), ssc: texts(.ssc), today: today) : nil
        meterClasses = CodeTable(meterTexts(.meterType), blank: 0) { MeterClass.bits(of: $0) }
        assetProviders = CodeTable(meterTexts(.mapID), blank: .always) {
            DaySet(reference.parties.timeline($0, roles: ["8"]))
        }
        meterManagers = CodeTable(meterTexts(.mem), blank: true) {
            reference.parties.timeline($0, roles: ["M", "S", "T"]).value(on: today) != nil
        }
        reconciliation = ReconciliationBook(registers)
        padding = PaddingBook(registers.registration)
    }

    static func group(_ text: String) -> UInt8 { GSPGroup(id: text).map { $0.rawValue + 1 } ?? bad }

    static func profileClass(_ text: String) -> UInt8 {
        let bytes = Array(Code.padded(text, to: 2).utf8)
        guard bytes.count == 2, bytes[0] == 0x30, (0x30...0x38).contains(bytes[1]) else { return bad }
        return bytes[1] - 0x30
    }

    /// The names that a distributor code goes by in other reference files: its digits, its participant.
    private static func names(_ reference: Reference, today: UInt16) -> [[String]] {
        (0..<100).map { code in
            let digits = Code.padded(String(code), to: 2)
            let party = reference.distributor(code: UInt8(code), on: today)
            return [digits] + [party].compactMap { $0 }.filter { !$0.isEmpty && $0 != digits }
        }
    }
}

/// What the texts of a column's list mean, by their numbers.
struct CodeTable<Entry: Sendable>: Sendable {
    fileprivate let entries: [Entry]
    fileprivate let resolve: @Sendable (String) -> Entry

    /// Resolves each text once; `blank` stands for a blank and for an unknown field.
    init(_ texts: [String], blank: Entry, _ resolve: @escaping @Sendable (String) -> Entry) {
        entries = [blank] + texts.map(resolve)
        self.resolve = resolve
    }

    /// What a row's code means; a text beside the column is resolved when it is met.
    @inline(__always)
    func entry(_ code: UInt16, _ text: @autoclosure () -> String) -> Entry {
        let place = Int(code)
        if place < entries.count { return entries[place] }
        return code == .otherText ? resolve(text()) : entries[0]
    }
}

extension CodeTable where Entry == DaySet {
    /// True where a row's code holds on a day, read in place.
    @inline(__always)
    func holds(_ code: UInt16, _ day: UInt16, _ text: @autoclosure () -> String) -> Bool {
        let place = Int(code)
        guard place < entries.count else {
            return code == .otherText ? resolve(text()).holds(day) : entries[0].holds(day)
        }
        return entries[place].isPlain(day) || entries[place].holds(day)
    }
}

/// Days on which something is so, for one code.
struct DaySet: Sendable {
    private let first: Reference.Spell
    private let others: [Reference.Spell]
    private let isEmpty: Bool

    static let always = DaySet(first: Reference.Spell(from: 0, to: 0), others: [], isEmpty: false)

    private init(first: Reference.Spell, others: [Reference.Spell], isEmpty: Bool) {
        self.first = first
        self.others = others
        self.isEmpty = isEmpty
    }

    init(_ line: Timeline<Bool>) {
        let spells = line.entries.map(\.spell)
        // The spell that most rows fall in is the last.
        first = spells.last ?? Reference.Spell(from: 0, to: 0)
        others = Array(spells.dropLast())
        isEmpty = spells.isEmpty
    }

    /// True for a day of the spell that most rows fall in.
    @inline(__always)
    func isPlain(_ day: UInt16) -> Bool { !isEmpty && first.holds(day) }

    func holds(_ day: UInt16) -> Bool {
        !isEmpty && (first.holds(day) || (!others.isEmpty && others.contains { $0.holds(day) }))
    }
}

/// How a code stands, as the walk tests it.
enum CodeStanding: UInt8, Sendable {
    /// Blank, unknown, or no reference data to test it by.
    case untested
    /// Not in reference data.
    case unknown
    case notValidThen
    case valid
}

/// A settlement configuration of the as-at date.
struct ConfigurationEntry: Sendable {
    let standing: CodeStanding
    /// I or E; 0 where it is not told or the code is not good.
    let type: UInt8

    init(standing: CodeStanding, type: UInt8) {
        self.standing = standing
        self.type = type
    }

    init(_ text: String, _ reference: Reference, today: UInt16) {
        guard reference.inputs.contains(.ssc) else {
            self.init(standing: .untested, type: 0)
            return
        }
        guard let line = reference.ssc.timeline(text) else {
            self.init(standing: .unknown, type: 0)
            return
        }
        let type = line.value(on: today)
        self.init(standing: type == nil ? .notValidThen : .valid, type: type ?? 0)
    }
}

/// What a meter type is, in bits.
enum MeterClass {
    static let smart: UInt8 = 1
    static let advanced: UInt8 = 2
    static let halfHourly: UInt8 = 4
    /// Traditional meters whose segment is certain; NSS is neither.
    static let traditional: UInt8 = 8

    static func bits(of type: String) -> UInt8 {
        if MeterTypes.isSmart(type) { return smart }
        if MeterTypes.advanced.contains(type) { return advanced }
        if MeterTypes.halfHourly.contains(type) { return halfHourly }
        return MeterTypes.traditional.contains(type) && type != "NSS" ? traditional : 0
    }
}

/// Which codes of REG lack leading zeros (ISD-13).
struct PaddingBook: Sendable {
    private let llfc: [Bool]
    private let mtc: [Bool]
    private let ssc: [Bool]
    private let pc: [Bool]
    /// True when any code does; mostly none.
    let isNeeded: Bool

    init(_ registration: Registration?) {
        func short(_ item: Item) -> [Bool] {
            [false] + (registration?.table.texts(item) ?? []).map { Code.padded($0, item) != $0 }
        }
        llfc = short(.llfc)
        mtc = short(.mtc)
        ssc = short(.ssc)
        pc = short(.pc)
        isNeeded = [llfc, mtc, ssc, pc].contains { $0.contains(true) }
    }

    func isShort(_ item: Item, _ code: UInt16) -> Bool {
        let list =
            switch item {
            case .llfc: llfc
            case .mtc: mtc
            case .ssc: ssc
            default: pc
            }
        return Int(code) < list.count && list[Int(code)]
    }
}
