import Foundation
import TestSupport
import Testing

/// Loads of which one call to the system fails, or in which the program is killed: the earlier registers are whole.
@Suite("A load that is broken off leaves the registers whole", .serialized)
struct LoadCrashSerialTests {
    /// Counts the calls that change the disk, and at one of them fails or ends the process.
    private static let shim = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <signal.h>
        #include <stdarg.h>
        #include <stdatomic.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/types.h>
        #include <unistd.h>

        static atomic_int calls;

        static int breaks(void) {
            const char *at = getenv("BREAK_AT");
            int call = atomic_fetch_add(&calls, 1) + 1;
            if (!at || call != atoi(at)) return 0;
            if (getenv("BREAK_BY_KILLING")) kill(getpid(), SIGKILL);
            errno = ENOSPC;
            return 1;
        }

        __attribute__((destructor)) static void tell(void) {
            const char *file = getenv("BREAK_COUNT");
            FILE *out = file ? fopen(file, "w") : 0;
            if (out) { fprintf(out, "%d", atomic_load(&calls)); fclose(out); }
        }

        #define NEXT(name) static __typeof__(&name) next; if (!next) next = dlsym(RTLD_NEXT, #name)
        ssize_t pwrite(int f, const void *b, size_t n, off_t o) {
            NEXT(pwrite); return breaks() ? -1 : next(f, b, n, o);
        }
        ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) {
            NEXT(pwrite64); return breaks() ? -1 : next(f, b, n, o);
        }
        int fsync(int f) { NEXT(fsync); return breaks() ? -1 : next(f); }
        int rename(const char *a, const char *b) { NEXT(rename); return breaks() ? -1 : next(a, b); }
        int open(const char *path, int flags, ...) {
            NEXT(open);
            va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more);
            if ((flags & O_CREAT) && (flags & O_TRUNC) && breaks()) return -1;
            return next(path, flags, mode);
        }
        """

    /// The registers as a reader finds them: every table mapped and read, and no file beside those of the set.
    private func state(_ folder: RegisterFolder) throws -> String {
        let explained = try folder.program.run("cleanse", "explain", RegisterFolder.one, "--json")
        #expect(explained.status == 0, "\(explained.error)")
        return try folder.registers().joined(separator: "\n") + explained.text
    }

    /// The files of the set but for rejects: a load that failed after its last step is told as a replay of itself.
    private func files(_ folder: RegisterFolder) throws -> Set<String> {
        Set(
            try FileManager.default.contentsOfDirectory(
                atPath: folder.program.folder.appendingPathComponent("data/registers").path
            ).filter { !$0.hasSuffix(".faults") })
    }

    @Test("Every call that changes the disk fails once, and ends the process once", arguments: [false, true])
    func everyCall(killing: Bool) async throws {
        let folder = try RegisterFolder("cleanse-crash")
        defer { folder.remove() }
        let source = try folder.program.write("shim.c", Self.shim)
        let shim = folder.program.folder.appendingPathComponent("shim.so").path
        let built = try await Subprocess.run(
            URL(fileURLWithPath: "/usr/bin/env"), ["clang", "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"])
        try #require(built.succeeded, "\(built.errors)")
        try folder.write("REG.csv", RegisterFolder.registration)
        try folder.write("distributors.csv", "code,mpid\n12,LOND\n")
        try folder.write("MTR.csv", "mpan,meter_id\n\(RegisterFolder.one),A1\n")
        try folder.load()
        let before = try state(folder)
        let data = folder.program.folder.appendingPathComponent("data")
        let kept = folder.program.folder.appendingPathComponent("kept")
        try FileManager.default.copyItem(at: data, to: kept)
        let changed = RegisterFolder.registration.replacingOccurrences(of: "SUPA", with: "SUPC")
        try folder.write("REG.csv", changed + "1.01234E+12,SUPA,true,2010-01-01\n")
        try folder.write("MTR.csv", "mpan,meter_id\n\(RegisterFolder.one),A2\n")

        func load(_ call: Int) throws -> (status: Int32, calls: Int) {
            let count = folder.program.folder.appendingPathComponent("count")
            var environment = ["LD_PRELOAD": shim, "BREAK_AT": "\(call)", "BREAK_COUNT": count.path]
            if killing { environment["BREAK_BY_KILLING"] = "yes" }
            let result = try folder.program.run(
                ["cleanse", "load", folder.folder.path, "--as-at", "2026-07-02"], environment: environment)
            let calls = (try? String(contentsOf: count, encoding: .utf8)).flatMap { Int($0) } ?? 0
            return (result.status, calls)
        }
        let whole = try load(0)
        #expect(whole.status == 0)
        #expect(whole.calls >= 20, "the shim sees the calls: \(whole.calls)")
        let (after, ownFiles) = (try state(folder), try files(folder))
        #expect(after != before)
        var states: Set<String> = []
        for call in 1...whole.calls {
            try FileManager.default.removeItem(at: data)
            try FileManager.default.copyItem(at: kept, to: data)
            let broken = try load(call)
            #expect(broken.status != 0, "call \(call)")
            let left = try state(folder)
            #expect(left == before || left == after, "call \(call) leaves neither set")
            states.insert(left)
            let again = try load(0)
            #expect(again.status == 0, "call \(call)")
            #expect(try state(folder) == after, "call \(call)")
            let names = try files(folder)
            #expect(names.count == ownFiles.count, "call \(call): \(names.sorted())")
        }
        #expect(states.contains(before))
    }

    @Test("A register of noise is refused row by row in flat memory")
    func noise() async throws {
        let folder = try RegisterFolder("cleanse-noise")
        defer { folder.remove() }
        let script = """
            import os, random, resource, subprocess, sys
            tool, folder, megabytes, kind = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
            draw = random.Random(7)
            with open(os.path.join(folder, "MTR.csv"), "wb") as out:
                out.write(b"mpan,meter_id,make_type,mem\\n")
                for _ in range(megabytes):
                    if kind == "bytes":
                        out.write(draw.randbytes(1 << 20))
                    else:
                        piece = draw.randbytes(1 << 19).hex().encode()
                        out.write(b"".join(
                            b"%s,%s,%s,%s\\n" % (piece[i:i + 13], piece[i + 13:i + 20], piece[i + 20:i + 40],
                                piece[i + 40:i + 44]) for i in range(0, len(piece), 44)))
            done = subprocess.run([tool, "cleanse", "load", folder, "--as-at", "2026-07-01"], capture_output=True)
            print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
            sys.stderr.write(done.stderr.decode()[-500:])
            """
        for kind in ["bytes", "texts"] {
            var peaks: [Int] = []
            for megabytes in [8, 48] {
                let outcome = try await Subprocess.run(
                    Subprocess.python,
                    ["-c", script, Program.executable.path, folder.folder.path, "\(megabytes)", kind],
                    environment: ["CHANGEOVER_DATA": folder.program.folder.appendingPathComponent("noise").path],
                    within: .seconds(900))
                let words = outcome.text.split(separator: " ")
                #expect(words.first == "0", "\(outcome.text) \(outcome.errors)")
                peaks.append(words.count > 1 ? Int(words[1].filter(\.isNumber)) ?? .max : .max)
            }
            #expect(peaks[1] < peaks[0] + 200, "\(kind): \(peaks) MB")
        }
    }
}
