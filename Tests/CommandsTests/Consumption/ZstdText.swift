import Foundation

import Formats

/// Text of compressed files.
enum ZstdText {
    static func read(_ file: URL) throws -> Data {
        Data(try ZstdReader.text(of: [UInt8](try Data(contentsOf: file)), limit: 1 << 26))
    }
}
