/// A growing run of bytes that hot writers store into directly.
///
/// A writer reserves the most that it can need, stores at `end`, and advances. Reserved bytes beyond what was advanced
/// may hold anything; they are never part of the content. Not thread-safe: one arena has one writer.
public final class ByteArena {
    /// Bytes written.
    public private(set) var count = 0
    public private(set) var capacity: Int
    private var memory: UnsafeMutableRawPointer

    /// - Parameter capacity: bytes of the first allocation; the arena doubles when it is full.
    public init(capacity: Int = 1 << 20) {
        self.capacity = max(capacity, 64)
        memory = .allocate(byteCount: self.capacity, alignment: 64)
    }

    deinit { memory.deallocate() }

    /// Makes room for so many further bytes and gives the place where the next byte goes.
    ///
    /// The pointer is good until the next call of `reserve` or `append`.
    @inline(__always)
    public func reserve(_ bytes: Int) -> UnsafeMutablePointer<UInt8> {
        if count + bytes > capacity { grow(bytes) }
        return memory.assumingMemoryBound(to: UInt8.self) + count
    }

    /// Takes up to the end of what was stored.
    @inline(__always)
    public func advance(to end: UnsafeMutablePointer<UInt8>) {
        count = UnsafeMutableRawPointer(end) - memory
        assert(count <= capacity, "a writer reserved what it stored")
    }

    public func append(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            let end = reserve(1)
            end.pointee = byte
            advance(to: end + 1)
        }
    }

    public func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        let end = reserve(bytes.count)
        UnsafeMutableRawPointer(end).copyMemory(from: start, byteCount: bytes.count)
        advance(to: end + bytes.count)
    }

    public func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Forgets the content and keeps the memory.
    public func clear() { count = 0 }

    /// The content, there until the arena is written to again.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    @inline(never)
    private func grow(_ bytes: Int) {
        var wanted = capacity
        while count + bytes > wanted { wanted *= 2 }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 64)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
        capacity = wanted
    }
}
