/// A linear programme whose limits fall into days: least cost, with every row's sum at most its right side.
///
/// Two kinds of rows. A link row runs over all days (what a cell has to place). A day row holds on one day; those of a
/// day are singles, of which a column touches at most one (a supplier's ramp), and crossing ones (distributor, agent,
/// industry). Every coefficient of a day's column is 1. Variables are 0 or more.
struct BlockProgramme {
    /// The columns and rows of one day.
    struct Day {
        /// By column: its link row, its single row (below 0 where it has none), its cost.
        var link: [Int] = []
        var single: [Int] = []
        var cost: [Double] = []
        /// The crossing rows of column `j` are `crossing[starts[j]..<starts[j + 1]]`.
        var starts = [0]
        var crossing: [Int] = []
        /// The right sides.
        var singles: [Double] = []
        var crossings: [Double] = []

        var rowCount: Int { singles.count + crossings.count }

        mutating func addColumn(link: Int, single: Int, crossing: [Int], cost: Double) {
            self.link.append(link)
            self.single.append(single)
            self.cost.append(cost)
            self.crossing += crossing
            starts.append(self.crossing.count)
        }
    }

    /// A column that belongs to no day: a few link rows.
    struct Outer {
        var rows: [(row: Int, value: Double)]
        var cost = 0.0
    }

    /// The right sides of the link rows. A link row is an equation: what it leaves open is an outer column.
    var links: [Double] = []
    var outer: [Outer] = []
    var days: [Day] = []

    /// Multiplications that one factorisation takes, roughly.
    var work: Int {
        var work = links.count * links.count * links.count / 6
        for day in days {
            let columns = day.link.count
            let rows = day.crossings.count
            work += columns * columns * rows / 2 + rows * rows * (columns + rows)
        }
        return work
    }
}
