/// Effective-dated reference data: what was never known, what was not valid then and what is retired are kept apart.
///
/// The stores are by text; the rules read them once into tables by the registers' own code numbers (`CodeBook`).
public struct Reference: Sendable {
    /// Days in `Day`'s packing; 0 at an open end. Ends inclusive.
    public struct Spell: Hashable, Sendable {
        public let from: UInt16
        public let to: UInt16
        public init(from: UInt16, to: UInt16) {
            self.from = from
            self.to = to
        }
        public func holds(_ day: UInt16) -> Bool { from <= day && (to == 0 || day <= to) }
    }

    /// A distributor's row: who had the code and where its home is.
    public struct DistributorRow: Hashable, Sendable {
        public let mpid: String
        /// Blank for a network without a home group.
        public let homeGSP: String
    }

    /// Which files were given; a file without rows counts.
    public let inputs: Set<Input>
    /// By the two digits of the code, 0 to 99.
    public let distributors: [Timeline<DistributorRow>]
    public let llfc: LineLossClasses
    public let mtc: TimeswitchClasses
    public let ssc: SettlementConfigurations
    public let parties: PartyRoles
    public let combinations: Combinations
    public let halfHourlyMeters: HalfHourlyMeters
    public let unmetered: UnmeteredInventory

    public init(files: [ReferenceFile]) {
        let files = files.sorted { ($0.input.rawValue, $0.name) < ($1.input.rawValue, $1.name) }
        func rows(_ input: Input) -> [ReferenceRows] { files.filter { $0.input == input }.map(ReferenceRows.init) }
        inputs = Set(files.map(\.input))
        distributors = Self.distributors(rows(.distributors))
        llfc = LineLossClasses(rows(.llfc))
        mtc = TimeswitchClasses(rows(.mtc))
        ssc = SettlementConfigurations(rows(.ssc))
        parties = PartyRoles(rows(.parties))
        combinations = Combinations(rows(.combinations))
        halfHourlyMeters = HalfHourlyMeters(rows(.halfHourlyMeters))
        unmetered = UnmeteredInventory(rows(.unmetered))
    }

    /// The distributor's participant on a day; the last one that had the code where none has it then.
    public func distributor(code: UInt8, on day: UInt16) -> String? {
        guard code < 100 else { return nil }
        let line = distributors[Int(code)]
        return (line.value(on: day) ?? line.lastEnded(before: day)?.value)?.mpid
    }

    /// How a distributor's code stands on a day.
    public func standing(ofDistributor code: UInt8, on day: UInt16) -> Standing {
        guard code < 100, !distributors[Int(code)].entries.isEmpty else { return .unknown }
        return distributors[Int(code)].value(on: day) == nil ? .notValidThen : .valid
    }

    private static func distributors(_ files: [ReferenceRows]) -> [Timeline<DistributorRow>] {
        var lines = [Timeline<DistributorRow>](repeating: Timeline(), count: 100)
        for file in files {
            let (code, mpid, home) = (file.reader("code"), file.reader("mpid"), file.reader("home_gsp"))
            let spell = file.spells()
            for row in file.rows {
                guard let number = UInt8(code(row)), number < 100 else { continue }
                lines[Int(number)].add(spell(row), DistributorRow(mpid: mpid(row), homeGSP: home(row)))
            }
        }
        return lines
    }
}
