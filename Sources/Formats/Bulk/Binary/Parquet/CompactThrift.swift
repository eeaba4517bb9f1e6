/// Writes structures in the compact protocol of Apache Thrift, as Parquet's headers and footer are.
///
/// Fields are given in ascending order of their numbers.
struct CompactThrift {
    private(set) var bytes: [UInt8] = []
    private var lastField = 0

    private enum Kind: UInt8 {
        case yes = 1
        case no, byte, int16, int32, int64, double, binary, list, set, map, structure
    }

    /// A structure that stands by itself.
    static func structure(_ body: (inout CompactThrift) -> Void) -> [UInt8] {
        var thrift = CompactThrift()
        body(&thrift)
        thrift.bytes.append(0)
        return thrift.bytes
    }

    mutating func int32(_ field: Int, _ value: Int32) {
        begin(field, .int32)
        bytes.appendZigzag(Int64(value))
    }

    mutating func int64(_ field: Int, _ value: Int64) {
        begin(field, .int64)
        bytes.appendZigzag(value)
    }

    mutating func truth(_ field: Int, _ value: Bool) { begin(field, value ? .yes : .no) }

    mutating func binary(_ field: Int, _ value: some Collection<UInt8>) {
        begin(field, .binary)
        put(value)
    }

    mutating func text(_ field: Int, _ value: String) { binary(field, Array(value.utf8)) }

    mutating func structure(_ field: Int, _ body: (inout CompactThrift) -> Void) {
        begin(field, .structure)
        nested(body)
    }

    mutating func structures<Element>(
        _ field: Int, _ elements: some Collection<Element>, _ body: (inout CompactThrift, Element) -> Void
    ) {
        beginList(field, of: .structure, count: elements.count)
        for element in elements { nested { body(&$0, element) } }
    }

    mutating func int32s(_ field: Int, _ elements: [Int32]) {
        beginList(field, of: .int32, count: elements.count)
        for element in elements { bytes.appendZigzag(Int64(element)) }
    }

    mutating func texts(_ field: Int, _ elements: [String]) {
        beginList(field, of: .binary, count: elements.count)
        for element in elements { put(Array(element.utf8)) }
    }

    private mutating func put(_ value: some Collection<UInt8>) {
        bytes.appendVarint(value.count)
        bytes.append(contentsOf: value)
    }

    /// A structure's fields are numbered by their distance from the one before, which starts anew within it.
    private mutating func nested(_ body: (inout CompactThrift) -> Void) {
        let outer = lastField
        lastField = 0
        body(&self)
        bytes.append(0)
        lastField = outer
    }

    private mutating func begin(_ field: Int, _ kind: Kind) {
        let step = field - lastField
        precondition(step > 0, "fields ascend")
        if step <= 15 {
            bytes.append(UInt8(step) << 4 | kind.rawValue)
        } else {
            bytes.append(kind.rawValue)
            bytes.appendZigzag(Int64(field))
        }
        lastField = field
    }

    private mutating func beginList(_ field: Int, of kind: Kind, count: Int) {
        begin(field, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            bytes.append(0xF0 | kind.rawValue)
            bytes.appendVarint(count)
        }
    }
}
