/// Walks the bytes of an element that was accepted, without making values.
///
/// Made for text that is JSON. On any other bytes it stays within them and says nil or an empty list.
struct ElementScanner {
    let bytes: UnsafeBufferPointer<UInt8>

    /// A member of an object: the key without its quotes, and the value.
    struct Member {
        var key: Range<Int>
        var value: Range<Int>
    }

    /// The first place from one on that is not white space.
    @inline(__always)
    func skipSpace(_ place: Int, _ end: Int) -> Int {
        var place = place
        while place < end, bytes[place] <= 0x20 { place += 1 }
        return place
    }

    /// The place after the string that begins with the quote at a place.
    @inline(__always)
    func skipString(_ place: Int, _ end: Int) -> Int {
        var place = place + 1
        while place < end {
            switch bytes[place] {
            case UInt8(ascii: "\""): return place + 1
            case UInt8(ascii: "\\"): place += 2
            default: place += 1
            }
        }
        return end
    }

    /// The place after the value that begins at a place.
    func skipValue(_ place: Int, _ end: Int) -> Int {
        guard place < end else { return end }
        var place = place
        switch bytes[place] {
        case UInt8(ascii: "\""): return skipString(place, end)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            var depth = 0
            while place < end {
                switch bytes[place] {
                case UInt8(ascii: "\""):
                    place = skipString(place, end)
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return place + 1 }
                default: break
                }
                place += 1
            }
            return end
        default:
            while place < end {
                switch bytes[place] {
                case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0...0x20: return place
                default: place += 1
                }
            }
            return end
        }
    }

    /// The members of the object at a range, in its order; none where it is no object.
    func members(of range: Range<Int>) -> [Member] {
        var members: [Member] = []
        var place = skipSpace(range.lowerBound, range.upperBound)
        guard place < range.upperBound, bytes[place] == UInt8(ascii: "{") else { return [] }
        place = skipSpace(place + 1, range.upperBound)
        while place < range.upperBound, bytes[place] == UInt8(ascii: "\"") {
            let keyEnd = skipString(place, range.upperBound)
            let key = (place + 1)..<max(place + 1, keyEnd - 1)
            place = skipSpace(keyEnd, range.upperBound)
            guard place < range.upperBound, bytes[place] == UInt8(ascii: ":") else { break }
            let value = skipSpace(place + 1, range.upperBound)
            let end = max(value, skipValue(value, range.upperBound))
            members.append(Member(key: key, value: value..<end))
            place = skipSpace(end, range.upperBound)
            guard place < range.upperBound, bytes[place] == UInt8(ascii: ",") else { break }
            place = skipSpace(place + 1, range.upperBound)
        }
        return members
    }

    /// The text of a key with its escapes resolved.
    func name(_ key: Range<Int>) -> [UInt8] {
        guard let start = bytes.baseAddress, !key.isEmpty else { return [] }
        guard bytes[key].contains(UInt8(ascii: "\\")) else { return Array(bytes[key]) }
        return JSONName.decoded(start, key)
    }

    /// Whether a key is a word, without regard to the case of its letters.
    func isKey(_ key: Range<Int>, _ word: String) -> Bool {
        if key.count == word.utf8.count {
            return zip(bytes[key], word.utf8).allSatisfy { JSONName.lowered($0) == JSONName.lowered($1) }
        }
        guard bytes[key].contains(UInt8(ascii: "\\")) else { return false }
        return name(key).map(JSONName.lowered) == word.utf8.map(JSONName.lowered)
    }
}
