# %% right · by a loop
def gains(table, metric):
    plain = table[table["variant"] == "nothing"].set_index("seed")[metric]
    rows = {}
    for name in set(table["variant"]) - {"nothing"}:
        d = table[table["variant"] == name].set_index("seed")[metric] - plain
        rows[name] = {"mean": d.mean(), "se": d.std() / len(d) ** 0.5}
    return pd.DataFrame(rows).T


# %% right · with a row of zeros for "nothing"
def gains(table, metric):
    wide = table.pivot(index="seed", columns="variant", values=metric)
    d = wide.sub(wide["nothing"], axis=0)
    return d.agg(["mean", "sem"]).T.rename(columns={"sem": "se"})


# %% wrong · not paired → two separate groups
def gains(table, metric):
    g = table.groupby("variant")[metric]
    mean, var = g.mean(), g.var() / g.size()
    return pd.DataFrame({"mean": mean - mean["nothing"], "se": (var + var["nothing"]) ** 0.5})


# %% wrong · the other way round → wrong way round
def gains(table, metric):
    wide = table.pivot(index="seed", columns="variant", values=metric)
    d = -wide.sub(wide["nothing"], axis=0)
    return pd.DataFrame({"mean": d.mean(), "se": d.sem()})


# %% wrong · means of the variants themselves → Subtract what
def gains(table, metric):
    g = table.groupby("variant")[metric]
    return pd.DataFrame({"mean": g.mean(), "se": g.sem()})


# %% wrong · deviation instead of the error → By what is it still divided
def gains(table, metric):
    wide = table.pivot(index="seed", columns="variant", values=metric)
    d = wide.sub(wide["nothing"], axis=0)
    return pd.DataFrame({"mean": d.mean(), "se": d.std()})


# %% wrong · deviation of a population → n - 1
def gains(table, metric):
    wide = table.pivot(index="seed", columns="variant", values=metric)
    d = wide.sub(wide["nothing"], axis=0)
    return pd.DataFrame({"mean": d.mean(), "se": d.sem(ddof=0)})


# %% wrong · column called sem → `mean` and `se`
def gains(table, metric):
    wide = table.pivot(index="seed", columns="variant", values=metric)
    return wide.sub(wide["nothing"], axis=0).agg(["mean", "sem"]).T


# %% wrong · variant as a column → as the index
def gains(table, metric):
    wide = table.pivot(index="seed", columns="variant", values=metric)
    d = wide.sub(wide["nothing"], axis=0)
    return pd.DataFrame({"mean": d.mean(), "se": d.sem()}).reset_index()
