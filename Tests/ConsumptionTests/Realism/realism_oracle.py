"""Works out a realism report's figures by plain loops, from series on standard input.

One line a site: class, 1 for Scotland, first half hour (counted from 1970), then imports; a line `days` first, with the
first local date and the count of days. Lines `x`, `g` and `p` after a site give its export, its generation and its panels' watts.
Prints one `name value` a line. Knows nothing of the program: clocks are the system's time-zone data.
"""
import datetime as dt
import math
import sys
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LAGS = [1, 2, 48, 336]
PERCENTS = [5, 10, 25, 50, 75, 90, 95]
SHARES = [100, 500, 1000, 2500, 5000, 7500, 9000, 9500, 9900, 9990, 9999]
DURATION = [0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 100]
SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
ENGLAND = {(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)}  # of 2026
SCOTLAND = {(1, 1), (1, 2), (4, 3), (5, 4), (5, 25), (8, 3), (11, 30), (12, 25), (12, 28)}


def local(index):
    moment = dt.datetime.fromtimestamp(index * 1800, dt.timezone.utc).astimezone(LONDON)
    return moment.date(), moment.hour * 2 + moment.minute // 30


def season(day):
    year = day.year
    sunday = lambda month: max(d for d in (dt.date(year, month, n) for n in range(25, 32)) if d.weekday() == 6)
    monday = max(d for d in (dt.date(year, 8, n) for n in range(25, 32)) if d.weekday() == 0)
    saturday = monday - dt.timedelta(days=2)
    if day < sunday(3) or day >= sunday(10):
        return "winter"
    if day < saturday - dt.timedelta(weeks=15):
        return "spring"
    if day < saturday - dt.timedelta(weeks=5):
        return "summer"
    if day < monday + dt.timedelta(days=7):
        return "high-summer"
    return "autumn"


def day_type(day, scottish):
    assert day.year == 2026
    if (day.month, day.day) in (SCOTLAND if scottish else ENGLAND) or day.weekday() == 6:
        return "sunday"
    return "saturday" if day.weekday() == 5 else "weekday"


def mean(values):
    return math.fsum(values) / len(values)


def deviation(values):
    middle = mean(values)
    return math.sqrt(math.fsum((v - middle) ** 2 for v in values) / len(values))


def quantile(values, share):
    values = sorted(values)
    place = share * (len(values) - 1)
    below = int(place)
    if below + 1 >= len(values):
        return values[-1]
    return values[below] + (values[below + 1] - values[below]) * (place - below)


