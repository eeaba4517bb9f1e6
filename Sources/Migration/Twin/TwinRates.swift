/// What is asked for every initiation, read from the settings once.
struct TwinRates {
    let dataFaults: Double
    let slowShare: Double
    let fixDays: Int
    let retryDays: Int
    let providerDays: Int
    let slowDays: Int
    let isSlow: Bool

    init(_ settings: MigrationSettings, isSlow: Bool) {
        dataFaults = settings[TwinParameters.dataFaults].fraction
        slowShare = settings[TwinParameters.slowShare].fraction
        fixDays = settings[TwinParameters.fixDays]
        retryDays = settings[TwinParameters.retryDays]
        providerDays = settings[TwinParameters.providerDays]
        slowDays = settings[TwinParameters.slowDays]
        self.isSlow = isSlow
    }
}
