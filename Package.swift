// swift-tools-version: 6.2
import PackageDescription

/// Warnings of this package are errors where its checks run (`make test`), and never where someone only wants to run it.
/// Set here and not on the command line, the rule reaches our targets and leaves the dependencies alone.
let strict: [SwiftSetting] =
    Context.environment["CHANGEOVER_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// One settings array for every target, so that no room is laxer than its neighbours.
let settings: [SwiftSetting] =
    strict + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]

/// The rooms that make and write millions of values a second are built for the processors of the last ten years: AVX2 on
/// x86-64. `CHANGEOVER_CPU` names another (`x86-64` runs anywhere); every choice gives the same bytes.
///
/// They are optimised in debug builds too, or the checks of a market's worth of values would take hours;
/// `CHANGEOVER_PLAIN` leaves that out, to show that optimisation decides no byte (`scripts/consumption/same-bytes`).
let optimised: [SwiftSetting] =
    Context.environment["CHANGEOVER_PLAIN"] == nil ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : []
#if arch(x86_64)
    let processor = Context.environment["CHANGEOVER_CPU"] ?? "x86-64-v3"
    let fast: [SwiftSetting] =
        optimised + [
            .unsafeFlags(["-Xcc", "-march=\(processor)"]),
            // A worker's fields are used by one thread and never by two calls at once; the check costs a tenth of a value.
            .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
        ]
#else
    let fast: [SwiftSetting] = optimised
#endif

let package = Package(
    name: "changeover",
    products: [.executable(name: "changeover", targets: ["changeover"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The domain: synchronous values, no input or output. Listed bottom up.
        .target(name: "Kernel", swiftSettings: settings),
        .target(name: "Market", dependencies: ["Kernel"], swiftSettings: settings),
        .target(name: "Record", dependencies: ["Kernel"], swiftSettings: settings),
        .target(
            name: "Consumption", dependencies: ["Kernel", "Market"], swiftSettings: settings + fast,
            linkerSettings: [.linkedLibrary("m")]),
        .target(name: "Papers", dependencies: ["Kernel", "Record"], swiftSettings: settings),
        .target(name: "DIP", dependencies: ["Kernel", "Market"], swiftSettings: settings + fast),
        .systemLibrary(name: "CLanes"),
        .target(name: "Cleanse", dependencies: ["Kernel", "Market", "CLanes"], swiftSettings: settings + fast),
        .target(name: "Migration", dependencies: ["Kernel", "Market"], swiftSettings: settings + fast),
        .target(name: "Charts", swiftSettings: settings),

        // The adapters.
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CAllocator"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(
            name: "Formats", dependencies: ["Kernel", "Market", "Record", "CXLSXWriter", "CZstd"],
            swiftSettings: settings + fast),
        .target(
            name: "Store",
            dependencies: [
                "Kernel", "Record", "Papers", "DIP", "Cleanse",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .target(
            name: "Trust",
            dependencies: [
                "Kernel",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: settings),
        .target(
            name: "DIPStandIn",
            dependencies: [
                "Kernel", "Market", "DIP", "Trust",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),
        .target(
            name: "ControlRoom",
            dependencies: [
                "Kernel", "Market", "Record", "Papers", "Consumption", "DIP", "Cleanse", "Migration", "Charts",
                "Formats",
                "Store",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Assets", "Templates"],
            swiftSettings: settings),

        // The only places that know every room.
        .target(
            name: "Commands",
            dependencies: [
                "Kernel", "Market", "Record", "Papers", "Consumption", "DIP", "Cleanse", "Migration", "Charts",
                "Formats",
                "Store", "Trust", "DIPStandIn", "ControlRoom", "CAllocator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .executableTarget(name: "changeover", dependencies: ["Commands"], swiftSettings: settings),

        // The checks.
        .target(name: "TestSupport", dependencies: ["Kernel", "Record", "Papers"], swiftSettings: settings),
        .testTarget(name: "KernelTests", dependencies: ["Kernel", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "MarketTests", dependencies: ["Kernel", "Market", "TestSupport"], exclude: ["Oracles"],
            swiftSettings: settings),
        .testTarget(
            name: "ConsumptionTests", dependencies: ["Kernel", "Market", "Consumption", "TestSupport"],
            exclude: ["Realism/realism_oracle.py"],
            swiftSettings: settings),
        .testTarget(
            name: "CleanseTests", dependencies: ["Kernel", "Market", "Cleanse", "TestSupport"], exclude: ["Oracle"],
            swiftSettings: settings),
        .testTarget(
            name: "MigrationTests", dependencies: ["Kernel", "Market", "Migration", "TestSupport"],
            exclude: ["Oracle"], swiftSettings: settings),
        .testTarget(name: "RecordTests", dependencies: ["Kernel", "Record", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "PapersTests", dependencies: ["Kernel", "Record", "Papers", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "DIPTests",
            dependencies: [
                "Kernel", "Market", "DIP", "DIPStandIn", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            exclude: ["Checking/judge.py"], swiftSettings: settings),
        .testTarget(
            name: "TrustTests",
            dependencies: [
                "Kernel", "Trust", "TestSupport",
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DIPStandInTests",
            dependencies: [
                "Kernel", "DIP", "Trust", "Store", "DIPStandIn", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ChartsTests", dependencies: ["Charts", "TestSupport"], exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "FormatsTests", dependencies: ["Kernel", "Record", "Formats", "TestSupport"], exclude: ["Readers"],
            swiftSettings: settings),
        .testTarget(
            name: "BulkFormatsTests", dependencies: ["Kernel", "Market", "Formats", "TestSupport"],
            exclude: ["Readers", "Golden", "BinaryReaders"], swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Kernel", "Record", "Papers", "Store", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Schema"],
            swiftSettings: settings),
        .testTarget(
            name: "DIPStoreTests",
            dependencies: [
                "Kernel", "DIP", "Store", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Schema"],
            swiftSettings: settings),
        .testTarget(
            name: "CleanseStoreTests",
            dependencies: [
                "Kernel", "Cleanse", "Store", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Schema"], swiftSettings: settings),
        .testTarget(
            name: "ControlRoomTests",
            dependencies: [
                "Kernel", "Market", "Record", "Papers", "Consumption", "DIP", "Cleanse", "Migration", "Charts",
                "Formats",
                "Store",
                "ControlRoom",
                "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            exclude: ["Golden"],
            swiftSettings: settings),
        .testTarget(
            name: "CommandsTests",

            dependencies: [
                "Kernel", "Market", "Record", "Papers", "Consumption", "DIP", "DIPStandIn", "Formats", "Store",
                "Commands", "TestSupport",
            ],
            exclude: ["DIP/Drivers"], swiftSettings: settings),
        .testTarget(
            name: "BrowserTests", dependencies: ["Kernel", "Record", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "HouseTests", dependencies: ["Kernel", "TestSupport"], swiftSettings: settings),
    ]
)
