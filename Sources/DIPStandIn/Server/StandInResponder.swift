import DIP
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Synchronization

/// Answers the platform's requests: guards first, then the route; whatever fails inside becomes a 500 with a reference.
struct StandInResponder: HTTPResponder {
    typealias Context = StandInContext

    let room: StandInRoom
    private let failures = ReferenceCounter()

    init(room: StandInRoom) { self.room = room }

    func respond(to request: Request, context: StandInContext) async throws -> Response {
        let at = room.now()
        do {
            return Self.response(try await answer(request, context: context, at: at))
        } catch let refusal as Refusal {
            return Self.response(Answering().refusal(refusal, to: nil, at: at))
        } catch {
            let reference = failures.next()
            context.logger.error("request failed", metadata: ["reference": "\(reference)", "error": "\(error)"])
            let refusal = Refusal(
                500, .processingFailed, "the platform failed; reference \(reference)",
                help: "the stand-in's log tells more under this reference; nothing of the request was taken in")
            return Self.response(Answering().refusal(refusal, to: nil, at: at))
        }
    }

    private func answer(_ request: Request, context: StandInContext, at: Instant) async throws -> Answer {
        let target = request.head.path ?? "/"
        let (path, query) = Self.parts(of: target)
        guard let route = StandInRoute(path: path, strictCase: room.settings.isOn(.strictCase)) else {
            throw Refusal(404, .processingFailed, "there is no such address on the platform", help: "see the README")
        }
        let method = request.head.method.rawValue.uppercased()
        guard route.methods.contains(method) else {
            var answer = Answering().refusal(
                Refusal(405, .processingFailed, "\(method) is not for this address"), to: nil, at: at)
            answer.fields = [("Allow", route.methods.joined(separator: ", "))]
            return answer
        }
        if let answer = await room.faults.answerInstead(of: route, at: at) { return answer }
        let certificate = await context.certificateDigest()
        let body = try await Self.body(of: request, most: room.settings.integer(.maximumBodyKilobytes) * 1_024)
        let received = Received(
            method: method, target: target, authority: request.head.authority ?? "", fields: request.headers,
            body: body, certificateDigest: certificate, at: at)
        return try await room.answer(received, route: route, query: query)
    }

    /// The whole body, or a refusal as soon as it is known to be too long.
    private static func body(of request: Request, most: Int) async throws -> [UInt8] {
        let tooLong = Refusal(
            413, .processingFailed, "the body is larger than \(most / 1_024) kB",
            help: "the limit is the setting maximumBodyKilobytes; send fewer messages at once")
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Refusal(
                415, .processingFailed, "content encoding \(encoding.prefix(40)) is not read",
                help: "send the body as it was signed, without compression")
        }
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        if let declared, declared > most { throw tooLong }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(declared ?? 0, most))
        for try await var part in request.body {
            guard bytes.count + part.readableBytes <= most else { throw tooLong }
            if let read = part.readBytes(length: part.readableBytes) { bytes.append(contentsOf: read) }
        }
        return bytes
    }

    private static func parts(of target: String) -> (path: String, query: String) {
        guard let mark = target.firstIndex(of: "?") else { return (target, "") }
        return (String(target[..<mark]), String(target[target.index(after: mark)...]))
    }

    private static func response(_ answer: Answer) -> Response {
        var headers = HTTPFields()
        if !answer.body.isEmpty { headers[.contentType] = "application/json; charset=utf-8" }
        if answer.status != 204 { headers[.contentLength] = String(answer.body.count) }
        for (name, value) in answer.fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

/// Numbers failures, so that an answer and the log speak of the same one.
final class ReferenceCounter: Sendable {
    private let count = Atomic<Int>(0)

    func next() -> String { "F\(number())" }

    /// 1, 2, 3…
    func number() -> Int64 { Int64(count.add(1, ordering: .relaxed).newValue) }
}
