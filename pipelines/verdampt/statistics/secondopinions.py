"""Other estimators of a pilot's effect, to check the first one: Callaway-Sant'Anna and Poisson (methods.md 5)."""

import io
import warnings
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import numpy as np

from verdampt.statistics.irls import Floats
from verdampt.statistics.twostage import Cells, Ints

if TYPE_CHECKING:
    import pandas as pd


def poisson_change(cells: Cells) -> tuple[float, float]:
    """Return the log of the ratio since the start and its standard error: PPML by pyfixest (methods.md 5).

    Biased where the effect grows and practices start at different times: a sensitivity, no more.
    """
    import pandas as pd
    from pyfixest import fepois

    frame = pd.DataFrame(
        {
            "events": cells.events,
            "treated": cells.is_treated.astype(float),
            "unit": cells.unit,
            "period": cells.period,
            "exposure": np.log(cells.exposure),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = fepois(
            "events ~ treated | unit + period", frame, vcov={"CRV1": "unit"}, offset="exposure", store_data=False
        )
    return float(fitted.coef()["treated"]), float(fitted.se()["treated"])


def callaway_santanna(
    cells: Cells, *, quarter: Ints, adopted: Floats, region: Ints, anticipation: int
) -> tuple[float, float]:
    """Return the relative change since the start and its standard error, by csdid (methods.md 5).

    Every practice is measured against its own level before the first start, so that a change is a relative one. As
    controls weigh regions as participants do, only neighbours are compared.
    """
    from csdid.att_gt import ATTgt

    frame = _against_own_level(cells, quarter=quarter, adopted=adopted, region=region, anticipation=anticipation)
    # It prints what it finds.
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        found = ATTgt(
            yname="level", tname="quarter", idname="unit", gname="start", data=frame, weights_name="weight",
            control_group="notyettreated", anticipation=anticipation,
        ).fit(est_method="reg", bstrap=False)  # fmt: skip
        found.aggte(typec="simple", bstrap=False, cband=False, na_rm=True)
    change, error = float(found.atte["overall_att"]), float(np.squeeze(found.atte["overall_se"]))
    treated = frame[(frame["start"] > 0) & (frame["quarter"] >= frame["start"])]
    without = float(np.average(treated["level"], weights=treated["weight"])) - change
    return change / without, error / without


def _against_own_level(
    cells: Cells, *, quarter: Ints, adopted: Floats, region: Ints, anticipation: int
) -> "pd.DataFrame":
    """Return a frame of level, start and weight; units without an event before the first start are left out."""
    import pandas as pd

    frame = pd.DataFrame(
        {
            "unit": cells.unit,
            "quarter": quarter,
            "start": np.nan_to_num(adopted),
            "region": region,
            "rate": cells.events / cells.exposure,
            "exposure": cells.exposure,
        }
    )
    first = np.nanmin(adopted) - anticipation
    before = frame[frame["quarter"] < first].groupby("unit").agg(usual=("rate", "mean"), size=("exposure", "mean"))
    frame = frame.join(before, on="unit").query("usual > 0")
    frame["level"] = frame["rate"] / frame["usual"]
    frame["weight"] = frame["usual"] * frame["size"]
    frame["takes_part"] = frame["start"] > 0
    total = frame.groupby(["region", "takes_part"])["weight"].sum().unstack(fill_value=0)
    share = (total[True] / total[False]).where(total[False] > 0, 0.0).rename("share")
    frame = frame.join(share, on="region")
    frame["weight"] = np.where(frame["takes_part"], frame["weight"], frame["weight"] * frame["share"])
    return frame[frame["weight"] > 0][["unit", "quarter", "start", "level", "weight"]]
