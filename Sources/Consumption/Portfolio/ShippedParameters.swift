/// The parameters that the product ships, by class and add-on: fitted values, all of which a portfolio may replace.
public enum ShippedParameters {
    public static let classes: [SiteClass: ParameterValues] = Dictionary(
        uniqueKeysWithValues: SiteClass.allCases.map { ($0, values(of: $0)) })

    public static let addOns: [AddOns: ParameterValues] = Dictionary(
        uniqueKeysWithValues: AddOns.words.map { ($0.addOn, values(of: $0.addOn)) })

    private static func values(of siteClass: SiteClass) -> ParameterValues {
        switch siteClass.model {
        case .profile: ProfileParameters.values(of: siteClass)
        case .advanced: AdvancedParameters.values(of: siteClass)
        case .unmetered: UnmeteredParameters.values(of: siteClass)
        }
    }

    private static func values(of addOn: AddOns) -> ParameterValues { AddOnParameters.values(of: addOn) }
}
