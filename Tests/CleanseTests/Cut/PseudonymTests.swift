import Cleanse
import Kernel
import Market
import Testing

private let key128 = "2B7E151628AED2A6ABF7158809CF4F3C"
private let key192 = key128 + "EF4359D8D580AA4F"
private let key256 = key192 + "7F036D6F04FC6A94"

@Suite("Format-preserving pseudonyms")
struct PseudonymTests {
    @Test(
        "AES gives the ciphertexts of FIPS 197, appendix C",
        arguments: [
            ("000102030405060708090A0B0C0D0E0F", "69C4E0D86A7B0430D8CDB78070B4C55A"),
            ("000102030405060708090A0B0C0D0E0F1011121314151617", "DDA97CA4864CDFE06EAF70A0EC0D7191"),
            (
                "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
                "8EA2B7CA516745BFEAFC49904B496089"
            ),
        ])
    func plainAES(key: String, expected: String) {
        let block = SIMD16(bytes(hexadecimal: "00112233445566778899AABBCCDDEEFF"))
        #expect(PlainAES(bytes(hexadecimal: key)).encrypted(block) == SIMD16(bytes(hexadecimal: expected)))
    }

    struct Sample: Sendable {
        let key: String
        let radix: Int
        let tweak: String
        let plain: String
        let expected: String
    }

    /// The nine FF1 samples that NIST publishes beside SP 800-38G.
    static let samples = [
        Sample(key: key128, radix: 10, tweak: "", plain: "0123456789", expected: "2433477484"),
        Sample(key: key128, radix: 10, tweak: "39383736353433323130", plain: "0123456789", expected: "6124200773"),
        Sample(
            key: key128, radix: 36, tweak: "3737373770717273373737", plain: "0123456789abcdefghi",
            expected: "a9tv40mll9kdu509eum"),
        Sample(key: key192, radix: 10, tweak: "", plain: "0123456789", expected: "2830668132"),
        Sample(key: key192, radix: 10, tweak: "39383736353433323130", plain: "0123456789", expected: "2496655549"),
        Sample(
            key: key192, radix: 36, tweak: "3737373770717273373737", plain: "0123456789abcdefghi",
            expected: "xbj3kv35jrawxv32ysr"),
        Sample(key: key256, radix: 10, tweak: "", plain: "0123456789", expected: "6657667009"),
        Sample(key: key256, radix: 10, tweak: "39383736353433323130", plain: "0123456789", expected: "1001623463"),
        Sample(
            key: key256, radix: 36, tweak: "3737373770717273373737", plain: "0123456789abcdefghi",
            expected: "xs8a0azh2avyalyzuwd"),
    ]

    @Test("FF1 reproduces the samples of NIST, and goes back", arguments: samples)
    func nist(sample: Sample) {
        let cipher = FormatPreservingCipher(PlainAES(bytes(hexadecimal: sample.key)))
        let numerals = sample.plain.map { UInt8($0.wholeNumberValue ?? Int($0.asciiValue ?? 0) - 87) }
        let tweak = bytes(hexadecimal: sample.tweak)
        let mixed = cipher.encrypt(numerals, radix: sample.radix, tweak: tweak)
        let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz")
        #expect(String(mixed.map { alphabet[Int($0)] }) == sample.expected)
        #expect(cipher.decrypt(mixed, radix: sample.radix, tweak: tweak) == numerals)
    }

    private let names = Pseudonyms(PlainAES(bytes(hexadecimal: key128)))

    private func mpan(_ text: String) -> String { String(decoding: names.mpan(Array(text.utf8)), as: UTF8.self) }
    private func serial(_ text: String) -> String { String(decoding: names.serial(Array(text.utf8)), as: UTF8.self) }
    private func device(_ text: String) -> String { String(decoding: names.device(Array(text.utf8)), as: UTF8.self) }

