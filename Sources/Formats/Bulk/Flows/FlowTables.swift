import Market

extension FlowTable {
    /// The flows that the product writes.
    public static let all: [FlowTable] = [.d0010, .d0036, .d0268, .d0379]

    /// D0036, validated half-hourly advances: local settlement days, one decimal.
    public static let d0036 = FlowTable(
        code: "D0036", version: "001", title: "Validated half-hourly advances", from: .sender, to: .recipient,
        countsTwice: true, batchGroup: "101",
        groups: [
            FlowGroup(
                "101",
                [
                    FlowField("MPAN core", .digits, 13, holds: .mpan),
                    FlowField("measurement quantity", .choice(["AI", "AE", "RI", "RE"]), 2, holds: .quantity),
                    FlowField("supplier", .text, 4, holds: .supplier),
                ]),
            FlowGroup(
                "102", inside: "101", [FlowField("settlement date", .date, 8, holds: .day)]),
            FlowGroup(
                "103", inside: "102", times: 46...50,
                [
                    FlowField("actual or estimated", .choice(["A", "E"]), 1, holds: .flag),
                    FlowField(
                        "period consumption", .decimal(places: 1, signed: true), 0...10, holds: .energy),
                ]),
        ])

    /// D0379, half-hourly advances UTC: days of 48 half hours, three decimals.
    public static let d0379 = FlowTable(
        code: "D0379", version: "001", title: "Half-hourly advances UTC", from: .supplier, to: .sender,
        days: .utc, countsTwice: false, batchGroup: "25B",
        groups: [
            FlowGroup(
                "25B",
                [
                    FlowField("MPAN core", .digits, 13, holds: .mpan),
                    FlowField("measurement quantity", .choice(["AI", "AE", "RI", "RE"]), 2, holds: .quantity),
                    FlowField("supplier", .text, 4, holds: .supplier),
                ]),
            FlowGroup("26B", inside: "25B", [FlowField("UTC date", .date, 8, holds: .day)]),
            FlowGroup(
                "66L", inside: "26B", times: 48...48,
                [
                    FlowField("actual or estimated", .choice(["A", "E"]), 1, holds: .flag),
                    FlowField(
                        "period consumption", .decimal(places: 3, signed: true), 0...12, holds: .energy),
                ]),
        ])

    /// D0268, half-hourly meter technical details.
    public static let d0268 = FlowTable(
        code: "D0268", version: "002", title: "Half-hourly meter technical details", from: .meterOperator,
        to: .recipient, countsTwice: false, batchGroup: "01A",
        groups: [supplyPoint, outstation, meter, register])

    /// D0010, register readings.
    public static let d0010 = FlowTable(
        code: "D0010", version: "002", title: "Register readings", from: .sender, to: .recipient,
        countsTwice: false, batchGroup: "026",
        groups: [
            FlowGroup(
                "026",
                [
                    FlowField("MPAN core", .digits, 13), FlowField("validation status", .choice(["V", "F", "U"]), 1),
                ]),
            FlowGroup(
                "028", inside: "026",
                [
                    FlowField("meter serial", .text, 1...10),
                    FlowField(
                        "reading type",
                        .choice(["A", "C", "D", "F", "I", "M", "O", "P", "Q", "R", "S", "T", "W", "X", "Z"]), 1),
                ]),
            FlowGroup(
                "030", inside: "028",
                [
                    FlowField("register", .text, 1...2), FlowField("reading time", .stamp, 14),
                    FlowField("reading", .decimal(places: 1, signed: false), 3...11),
                    FlowField("demand reset time", .stamp, 0...14),
                    FlowField("demand resets", .digits, 0...3), FlowField("reading passed", .choice(["T", "F"]), 1),
                    FlowField("reading method", .text, 0...1),
                ]),
        ])

    private static let supplyPoint = FlowGroup(
        "01A",
        [
            FlowField("MPAN core", .digits, 13), FlowField("effective from", .date, 8),
            FlowField("code of practice", .text, 1...2), FlowField("issue", .digits, 1...2),
            FlowField("complex site", .choice(["T", "F"]), 1), FlowField("location", .text, 0...30),
            FlowField("system voltage", .digits, 1...6), FlowField("phases", .digits, 1),
            FlowField("event", .text, 1), FlowField("further words", .text, 0...200),
        ])

    private static let outstation = FlowGroup(
        "02A", inside: "01A", times: 0...Int.max,
        [
            FlowField("outstation", .text, 1...10), FlowField("type", .text, 1...8),
            FlowField("modem", .text, 0...15), FlowField("channels", .digits, 1...3),
            FlowField("dials", .digits, 1...2), FlowField("PIN", .text, 0...10),
            FlowField("user 1", .text, 0...20), FlowField("password 1", .text, 0...20),
            FlowField("user 2", .text, 0...20), FlowField("password 2", .text, 0...20),
            FlowField("user 3", .text, 0...20), FlowField("password 3", .text, 0...20),
            FlowField("reader's password", .text, 0...20), FlowField("address type", .text, 0...4),
            FlowField("further method", .text, 0...4), FlowField("dial indicator", .text, 0...1),
            FlowField("address", .text, 0...40), FlowField("further address", .text, 0...40),
            FlowField("baud rate", .digits, 0...6), FlowField("provider", .text, 0...8),
            FlowField("SIM", .text, 0...20), FlowField("MPAN before", .digits, 0...13),
            FlowField("outstation before", .text, 0...10),
        ])

    private static let meter = FlowGroup(
        "03A", inside: "01A",
        [
            FlowField("meter serial", .text, 1...10), FlowField("make and type", .text, 0...50),
            FlowField("installed", .date, 8), FlowField("current rating", .digits, 0...4),
            FlowField("VT ratio", .text, 0...12), FlowField("CT ratio", .text, 0...12),
            FlowField("phases and wires", .text, 0...4), FlowField("feeder status", .text, 0...1),
            FlowField("feeder status from", .date, 0...8), FlowField("asset provider", .text, 0...4),
        ])

    private static let register = FlowGroup(
        "04A", inside: "03A",
        [
            FlowField("register", .text, 1...2), FlowField("outstation", .text, 0...10),
            FlowField("channel", .digits, 3),
            FlowField("pulse multiplier", .decimal(places: 6, signed: false), 8...14),
            FlowField("register multiplier", .decimal(places: 2, signed: false), 4...10),
            FlowField("outstation multiplier", .decimal(places: 4, signed: false), 6...12),
            FlowField("measurement quantity", .choice(["AI", "AE", "RI", "RE"]), 2),
            FlowField("digits", .digits, 1...2), FlowField("other meter", .text, 0...10),
            FlowField("other register", .text, 0...2),
        ])
}
