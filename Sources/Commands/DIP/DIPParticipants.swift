import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store

/// `changeover dip participants`
struct DIPParticipants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "participants",
        abstract: "List who is enrolled, and until when their certificates hold.",
        discussion: """
            EXAMPLE
              changeover dip participants --json
            """)

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "One line of JSON a participant.") var json = false

    func run() async throws {
        try await reporting {
            for participant in try DIPFolder(data: data.folder).register().participants() {
                try Terminal.print(
                    json
                        ? DIP.JSONValue.object([
                            "dipId": .string(participant.dipID.text), "role": .string(participant.role.text),
                            "mpid": .string(participant.mpid),
                            "certificateExpires": .string(participant.certificateExpires.iso),
                            "certificateDigest": .string(participant.certificateDigest),
                            "connectionProvider": .optional(participant.connectionProvider?.text),
                        ]).description
                        : "\(participant.dipID)  \(participant.role)  \(participant.mpid)  certificate until "
                            + participant.certificateExpires.date)
            }
        }
    }
}
