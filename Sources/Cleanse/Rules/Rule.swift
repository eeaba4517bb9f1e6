/// A rule of the cleanse, by the number it is known by.
///
/// The order is that of the printed numbers, in which an MPAN's exceptions are printed and the ledger is sorted. Facts of
/// a rule (severity, owner, items, wording, basis) are in the rule table.
public enum Rule: UInt8, CaseIterable, Comparable, Sendable {
    case cmp01, cmp02
    case con01, con02, con03, con04, con05, con06, con07, con08, con09, con10
    case dig01, dig02, dig03
    case dir01, dir02, dir03, dir04, dir05
    case dpi01, dpi02, dpi03, dpi04, dpi05, dpi06, dpi07, dpi08
    case eff01, eff02, eff03, eff04, eff05, eff06, eff07
    case esm01, esm02, esm03, esm04, esm05, esm06, esm07, esm08, esm09, esm10, esm11, esm12, esm13, esm14
    case fil01, fil02, fil03, fil04, fil05, fil06, fil07, fil08, fil09, fil10, fil11
    case isd01, isd02, isd03, isd04, isd05, isd06, isd07, isd08, isd09, isd10, isd11, isd12, isd13
    case lnk01, lnk02, lnk03, lnk04, lnk05, lnk06, lnk07, lnk08, lnk09, lnk10, lnk11, lnk12, lnk13, lnk14, lnk15,
        lnk16, lnk17, lnk18, lnk19
    case loc01, loc02, loc03
    case mcl01, mcl02, mcl03, mcl04
    case mpn01, mpn02, mpn03, mpn04, mpn05, mpn06, mpn07, mpn08, mpn09
    case mtr01, mtr02, mtr03, mtr04, mtr05, mtr06, mtr07, mtr08, mtr09, mtr10, mtr11, mtr12, mtr13, mtr14, mtr15,
        mtr16
    case rec01, rec02, rec03, rec04, rec05, rec06
    case seg01, seg02, seg03, seg04, seg05
    case sta01, sta02, sta03, sta04, sta05, sta06, sta07
    case ums01, ums02, ums03, ums04, ums05

    /// The printed number, `ESM-05`.
    public var id: String { Self.ids[Int(rawValue)] }

    /// The rule with a printed number; nil where there is none.
    public init?(id: some StringProtocol) {
        guard let found = Self.numbered[String(id)] else { return nil }
        self = found
    }

    // A ledger of a million exceptions asks a million times: both ways are looked up, never spelt out.
    private static let ids: [String] = allCases.map { rule in
        let name = String(describing: rule)
        return "\(name.prefix(3).uppercased())-\(name.suffix(2))"
    }
    private static let numbered = Dictionary(uniqueKeysWithValues: allCases.map { ($0.id, $0) })

    public static func < (left: Rule, right: Rule) -> Bool { left.rawValue < right.rawValue }
}
