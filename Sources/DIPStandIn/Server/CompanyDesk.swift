import DIP
import Kernel

/// `GET /companyDetails`: who takes part, in the form of the central system's exchange of participants.
///
/// `POST` is the central system's own and enrols nobody here: keys and certificates come from `changeover dip enrol`.
struct CompanyDesk: Sendable {
    let directory: Directory

    func answer(_ request: Received, query: String) throws -> Answer {
        guard request.method == "GET" else {
            throw Refusal(
                403, .processingFailed, "participants are enrolled at the stand-in itself",
                help: "run changeover dip enrol; this address is the central system's")
        }
        let snapshot = try directory.snapshot()
        let byMPID = Dictionary(grouping: snapshot.participants.values, by: \.mpid)
        let companies = byMPID.keys.sorted().map { mpid in
            let details = (byMPID[mpid] ?? []).sorted { $0.dipID < $1.dipID }.map { participant in
                JSONValue.object([
                    "MPID": .string(participant.mpid), "marketRole": .null, "DIPID": .string(participant.dipID.text),
                    "DIPRole": .string(participant.role.text), "datetimeFrom": .null, "datetimeTo": .null,
                ])
            }
            return JSONValue.object([
                "payload": .object([
                    "companyRegNumber": .null, "companyName": .string(mpid), "companyDetails": .array(details),
                ])
            ])
        }
        return Answer(status: 200, body: JSONValue.array(companies).bytes)
    }
}
