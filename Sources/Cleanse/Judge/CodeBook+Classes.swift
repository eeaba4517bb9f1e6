/// A line loss factor class of one distributor, as it stands on the as-at date.
struct LineLossEntry: Sendable {
    var standing: CodeStanding = .untested
    /// The first day from which every day up to the as-at date is held by some row.
    var coveredSince: UInt16 = 0
    /// A to D; 0 where it is not told.
    var indicator: UInt8 = 0
    var isRetired = false
    /// 1 domestic, 2 not domestic, 0 not told.
    var domestic: UInt8 = 0
    /// GSP groups that the description names, a bit each.
    var groups: UInt16 = 0

    init(standing: CodeStanding = .untested) { self.standing = standing }

    init(_ line: Timeline<LineLossClasses.Row>, today: UInt16) {
        guard let row = line.value(on: today), let since = line.coveredSince(today) else {
            standing = .notValidThen
            return
        }
        standing = .valid
        coveredSince = since
        indicator = row.indicator
        isRetired = row.words.isRetired
        domestic = row.words.isDomestic.map { $0 ? 1 : 2 } ?? 0
        groups = row.words.groups
    }

    var isImport: Bool { indicator == UInt8(ascii: "A") || indicator == UInt8(ascii: "B") }
    var isExport: Bool { indicator == UInt8(ascii: "C") || indicator == UInt8(ascii: "D") }
    var isSiteSpecific: Bool { indicator == UInt8(ascii: "B") || indicator == UInt8(ascii: "D") }
}

/// Line loss factor classes by distributor code and LLFC number.
///
/// One row of entries a distributor that has classes: some forty times as many as the list of LLFCs has texts.
struct LineLossBook: Sendable {
    private let entries: [LineLossEntry]
    /// By distributor code: where its entries begin; -1 where it has none.
    private let starts: [Int]
    private let absent: LineLossEntry
    private let classes: LineLossClasses
    private let names: [[String]]
    private let today: UInt16
    private let width: Int

    init(_ texts: [String], _ reference: Reference, names: [[String]], today: UInt16) {
        classes = reference.llfc
        self.names = names
        self.today = today
        // Rows that name participants say nothing of a code while nobody tells whose the code is.
        let isTold =
            reference.inputs.contains(.llfc)
            && (!reference.llfc.hasParticipants || reference.inputs.contains(.distributors))
        absent = LineLossEntry(standing: isTold ? .unknown : .untested)
        var numbers: [String: [Int]] = [:]
        for (index, text) in texts.enumerated() { numbers[Code.padded(text, to: 3), default: []].append(index + 1) }
        var entries: [LineLossEntry] = []
        var starts = [Int](repeating: -1, count: 100)
        for code in 0..<100 where reference.llfc.hasRows(of: names[code]) {
            let start = entries.count
            starts[code] = start
            entries.append(LineLossEntry())
            entries += [LineLossEntry](repeating: LineLossEntry(standing: .unknown), count: texts.count)
            for llfc in reference.llfc.codes(of: names[code]) {
                guard let places = numbers[llfc], let line = classes.timeline(names[code], llfc: llfc) else { continue }
                let entry = LineLossEntry(line, today: today)
                for place in places { entries[start + place] = entry }
            }
        }
        self.entries = entries
        self.starts = starts
        width = texts.count + 1
    }

    /// The class that a row names.
    @inline(__always)
    func entry(_ distributor: Int, _ code: UInt16, _ text: @autoclosure () -> String) -> LineLossEntry {
        guard code.isStated else { return LineLossEntry() }
        let start = distributor < 100 ? starts[distributor] : -1
        if start < 0 { return absent }
        if Int(code) < width { return entries[start + Int(code)] }
        guard code == .otherText else { return LineLossEntry() }
        let line = classes.timeline(names[distributor], llfc: text())
        return line.map { LineLossEntry($0, today: today) } ?? LineLossEntry(standing: .unknown)
    }

