public import Kernel

/// Something wrong, or worth a look, in a file of a market or plan folder: where it stands, what is wrong and what to do.
public struct FolderFinding: Hashable, Sendable {
    /// The rules, by names that do not change.
    public enum Rule: String, Sendable, CaseIterable {
        case fileIsThere = "file-is-there"
        case fileIsTable = "file-is-table"
        case columnIsThere = "column-is-there"
        case columnIsKnown = "column-is-known"
        case rowHasACellAColumn = "row-has-a-cell-a-column"
        case codeIsPrintable = "code-is-printable"
        case numberIsWhole = "number-is-whole"
        case dateExists = "date-exists"
        case dateIsInReach = "date-is-in-reach"
        case wordIsKnown = "word-is-known"
        case partyIsKnown = "party-is-known"
        case keyIsThereOnce = "key-is-there-once"
        case scopeHasItsDistributor = "scope-has-its-distributor"
        case periodIsInOrder = "period-is-in-order"
        case limitsAgree = "limits-agree"
        case partyHasPortfolio = "party-has-portfolio"
        case portfolioIsNotEmpty = "portfolio-is-not-empty"
        case supplierCanStart = "supplier-can-start"
        case marketHasMigrationDays = "market-has-migration-days"
        case marketFits = "market-fits"
        case settingIsKnown = "setting-is-known"
        case settingIsInRange = "setting-is-in-range"
    }

    public let rule: Rule
    public let severity: Finding.Severity
    /// The file's name in its folder.
    public let file: String
    /// The line, from 1; nil where the file as a whole is meant.
    public let line: Int?
    /// The column, or the key of a setting.
    public let column: String?
    /// What stands there, whole.
    public let value: String?
    /// What is wrong with it: goes on from the value (`is negative`).
    public let problem: String
    public let advice: String

    public init(
        _ rule: Rule, _ severity: Finding.Severity, file: String, line: Int? = nil, column: String? = nil,
        value: String? = nil, problem: String, advice: String
    ) {
        self.rule = rule
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.value = value
        self.problem = problem
        self.advice = advice
    }

    /// One line: `portfolios.csv, line 7: mpans “-5” is negative; write a whole number from 0 to 9999999999`.
    public var sentence: String {
        var text = file + (line.map { ", line \($0)" } ?? "") + ":"
        if let column { text += " \(Self.printable(column))" }
        if let value, !value.isEmpty { text += " \(Self.shown(value))" }
        text += " \(problem)"
        return advice.isEmpty ? text : "\(text); \(advice)"
    }

    /// A value between quotation marks, fit for one line: at most sixty characters, what cannot be printed as `\u{…}`.
    public static func shown(_ value: String) -> String { "“\(printable(value))”" }

    private static func printable(_ value: String) -> String {
        var shown = ""
        for (place, scalar) in value.unicodeScalars.enumerated() {
            guard place < 60 else {
                shown += "…"
                break
            }
            if isPrintable(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return shown
    }

    /// Whether a scalar is one that a reader can see or a plain space.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return scalar != "\u{FFFD}"
        }
    }
}

/// The findings of a folder: the first thousand of each severity, and how many there are.
public struct FolderFindings: Sendable, Hashable {
    /// How many of one severity are kept.
    public static let mostKept = 1_000

    public private(set) var errors: [FolderFinding] = []
    public private(set) var warnings: [FolderFinding] = []
    public private(set) var notes: [FolderFinding] = []
    public private(set) var errorCount = 0
    public private(set) var warningCount = 0
    public private(set) var noteCount = 0

    public init() {}

    /// What is kept: errors, warnings, notes.
    public var kept: [FolderFinding] { errors + warnings + notes }

    /// Takes a finding; beyond the first thousand it is counted, and not even made.
    public mutating func add(_ severity: Finding.Severity, _ finding: () -> FolderFinding) {
        switch severity {
        case .error:
            if errorCount < Self.mostKept { errors.append(finding()) }
            errorCount += 1
        case .warning:
            if warningCount < Self.mostKept { warnings.append(finding()) }
            warningCount += 1
        case .note:
            if noteCount < Self.mostKept { notes.append(finding()) }
            noteCount += 1
        }
    }

    public mutating func add(_ finding: FolderFinding) { add(finding.severity) { finding } }
}
