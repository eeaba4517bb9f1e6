import ArgumentParser

/// `changeover dip …`
struct DIPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dip",
        abstract: "Stand in for the Data Integration Platform: send, receive, break things, read the evidence.",
        discussion: """
            The same wire contract on this machine: mutual TLS with an authority of its own, signed messages, checking, \
            routing, delivery to webhooks, replay. Everything is kept in the data folder.

            EXAMPLE
              changeover dip serve
              changeover dip enrol --role SDS --mpid ABCD --webhook https://127.0.0.1:9443/dip
              changeover dip send IF-021 message.json --as ABCD
              changeover dip journal --json
            """,
        subcommands: [
            DIPServe.self, DIPEnrol.self, DIPSend.self, DIPReceive.self, DIPCheck.self, DIPExplainSignature.self,
            DIPRun.self, DIPJournal.self, DIPChannels.self, DIPAppointments.self, DIPParticipants.self, DIPFaults.self,
            DIPDiff.self, DIPSettings.self,
        ])
}