    /// The class through time, for words about it.
    func timeline(_ distributor: Int, _ text: String) -> Timeline<LineLossClasses.Row>? {
        distributor < 100 ? classes.timeline(names[distributor], llfc: text) : nil
    }
}

/// A meter timeswitch class as it stands on the as-at date.
struct TimeswitchEntry: Sendable {
    let standing: CodeStanding
    /// H, N or X; 0 where it is not told or the class is not good.
    let type: UInt8
    /// The class as a number; `notNumber` for other texts.
    let number: UInt16

    static let notNumber: UInt16 = .max
    /// Neither blank nor unknown.
    let isStated: Bool

    static let blank = TimeswitchEntry(standing: .untested, type: 0, number: notNumber, isStated: false)

    init(standing: CodeStanding, type: UInt8, number: UInt16, isStated: Bool = true) {
        self.standing = standing
        self.type = type
        self.number = number
        self.isStated = isStated
    }

    /// True for a stated class that did not fail: good as far as anybody can tell.
    var isGood: Bool { isStated && (standing == .valid || standing == .untested) }

    /// Unmetered by the market's common codes.
    var isUnmetered: Bool {
        (502...506).contains(number) || (857...861).contains(number) || number == 863
    }

    /// Export or import and export by the market's common codes.
    var isExport: Bool { (866...871).contains(number) }
}

/// Meter timeswitch classes by distributor code and number; one row of entries where no class is a distributor's own.
struct TimeswitchBook: Sendable {
    /// The market's classes.
    private let common: CodeTable<TimeswitchEntry>
    /// The classes of distributors that have some of their own.
    private let tables: [CodeTable<TimeswitchEntry>]
    /// By distributor code: its table; -1 where the market's stands for it.
    private let places: [Int]

    init(_ texts: [String], _ reference: Reference, names: [[String]], today: UInt16) {
        common = Self.table(texts, reference, names: [], today: today)
        var tables: [CodeTable<TimeswitchEntry>] = []
        var places = [Int](repeating: -1, count: 100)
        if reference.mtc.hasDistributors {
            for code in 0..<100 where reference.mtc.hasRows(of: names[code]) {
                places[code] = tables.count
                tables.append(Self.table(texts, reference, names: names[code], today: today))
            }
        }
        self.tables = tables
        self.places = places
    }

    private static func table(
        _ texts: [String], _ reference: Reference, names: [String], today: UInt16
    ) -> CodeTable<TimeswitchEntry> {
        let isTold = reference.inputs.contains(.mtc)
        let classes = reference.mtc
        return CodeTable(texts, blank: .blank) { text in
            let padded = Code.padded(text, to: 3)
            let digits = padded.utf8.allSatisfy { (0x30...0x39).contains($0) }
            let number = digits ? UInt16(padded) ?? TimeswitchEntry.notNumber : TimeswitchEntry.notNumber
            guard isTold else { return TimeswitchEntry(standing: .untested, type: 0, number: number) }
            guard let line = classes.timeline(padded, distributor: names) else {
                return TimeswitchEntry(standing: .unknown, type: 0, number: number)
            }
            let row = line.value(on: today)
            return TimeswitchEntry(standing: row == nil ? .notValidThen : .valid, type: row?.type ?? 0, number: number)
        }
    }

    @inline(__always)
    func entry(_ distributor: Int, _ code: UInt16, _ text: @autoclosure () -> String) -> TimeswitchEntry {
        let place = tables.isEmpty || distributor >= 100 ? -1 : places[distributor]
        return place < 0 ? common.entry(code, text()) : tables[place].entry(code, text())
    }
}

/// Combinations that are valid on the as-at date, by the registers' own numbers.
struct CombinationBook: Sendable {
    private let mtc: [UInt16]
    private let llfc: [UInt16]
    private let ssc: [UInt16]
    private let pairs: KeySet
    private let fourWays: KeySet
    let hasFourWay: Bool

