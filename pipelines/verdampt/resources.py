"""Where the SQL, the samples and the pages lie: in the checkout, or inside the installed wheel."""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@cache
def project_root() -> Path:
    """Return the folder that holds `sql/`, `data_samples/` and `dashboard/`."""
    checkout = _HERE.parents[1]
    return checkout if (checkout / "sql").is_dir() else _HERE / "_shipped"


def sql_root() -> Path:
    """Return the folder of the SQL models."""
    return project_root() / "sql"
