import DIP

/// The bytes of a post's body that belong to no message: kept beside the messages, so that the body can be put together
/// again to the byte and no byte is stored twice.
enum BodyGlue {
    /// A byte that tells which, then the bytes between the elements, or the whole body where its messages' ranges do not
    /// follow one another within it.
    static func stored(of post: AcceptedPost) -> [UInt8] {
        var glue: [UInt8] = [0]
        var end = 0
        for message in post.messages {
            let range = message.head.bytes
            guard range.lowerBound >= end, range.upperBound <= post.body.count else { return [1] + post.body }
            glue += post.body[end..<range.lowerBound]
            end = range.upperBound
        }
        return glue + post.body[end...]
    }

    /// The body, from its glue and its elements with their ranges.
    static func body(_ glue: [UInt8], _ elements: [(range: Range<Int>, bytes: [UInt8])]) -> [UInt8] {
        guard glue.first == 0 else { return Array(glue.dropFirst()) }
        var body: [UInt8] = []
        var rest = glue.dropFirst()
        for element in elements {
            let gap = max(0, element.range.lowerBound - body.count)
            body += rest.prefix(gap)
            rest = rest.dropFirst(gap)
            body += element.bytes
        }
        return body + rest
    }
}
