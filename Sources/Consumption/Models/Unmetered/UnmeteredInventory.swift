import Market

/// One line of an unmetered inventory: equal items under one regime.
public struct UnmeteredItem: Sendable, Hashable {
    /// Thirteen digits.
    public var chargeCode: String
    /// Circuit watts of one item at full power.
    public var watts: Int
    /// The place of the regime in the inventory's list.
    public var regime: Int
    public var count: Int
}

/// What an unmetered site consists of: the list from which its consumption follows exactly.
public struct UnmeteredInventory: Sendable, Hashable {
    public var items: [UnmeteredItem]
    public var regimes: [SwitchRegime]

    /// Watts of all items at full power.
    public var watts: Int { items.reduce(0) { $0 + $1.watts * $1.count } }

    /// How many items there are.
    public var count: Int { items.reduce(0) { $0 + $1.count } }
}

/// Charge codes: thirteen digits that name equipment and its circuit watts.
public enum ChargeCode {
    /// Generic LED lighting: `42`, four digits of full-power watts, `0000`, `100`. Range: 1 to 500 W.
    ///
    /// Source: Elexon's guidance on generic LED charge codes, version 3.
    public static func genericLED(watts: Int) -> String? {
        (1...500).contains(watts) ? code(family: 42, watts: watts) : nil
    }

    /// A code in the same form under any two-digit family. 99 is used here for what is not LED lighting; such codes are
    /// invented, as the market's list is not held.
    static func code(family: Int, watts: Int) -> String {
        let digits = String(watts)
        return (family < 10 ? "0" : "") + "\(family)" + String(repeating: "0", count: max(4 - digits.utf8.count, 0))
            + digits + "0000100"
    }
}

extension ConsumptionGenerator {
    /// The inventory of an unmetered site; nil for any other.
    public func inventory(of site: Site) -> UnmeteredInventory? {
        unmetered[Int(site.kind.siteClass.rawValue)]?.inventory(subject: site.mpan.body)
    }
}
