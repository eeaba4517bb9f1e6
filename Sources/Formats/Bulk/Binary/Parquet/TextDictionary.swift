import Market

/// Distinct texts in the order in which they first came, and each row's place among them.
struct TextDictionary {
    private(set) var texts: [[UInt8]] = []
    private(set) var places: [UInt16] = []
    private var known: [[UInt8]: UInt16] = [:]
    /// Places of texts that stand for a small number; 0 for none yet, else one more than the place.
    private var ofNumber = [UInt32](repeating: 0, count: 256)

    mutating func clear() {
        texts.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        known.removeAll(keepingCapacity: true)
        for number in ofNumber.indices { ofNumber[number] = 0 }
    }

    /// Appends a row whose text is that of a number.
    @inline(__always)
    mutating func append(_ number: UInt8, _ text: (UInt8) -> String) {
        let place = ofNumber[Int(number)]
        if place > 0 { return places.append(UInt16(place - 1)) }
        append(Array(text(number).utf8))
        ofNumber[Int(number)] = UInt32(places[places.count - 1]) + 1
    }

    mutating func append(_ text: [UInt8]) {
        if let place = known[text] { return places.append(place) }
        // A row group has 65,536 rows, so there are no more texts.
        let place = UInt16(texts.count)
        known[text] = place
        texts.append(text)
        places.append(place)
    }

    mutating func append(quantity: UInt8) {
        append(quantity) { MeasurementQuantity(rawValue: $0)?.code ?? "" }
    }
}

/// The texts of the quality column, as in the wide CSV: a code where all values have it, else runs, `A*20;E3*28`.
struct QualityTexts {
    private(set) var texts = TextDictionary()

    mutating func clear() { texts.clear() }

    @inline(__always)
    mutating func append(_ row: ConsumptionRow) {
        guard let codes = row.qualities else {
            return texts.append(row.quality.index) { QualityCode(index: $0).code }
        }
        appendRuns(UnsafeBufferPointer(start: codes, count: row.values.count))
    }

    private mutating func appendRuns(_ codes: UnsafeBufferPointer<UInt8>) {
        guard let first = codes.first, codes.contains(where: { $0 != first }) else {
            return texts.append(codes.first ?? 0) { QualityCode(index: $0).code }
        }
        var text: [UInt8] = []
        var place = 0
        while place < codes.count {
            let end = codes[place...].firstIndex { $0 != codes[place] } ?? codes.count
            if place > 0 { text.append(UInt8(ascii: ";")) }
            text += Array("\(QualityCode(index: codes[place]).code)*\(end - place)".utf8)
            place = end
        }
        texts.append(text)
    }
}
