extension Desk {
    static let valueRules: [any DeskRule] = []
    static let dateRules: [any DeskRule] = []
    static let milestoneRules: [any DeskRule] = []
    static let testingRules: [any DeskRule] = []
    static let agendaRules: [any DeskRule] = []
    static let figureRules: [any DeskRule] = []
    static let sequenceRules: [any DeskRule] = []
    static let wordingRules: [any DeskRule] = []
}
