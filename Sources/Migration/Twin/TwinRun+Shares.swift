// What a day may begin, and how it is shared where it is less than what is wished.
extension TwinRun {
    /// Takes back what agents cannot carry, from all their suppliers' cells by the same part; what rounding leaves goes to
    /// the first of them, so that the last metering points go too.
    /// - Parameter room: by agent what its day has left.
    func hold(_ wishes: inout [Int], to room: [Int]) {
        for (agent, cells) in stage.cellsOfAgent.enumerated() {
            let wish = cells.reduce(0) { $0 + wishes[$1] }
            guard wish > room[agent] else { continue }
            var left = max(room[agent], 0)
            let part = Double(left) / Double(wish)
            var short: [Int] = []
            for cell in cells where wishes[cell] > 0 {
                let kept = min(Int(Double(wishes[cell]) * part), left)
                if kept < wishes[cell] { short.append(cell) }
                wishes[cell] = kept
                left -= kept
            }
            for cell in short.prefix(left) { wishes[cell] += 1 }
        }
    }

    /// Rounded up, so that the last metering point goes too.
    static func part(_ volume: Int, _ factor: Double) -> Int {
        volume <= 0 ? 0 : factor >= 1 ? volume : min(Int((Double(volume) * factor).rounded(.up)), volume)
    }

    /// The first day from one on that is no outage.
    func next(_ day: Int) -> Int {
        var next = day
        while next < stage.days.count, isOut[next], next < day + 12 { next += 1 }
        return next
    }

    /// Keeps the most that a day began for each agent's suppliers.
    mutating func noteAgents() {
        for (place, agent) in stage.market.agents.enumerated() {
            agentPeaks[place] = max(agentPeaks[place], agent.suppliers.reduce(0) { $0 + initiated[$1] })
        }
    }
}
