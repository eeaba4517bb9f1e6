/// A grid supply point group: one of the fourteen regions of Great Britain's settlement.
///
/// The identifiers are an underscore and a letter, `_A` to `_H`, `_J` to `_N` and `_P`; there is no `_I` and no `_O`.
public enum GSPGroup: UInt8, CaseIterable, Comparable, Sendable, Hashable {
    case a, b, c, d, e, f, g, h, j, k, l, m, n, p

    /// `_A` and so on.
    public var id: String { "_\(Self.letters[Int(rawValue)])" }

    /// The group with this identifier, or nil.
    public init?(id: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.id == id }) else { return nil }
        self = found
    }

    /// The area that the group covers.
    public var name: String { Self.names[Int(rawValue)] }

    /// The distribution network operator's number whose area this is by default (10 to 23).
    ///
    /// Not one to one in the market: some operators and every independent network work in other groups too.
    public var homeDistributor: UInt8 { Self.homes[Int(rawValue)] }

    /// Whether the Scottish bank holidays apply.
    public var isScottish: Bool { self == .n || self == .p }

    /// Where the group's customers are on the whole: minutes of arc north.
    ///
    /// Read off a map at the largest towns of each area; the sun's times move by about a minute for ten of these.
    public var latitudeArcminutes: Int { Self.latitudes[Int(rawValue)] }

    /// Minutes of arc east of Greenwich, negative to the west; the sun is four minutes later for each degree west.
    public var longitudeArcminutes: Int { Self.longitudes[Int(rawValue)] }

    public static func < (left: GSPGroup, right: GSPGroup) -> Bool { left.rawValue < right.rawValue }

    private static let letters = Array("ABCDEFGHJKLMNP")
    private static let names = [
        "Eastern", "East Midlands", "London", "Merseyside and North Wales", "West Midlands", "North East",
        "North West", "Southern", "South East", "South Wales", "South West", "Yorkshire", "South Scotland",
        "North Scotland",
    ]
    private static let homes: [UInt8] = [10, 11, 12, 13, 14, 15, 16, 20, 19, 21, 22, 23, 18, 17]
    private static let latitudes = [
        3_120, 3_175, 3_090, 3_200, 3_150, 3_290, 3_215, 3_070, 3_070, 3_100, 3_040, 3_225, 3_350, 3_440,
    ]
    private static let longitudes = [25, -70, -6, -175, -115, -95, -145, -75, 25, -205, -235, -90, -230, -210]
}
