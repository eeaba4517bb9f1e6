/// Meter timeswitch classes.
///
/// File `mtc`: mtc, type (H half-hourly, N not, X either), related (true or false), description; also, where the source
/// has them, from, to, and distributor (its two digits) for classes that are one distributor's own.
public struct TimeswitchClasses: Sendable {
    public struct Row: Hashable, Sendable {
        /// H, N or X; 0 where the file says nothing.
        public let type: UInt8
        /// Whether it is for related metering points; nil where the file does not say.
        public let isRelated: Bool?
    }

    private var common: [String: Timeline<Row>] = [:]
    private var own: [String: [String: Timeline<Row>]] = [:]

    init(_ files: [ReferenceRows]) {
        for file in files {
            let (mtc, distributor) = (file.reader("mtc"), file.reader("distributor"))
            let (type, related) = (file.reader("type"), file.reader("related"))
            let spell = file.spells()
            for row in file.rows where !mtc(row).isEmpty {
                let code = Code.padded(mtc(row), to: 3)
                let value = Row(type: letter(type(row)), isRelated: truth(related(row)))
                if distributor(row).isEmpty {
                    common[code, default: Timeline()].add(spell(row), value)
                } else {
                    own[Code.padded(distributor(row), to: 2), default: [:]][code, default: Timeline()].add(
                        spell(row), value)
                }
            }
        }
    }

    /// True when some classes are one distributor's own.
    public var hasDistributors: Bool { !own.isEmpty }

    /// True when a distributor has classes of its own.
    func hasRows(of names: [String]) -> Bool { names.contains { own[$0] != nil } }

    /// The class by the names of a distributor (two digits, MPID), common ones included; nil where it never was.
    public func timeline(_ mtc: String, distributor names: [String]) -> Timeline<Row>? {
        let code = Code.padded(mtc, to: 3)
        var found = common[code]
        for name in names {
            guard let line = own[name]?[code] else { continue }
            if found == nil { found = line } else { found?.add(line) }
        }
        return found
    }
}

/// Standard settlement configurations.
///
/// File `ssc`: ssc, type (I or E), description; also, where the source has them, from and to.
public struct SettlementConfigurations: Sendable {
    /// By code; the value is the type, I or E, 0 where the file says nothing.
    private var rows: [String: Timeline<UInt8>] = [:]

    init(_ files: [ReferenceRows]) {
        for file in files {
            let (ssc, type, spell) = (file.reader("ssc"), file.reader("type"), file.spells())
            for row in file.rows where !ssc(row).isEmpty {
                rows[Code.padded(ssc(row), to: 4), default: Timeline()].add(spell(row), letter(type(row)))
            }
        }
    }

    /// The configuration through time; nil where it never was.
    public func timeline(_ ssc: String) -> Timeline<UInt8>? { rows[Code.padded(ssc, to: 4)] }
}

/// The roles of market participants.
///
/// File `parties`: mpid, role (X supplier, R distributor, M meter operator, 8 asset provider, S and T metering
/// services, ...), from, to.
public struct PartyRoles: Sendable {
    private var rows: [String: Timeline<Bool>] = [:]

    init(_ files: [ReferenceRows]) {
        for file in files {
            let (mpid, role, spell) = (file.reader("mpid"), file.reader("role"), file.spells())
            for row in file.rows where !mpid(row).isEmpty {
                rows["\(mpid(row)) \(role(row))", default: Timeline()].add(spell(row), true)
            }
        }
    }

    /// The days on which a participant has any of these roles.
    public func timeline(_ mpid: String, roles: [String]) -> Timeline<Bool> {
        var found = Timeline<Bool>()
        for role in roles { if let line = rows["\(mpid) \(role)"] { found.add(line) } }
        return found
    }
}

/// Combinations of codes that are valid together.
///
/// Our own layout, file `combinations`: distributor (two digits), mtc, llfc, and, for a four-way row, ssc and pc; from,
/// to. A four-way row says that its pair is valid too. The market's own tables are not among the canonical files.
public struct Combinations: Sendable {
    public struct Row: Hashable, Sendable {
        public let distributor: UInt8
        /// With leading zeros.
        public let mtc: String
        public let llfc: String
        /// Blank in a pair.
        public let ssc: String
        public let pc: String
        public let spell: Reference.Spell

        public var isFourWay: Bool { !ssc.isEmpty || !pc.isEmpty }
    }

    public private(set) var rows: [Row] = []
    /// True when any row is four-way; without one the four-way rule is not asked.
    public private(set) var hasFourWay = false

    init(_ files: [ReferenceRows]) {
        for file in files {
            let (distributor, mtc, llfc) = (file.reader("distributor"), file.reader("mtc"), file.reader("llfc"))
            let (ssc, pc, spell) = (file.reader("ssc"), file.reader("pc"), file.spells())
            for row in file.rows {
                guard let code = UInt8(distributor(row)), code < 100 else { continue }
                let row = Row(
                    distributor: code, mtc: Code.padded(mtc(row), to: 3), llfc: Code.padded(llfc(row), to: 3),
                    ssc: Code.padded(ssc(row), to: 4), pc: Code.padded(pc(row), to: 2), spell: spell(row))
                rows.append(row)
                if row.isFourWay { hasFourWay = true }
            }
        }
    }
}

private func letter(_ text: String) -> UInt8 { text.utf8.count == 1 ? text.utf8.first ?? 0 : 0 }

/// True and false in the spellings that registers may use; nil for anything else.
private func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "t", "y": true
    case "false", "f", "n": false
    default: nil
    }
}
