extension SubmissionRuleFact {
    private static let ours = "our rule set; the Programme's rules are not established"
    private static let perSprint = "the Programme's page on migration sprints; our reading"
    private static let bySize = "rules differ by size of portfolio (the Programme's migration page); ours in detail"

    private init(
        _ rule: SubmissionRule, _ severity: SubmissionRule.Severity, _ statement: String, _ condition: String,
        suggests suggestion: String, needs: String = "", basis: String = Self.ours
    ) {
        self.init(
            rule: rule, severity: severity, statement: statement, condition: condition, suggestion: suggestion,
            needs: needs, basis: basis)
    }

    /// The whole table, in the order in which rules are asked.
    public static let table: [SubmissionRuleFact] = SubmissionRule.allCases.map { of($0) }

    /// One row of it.
    static func of(_ rule: SubmissionRule) -> SubmissionRuleFact {
        switch rule.rawValue.utf8.first {
        case UInt8(ascii: "F"): file(rule)
        case UInt8(ascii: "T"), UInt8(ascii: "C"): form(rule)
        case UInt8(ascii: "V"), UInt8(ascii: "R"), UInt8(ascii: "X"): volume(rule)
        default: shared(rule)
        }
    }

    private static func file(_ rule: SubmissionRule) -> SubmissionRuleFact {
        switch rule {
        case .nameMatchesRows:
            Self(
                rule, .error, "The file is one supplier's, and its name says so",
                "a row names another supplier than the file (its name, else most of its rows); a delivery name (five underscores, or one that begins with the schema) is not <schema>_<supplierMPID>_<sprint>_<D, W or M>_<yyyymmddThhmmssZ>_<seq>.csv, or names another sprint or granularity than its rows",
                suggests: "the file's supplier; a name of the pattern", needs: "a delivery name, for the name's part")
        case .sequenceRises:
            Self(
                rule, .error, "A later submission has a higher sequence and other content",
                "the sequence in the name is not above the last accepted one's, or the content is the same byte for byte",
                suggests: "the next sequence", needs: "the last accepted submission (--previous)")
        case .senderIsEntitled:
            Self(
                rule, .error, "Whoever submits may act for the supplier",
                "the user is not entitled to act for the supplier", suggests: "none: another user must submit",
                needs: "the user and the list of who may act for whom (--user, --entitlements)")
        case .receivedInWindow:
            Self(
                rule, .error, "Submissions arrive in the planning window of the sprint",
                "the day of receipt in Great Britain (clock changes counted) is outside the sprint's planning, and there is no waiver",
                suggests: "none: a waiver of the control centre is needed",
                needs: "the time of receipt (--received) and the sprint's planning dates", basis: perSprint)
        default:
            Self(
                rule, .error, "The file is a table of the form",
                "it is not UTF-8 or not CSV (a field has no line end in it); its header is not the nine columns, each once, in any order; a row has more or fewer fields; its schema version is not 1; it has more rows than submission_rows",
                suggests: "the header; the schema version; removal of a row that is no row")
        }
    }

    private static func form(_ rule: SubmissionRule) -> SubmissionRuleFact {
        switch rule {
        case .valuesParse:
            Self(
                rule, .error, "Dates and volumes are written plainly",
                "periodStart is no date yyyy-mm-dd, or plannedVolume is not 1 to 10 digits: no sign, point, space or thousands mark",
                suggests:
                    "the same value written plainly where it can be read in one way only, else removal of the row, or a volume that the other rules allow"
            )
        case .keysAreUnique:
            Self(
                rule, .error, "A distributor has one row a period",
                "an earlier row has the same distributor, period and granularity", suggests: "removal of the later row")
        case .partiesAreKnown:
            Self(
                rule, .error, "Suppliers and distributors are the market's",
                "the market has no such supplier or distributor (its codes have no dates of effect, so those are not asked)",
                suggests: "the code in the market's spelling where only case or spaces differ, else removal of the row")
        case .granularityIsRight:
            Self(
                rule, .error, "The committed sprint is planned by day, later ones are forecast by week",
                "a daily row is not of the committed sprint or not COMMITTED; a weekly row is not of a later sprint or not FORECAST; granularity is neither D nor W; sprintId is no sprint",
                suggests: "the value that the row's period asks for, else removal of the row", basis: perSprint)
        case .periodsAreRight:
            Self(
                rule, .error, "Periods begin where the calendar says",
                "a daily row's date is outside the execution of its sprint; a weekly row begins on another day than Monday, or lies in no week of the sprint that it names",
                suggests: "the week's Monday or its sprint where that row is not there yet, else removal of the row")
        case .cellsAreComplete:
            Self(
                rule, .error, "Every cell of the template is there, and no other",
                "a cell (distributor of the portfolio × migration day of the sprint, or × week of later sprints) has no row; or a row is of a distributor where the supplier has no portfolio. A file of daily rows only is judged without the weeks, one of weekly rows only without the days",
                suggests: "the row to add; removal of the row that is too much")
        case .nothingOffTheCalendar:
            Self(
                rule, .error, "Nothing is planned on a day without migration",
                "a volume above 0 on a hold or closed day, or in a week without a migration day", suggests: "0")
        case .nothingBeforeActivation:
            Self(
                rule, .error, "Nothing is planned before service activation",
                "a volume above 0 on a day, or in a week that ends, before the supplier is active", suggests: "0")
        default:
            Self(
                rule, .error, "Nothing is planned after the end less its buffer",
                "a volume above 0 after finish_by less buffer_days", suggests: "0")
        }
    }

