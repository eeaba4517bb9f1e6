public import Foundation
import Glibc
public import Kernel

extension CertificateAuthority {
    /// The root certificate's place in a folder; parties are given it, so that they trust the server.
    public static func certificateFile(in folder: URL) -> URL { folder.appendingPathComponent(certificateFile) }
    /// The root key's place in a folder.
    public static func keyFile(in folder: URL) -> URL { folder.appendingPathComponent(keyFile) }

    /// Reads the authority that a folder holds.
    public init(folder: URL) throws(TrustError) {
        let place = Self.certificateFile(in: folder)
        try self.init(
            certificate: CertificateDocument(file: place), key: PrivateKey(file: Self.keyFile(in: folder)),
            path: place.path)
    }

    /// Reads the authority that a folder holds, or makes one where the folder is not there yet.
    ///
    /// Two processes may do so at the same time: one of them makes it, both use it. The folder appears with both files in
    /// it or not at all.
    /// - Parameter premade: a key to use for a new one; nil: one is made.
    public static func openOrMake(
        folder: URL, settings: Settings = Settings(), premade: PrivateKey? = nil, at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) throws(TrustError) -> CertificateAuthority {
        if FileManager.default.fileExists(atPath: certificateFile(in: folder).path) {
            return try CertificateAuthority(folder: folder)
        }
        try PrivateFile.makeFolder(folder.deletingLastPathComponent())
        let key = if let premade { premade } else { try PrivateKey.make(settings.key) }
        let made = try make(settings, key: key, at: now, using: &generator)
        let label = CertificateDocument.hexadecimal(RandomBytes.make(8, using: &generator))
        let beside = folder.deletingLastPathComponent()
            .appendingPathComponent(".\(folder.lastPathComponent)-\(getpid())-\(label)", isDirectory: true)
        try PrivateFile.makeFolder(beside)
        try PrivateFile.write(Array(key.pem.utf8), to: keyFile(in: beside))
        try PrivateFile.write(Array(made.certificate.pem.utf8), to: certificateFile(in: beside), mode: 0o644)
        // Succeeds where the place is free or an empty folder, and only for one of several processes.
        if rename(beside.path, folder.path) == 0 { return made }
        let cause = String(cString: strerror(errno))
        try? FileManager.default.removeItem(at: beside)
        guard FileManager.default.fileExists(atPath: certificateFile(in: folder).path) else {
            throw .notWritten(path: folder.path, cause: cause)
        }
        return try CertificateAuthority(folder: folder)
    }
}
