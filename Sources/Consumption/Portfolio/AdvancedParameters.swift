/// Parameters of advanced classes.
enum AdvancedParameters {
    static func values(of siteClass: SiteClass) -> ParameterValues { ParameterValues(specs: [], defaults: [:]) }
}
