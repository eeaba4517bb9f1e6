/// The rows of a chunk, where their lines are: memory that is kept from chunk to chunk.
final class RowPlaces {
    /// Rows, and those among them whose fields lie between the line's separators.
    var count = 0
    var regular = 0
    /// By regular row: the first of its separators, and its row in the chunk.
    private(set) var firsts: UnsafeMutablePointer<UInt32>
    private(set) var slots: UnsafeMutablePointer<UInt32>
    /// By row: where its line begins and ends, and the line's number in the chunk.
    private(set) var starts: UnsafeMutablePointer<UInt32>
    private(set) var stops: UnsafeMutablePointer<UInt32>
    private(set) var lines: UnsafeMutablePointer<UInt32>
    private var capacity = 0
    private var memory: UnsafeMutablePointer<UInt32>

    init() {
        memory = .allocate(capacity: 5)
        (firsts, slots, starts, stops, lines) = (memory, memory, memory, memory, memory)
    }

    deinit { memory.deallocate() }

    /// Forgets the rows and makes room for so many.
    func clear(_ rows: Int) {
        count = 0
        regular = 0
        guard rows > capacity else { return }
        capacity = rows + rows / 4
        memory.deallocate()
        memory = .allocate(capacity: capacity * 5)
        memory.initialize(repeating: 0, count: capacity * 5)
        firsts = memory
        slots = memory + capacity
        starts = memory + 2 * capacity
        stops = memory + 3 * capacity
        lines = memory + 4 * capacity
    }
}
