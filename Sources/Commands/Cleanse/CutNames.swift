import Cleanse
import Crypto
import CryptoExtras
import Foundation
import Trust

/// AES with a key of 128, 192 or 256 bits.
struct AESCipher: SixteenByteCipher {
    private let key: SymmetricKey

    /// - Parameter bytes: 16, 24 or 32; nil for any other count.
    init?(_ bytes: [UInt8]) {
        guard [16, 24, 32].contains(bytes.count) else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Reads a key file that only its owner can read: 32, 48 or 64 hex digits, or as many bytes as half of that.
    init(file: String) throws {
        let bytes: [UInt8]
        do {
            bytes = try PrivateFile.read(URL(fileURLWithPath: file), limit: 256)
        } catch {
            throw Failure(
                "the key in \(file) cannot be used", because: "\(error)",
                advice: "make one with openssl rand -hex 32 > KEY; chmod 600 KEY, and keep it: without it nobody goes "
                    + "back", code: .badInput)
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let digits = text.compactMap(\.hexDigitValue)
        let isText = digits.count == text.count && [32, 48, 64].contains(digits.count)
        let key =
            isText ? stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) } : bytes
        guard let made = AESCipher(key) else {
            throw Failure(
                line: "\(file) holds no key of 128, 192 or 256 bits: 32, 48 or 64 hex digits, or the bytes themselves",
                code: .badInput)
        }
        self = made
    }

    func encrypted(_ block: SIMD16<UInt8>) -> SIMD16<UInt8> {
        var bytes = (0..<16).map { block[$0] }
        do {
            try AES.permute(&bytes, key: key)
        } catch {
            preconditionFailure("AES takes sixteen bytes and a key of a true length: \(error)")
        }
        return SIMD16(bytes)
    }

    /// Six hex digits that tell one key from another and say nothing of it.
    var mark: String {
        let block = encrypted(SIMD16(repeating: 0))
        return (0..<3).map { place in
            let text = String(block[place], radix: 16, uppercase: true)
            return text.utf8.count == 1 ? "0" + text : text
        }.joined()
    }
}

/// The names of a cut, each made once.
struct CutNames {
    private let names: Pseudonyms<AESCipher>
    private var made: [UInt8: [[UInt8]: [UInt8]]] = [:]

    init(_ cipher: AESCipher, isReserved: Bool) { names = Pseudonyms(cipher, reserved: isReserved) }

    /// What stands in a field of the cut.
    mutating func renamed(_ text: [UInt8], as naming: CutFolder.Naming) -> [UInt8] {
        guard !text.isEmpty else { return text }
        let kind: UInt8
        switch naming {
        case .nothing, .value, .side: return text
        case .mpan: kind = 0
        case .serial: kind = 1
        case .device: kind = 2
        case .postcode: kind = 3
        }
        if let known = made[kind]?[text] { return known }
        let name =
            switch naming {
            case .mpan: names.mpan(text)
            case .serial: names.serial(text)
            case .device: names.device(text)
            default: names.postcode(text)
            }
        made[kind, default: [:]][text] = name
        return name
    }
}
