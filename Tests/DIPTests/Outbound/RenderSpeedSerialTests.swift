import DIP
import Kernel
import TestSupport
import Testing

/// How long rendering takes, so that it stays small beside signing.
struct RenderSpeedSerialTests {
    @Test func aMessageOf48Periods() throws {
        let periods = (0..<48).map {
            #"{"sp":"2026-04-01T00:\#($0 + 10):00+00:00","v":"0.123","q":"A","e":null,"arc":null}"#
        }
        let text =
            #"{"payload":{"CommonBlock":{"S0":{"interfaceID":"IF-021"},"S1":{},"M0":{"MPANCore":"1"}},"CustomBlock":{"B900":[{"consumptionPeriods":["#
            + periods.joined(separator: ",") + "]}]}}}"
        let parcels = Array(repeating: try OutboundTests.parcel(text), count: 100)
        let renderer = OutboundRenderer(names: OutboundTests.names + ["sp", "e", "arc", "consumptionPeriods"])
        var bytes = 0
        let clock = ContinuousClock()
        let took = (0..<20).map { _ in clock.measure { bytes = renderer.body(of: parcels).count } }.min() ?? .zero
        let each = took / 100
        Repository.say("rendering: \(each) a message of \(bytes / 100) bytes")
        // Twenty times the time measured on a busy machine; an accidental copy of each key would pass it.
        #expect(each < .microseconds(400))
    }
}
