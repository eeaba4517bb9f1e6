/// The kinds of identifier that governance papers print.
///
/// Source: governance research, section 3. The raw values are the record's names.
public enum IdentifierKind: String, CaseIterable, Sendable, Codable {
    case milestone
    case level1Milestone = "level1_milestone"
    case action, decision, risk, issue, assumption, dependency
    case changeRequest = "change_request"
    case deliverable
    case designArtefact = "design_artefact"
    case recChange = "rec_change"
    case dcusaChange = "dcusa_change"
    case codeModification = "code_modification"
    case readinessAssessment = "readiness_assessment"
    case assurancePeriod = "assurance_period"
    case dataFlow = "data_flow"
}

/// An identifier found in a line.
public struct FoundIdentifier: Hashable, Sendable {
    /// What it identifies.
    public let kind: IdentifierKind

    /// The text as printed.
    public let printed: String

    /// The form every print of it shares.
    public let canonical: String

    /// Where it stands, in UTF-8 bytes from the start of the line.
    public let range: Range<Int>

    /// What is doubtful about the print.
    public let doubts: [String]
}
