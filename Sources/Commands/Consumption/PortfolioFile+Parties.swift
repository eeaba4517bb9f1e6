import Formats
import Kernel

/// Who flows and messages name, as JSON.
extension PortfolioFile {
    static func parties(_ parties: FlowParties) -> ExactJSON {
        .object(
            partyFields.map { ($0.name, ExactJSON.text(parties[keyPath: $0.path])) }
                + [
                    ("period_stamp", ExactJSON.text(parties.periodStamp.rawValue)),
                    ("connection_since", ExactJSON.text(parties.connectionSince.iso)),
                ])
    }

    private static var partyFields: [(name: String, path: WritableKeyPath<FlowParties, String>)] {
        [
            ("sender", \.sender), ("sender_role", \.senderRole), ("recipient", \.recipient),
            ("recipient_role", \.recipientRole), ("supplier", \.supplier), ("sender_dip_id", \.senderDIPID),
            ("sender_role_id", \.senderRoleID), ("distributor_dip_id", \.distributorDIPID),
            ("supplier_role", \.supplierRole), ("meter_operator", \.meterOperator),
            ("meter_operator_role", \.meterOperatorRole), ("advanced_role_id", \.advancedRoleID),
            ("unmetered_role_id", \.unmeteredRoleID), ("environment_tag", \.environmentTag),
            ("application_code", \.applicationCode),
        ]
    }

    static func parties(_ json: ExactJSON, _ settings: inout RunSettings) throws(FieldProblem) {
        guard let members = json.members else { throw FieldProblem("parties", "it is not an object") }
        for member in members {
            let path = "parties.\(member.name)"
            if member.name == "connection_since" {
                guard let date = member.value.text.flatMap({ CalendarDate(iso: $0) }) else {
                    throw FieldProblem(path, "\(shown(member.value)) is not a date such as 2026-01-31")
                }
                settings.parties.connectionSince = date
                continue
            }
            guard let text = member.value.text else { throw FieldProblem(path, "\(shown(member.value)) is not a text") }
            if member.name == "period_stamp" {
                guard let stamp = FlowParties.PeriodStamp(rawValue: text) else {
                    throw FieldProblem(path, "“\(text)” is neither start nor end")
                }
                settings.parties.periodStamp = stamp
                continue
            }
            guard let field = partyFields.first(where: { $0.name == member.name }) else {
                let known = partyFields.map(\.name) + ["period_stamp", "connection_since"]
                throw FieldProblem(path, "there is no such field; there are \(known.joined(separator: ", "))")
            }
            settings.parties[keyPath: field.path] = text
        }
        // The rules are the flows' own; each begins with the property's name.
        guard let problem = settings.parties.problems.first else { return }
        let property = String(problem.prefix { $0 != " " })
        let name = property.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
        throw FieldProblem(
            "parties.\(name.replacing("_d_i_p_i_d", with: "_dip_id").replacing("_i_d", with: "_id"))",
            String(problem.dropFirst(property.count + 1)))
    }
}