    init(_ combinations: Combinations, mtc: [String], llfc: [String], ssc: [String], today: UInt16) {
        let mtcNumbers = Self.numbers(mtc, .mtc)
        let llfcNumbers = Self.numbers(llfc, .llfc)
        let sscNumbers = Self.numbers(ssc, .ssc)
        self.mtc = mtcNumbers.table
        self.llfc = llfcNumbers.table
        self.ssc = sscNumbers.table
        hasFourWay = combinations.hasFourWay
        var pairs: [UInt64] = []
        var fourWays: [UInt64] = []
        for row in combinations.rows where row.spell.holds(today) {
            guard let mtc = mtcNumbers.byText[row.mtc], let llfc = llfcNumbers.byText[row.llfc] else { continue }
            let pair = Self.key(Int(row.distributor), mtc, llfc)
            pairs.append(pair)
            let profile = CodeBook.profileClass(row.pc)
            if row.isFourWay, profile <= 8, let ssc = sscNumbers.byText[row.ssc] {
                fourWays.append(Self.key(pair, ssc, profile))
            }
        }
        self.pairs = KeySet(pairs)
        self.fourWays = KeySet(fourWays)
    }

    /// True where the pair is valid; also where a code stands beside its column, which no key can name.
    func holds(_ distributor: Int, mtc: UInt16, llfc: UInt16) -> Bool {
        guard Int(mtc) < self.mtc.count, Int(llfc) < self.llfc.count else { return true }
        return pairs.contains(Self.key(distributor, self.mtc[Int(mtc)], self.llfc[Int(llfc)]))
    }

    /// True where all four are valid together.
    func holds(_ distributor: Int, mtc: UInt16, llfc: UInt16, ssc: UInt16, profileClass: UInt8) -> Bool {
        guard Int(mtc) < self.mtc.count, Int(llfc) < self.llfc.count, Int(ssc) < self.ssc.count else { return true }
        let pair = Self.key(distributor, self.mtc[Int(mtc)], self.llfc[Int(llfc)])
        return fourWays.contains(Self.key(pair, self.ssc[Int(ssc)], profileClass))
    }

    private static func key(_ distributor: Int, _ mtc: UInt16, _ llfc: UInt16) -> UInt64 {
        UInt64(distributor) << 52 | UInt64(mtc) << 36 | UInt64(llfc) << 20
    }

    private static func key(_ pair: UInt64, _ ssc: UInt16, _ profileClass: UInt8) -> UInt64 {
        pair | UInt64(ssc) << 4 | UInt64(profileClass)
    }

    /// By number of a text: the first number with the same padded text.
    private static func numbers(_ texts: [String], _ item: Item) -> (table: [UInt16], byText: [String: UInt16]) {
        var byText: [String: UInt16] = [:]
        var table: [UInt16] = [0]
        for (index, text) in texts.enumerated() {
            let padded = Code.padded(text, item)
            let number = byText[padded] ?? UInt16(truncatingIfNeeded: index + 1)
            byText[padded] = number
            table.append(number)
        }
        return (table, byText)
    }
}

/// A set of keys below 2^63 with open addressing: one multiplication and, mostly, one look.
struct KeySet: Sendable {
    private let slots: [UInt64]
    private let shift: UInt64

    init(_ keys: [UInt64]) {
        var bits: UInt64 = 4
        while 1 << bits < keys.count * 2 { bits += 1 }
        shift = 64 - bits
        var slots = [UInt64](repeating: .max, count: 1 << bits)
        for key in keys {
            var place = Self.place(key, shift)
            while slots[place] != .max, slots[place] != key { place = (place + 1) & (slots.count - 1) }
            slots[place] = key
        }
        self.slots = slots
    }

    func contains(_ key: UInt64) -> Bool {
        var place = Self.place(key, shift)
        while slots[place] != .max {
            if slots[place] == key { return true }
            place = (place + 1) & (slots.count - 1)
        }
        return false
    }

    private static func place(_ key: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}
