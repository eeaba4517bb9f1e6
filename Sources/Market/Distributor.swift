/// A distributor whose numbers begin its customers' MPANs.
///
/// Ids 10 to 23 are the fourteen licence areas, 24 to 38 independent networks; later ids are not established.
/// 99 is no distributor's: public test systems use it for an invented area, and so does Changeover, so that a
/// manufactured number can never be a real customer's.
public struct Distributor: Hashable, Sendable {
    public let id: UInt8
    /// Market participant identifier, four capitals.
    public let participant: String
    public let name: String
    /// The group of the licence area; nil for networks that work in any.
    public let homeGroup: GSPGroup?

    /// The invented distributor.
    public static let invented = Distributor(id: 99, participant: "XXXX", name: "Invented", homeGroup: nil)

    public static let all: [Distributor] = [
        .init(id: 10, participant: "EELC", name: "Eastern", homeGroup: .a),
        .init(id: 11, participant: "EMEB", name: "East Midlands", homeGroup: .b),
        .init(id: 12, participant: "LOND", name: "London", homeGroup: .c),
        .init(id: 13, participant: "MANW", name: "Merseyside and North Wales", homeGroup: .d),
        .init(id: 14, participant: "MIDE", name: "West Midlands", homeGroup: .e),
        .init(id: 15, participant: "NEEB", name: "North East", homeGroup: .f),
        .init(id: 16, participant: "NORW", name: "North West", homeGroup: .g),
        .init(id: 17, participant: "HYDE", name: "North Scotland", homeGroup: .p),
        .init(id: 18, participant: "SPOW", name: "South Scotland", homeGroup: .n),
        .init(id: 19, participant: "SEEB", name: "South East", homeGroup: .j),
        .init(id: 20, participant: "SOUT", name: "Southern", homeGroup: .h),
        .init(id: 21, participant: "SWAE", name: "South Wales", homeGroup: .k),
        .init(id: 22, participant: "SWEB", name: "South West", homeGroup: .l),
        .init(id: 23, participant: "YELG", name: "Yorkshire", homeGroup: .m),
        .init(id: 24, participant: "IPNL", name: "Independent Power Networks", homeGroup: nil),
        .init(id: 25, participant: "LENG", name: "ESP Electricity", homeGroup: nil),
        .init(id: 26, participant: "GUCL", name: "Last Mile Electricity", homeGroup: nil),
        .init(id: 27, participant: "ETCL", name: "The Electricity Network Company", homeGroup: nil),
        .init(id: 28, participant: "EDFI", name: "UK Power Networks (independent)", homeGroup: nil),
        .init(id: 29, participant: "HARL", name: "Harlaxton Energy Networks", homeGroup: nil),
        .init(id: 30, participant: "PENL", name: "Leep Electricity Networks", homeGroup: nil),
        .init(id: 31, participant: "UKPD", name: "UK Power Distribution", homeGroup: nil),
        .init(id: 32, participant: "UDNL", name: "Energy Assets Networks", homeGroup: nil),
        .init(id: 33, participant: "GGEN", name: "Eclipse Power Networks", homeGroup: nil),
        .init(id: 34, participant: "MPDL", name: "Murphy Power Distribution", homeGroup: nil),
        .init(id: 35, participant: "FEAL", name: "Fulcrum Electricity Assets", homeGroup: nil),
        .init(id: 36, participant: "VATT", name: "Vattenfall Networks", homeGroup: nil),
        .init(id: 37, participant: "FORB", name: "Optimal Power Networks", homeGroup: nil),
        .init(id: 38, participant: "INDI", name: "Indigo Power", homeGroup: nil),
    ]

    /// The distributor with this number, the invented one included.
    public init?(id: UInt8) {
        guard let found = id == Self.invented.id ? Self.invented : Self.all.first(where: { $0.id == id }) else {
            return nil
        }
        self = found
    }

    private init(id: UInt8, participant: String, name: String, homeGroup: GSPGroup?) {
        self.id = id
        self.participant = participant
        self.name = name
        self.homeGroup = homeGroup
    }
}
