/// The normal equations of a block programme, factorised: `A D Aᵀ` with a positive weight for every variable.
///
/// Singles of a day stand on a diagonal and go first, then each day's crossing rows (a small dense block), and what
/// they leave on the link rows is one dense Cholesky factor. Plain arithmetic in a fixed order, so the same input gives
/// the same bits.
struct BlockFactor {
    /// What is left of a pivot under this part of it is taken for nothing: its row depends on others.
    private static let nothing = 1e-13
    /// Stands for the pivot of a row that depends on others: its price stays what it is.
    private static let endless = 1e64

    private struct Day {
        /// By column: its weight. By single row: its diagonal.
        var weight: [Double] = []
        var diagonal: [Double] = []
        /// Crossing × single rows.
        var beside: [Double] = []
        /// The factor of the crossing block, and the factor's inverse applied to its part of each column.
        var factor: [Double] = []
        var column: [Double] = []
    }

    private let programme: BlockProgramme
    private var days: [Day]
    private var links: [Double]
    /// By link row: its diagonal before anything was taken out.
    private var wholes: [Double] = []

    init(_ programme: BlockProgramme) {
        self.programme = programme
        days = [Day](repeating: Day(), count: programme.days.count)
        links = []
    }

    /// - Parameters:
    ///   - weights: by day: of its columns, then of its rows' slacks.
    ///   - outer: of the outer columns.
    mutating func factorise(weights: [[Double]], outer: [Double]) {
        let count = programme.links.count
        links = [Double](repeating: 0, count: count * count)
        for (place, column) in programme.outer.enumerated() {
            for first in column.rows {
                for second in column.rows where second.row <= first.row {
                    links[first.row * count + second.row] += outer[place] * first.value * second.value
                }
            }
        }
        wholes = (0..<count).map { links[$0 * count + $0] }
        for place in days.indices { factoriseDay(place, weights[place]) }
        Self.cholesky(&links, wholes)
    }

    private mutating func factoriseDay(_ place: Int, _ weights: [Double]) {
        let shape = programme.days[place]
        let columns = shape.link.count
        let singles = shape.singles.count
        let rows = shape.crossings.count
        let count = programme.links.count
        var day = Day()
        day.weight = Array(weights[..<columns])
        day.diagonal = Array(weights[columns..<(columns + singles)])
        day.beside = [Double](repeating: 0, count: rows * singles)
        day.factor = [Double](repeating: 0, count: rows * rows)
        day.column = [Double](repeating: 0, count: rows * columns)
        for row in 0..<rows { day.factor[row * rows + row] = weights[columns + singles + row] }
        var bySingle = [[Int]](repeating: [], count: singles)
        for column in 0..<columns {
            let weight = day.weight[column]
            let single = shape.single[column]
            if single >= 0 {
                day.diagonal[single] += weight
                bySingle[single].append(column)
            }
            let crossing = shape.crossing[shape.starts[column]..<shape.starts[column + 1]]
            for first in crossing {
                day.column[column * rows + first] = weight
                if single >= 0 { day.beside[first * singles + single] += weight }
                for second in crossing where second <= first { day.factor[first * rows + second] += weight }
            }
            links[shape.link[column] * count + shape.link[column]] += weight
            wholes[shape.link[column]] += weight
        }
        let diagonal = (0..<rows).map { day.factor[$0 * rows + $0] }
        // Take the singles out.
        for single in 0..<singles {
            let diagonal = day.diagonal[single]
            for first in 0..<rows {
                let part = day.beside[first * singles + single] / diagonal
                guard part != 0 else { continue }
                for second in 0...first {
                    day.factor[first * rows + second] -= part * day.beside[second * singles + single]
                }
                for column in bySingle[single] { day.column[column * rows + first] -= part * day.weight[column] }
            }
            for first in bySingle[single] {
                let part = day.weight[first] / diagonal
                for second in bySingle[single] where shape.link[second] <= shape.link[first] {
                    links[shape.link[first] * count + shape.link[second]] -= part * day.weight[second]
                }
            }
        }
        Self.cholesky(&day.factor, diagonal)
        for column in 0..<columns { Self.forward(day.factor, rows, &day.column, at: column * rows) }
        takeOut(day.column, rows, shape.link, count)
        days[place] = day
    }

    /// Takes a day's columns out of the link rows: the products of all pairs of them.
    private mutating func takeOut(_ part: [Double], _ rows: Int, _ link: [Int], _ count: Int) {
        guard rows > 0 else { return }
        part.withUnsafeBufferPointer { part in
            links.withUnsafeMutableBufferPointer { links in
                for first in link.indices {
                    let own = first * rows
                    for second in 0...first {
                        // Columns of a day go by link, so this is the lower half.
                        links[link[first] * count + link[second]] -= product(part, own, part, second * rows, rows)
                    }
                }
            }
        }
    }

