import Consumption
import Kernel
import Market

/// What `/consumption` is asked to show: a run, the format of its file, and what of it is looked at closely.
struct ConsumptionRequest: Sendable, Hashable {
    var configuration: ConsumptionConfiguration
    /// The one region of the run; nil for all by size.
    var region: GSPGroup?
    /// The word of `--format`.
    var format: String
    /// The metering point looked at; nil for the first one.
    var mpan: MPANCore?
    /// The first day of the preview, and the day of one site that is shown.
    var day: CalendarDate
    /// Which day of a site is shown: from midnight UTC or from local midnight.
    var clock: DayKind

    /// The mix in the fixed order that runs use: by class, then by add-ons, whatever the order it was written in.
    static func ordered(_ mix: [ConsumptionConfiguration.Share]) -> [ConsumptionConfiguration.Share] {
        mix.sorted { left, right in
            let (first, second) = (left.kind, right.kind)
            return first.siteClass != second.siteClass
                ? first.siteClass.rawValue < second.siteClass.rawValue : first.addOns.rawValue < second.addOns.rawValue
        }
    }

    /// The fields that ask for this, all of them written out, so that a kept address keeps its meaning.
    var fields: ConsumptionFields {
        var fields = ConsumptionFields()
        fields["mpans"] = String(configuration.importMPANs)
        fields["seed"] = String(configuration.seed)
        fields["from"] = configuration.from.iso
        fields["days"] = String(configuration.days)
        fields["gsp"] = region?.id
        fields["format"] = format
        for (place, share) in configuration.mix.enumerated().prefix(ConsumptionFields.mostRows) {
            fields["class\(place + 1)"] = share.kind.description
            fields["share\(place + 1)"] = Percent.text(billionths: share.billionths)
        }
        fields["mpan"] = mpan?.description
        if day != configuration.from { fields["day"] = day.iso }
        if clock == .local { fields["clock"] = "local" }
        return fields
    }

    /// The same without what is looked at closely: the run alone.
    var runFields: ConsumptionFields {
        var run = self
        run.mpan = nil
        run.day = configuration.from
        run.clock = .utc
        return run.fields
    }
}

/// Shares in per cent with up to seven decimals, which are parts of 1,000,000,000 exactly.
enum Percent {
    /// `12.5` for 125,000,000.
    static func text(billionths: Int) -> String {
        let (whole, rest) = billionths.quotientAndRemainder(dividingBy: 10_000_000)
        guard rest != 0 else { return String(whole) }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: 7 - digits.utf8.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }

    /// Reads a number of at most three digits and seven decimals, a per cent sign or none; nil where it is none.
    static func billionths(_ printed: String) -> Int? {
        var bytes = printed.utf8.filter { $0 != UInt8(ascii: " ") }[...]
        if bytes.last == UInt8(ascii: "%") { bytes = bytes.dropLast() }
        let halves = bytes.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let whole = halves.first, whole.count <= 3 else { return nil }
        let fraction = halves.count == 2 ? halves[1] : []
        guard fraction.count <= 7, whole.count + fraction.count > 0 else { return nil }
        let digits = Array(whole) + Array(fraction) + Array(repeating: UInt8(ascii: "0"), count: 7 - fraction.count)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The share as the command line takes it: `0.125` for 125,000,000.
    static func share(billionths: Int) -> String {
        let (whole, rest) = billionths.quotientAndRemainder(dividingBy: ConsumptionConfiguration.whole)
        guard rest != 0 else { return String(whole) }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }
}
