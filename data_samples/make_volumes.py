"""Makes the small weekly sample: 25 regions, 8 care types, 2017-2023, with a planted drop and recovery.

Run from the project's folder: `.venv/bin/python data_samples/make_volumes.py`. The same seed gives the same files.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

SEED = 20200312
HERE = Path(__file__).parent
FIRST_MONDAY, LAST_MONDAY = date(2017, 1, 2), date(2023, 12, 25)
WAVES = {"first": (date(2020, 3, 16), 14), "second": (date(2020, 10, 12), 18), "omicron": (date(2021, 11, 29), 12)}

# Care type: weekly events per 1,000 inhabitants, yearly growth, seasonal swing, depth in each wave, share caught up.
CARE_TYPES = {
    "gp_contacts": (75.0, 0.005, 0.06, (0.30, 0.10, 0.05), 0.25),
    "referrals_specialist": (2.6, 0.010, 0.05, (0.60, 0.22, 0.10), 0.15),
    "referrals_mental": (0.45, 0.020, 0.08, (0.35, 0.08, 0.05), 0.30),
    "outpatient_visits": (8.0, 0.005, 0.04, (0.55, 0.18, 0.10), 0.20),
    "planned_surgery": (1.1, 0.005, 0.05, (0.75, 0.40, 0.30), 0.35),
    "emergency_visits": (2.3, 0.000, 0.05, (0.35, 0.15, 0.08), 0.00),
    "colon_screening": (0.9, 0.000, 0.03, (0.95, 0.05, 0.00), 0.60),
    "physiotherapy_visits": (45.0, 0.010, 0.05, (0.65, 0.05, 0.02), 0.05),
}


def regions() -> pl.DataFrame:
    """Return the 25 regions with a made-up number of inhabitants: more municipalities, more people."""
    table = pl.read_csv(HERE / "reference" / "regions.csv", separator=";").filter(pl.col("ggd_code").is_not_null())
    counted = table.group_by("ggd_code").agg(municipalities=pl.len()).sort("ggd_code")
    return counted.with_columns(inhabitants=(pl.col("municipalities") * 28_000 + 310_000).cast(pl.Int64))


def drop_path(weeks: list[date], depths: tuple[float, ...], catch_up: float, *, scale: float) -> np.ndarray:
    """Return the share of normal care given in each week: fast fall, slow return, later overshoot."""
    path = np.ones(len(weeks))
    missing = 0.0
    for (start, length), depth in zip(WAVES.values(), depths, strict=True):
        for number, week in enumerate(weeks):
            since = (week - start).days / 7
            if 0 <= since < length:
                shape = min(1.0, (since + 1) / 2) * (1 - max(0.0, since - 3) / (length - 3))
                path[number] -= depth * scale * shape
                missing += depth * scale * shape
    window = [number for number, week in enumerate(weeks) if date(2022, 4, 4) <= week < date(2023, 4, 3)]
    path[window] += catch_up * missing / len(window)
    return np.maximum(path, 0.01)


def normal_path(weeks: list[date], growth: float, swing: float) -> np.ndarray:
    """Return what would have been normal: trend, season and quiet Christmas weeks."""
    days = np.array([(week - FIRST_MONDAY).days for week in weeks]) / 365.25
    year_day = np.array([(week + timedelta(days=3)).timetuple().tm_yday for week in weeks]) / 365.25
    christmas = np.array(
        [
            sum(
                (d.month, d.day) >= (12, 24) or (d.month, d.day) <= (1, 2)
                for d in (w + timedelta(days=k) for k in range(5))
            )
            for w in weeks
        ]
    )
    return np.exp(growth * days + swing * np.cos(2 * np.pi * year_day) - 0.03 * christmas)


def main() -> None:
    """Write the yearly volume files, the population and the truth."""
    random = np.random.default_rng(SEED)
    weeks = [FIRST_MONDAY + timedelta(days=7 * k) for k in range((LAST_MONDAY - FIRST_MONDAY).days // 7 + 1)]
    rows, truth = [], []
    places = regions()
    for care_type, (rate, growth, swing, depths, catch_up) in CARE_TYPES.items():
        national = np.exp(random.normal(0, 0.012, len(weeks)))
        for code, inhabitants in places.select("ggd_code", "inhabitants").iter_rows():
            scale = float(random.uniform(0.75, 1.15))
            normal = inhabitants / 1000 * rate * float(random.uniform(0.92, 1.08)) * normal_path(weeks, growth, swing)
            given = drop_path(weeks, depths, catch_up, scale=scale)
            mean = normal * given * national
            size = mean / 0.4
            counts = random.negative_binomial(size, size / (size + mean))
            rows.append(
                pl.DataFrame({"period_start": weeks, "volume": counts}).with_columns(
                    region_code=pl.lit(code), care_type=pl.lit(care_type), period_type=pl.lit("week")
                )
            )
            for year in range(2020, 2024):
                inside = np.array([(week + timedelta(days=3)).year == year for week in weeks])
                truth.append(
                    {
                        "region_code": code,
                        "care_type": care_type,
                        "year": year,
                        "normal": round(float(normal[inside].sum()), 1),
                        "share_given": round(float((normal * given)[inside].sum() / normal[inside].sum()), 4),
                    }
                )
    volumes = pl.concat(rows).select("region_code", "care_type", "period_type", "period_start", "volume")
    for year, part in volumes.group_by(pl.col("period_start").dt.iso_year(), maintain_order=True):
        part.sort("care_type", "region_code", "period_start").write_csv(
            HERE / "volumes" / f"volumes_{year[0]}.csv", separator=";"
        )
    population = places.select(pl.col("ggd_code").alias("region_code"), "inhabitants").join(
        pl.DataFrame({"reference_date": [date(year, 1, 1) for year in range(2017, 2024)]}), how="cross"
    )
    population.select("region_code", "reference_date", "inhabitants").sort("region_code", "reference_date").write_csv(
        HERE / "volumes" / "population.csv", separator=";"
    )
    planted = {"seed": SEED, "waves": {name: [str(start), length] for name, (start, length) in WAVES.items()}}
    (HERE / "volumes" / "truth.json").write_text(json.dumps({**planted, "years": truth}, indent=0) + "\n")


if __name__ == "__main__":
    main()