    /// Solves for prices: links first, then by day singles and crossings.
    func solve(links right: [Double], days rights: [[Double]]) -> (links: [Double], days: [[Double]]) {
        let count = programme.links.count
        var answer = right
        var halves: [[Double]] = []
        for (place, day) in days.enumerated() {
            let shape = programme.days[place]
            let singles = shape.singles.count
            let rows = shape.crossings.count
            let own = rights[place]
            var half = Array(own[singles...])
            for single in 0..<singles {
                let part = own[single] / day.diagonal[single]
                for row in 0..<rows { half[row] -= day.beside[row * singles + single] * part }
            }
            Self.forward(day.factor, rows, &half, at: 0)
            for column in shape.link.indices {
                var sum = 0.0
                for row in 0..<rows { sum += day.column[column * rows + row] * half[row] }
                let single = shape.single[column]
                if single >= 0 { sum += day.weight[column] * own[single] / day.diagonal[single] }
                answer[shape.link[column]] -= sum
            }
            halves.append(half)
        }
        Self.forward(links, count, &answer, at: 0)
        Self.backward(links, count, &answer)
        var byDay: [[Double]] = []
        for (place, day) in days.enumerated() {
            byDay.append(back(day, programme.days[place], rights[place], halves[place], answer))
        }
        return (answer, byDay)
    }

    private func back(
        _ day: Day, _ shape: BlockProgramme.Day, _ right: [Double], _ half: [Double], _ links: [Double]
    ) -> [Double] {
        let singles = shape.singles.count
        let rows = shape.crossings.count
        var crossings = half
        var answer = Array(right[..<singles])
        for column in shape.link.indices {
            let price = links[shape.link[column]]
            for row in 0..<rows { crossings[row] -= day.column[column * rows + row] * price }
            if shape.single[column] >= 0 { answer[shape.single[column]] -= day.weight[column] * price }
        }
        Self.backward(day.factor, rows, &crossings)
        for single in 0..<singles {
            for row in 0..<rows { answer[single] -= day.beside[row * singles + single] * crossings[row] }
            answer[single] /= day.diagonal[single]
        }
        return answer + crossings
    }

    // MARK: Dense parts

    /// Factorises in place, in the lower half.
    private static func cholesky(_ matrix: inout [Double], _ wholes: [Double]) {
        let count = wholes.count
        matrix.withUnsafeMutableBufferPointer { matrix in
            let done = UnsafeBufferPointer(matrix)
            for row in 0..<count {
                for column in 0..<row {
                    let rest =
                        matrix[row * count + column] - product(done, row * count, done, column * count, column)
                    matrix[row * count + column] = rest / matrix[column * count + column]
                }
                let pivot = matrix[row * count + row] - product(done, row * count, done, row * count, row)
                matrix[row * count + row] = pivot > wholes[row] * nothing ? pivot.squareRoot() : endless
            }
        }
    }

    private static func forward(_ factor: [Double], _ count: Int, _ right: inout [Double], at start: Int) {
        for row in 0..<count {
            var sum = right[start + row]
            for place in 0..<row { sum -= factor[row * count + place] * right[start + place] }
            right[start + row] = sum / factor[row * count + row]
        }
    }

    private static func backward(_ factor: [Double], _ count: Int, _ right: inout [Double]) {
        for row in stride(from: count - 1, through: 0, by: -1) {
            let value = right[row] / factor[row * count + row]
            right[row] = value
            for place in 0..<row { right[place] -= factor[row * count + place] * value }
        }
    }
}

/// The product of two stretches of the same length, four sums side by side; always in the same order.
private func product(
    _ left: UnsafeBufferPointer<Double>, _ first: Int, _ right: UnsafeBufferPointer<Double>, _ second: Int, _ count: Int
) -> Double {
    var sums = SIMD4<Double>.zero
    var place = 0
    while place + 4 <= count {
        let one = SIMD4(
            left[first + place], left[first + place + 1], left[first + place + 2], left[first + place + 3])
        let two = SIMD4(
            right[second + place], right[second + place + 1], right[second + place + 2], right[second + place + 3])
        sums += one * two
        place += 4
    }
    var sum = (sums.x + sums.y) + (sums.z + sums.w)
    while place < count {
        sum += left[first + place] * right[second + place]
        place += 1
    }
    return sum
}
