/// How large a planted defect is, from its draw.
enum DefectAmounts {
    /// The amount, in the kind's own meaning: see each case.
    static func amount(_ spec: DefectSpec, _ variant: DefectVariant, _ bits: UInt32, lateBatches: Int) -> Int {
        let values = spec.parameters
        func between(_ least: String, _ most: String) -> Int {
            let (low, high) = (values[least], max(values[least], values[most]))
            return low + FixedPoint.below(high - low + 1, bits)
        }
        func one(of name: String) -> Int {
            let list = values.list(name)
            return list[FixedPoint.below(list.count, bits)]
        }
        switch spec.kind {
        // Times, or watt-hours added.
        case .spike: return variant == .factor ? between("factor_least", "factor_most") : values["limit_wh"]
        // Minutes by which the meter's clock is ahead.
        case .drift:
            let minutes = between("minutes_least", "minutes_most")
            return variant == .fast ? minutes : -minutes
        // Times, or thousandths for a wrong pulse.
        case .multiplier: return variant == .pulse ? one(of: "pulse_per_mille") : one(of: "ratios")
        // The batch.
        case .late:
            var batch = 1
            var rest = bits
            while batch < lateBatches, FixedPoint.below(1_000, rest) < values["later_per_mille"] {
                batch += 1
                rest = rest &* 0x9E37_79B1 &+ 0x7F4A_7C15
            }
            return batch
        // Thousandths of the deviation of the first copy, with its sign.
        case .duplicate:
            let size = between("deviation_least", "deviation_most")
            return bits & 1 == 0 ? size : -min(size, 999)
        case .order: return 1 + FixedPoint.below(values["rows_most"], bits)
        case .register:
            return variant == .fewDigits ? max(values["digits"] - values["digits_lost"], 1) : values["digits"]
        case .precision: return values["all_values"]
        // The code's place in the list.
        case .quality: return variant == .impossible ? values["impossible_index"] : Int(bits >> 8)
        default: return 0
        }
    }
}