    private static func volume(_ rule: SubmissionRule) -> SubmissionRuleFact {
        switch rule {
        case .cellWithinEnvelope:
            Self(
                rule, .error, "A cell is within its envelope",
                "the volume is above the envelope of distributor and day; of a week, above the sum of its days. Not asked of small portfolios",
                suggests: "the envelope, or less where another rule needs it", basis: bySize)
        case .dayWithinEnvelope:
            Self(
                rule, .error, "A day is within the supplier's day envelope",
                "the sum over distributors is above the day envelope: the need times the flexibility, and no more than the cells' envelopes. Not asked of small portfolios",
                suggests: "the largest rows lowered until it fits", basis: bySize)
        case .totalWithinPortfolio:
            Self(
                rule, .error, "A plan is no more than there is to migrate",
                "planned and migrated together are above the portfolio at a distributor, raised by submission_growth; where progress is not known, the plan alone. Small portfolios: V08",
                suggests: "the latest rows lowered until it fits")
        case .planFinishes:
            Self(
                rule, .error, "A full plan migrates all there is, as far as the envelopes allow",
                "planned and migrated together are below the portfolio at a distributor, while envelopes leave room for more",
                suggests: "the earliest rows with room raised until it fits",
                needs:
                    "days and weeks in one file, and what was migrated before (the first sprint, --actuals or --plan)")
        case .finishesInTime:
            Self(
                rule, .warning, "A full plan is nearly done well before the end",
                "less than submission_target of the portfolio is migrated submission_target_days before the end",
                suggests: "none: it is a warning", needs: "as V04")
        case .dayWithinRamp:
            Self(
                rule, .error, "A new supplier begins slowly",
                "the sum over distributors is above the ramp's cap for that migration day since activation; of a week, above the sum of its days' caps. Not asked of small portfolios",
                suggests: "the largest rows lowered until it fits", basis: bySize)
        case .stepsAreSmall:
            Self(
                rule, .warning, "Volumes change slowly from day to day",
                "the sums of two migration days of the sprint in a row differ by more than submission_step of the larger and more than submission_least_step, or rise by more than the market's step limit. Not asked of small portfolios",
                suggests: "none: it is a warning", basis: bySize)
        case .smallWithinTotal:
            Self(
                rule, .error, "A small portfolio's plan is no more than there is to migrate",
                "planned and migrated together are above the small portfolio at a distributor; its window is what C01, C02 and C03 leave",
                suggests: "the latest rows lowered until it fits", basis: bySize)
        case .weekCanBeSplit:
            Self(
                rule, .warning, "A week's forecast can be split into days",
                "there is no split of the week's volumes over its migration days under the distributors' usable limits, the ramp and the industry's usable limit",
                suggests: "none: it is a warning")
        case .frozenIsKept:
            Self(
                rule, .error, "What was committed stays committed inside the freeze",
                "a daily volume within submission_freeze_days migration days of the receipt differs from the one committed before (or from the envelope, where that is less now), and neither the comment nor the command names a change request (CR and digits)",
                suggests: "the volume that was committed",
                needs: "the last accepted submission (--previous) or the plan (--plan), and the time of receipt")
        case .envelopeIsUsed:
            Self(
                rule, .warning, "Scarce envelopes are used",
                "in a week of the committed sprint, less than submission_use of the envelopes that a shared limit bounds at a distributor is planned. Not asked of small portfolios",
                suggests: "none: it is a warning", basis: bySize)
        case .reserveIsLeft:
            Self(
                rule, .error, "The reserve for retries and reverse migration is not planned",
                "a volume is above the distributor's usable limit (value less reserve), or a day's sum is above the industry's",
                suggests: "the usable limit, or the largest rows lowered until it fits")
        default:
            Self(
                rule, .warning, "A plan is near the forecast that came before",
                "a distributor's week differs from the former submission's weekly forecast by more than submission_forecast of it and more than submission_least_forecast",
                suggests: "none: it is a warning", needs: "the last accepted submission (--previous)")
        }
    }

    private static func shared(_ rule: SubmissionRule) -> SubmissionRuleFact {
        let agents = "the agent file (--agents)"
        let several = "several submissions in one check"
        return switch rule {
        case .agentSharesAreWhole:
            Self(
                rule, .error, "The shares of a role's agents are the whole",
                "on a date on which a share begins, the shares of a supplier's role differ from 100.0 % by more than agent_tolerance (an agent file with a row that cannot be read is refused whole, with every such row named, before any rule is asked)",
                suggests: "the largest share changed so that they are", needs: agents)
        case .agentsAreActive:
            Self(
                rule, .error, "Agents are active when they are first needed",
                "an agent is not in the register of agents for its role, or becomes active after the first day on which the supplier plans a volume with it",
                suggests: "none: another agent, or a later day", needs: agents + " and the register (--agent-register)")
        case .agentsHaveCapacity:
            Self(
                rule, .warning, "Agents can carry what is planned with them",
                "on a day, an agent's share of the volumes of all submissions is above the capacity it has declared",
                suggests: "none: it is a warning", needs: agents + " and the register (--agent-register)")
        case .distributorLimitHolds:
            Self(
                rule, .error, "All suppliers together are within a distributor's usable limit",
                "the sum over submissions at a distributor is above the usable limit of the day",
                suggests: "the limit shared by weighted max-min, the weight being what each planned", needs: several)
        case .industryLimitHolds:
            Self(
                rule, .error, "All suppliers together are within the industry's usable limit",
                "the sum over submissions and distributors is above the usable limit of the day",
                suggests: "the limit shared by weighted max-min, the weight being what each planned", needs: several)
        default:
            Self(
                rule, .warning, "No limit is near to full",
                "the sum over submissions at a distributor is at or above limit_amber of the usable limit of the day",
                suggests: "none: it is a warning", needs: several)
        }
    }
}
