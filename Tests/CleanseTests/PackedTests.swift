import Cleanse
import Kernel
import Testing

@Suite("Packed values")
struct PackedTests {
    @Test(
        "A serial is packed and printed back",
        arguments: ["A", "0", "Z9 a", "LYYP12345", "L YYP 1234", "0000000000", "zzzzzzzzzz"])
    func serial(text: String) throws {
        let packed = try #require(Serial.packed(text.utf8))
        #expect(packed.isPacked)
        #expect(Serial.text(packed) == text)
    }

    @Test(
        "A serial of eleven characters, or with a character of no symbol, is not packed",
        arguments: ["12345678901", "A-1", "é"])
    func noSerial(text: String) { #expect(Serial.packed(text.utf8) == nil) }

    @Test("Serials sort as their texts do")
    func serialOrder() throws {
        let texts = ["", " A", "0", "00", "09", "A", "AZ", "Aa", "B", "a", "z"]
        let packed = try texts.map { try #require(Serial.packed($0.utf8)) }
        #expect(packed == packed.sorted())
    }

    @Test("A day is packed and printed back; days outside stand at the ends")
    func day() throws {
        let first = try #require(CalendarDate(iso: "1950-01-01"))
        let last = try #require(CalendarDate(iso: "2129-06-03"))
        #expect(Day.packed(first) == 1)
        #expect(Day.text(1) == "1950-01-01")
        #expect(Day.packed(last) == Day.last)
        #expect(Day.text(Day.last) == "2129-06-03")
        #expect(Day.packed(CalendarDate.earliest) == 1)
        #expect(Day.packed(CalendarDate.latest) == Day.last)
        #expect(Day.text(0) == "")
    }

    @Test("A device prints as eight hex pairs with hyphens")
    func device() { #expect(Device.text(0x0CA2_F400_0076_21BC) == "0C-A2-F4-00-00-76-21-BC") }

    @Test("A column lends its values in order")
    func column() {
        let column = Column<UInt16>([3, 1, 65_535])
        #expect(column.count == 3)
        #expect(column[2].isStated && !column[2].isPacked)
        #expect(column.withBuffer { Array($0) } == [3, 1, 65_535])
    }
}
