/// Parameters of add-ons.
enum AddOnParameters {
    static func values(of addOn: AddOns) -> ParameterValues { ParameterValues(specs: [], defaults: [:]) }
}