class SplitMix:
    """SplitMix64 with the multiply-and-reject draw below a bound."""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed

    @classmethod
    def mixed(cls, z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & cls.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & cls.MASK
        return z ^ (z >> 31)

    @classmethod
    def child(cls, seed, label):
        value = 0xCBF29CE484222325
        for byte in label.encode():
            value = ((value ^ byte) * 0x100000001B3) & cls.MASK
        return cls(cls.mixed(cls.mixed((seed + 0x9E3779B97F4A7C15) & cls.MASK) ^ value))

    def below(self, bound):
        if bound < 2:
            return 0
        threshold = (1 << 64) % bound
        while True:
            self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
            product = self.mixed(self.state) * bound
            if product & self.MASK >= threshold:
                return product >> 64


def spread(name, values, out):
    if not values:
        return
    out[name + ".mean"] = mean(values)
    out[name + ".deviation"] = deviation(values)
    for percent in PERCENTS:
        out[f"{name}.p{percent}"] = quantile(values, percent / 100)


def correlation(values, lag):
    middle = mean(values)
    squares = math.fsum((v - middle) ** 2 for v in values)
    if squares == 0 or len(values) < 2 * lag + 2:
        return None
    return math.fsum((values[i] - middle) * (values[i + lag] - middle) for i in range(len(values) - lag)) / squares


def shapes(name, sites, out, pick):
    bins = {}
    for site in sites:
        for (date, clock), value in zip(site["when"], pick(site)):
            key = (season(date), day_type(date, site["scottish"]), clock)
            total = bins.setdefault(key, [0, 0])
            total[0] += value
            total[1] += 1
    for (one, kind, clock), (total, count) in bins.items():
        out[f"{name}.mean_day.{one}.{kind}.{clock}"] = total / count
    return bins


def bin_mean(bins, wanted):
    some = [value for key, value in bins.items() if wanted(key)]
    return sum(v[0] for v in some) / sum(v[1] for v in some) if some else None


def totals(name, sites, out):
    bins = shapes(name, sites, out, lambda site: site["import"])
    series = [sum(values) for values in zip(*(site["import"] for site in sites))]
    when, count = sites[0]["when"], len(sites)
    days = len(set(date for date, _ in when))
    out[name + ".annual"] = sum(series) / count * 365 / days
    falling = sorted(series, reverse=True)
    for percent in DURATION:
        out[f"{name}.duration.{percent}"] = 2 * falling[(len(falling) - 1) * percent // 100] / count
    for month in sorted(set(date.month for date, _ in when)):
        some = [value for (date, _), value in zip(when, series) if date.month == month]
        length = len(set(date for date, _ in when if date.month == month))
        out[f"{name}.month.{month}"] = sum(some) / count / length
    weekday = bin_mean(bins, lambda key: key[1] == "weekday")
    for kind in ("saturday", "sunday"):
        out[f"{name}.{kind}_over_weekday"] = bin_mean(bins, lambda key: key[1] == kind) / weekday
    out[name + ".weekend_over_weekday"] = bin_mean(bins, lambda key: key[1] != "weekday") / weekday
    warm = bin_mean(bins, lambda key: key[0] in ("summer", "high-summer"))
    cold = bin_mean(bins, lambda key: key[0] == "winter")
    if warm is not None and cold is not None:
        out[name + ".winter_over_summer"] = cold / warm
    total = sum(value[0] for value in bins.values())
    out[name + ".overnight"] = sum(value[0] for key, value in bins.items() if key[2] < 14) / total
    peak = max(series)
    out[name + ".peak"] = 2 * peak / count
    out[name + ".peak_clock"] = when[series.index(peak)][1]
    out[name + ".peak_day"] = when[series.index(peak)][0].toordinal() - dt.date(1970, 1, 1).toordinal()
    out[name + ".load_factor"] = sum(series) / len(series) / peak


def coincidence(name, sites, out):
    pool = [site["import"] for site in sites]
    for size in SIZES:
        if size > len(pool):
            continue
        groups = len(pool) if size == 1 else 1 if size == len(pool) else min(200, max(10, 6000 // size))
        draw = SplitMix.child(2026, f"coincidence {name} {size}")
        order = list(range(len(pool)))
        peaks, clocks = [], [0] * 48
        for group in range(groups):
            if size == 1:
                members = [group]
            else:
                for place in range(size):
                    other = place + draw.below(len(pool) - place)
                    order[place], order[other] = order[other], order[place]
                members = order[:size]
            series = [sum(values) for values in zip(*(pool[member] for member in members))]
            peaks.append(2 * max(series) / size)
            clocks[sites[0]["when"][series.index(max(series))][1]] += 1
        out[f"{name}.coincidence.{size}"] = mean(peaks)
        out[f"{name}.coincidence.{size}.low"] = quantile(peaks, 0.1)
        out[f"{name}.coincidence.{size}.high"] = quantile(peaks, 0.9)
        out[f"{name}.coincidence.{size}.clock"] = clocks.index(max(clocks))
    sizes = [size for size in SIZES if size <= len(pool)]
    if len(sizes) >= 2:
        x = [math.log(size) for size in sizes]
        y = [math.log(out[f"{name}.coincidence.{size}"]) for size in sizes]
        slope = sum((a - mean(x)) * (b - mean(y)) for a, b in zip(x, y)) / sum((a - mean(x)) ** 2 for a in x)
        out[name + ".fit.exponent"] = -slope
        out[name + ".fit.scale"] = math.exp(mean(y) - slope * mean(x))


def kind(name, sites, out):
    totals(name, sites, out)
    coincidence(name, sites, out)
    ratios, peaks, daily = [], [0] * 48, {}
    for number, site in enumerate(sites):
        by_day = {}
        for (date, clock), value in zip(site["when"], site["import"]):
            by_day.setdefault(date, []).append((clock, value))
        daily[number] = [sum(value for _, value in day) for day in by_day.values()]
        for date, day in by_day.items():
            values = [value for _, value in day]
            if sum(values) == 0:
                continue
            middle = mean(values)
            ratios.append((max(values) / middle, min(values) / middle, deviation(values) / middle, quantile(values, 0.5) / middle))
            peaks[day[values.index(max(values))][0]] += 1
    for place, word in enumerate(("most", "least", "deviation", "median")):
        out[f"{name}.within_day.{word}"] = mean([ratio[place] for ratio in ratios])
    for clock in range(48):
        out[f"{name}.peak_share.{clock}"] = peaks[clock] / len(ratios)
    everything = sorted(value for site in sites for value in site["import"])
    relative = sorted(
        int(value * 1000 * len(site["import"]) / sum(site["import"]) + 0.5)
        for site in sites if sum(site["import"]) > 0 for value in site["import"])
    for share in SHARES:
        rank = lambda values: values[max((len(values) * share + 9999) // 10000, 1) - 1]
        out[f"{name}.half_hours.{share}"] = rank(everything)
        out[f"{name}.relative.{share}"] = rank(relative) / 1000
    site_days = sorted(day for days in daily.values() for day in days)
    for share in SHARES:
        out[f"{name}.relative_days.{share}"] = rank(site_days) / mean(site_days)
    out[name + ".half_hour_deviation"] = deviation(everything) / mean(everything)
    out[name + ".site_day_deviation"] = deviation(site_days) / mean(site_days)
    out[name + ".zero_share"] = sum(1 for value in everything if value == 0) / len(everything)
    for lag in LAGS:
        values = [correlation(site["import"], lag) for site in sites]
        spread(f"{name}.lag.{lag}", [value for value in values if value is not None], out)
    moving = [days for days in daily.values() if sum(days) > 0]
    spread(name + ".day_deviation", [deviation(days) / mean(days) for days in moving], out)
    spread(
        name + ".day_step",
        [mean([abs(b - a) for a, b in zip(days, days[1:])]) / mean(days) for days in moving], out)
    years = [sum(site["import"]) * 365 / len(daily[0]) for site in sites]
    spread(name + ".annual_of_sites", years, out)
    logs = [math.log(year) for year in years if year >= 100_000]
    out[name + ".log_deviation"] = deviation(logs)
    out[name + ".log_quartiles"] = (quantile(logs, 0.75) - quantile(logs, 0.25)) / 1.349
    spread(name + ".peak_of_sites", [2 * max(site["import"]) for site in sites], out)
    spread(name + ".load_factor_of_sites",
           [mean(site["import"]) / max(site["import"]) for site in sites if max(site["import"]) > 0], out)
    if any(site["export"] for site in sites):
        shapes(name + ".export", sites, out, lambda site: site["export"])
        exported = sum(sum(site["export"]) for site in sites)
        generated = sum(sum(site["generation"]) for site in sites)
        if generated:
            out[name + ".exported_share"] = exported / generated
        for month in sorted(set(date.month for date, _ in sites[0]["when"])):
            days = len(set(date for date, _ in sites[0]["when"] if date.month == month))
            for word in ("export", "generation"):
                some = [
                    value for site in sites for (date, _), value in zip(site["when"], site[word])
                    if date.month == month]
                out[f"{name}.{word}.month.{month}"] = sum(some) / len(sites) / days
            panels = sum(site["panels"] for site in sites)
            out[name + ".panel_watts"] = panels / len(sites)
            length = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            if panels:
                out[f"{name}.yield.month.{month}"] = sum(some) / panels / days * length


def main():
    sites, first, last = [], None, None
    for line in sys.stdin:
        fields = line.strip().split(",")
        if fields[0] == "days":
            first = dt.date.fromisoformat(fields[1])
            last = first + dt.timedelta(days=int(fields[2]) - 1)
        elif fields[0] in ("x", "g"):
            values = [int(value) for value in fields[1:]]
            sites[-1]["export" if fields[0] == "x" else "generation"] = [values[i] for i in sites[-1]["kept"]]
        elif fields[0] == "p":
            sites[-1]["panels"] = int(fields[1])
        else:
            start, values = int(fields[2]), [int(value) for value in fields[3:]]
            when = [local(start + place) for place in range(len(values))]
            kept = [place for place, (date, _) in enumerate(when) if first <= date <= last]
            sites.append({
                "kind": fields[0], "scottish": fields[1] == "1", "kept": kept, "export": [], "generation": [],
                "when": [when[place] for place in kept], "import": [values[place] for place in kept]})
    out = {}
    for name in sorted(set(site["kind"] for site in sites)):
        kind(name, [site for site in sites if site["kind"] == name], out)
    totals("all", sites, out)
    for name, value in out.items():
        print(name, repr(float(value)))


main()
