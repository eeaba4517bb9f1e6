import Dispatch
public import Foundation
import Glibc

/// Files that only their owner can read, written whole or not at all.
public enum PrivateFile {
    /// Makes a folder, and those above it that are missing, for its owner alone (mode 0700).
    ///
    /// A folder that is there already gets mode 0700 where others could enter it.
    public static func makeFolder(_ folder: URL) throws(TrustError) {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .folderNotMade(path: folder.path, cause: cause(error))
        }
        guard chmod(folder.path, 0o700) == 0 else { throw .folderNotMade(path: folder.path, cause: systemCause()) }
    }

    /// Writes a file beside its place, forces it to the disk and puts it into its place.
    ///
    /// A reader sees the old file or the new one, also after a crash, and never with a wider mode than the new one's.
    /// - Parameter mode: 0600 for what is secret.
    public static func write(_ bytes: [UInt8], to place: URL, mode: Int = 0o600) throws(TrustError) {
        let path = place.path
        // Unique within the process by the counter of the clock, and between processes by the identifier.
        let beside = "\(path).\(getpid())-\(DispatchTime.now().uptimeNanoseconds).new"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw .notWritten(path: path, cause: systemCause()) }
        // The mode of `open` is cut by the mask of the process; this one is not.
        var isWritten = fchmod(descriptor, mode_t(mode)) == 0
        var place = 0
        while isWritten, place < bytes.count {
            let count = bytes[place...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            isWritten = count > 0
            place += max(0, count)
        }
        isWritten = isWritten && fsync(descriptor) == 0
        let cause = systemCause()
        close(descriptor)
        guard isWritten, rename(beside, path) == 0 else {
            let said = isWritten ? systemCause() : cause
            unlink(beside)
            throw .notWritten(path: path, cause: said)
        }
    }

    /// The bytes of a file of at most `limit` bytes.
    /// - Parameter allowsOthers: whether to read it though others than its owner can (public files).
    public static func read(
        _ place: URL, allowsOthers: Bool = false, limit: Int = 1_048_576
    ) throws(TrustError) -> [UInt8] {
        let path = place.path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .notRead(path: path, cause: systemCause()) }
        defer { close(descriptor) }
        let facts: [FileAttributeKey: Any]
        do {
            facts = try FileManager.default.attributesOfItem(atPath: place.resolvingSymlinksInPath().path)
        } catch {
            throw .notRead(path: path, cause: cause(error))
        }
        guard facts[.type] as? FileAttributeType == .typeRegular else {
            throw .notRead(path: path, cause: "it is no file")
        }
        let mode = (facts[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        if !allowsOthers, mode & 0o077 != 0 {
            throw .readableByOthers(path: path, mode: "0" + String(mode & 0o777, radix: 8))
        }
        let size = (facts[.size] as? NSNumber)?.intValue ?? 0
        guard size <= limit else {
            throw .notRead(path: path, cause: "it has \(size) bytes, and at most \(limit) are read")
        }
        do {
            return [UInt8](
                try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).read(upToCount: limit) ?? Data())
        } catch {
            throw .notRead(path: path, cause: cause(error))
        }
    }

    private static func systemCause() -> String { String(cString: strerror(errno)) }
    private static func cause(_ error: any Error) -> String { (error as NSError).localizedDescription }
}
