import DIP
import Kernel

/// Made-up parties and appointments.
enum RoutingSample {
    static let sds = "1400000001"
    static let ads = "1100000001"
    static let supplier = "2300000001"
    static let nextSupplier = "2300000002"
    static let mds = "3000000001"
    static let lss = "3100000001"
    static let ldso = "2500000001"
    static let regs = "2200000001"
    static let mss = "1200000001"
    static let ees = "3200000001"
    static let mpan = "2000056535971"
    static let noon = Instant(milliseconds: 1_775_044_800_000)  // 2026-04-01T12:00:00Z

    static func id(_ text: String) throws -> DIPID {
        guard let id = DIPID(text) else { throw Missing(what: text) }
        return id
    }

    static func role(_ text: String) throws -> RoleCode {
        guard let role = RoleCode(text) else { throw Missing(what: text) }
        return role
    }

    struct Missing: Error { var what: String }

    static func directory(without left: [String] = []) throws -> RoutingDirectory {
        let all = [
            (sds, "SDS"), (ads, "ADS"), (supplier, "SUP"), (nextSupplier, "SUP"), (mds, "MDS"), (lss, "LSS"),
            (ldso, "LDSO"), (regs, "REGS"), (mss, "MSS"), (ees, "EES"),
        ]
        return RoutingDirectory(
            try all.filter { !left.contains($0.0) }.map { text, role in
                Participant(
                    dipID: try id(text), mpid: "ABCD", role: try self.role(role), apiKeyDigest: "",
                    certificateDigest: "", certificateExpires: noon)
            })
    }

    static func appointments() throws -> [Appointment] {
        let change = noon.later(milliseconds: 86_400_000)
        return [
            Appointment(mpan: mpan, role: try role("MSS"), dipID: try id(mss), from: nil, until: nil),
            Appointment(mpan: mpan, role: try role("SDS"), dipID: try id(sds), from: nil, until: nil),
            Appointment(mpan: mpan, role: try role("SUP"), dipID: try id(supplier), from: nil, until: change),
            Appointment(mpan: mpan, role: try role("SUP"), dipID: try id(nextSupplier), from: change, until: nil),
        ]
    }

    static func head(
        _ interface: String, _ event: String, sender: String, role: String, primary: [String] = [],
        mpan: String? = RoutingSample.mpan, distributor: String? = RoutingSample.ldso
    ) -> MessageHead {
        MessageHead(
            interface: interface, eventCode: event, senderUniqueReference: "S-1", sender: sender, senderRole: role,
            primaryRecipients: primary, mpan: mpan, distributor: distributor)
    }
}
