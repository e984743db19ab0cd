# %% right · renamed columns
def spread_by_variant(table, metric):
    return table.groupby("variant")[metric].agg(["mean", "std"]).rename(columns={"std": "sd"})


# %% right · by a loop
def spread_by_variant(table, metric):
    import pandas as pd

    groups = {v: table[table["variant"] == v][metric] for v in set(table["variant"])}
    rows = {v: {"mean": g.mean(), "sd": np.std(g, ddof=1)} for v, g in groups.items()}
    return pd.DataFrame(rows).T


# %% wrong · deviation of a population → n - 1
def spread_by_variant(table, metric):
    g = table.groupby("variant")[metric]
    return g.mean().to_frame("mean").assign(sd=g.std(ddof=0))


# %% wrong · column called std → `mean` and `sd`
def spread_by_variant(table, metric):
    return table.groupby("variant")[metric].agg(["mean", "std"])


# %% wrong · variant as a column → as the index
def spread_by_variant(table, metric):
    return table.groupby("variant")[metric].agg(mean="mean", sd="std").reset_index()
