import Foundation
import Trust

/// A JSON document whose last member, on a line of its own, signs every byte before that line.
enum SignedDocument {
    /// Bytes of a document that is read to be verified, at most.
    private static let limit = 256 << 20

    /// Adds the signature's line.
    ///
    /// - Precondition: the document is one JSON object that ends in a line of its own.
    static func signed(_ document: [UInt8], keyFile: String) throws -> [UInt8] {
        let end = Array("\n}\n".utf8)
        precondition(document.suffix(3).elementsEqual(end), "a document ends in a line of its own")
        let body = Array(document.dropLast(end.count)) + Array(",\n".utf8)
        do {
            let signer = DocumentSigner(key: try PrivateKey(file: URL(fileURLWithPath: keyFile)))
            let value = Data(try signer.signature(of: body)).base64EncodedString()
            let line = "  \"signature\": {\"algorithm\": \"\(signer.algorithm)\", \"value\": \"\(value)\"}\n}\n"
            return body + Array(line.utf8)
        } catch {
            throw Failure(
                "the certificate could not be signed", because: "\(error)",
                advice: "name a private key in PEM, RSA or P-256, that only you can read (chmod 600)", code: .badInput)
        }
    }

    /// What there is to say of a document whose signature holds.
    ///
    /// - Throws: a failure with code 3 where it does not hold.
    static func verified(_ path: String, keyFile: String?) throws -> String {
        guard let keyFile else {
            throw Failure(
                "\(path) cannot be verified", because: "no key was named",
                advice: "name the signer's public key or certificate with --key", code: .misused)
        }
        let verifier: DocumentVerifier
        let document: [UInt8]
        do {
            let pem = try PrivateFile.read(URL(fileURLWithPath: keyFile), allowsOthers: true)
            verifier = try DocumentVerifier(pem: String(decoding: pem, as: UTF8.self), path: keyFile)
            document = try PrivateFile.read(URL(fileURLWithPath: path), allowsOthers: true, limit: limit)
        } catch {
            throw Failure(
                "\(path) cannot be verified", because: "\(error)",
                advice: "name a certificate and a public key that can be read", code: .badInput)
        }
        guard let (body, signature) = parts(of: document) else {
            throw Failure(
                "\(path) is not signed", because: "its last line but one is no signature",
                advice: "make it with changeover cleanse certificate --format json --sign KEY", code: .checkFailed)
        }
        guard verifier.verifies(signature, of: body) else {
            throw Failure(
                "the signature of \(path) does not hold",
                because: "the document was changed after it was signed, or another key signed it",
                advice: "ask for the document again, or name the right key", code: .checkFailed)
        }
        return "\(path): the signature holds, over \(body.count) bytes"
    }

    /// The signed bytes and the signature; nil where the last lines are not as `signed` writes them.
    private static func parts(of document: [UInt8]) -> (body: [UInt8], signature: [UInt8])? {
        let end = Array("\n}\n".utf8)
        guard document.suffix(3).elementsEqual(end) else { return nil }
        let withoutEnd = document.dropLast(end.count)
        guard let lineBreak = withoutEnd.lastIndex(of: 0x0A) else { return nil }
        let line = String(decoding: withoutEnd[(lineBreak + 1)...], as: UTF8.self)
        let start = "  \"signature\": {\"algorithm\": \""
        guard line.hasPrefix(start), line.hasSuffix("\"}"),
            let value = line.range(of: "\", \"value\": \""),
            let signature = Data(base64Encoded: String(line[value.upperBound...].dropLast(2)))
        else { return nil }
        return (Array(withoutEnd[...lineBreak]), [UInt8](signature))
    }
}
