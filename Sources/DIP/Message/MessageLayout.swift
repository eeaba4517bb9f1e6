/// Where the parts of an element lie within its bytes: for one that is written as the specification writes it, so that it
/// goes out again without being searched.
///
/// A hint that is made while a message is checked, and kept with it. It follows from the bytes, so that two heads which
/// differ in nothing else are equal.
struct MessageLayout: Equatable, Sendable {
    /// The parts of the common block that go out as they came, in the specification's order.
    static let parts = ["S0", "S1", "M0", "M1", "R0", "R1", "S2"]
    /// The parts before these are those before A0 and D0.
    static let partsBeforeAddresses = 2

    /// Start and end of each part's value, then of the custom block's; both nought where there is none.
    let places: [UInt32]

    /// The layout that a journal kept; nil where the numbers are no places.
    init?(places: [UInt32]) {
        guard places.count == 2 * (Self.parts.count + 1),
            stride(from: 0, to: places.count, by: 2).allSatisfy({ places[$0] <= places[$0 + 1] })
        else { return nil }
        self.places = places
    }

    static func == (left: MessageLayout, right: MessageLayout) -> Bool { true }

    /// The layout of an element whose names have all the specification's case; nil where it has members that the
    /// specification does not place.
    init?(_ text: JSONText, element: Int) {
        var places = [UInt32](repeating: 0, count: 2 * (Self.parts.count + 1))
        let start = text.tokens[element].start
        func set(_ place: Int, _ value: Int) {
            places[2 * place] = text.tokens[value].start - start
            places[2 * place + 1] = text.tokens[value].end - start
        }
        guard let payload = Self.only(text, element) else { return nil }
        for member in text.members(of: payload) {
            switch Self.word(text, member.key) {
            case "CustomBlock": set(Self.parts.count, member.value)
            case "CommonBlock":
                guard text.tokens[member.value].kind == .object else { return nil }
                for part in text.members(of: member.value) {
                    guard let name = Self.word(text, part.key) else { return nil }
                    if let place = Self.parts.firstIndex(of: name) {
                        set(place, part.value)
                    } else if name != "A0", name != "D0" {
                        return nil
                    }
                }
            default: return nil
            }
        }
        self.places = places
    }

    /// The value's bytes of a part of the common block; nil where there is none.
    func part(_ index: Int) -> Range<Int>? { range(index) }

    var custom: Range<Int>? { range(Self.parts.count) }

    /// Whether all of it lies within so many bytes.
    func fits(_ count: Int) -> Bool { places.allSatisfy { Int($0) <= count } }

    private func range(_ place: Int) -> Range<Int>? {
        let (start, end) = (Int(places[2 * place]), Int(places[2 * place + 1]))
        return start < end ? start..<end : nil
    }

    /// The payload of an element that holds nothing else.
    private static func only(_ text: JSONText, _ element: Int) -> Int? {
        guard text.tokens[element].kind == .object else { return nil }
        let members = text.members(of: element)
        guard members.count == 1, let payload = members.first?.value, text.tokens[payload].kind == .object else {
            return nil
        }
        return payload
    }

    private static func word(_ text: JSONText, _ key: Int) -> String? {
        text.tokens[key].hasEscapes ? nil : text.string(key)
    }
}
