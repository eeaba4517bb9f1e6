/// What there is under `/consumption`.
public enum ConsumptionPlace: String, CaseIterable, Sendable, Hashable {
    /// The form and the preview of its portfolio.
    case portfolio = "consumption"
    /// One metering point: its traits and a day's values.
    case site = "consumption/site"
    /// The first rows of the run, as its data file has them.
    case sample = "consumption/sample.csv"
    /// The same as an industry flow or as messages.
    case sampleText = "consumption/sample.txt"
    /// The first lines of the run's portfolio file.
    case portfolioSample = "consumption/portfolio.csv"
    /// Everything that decides the run, as the command line reads it back.
    case portfolioFile = "consumption/portfolio.json"

    /// Whether it is a file to be kept rather than a page to be looked at.
    var isFile: Bool {
        switch self {
        case .portfolio, .site: false
        case .sample, .sampleText, .portfolioSample, .portfolioFile: true
        }
    }
}