    @Test(
        "An MPAN keeps its distributor and gets the check digit of its new number",
        arguments: [("1012345678903", "1023885323324"), ("1700000000014", "1713738484880")])
    func mpans(plain: String, expected: String) { #expect(mpan(plain) == expected) }

    @Test("A wrong check digit stays as wrong as it was")
    func wrongCheckDigits() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let right = MPANCore(distributor: 12, unique: UInt64(generator.nextBelow(10_000_000_000)))
            let last = (UInt64(right.checkDigit) + 1 + UInt64(generator.nextBelow(9))) % 10
            let other = try #require(UInt64(mpan(MPANText.printed(right.body * 10 + last))))
            let by = (last + 10 - UInt64(right.checkDigit)) % 10
            let newBy = (other % 10 + 10 - UInt64(MPANCore.checkDigit(ofBody: other / 10))) % 10
            #expect(by == newBy)
            // The same body, right or wrong, is the same body again.
            #expect(mpan(right.description).dropLast() == MPANText.printed(other).dropLast())
        }
    }

    @Test("No two MPANs meet in one pseudonym")
    func injective() {
        var generator = SeededGenerator(seed: 12)
        var sources = Set<String>()
        for _ in 0..<500 {
            let code = UInt8(10 + generator.nextBelow(14))
            sources.insert(MPANCore(distributor: code, unique: UInt64(generator.nextBelow(10_000_000_000))).description)
        }
        let renamed = Set(sources.map(mpan))
        #expect(renamed.count == sources.count)
        #expect(renamed.allSatisfy { MPANCore(printed: $0) != nil })
    }

    @Test(
        "What is no MPAN keeps what is wrong with it",
        arguments: ["101234567890", "10123456789037", "10123O5678903", "1.01234E+12", "10234567890123456789", "", "x"])
    func noMPAN(text: String) {
        let renamed = mpan(text)
        #expect(renamed.utf8.count == text.utf8.count)
        #expect(text.count < 3 || renamed != text)
        for (one, other) in zip(text, renamed) {
            #expect(one.isNumber == other.isNumber && one.isLetter == other.isLetter)
        }
        #expect(renamed.prefix(1) == text.prefix(1))
        #expect(!text.contains("E+") || renamed.hasSuffix("E+12"))
    }

    @Test("Serials stay equal without spaces and but for the year, and keep their shape")
    func serials() {
        let plain = serial("E21P123456")
        #expect(plain != "E21P123456")
        #expect(serial("E21P 123456").filter { $0 != " " } == plain)
        #expect(serial("E21P 123456").count == 11)
        #expect(serial("e21p123456").uppercased() == plain)
        let other = serial("E22P123456")
        #expect(other.prefix(1) + other.dropFirst(3) == plain.prefix(1) + plain.dropFirst(3))
        #expect(other.dropFirst().prefix(2) == "22" && plain.dropFirst().prefix(2) == "21")
        #expect(serial("12345678901234567").count == 17)
        #expect(serial("") == "")
    }

    @Test("Serials of one shape never meet in one pseudonym")
    func serialsAreApart() {
        var generator = SeededGenerator(seed: 13)
        var sources = Set<String>()
        for _ in 0..<200 { sources.insert("Z\(10 + generator.nextBelow(10))A\(1_000 + generator.nextBelow(9_000))") }
        #expect(Set(sources.map(serial)).count == sources.count)
    }

    @Test("Spellings of one device stay spellings of one device, and wrong ones stay wrong")
    func devices() {
        let plain = device("0C-A2-F4-00-00-76-21-BC")
        #expect(plain != "0C-A2-F4-00-00-76-21-BC")
        #expect(plain.split(separator: "-").count == 8)
        #expect(device("0c:a2:f4:00:00:76:21:bc").uppercased().filter { $0 != ":" } == plain.filter { $0 != "-" })
        #expect(device("0CA2F400007621BC") == plain.filter { $0 != "-" })
        #expect(device("0C-A2-F4-00-00-76-21-B").count == 22)
        #expect(device("0C-A2-F4-00-00-76-2G-BC").contains("G"))
        for kept in ["00-00-00-00-00-00-00-00", "FF-FF-FF-FF-FF-FF-FF-FF", "UNKNOWN", ""] {
            #expect(device(kept) == kept)
        }
    }

    @Test("The reserved range keeps distributor and check digit")
    func reserved() throws {
        let reserved = Pseudonyms(PlainAES(bytes(hexadecimal: key128)), reserved: true)
        let renamed = String(decoding: reserved.mpan(Array("1012345678903".utf8)), as: UTF8.self)
        #expect(renamed.hasPrefix("1099"))
        #expect(MPANCore(printed: renamed) != nil)
    }
}
