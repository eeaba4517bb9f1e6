import DIP
import Kernel

/// What a message itself says that its journal line does not: answer, scenario, date, and which suppliers it names.
///
/// Read from the blocks of dip.md 3.7 and 3.8. `migration track` needs no more than these to follow a migration.
struct JournalMessageFields: Equatable {
    /// The names of the values, in the order of the export; each is left out where the message has none.
    static let names = [
        "responseCode", "reasons", "scenario", "effective", "supplier", "supplierMPID", "formerSupplier",
        "formerSupplierMPID",
    ]
    /// Interfaces whose messages have any.
    static let interfaces: Set<String> = [
        "IF-001", "IF-003", "IF-031", "IF-032", "IF-033", "IF-034", "IF-035", "IF-036", "IF-037",
    ]
    /// The most reasons of an answer that are told.
    static let mostReasons = 20

    /// Under their names; without those that are absent.
    private(set) var members: [(name: String, value: String)] = []

    static func == (left: Self, right: Self) -> Bool {
        left.members.elementsEqual(right.members) { $0.name == $1.name && $0.value == $1.value }
    }

    /// - Parameters:
    ///   - element: the message's bytes, `{"payload":{…}}`; where they are no JSON, nothing is told.
    ///   - mpids: MPIDs of enrolled parties by DIP ID; they come before those that the message gives.
    init(interface: String, eventCode: String, sender: String?, element: [UInt8], mpids: [String: String]) {
        guard Self.interfaces.contains(interface), let text = try? DIP.JSONText(element) else { return }
        let message = Reader(text, service: Self.service(eventCode))
        let isAnswer = ["IF-032", "IF-034", "IF-035"].contains(interface)
        if isAnswer {
            add("responseCode", message.responseCode)
            let reasons = message.reasons.prefix(Self.mostReasons).joined(separator: " ")
            add("reasons", reasons.isEmpty ? nil : reasons)
        }
        add("scenario", message.scenario)
        add("effective", message.effective(interface))
        let parties = message.parties(interface, sender: sender)
        for (name, party) in [("supplier", parties.supplier), ("formerSupplier", parties.former)] {
            guard let party else { continue }
            add(name, party.dipID)
            add(name + "MPID", party.dipID.flatMap { mpids[$0] } ?? party.mpid)
        }
    }

    private mutating func add(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { members.append((name, value)) }
    }

    /// `Metering` or `Data`; nil for an event of neither.
    private static func service(_ eventCode: String) -> String? {
        let event = eventCode.drop { $0 == "[" }
        if event.hasPrefix("MS") || event == "IMS-SendMTD]" { return "Metering" }
        return event.hasPrefix("DS") ? "Data" : nil
    }

    /// The fields of one message.
    private struct Reader {
        let text: DIP.JSONText
        let fields: MessageFields
        let service: String?

        init(_ text: DIP.JSONText, service: String?) {
            self.text = text
            fields = MessageFields(text)
            self.service = service
        }

        /// Block B070 or B071 of a proposal, B014 or B015 of an appointment, B008 or B009 of an end.
        private func block(_ metering: String, _ data: String) -> String { service == "Metering" ? metering : data }

        /// R0 of an answer to a request, B007 of an appointment's outcome.
        var responseCode: String? { fields.value("R0", "responseCode") ?? fields.value("B007", "responseCode") }

        /// Codes of the catalogue: of several texts the words before the first that is no letter and no digit.
        var reasons: [String] {
            if let code = fields.value("B007", "proposedAppointmentResponseCode") { return words([code]) }
            guard let payload = text.value(of: "payload", in: 0),
                let common = text.value(of: "CommonBlock", in: payload), let block = text.value(of: "R0", in: common),
                let list = text.value(of: "responseMessages", in: block)
            else { return [] }
            return words(text.elements(of: list).map { text.string($0) })
        }

        private func words(_ texts: [String]) -> [String] {
            texts.compactMap { text in
                let word = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
                return word.isEmpty ? nil : String(word)
            }
        }

        var scenario: String? {
            guard service != nil else { return nil }
            return fields.value(block("B070", "B071"), "appointmentScenario")
                ?? fields.value(block("B014", "B015"), "appointmentScenario")
        }

        func effective(_ interface: String) -> String? {
            let noun = service ?? ""
            switch interface {
            case "IF-001": return fields.value("B002", "supplierEffectiveFromDate")
            case "IF-003":
                guard service != nil else { return fields.value("B094", "MHHSRegimeEndDate") }
                return fields.value(block("B008", "B009"), "\(noun.lowercased())ServiceEffectiveToDate")
            case "IF-036":
                return fields.value(block("B014", "B015"), "incoming\(noun)ServiceEffectiveFromDate")
            case "IF-037":
                return fields.value(block("B008", "B009"), "\(noun.lowercased())ServiceEffectiveToDate")
            default: return fields.value(block("B070", "B071"), "proposed\(noun)ServiceDIPEffectiveFromDate")
            }
        }

        typealias Named = (dipID: String?, mpid: String?)

        func parties(_ interface: String, sender: String?) -> (supplier: Named?, former: Named?) {
            switch interface {
            case "IF-001":
                return (
                    (fields.value("B002", "incomingSupplierDIPID"), fields.value("B002", "incomingSupplierMPID")),
                    (fields.value("B003", "outgoingSupplierDIPID"), fields.value("B003", "outgoingSupplierMPID"))
                )
            case "IF-003":
                return (
                    (fields.value("B002", "incomingSupplierDIPID"), fields.value("B002", "incomingSupplierMPID")), nil
                )
            case "IF-031": return ((sender, nil), nil)
            case "IF-037": return (nil, nil)
            default:
                let requesting = "serviceProviderAppointmentRequestingSupplier"
                return ((fields.value("B012", requesting + "DIPID"), fields.value("B012", requesting + "MPID")), nil)
            }
        }
    }
}

extension JournalLine {
    /// The line as it is exported, with what its message says behind the columns.
    func json(with message: JournalMessageFields) -> [UInt8] {
        guard !message.members.isEmpty else { return json }
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in message.members {
            writer.key(name)
            writer.string(value)
        }
        writer.endObject()
        // One object of both: the line's without its end, the other without its beginning.
        return json.dropLast() + [UInt8(ascii: ",")] + writer.bytes.dropFirst()
    }
}
