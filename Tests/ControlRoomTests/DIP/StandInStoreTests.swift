import DIP
import Foundation
import Kernel
import Store
import TestSupport
import Testing

@testable import ControlRoom

/// The pages over the journals and registers that the stand-in itself writes to.
@Suite struct StandInStoreTests {
    enum Kind: CaseIterable { case memory, sqlite }

    private func withPorts(
        _ kind: Kind, _ work: (any MessageJournal, any DIPRegister) async throws -> Void
    ) async throws {
        switch kind {
        case .memory: try await work(MemoryJournal(), MemoryRegister())
        case .sqlite:
            try await TemporaryFolder.with("dip-pages") { folder in
                let path = folder.file("data")
                try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
                let journal = try SQLiteJournal(folder: path.path)
                let register = try SQLiteRegister(folder: path.path)
                try await work(journal, register)
            }
        }
    }

    @Test(arguments: Kind.allCases) func whatIsWrittenIsShown(kind: Kind) async throws {
        let traffic = SampleTraffic()
        try await withPorts(kind) { journal, register in
            for person in traffic.register.people { try register.enrol(person) }
            for hook in traffic.register.hooks { try register.setWebhook(hook) }
            try register.load(appointments: traffic.register.appointed)
            let sample = try #require(traffic.messages.first)
            var message = sample.message
            message.head.bytes = 1..<(sample.bytes.count + 1)
            let outcomes = try await journal.append(posts: [
                AcceptedPost(
                    body: [0x5B] + sample.bytes + [0x5D], interface: try #require(InterfaceID("IF-021")),
                    sender: try #require(DIPID(SampleTraffic.service)), messages: [message])
            ])
            #expect(outcomes.count == 1)
            let queues = try await journal.queues()
            for queue in queues {
                let parcels = try await journal.waiting(in: queue.queue, after: nil, limit: 10, maximumBytes: 1 << 20)
                let isSupplier = queue.queue.recipient.text == SampleTraffic.supplier
                try await journal.settle(
                    parcels.map { parcel in
                        Settlement(
                            parcel: parcel.id, outcome: isSupplier ? .delivered : .retry, at: SampleTraffic.now,
                            httpStatus: isSupplier ? 201 : 503, detail: isSupplier ? "taken" : "busy", milliseconds: 7)
                    })
            }
            try await journal.append(notes: [
                JournalLine(at: SampleTraffic.now, event: .note, detail: "written by a test")
            ])
            var desk = DIPDesk(journal: journal, register: register, now: { SampleTraffic.now })
            desk.outbound = traffic.desk().desk.outbound
            let room = sampleRoom(dip: desk)

            let page = try await room.page("/dip/transactions/\(SampleTraffic.transaction)")
            #expect(page.status == 200)
            #expect(page.text.contains("It waits for 1 recipient."))
            #expect(page.text.contains("HTTP 503") && page.text.contains("HTTP 201"))
            #expect(
                try await room.page("/dip/transactions/\(SampleTraffic.transaction)/received.json").body == sample.bytes
            )
            let channels = try await room.page("/dip/channels").text
            #expect(channels.contains(">delivering<") && channels.contains(">failing<"))
            let live = try await room.page("/dip").text
            #expect(live.contains("written by a test") && live.contains(">accepted<"))
            #expect(
                try await room.page("/dip/journal?event=delivered&party=\(SampleTraffic.supplier)").text.contains(
                    "1 line,"))
            #expect(
                try await room.page("/dip/appointments?mpan=\(SampleTraffic.mpan)").text.contains(
                    "The register holds 3 appointments."))
            let sent = try await room.act(
                ActForm([
                    "token": "0123456789abcdef", "act": "tick", "party": SampleTraffic.supplier, "step": "users",
                    "note": "six",
                ]))
            #expect(sent.status == 303)
            #expect(try register.switches()["tick.\(SampleTraffic.supplier).users"]?.contains("six") == true)
            let tracker = try await room.page("/dip/onboarding/\(SampleTraffic.supplier)").text
            #expect(tracker.contains("First message delivered"))
            for place in DIPPlace.pages {
                #expect(try await room.page(Route.dip(place).path).status == 200, "\(place)")
            }
        }
    }
}
