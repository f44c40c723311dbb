"""Region boundaries made small enough for every page: simplified together, outer rings clockwise."""

import json
from pathlib import Path

import polars as pl
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.polygon import orient

from verdampt.errors import ExtractError

TOLERANCE_DEGREES = 0.012
"""About a kilometre: 25 regions take less than 25 kB and look right at 400 pixels."""
DECIMALS = 3
SMALLEST_PART = 2e-4
"""Islands below this many square degrees are left out, unless the region has nothing else."""

SCHEMA = {"region_scheme": pl.String, "region_code": pl.String, "geometry": pl.String}


def _clockwise(boundary: shapely.Geometry) -> shapely.MultiPolygon:
    parts = [part for part in shapely.get_parts(boundary) if part.geom_type == "Polygon"]
    large = [part for part in parts if part.area >= SMALLEST_PART] or [max(parts, key=lambda part: part.area)]
    return shapely.MultiPolygon([orient(part, -1.0) for part in large])


def _rounded(coordinates: object) -> object:
    if isinstance(coordinates, (list, tuple)):
        return [_rounded(part) for part in coordinates]
    return round(float(coordinates), DECIMALS)  # type: ignore[arg-type]


def read_geometry(path: Path, *, scheme: str) -> pl.DataFrame:
    """Return one row per region: scheme, code and simplified GeoJSON geometry.

    Neighbours keep a shared border, as all are simplified in one move. Raises ExtractError with file and reason.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        codes = [str(feature["properties"]["code"]) for feature in features]
        boundaries = [shape(feature["geometry"]) for feature in features]
    except FileNotFoundError:
        raise ExtractError(f"{path}: no such file; check `geometry` in the configuration") from None
    except (ValueError, KeyError, TypeError):
        raise ExtractError(f"{path}: this is not GeoJSON with a `code` for each feature; convert it") from None
    simplified = shapely.coverage_simplify(boundaries, TOLERANCE_DEGREES)
    return pl.DataFrame(
        {
            "region_scheme": [scheme] * len(codes),
            "region_code": codes,
            "geometry": [
                json.dumps({"type": "MultiPolygon", "coordinates": _rounded(mapping(_clockwise(part))["coordinates"])})
                for part in simplified
            ],
        },
        schema=SCHEMA,
    )
