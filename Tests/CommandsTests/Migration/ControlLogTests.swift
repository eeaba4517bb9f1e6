import Foundation
import Kernel
import Migration
import TestSupport
import Testing

@testable import Commands

/// The control log: what was written is found again, and what was changed is found out.
@Suite struct ControlLogTests {
    private static let day = CalendarDate(dayNumber: 20_577)

    /// A log of a throttle and its approval, a freeze, and a proposal to lift the throttle.
    private static func written(to path: String) throws {
        func append(_ by: String, _ act: ControlEntry.Act, _ reason: String) throws {
            _ = try ControlLog.append(to: path, on: day, by: by, act: act, reason: reason)
        }
        let throttle = ControlOrder(
            kind: .throttle, scope: .distributor("LÖND \"1\""), from: day, to: day.adding(days: 4), value: 4_000)
        try append("A. Jones", .propose(throttle), "registration queue, \"at risk\"")
        try append("B. Smith", .approve(1), "")
        let freeze = ControlOrder(kind: .freeze, scope: .industry, from: day, to: day, value: nil)
        try append("B. Smith", .propose(freeze), "incident")
        try append("B. Smith", .lift(control: 1, from: day.adding(days: 2)), "queue is gone")
    }

    @Test func whatIsAppendedIsReadBack() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("controls.jsonl").path
        try Self.written(to: path)
        let log = try ControlLog(reading: path)
        #expect(log.fault == nil)
        #expect(log.book.entries.map(\.number) == [1, 2, 3, 4])
        #expect(log.book.inForce().map(\.number) == [1])
        #expect(log.book.controls[0].order.scope == .distributor("LÖND \"1\""))
        #expect(log.head.count == 64)
        #expect(throws: Failure.self) {
            try ControlLog.append(to: path, on: Self.day, by: "b. smith", act: .approve(3), reason: "")
        }
        #expect(try ControlLog(reading: path).head == log.head, "what is refused is not written")
    }

    /// Every byte of the log matters: each is changed in turn, and each change is found.
    @Test func everyChangedByteIsFoundOut() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("controls.jsonl").path
        try Self.written(to: path)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let head = try ControlLog(reading: path).head
        for place in bytes.indices {
            var changed = bytes
            changed[place] = changed[place] == 0x41 ? 0x42 : 0x41
            let log = ControlLog(changed)
            #expect(log.fault != nil, "byte \(place) was changed")
        }
        let lines = bytes.split(separator: 0x0A)
        for place in lines.indices {
            let rest = lines.indices.filter { $0 != place }.flatMap { lines[$0] + [0x0A] }
            let log = ControlLog(rest)
            #expect(log.fault != nil || log.head != head, "line \(place + 1) was left out")
        }
        #expect(ControlLog(Array(bytes.dropLast())).fault != nil, "the end was cut off")
        #expect(ControlLog(bytes + bytes).fault?.line == 5)
        #expect(ControlLog([]).head == ControlLog.noPrevious)
    }

    @Test func aChangedLogTakesNothingMore() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("controls.jsonl").path
        try Self.written(to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing("4000", with: "9000")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: Failure.self) {
            try ControlLog.append(to: path, on: Self.day, by: "C", act: .approve(3), reason: "")
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }
}
