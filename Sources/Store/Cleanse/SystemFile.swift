import Foundation

/// A file that is written under another name and takes its own only when all of it is on the disk.
final class SystemFile {
    let path: String
    private let temporary: String
    private var descriptor: Int32
    private(set) var offset = 0
    private var buffer: [UInt8] = []

    /// Begins the file; one of that name stays until `commit`.
    init(path: String) throws(CleanseFolderError) {
        self.path = path
        temporary = path + ".part"
        descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.error("write", temporary) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
    }

    /// Adds bytes at the end, in blocks.
    func append(_ bytes: [UInt8]) throws(CleanseFolderError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 20 { try flush() }
    }

    func flush() throws(CleanseFolderError) {
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        try place.write(bytes, at: offset)
        offset += bytes.count
    }

    /// Where threads may write.
    var place: SystemPlace { SystemPlace(descriptor: descriptor, path: temporary) }

    /// Sees the bytes to the disk and gives the file its name.
    func commit() throws(CleanseFolderError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw Self.error("write", temporary) }
        close(descriptor)
        descriptor = -1
        guard rename(temporary, path) == 0 else { throw Self.error("rename", temporary) }
    }

    /// Gives the file its name and lets another see its bytes to the disk.
    func commit(_ disk: DiskSync) throws(CleanseFolderError) {
        try flush()
        guard rename(temporary, path) == 0 else { throw Self.error("rename", temporary) }
        disk.add(descriptor, path)
        descriptor = -1
    }

    static func error(_ attempt: String, _ path: String) -> CleanseFolderError {
        .system(attempt: attempt, path: path, cause: String(cString: strerror(errno)))
    }

    /// Sees a folder's names to the disk.
    static func syncFolder(_ path: String) throws(CleanseFolderError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw error("write", path) }
    }
}

/// A place that any thread may write to.
struct SystemPlace: Sendable {
    let descriptor: Int32
    let path: String

    func write(_ values: [some BitwiseCopyable], at place: Int) throws(CleanseFolderError) {
        do {
            try values.withUnsafeBytes { try write($0, at: place) }
        } catch let error as CleanseFolderError {
            throw error
        } catch {
            throw .system(attempt: "write", path: path, cause: "\(error)")
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(CleanseFolderError) {
        var done = 0
        while done < bytes.count {
            let put = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(place + done))
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw SystemFile.error("write", path) }
            done += put
        }
    }
}
