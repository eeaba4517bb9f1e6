/// A stretch of memory that columns lie in: made by a load, or a file of a snapshot mapped into memory.
///
/// It is written only while it is being made and read only after that, by any number of threads. The address is kept
/// as a number, since a block is shared between threads and a raw pointer does not say who may write.
public final class Block: Sendable {
    /// Where the block begins.
    public let address: UInt
    public let byteCount: Int
    private let release: @Sendable (UInt, Int) -> Void

    /// Takes over memory; `release` gets address and size when nobody reads it any more.
    public init(address: UInt, byteCount: Int, release: @escaping @Sendable (UInt, Int) -> Void) {
        self.address = address
        self.byteCount = byteCount
        self.release = release
    }

    /// Memory aligned to a cache line: zeroed, or as it comes where all of it that is ever read is written first.
    public init(byteCount: Int, isZeroed: Bool = true) {
        precondition(byteCount >= 0, "a block's size is not negative")
        let bytes = max(byteCount, 64)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        if isZeroed { memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes) }
        address = UInt(bitPattern: memory)
        self.byteCount = byteCount
        release = { address, _ in UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
    }

    deinit { release(address, byteCount) }
}

/// One column of a register: values of one width, one a row.
public struct Column<Element: BitwiseCopyable & Sendable>: Sendable {
    public let count: Int
    private let block: Block
    private let address: UInt

    /// The column that begins at a byte of a block.
    ///
    /// - Precondition: the block holds `count` elements from there, and the place is aligned for them.
    public init(_ block: Block, offset: Int, count: Int) {
        precondition(offset >= 0 && count >= 0, "a column lies in its block")
        precondition(offset + count * MemoryLayout<Element>.stride <= block.byteCount, "a column lies in its block")
        precondition(
            (block.address + UInt(offset)) % UInt(MemoryLayout<Element>.alignment) == 0, "a column is aligned")
        self.block = block
        self.count = count
        address = block.address + UInt(offset)
    }

    /// A column of these values.
    public init(_ values: [Element]) {
        let block = Block(byteCount: values.count * MemoryLayout<Element>.stride)
        values.withUnsafeBytes { source in
            if let start = source.baseAddress {
                UnsafeMutableRawPointer(bitPattern: block.address)?.copyMemory(
                    from: start, byteCount: source.count)
            }
        }
        self.init(block, offset: 0, count: values.count)
    }

    /// The value of a row, from 0.
    @inlinable
    public subscript(row: Int) -> Element {
        withBuffer { $0[row] }
    }

    /// Lends the values for a loop; the block lives as long as the call.
    @inlinable
    public func withBuffer<Result>(_ body: (UnsafeBufferPointer<Element>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(owner) {
            try body(UnsafeBufferPointer(start: UnsafePointer(bitPattern: place), count: count))
        }
    }

    @usableFromInline var owner: Block { block }
    @usableFromInline var place: UInt { address }
}
