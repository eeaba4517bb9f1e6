/// Parameters of unmetered classes.
enum UnmeteredParameters {
    static func values(of siteClass: SiteClass) -> ParameterValues { ParameterValues(specs: [], defaults: [:]) }
}
