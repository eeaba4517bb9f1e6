import ArgumentParser
import DIP
import DIPStandIn
import Foundation
import Kernel
import Store

/// `changeover dip channels …`
struct DIPChannels: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels",
        abstract: "Where parties' messages are delivered: one webhook for each interface, and one for status messages.",
        discussion: """
            EXAMPLE
              changeover dip channels set 1409012345 IF-021 https://127.0.0.1:9443/dip
            """,
        subcommands: [Show.self, Set.self, Remove.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the webhooks.", discussion: "EXAMPLE\n  changeover dip channels show --json")

        @OptionGroup var data: DataOptions
        @Flag(name: .long, help: "One line of JSON a webhook.") var json = false

        func run() async throws {
            try await reporting {
                for webhook in try DIPFolder(data: data.folder).register().webhooks() {
                    try Terminal.print(
                        json
                            ? DIP.JSONValue.object([
                                "dipId": .string(webhook.dipID.text),
                                "channel": .string(webhook.channel.description), "url": .string(webhook.url),
                            ]).description
                            : "\(webhook.dipID)  \(webhook.channel)  \(webhook.url)")
                }
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a party's webhook for one channel.",
            discussion: "EXAMPLE\n  changeover dip channels set 1409012345 status https://127.0.0.1:9443/status")

        @OptionGroup var data: DataOptions
        @Argument(help: "The party's DIP ID.") var dipId: String
        @Argument(help: "IF-nnn, REP-nnn or status.") var channel: String
        @Argument(help: "The address to deliver to.") var url: String

        func run() async throws {
            try await reporting {
                let folder = DIPFolder(data: data.folder)
                let (id, place) = try DIPChannels.names(dipId, channel)
                let register = try folder.register()
                guard try register.participants().contains(where: { $0.dipID == id }) else {
                    throw Failure(
                        "no webhook was set", because: "\(id) is not enrolled",
                        advice: "changeover dip participants lists who is", code: .misused)
                }
                let policy = WebhookPolicy.make(try folder.settings(file: nil))
                do throws(WebhookAddressError) {
                    _ = try policy.check(url)
                } catch {
                    throw Failure(
                        "no webhook was set", because: error.cause,
                        advice: "use an https address on this machine, or name its host in the setting webhookHosts",
                        code: .misused)
                }
                try register.setWebhook(Webhook(dipID: id, channel: place, url: url))
                try await DIPChannels.note(folder, id, place, "webhook \(url)")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a party's webhook for one channel.",
            discussion: "EXAMPLE\n  changeover dip channels remove 1409012345 IF-021")

        @OptionGroup var data: DataOptions
        @Argument(help: "The party's DIP ID.") var dipId: String
        @Argument(help: "IF-nnn, REP-nnn or status.") var channel: String

        func run() async throws {
            try await reporting {
                let folder = DIPFolder(data: data.folder)
                let (id, place) = try DIPChannels.names(dipId, channel)
                try folder.register().removeWebhook(of: id, channel: place)
                try await DIPChannels.note(folder, id, place, "webhook removed")
            }
        }
    }

    fileprivate static func names(_ dipId: String, _ channel: String) throws -> (DIPID, Channel) {
        guard let id = DIPID(dipId) else {
            throw Failure(line: "error: a DIP ID has ten letters or digits, not “\(dipId)”", code: .misused)
        }
        guard let place = Channel(channel) else {
            throw Failure(
                line: "error: a channel is IF-nnn, REP-nnn or status, not “\(channel)”", code: .misused)
        }
        return (id, place)
    }

    fileprivate static func note(_ folder: DIPFolder, _ id: DIPID, _ channel: Channel, _ words: String) async throws {
        let journal = try folder.journal()
        try await journal.append(notes: [
            JournalLine(
                at: DIPFolder.now(), event: .channel, interface: channel.description, recipient: id.text, detail: words)
        ])
        try journal.close()
    }
}
