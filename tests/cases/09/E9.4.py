# %% right · by sorting
def latency_report(seconds):
    s = sorted(seconds)
    n = len(s)
    return {f"p{p}": 1000 * s[int(p / 100 * (n - 1))] for p in (50, 95, 99)}


# %% right · with the mean beside them, from pandas
def latency_report(seconds):
    ms = pd.Series(seconds) * 1000
    return {"mean": "unused", **{f"p{p}": ms.quantile(p / 100) for p in (99, 95, 50)}}


# %% wrong · arrays of one number → `p50` is of type ndarray
def latency_report(seconds):
    return {f"p{p}": 1000 * np.percentile(seconds, [p]) for p in (50, 95, 99)}


# %% wrong · rounded to texts → without quotes
def latency_report(seconds):
    return {f"p{p}": f"{1000 * np.percentile(seconds, p):.3f}" for p in (50, 95, 99)}


# %% wrong · seconds → milliseconds
def latency_report(seconds):
    return {f"p{p}": np.percentile(seconds, p) for p in (50, 95, 99)}


# %% wrong · mean → is the mean
def latency_report(seconds):
    return {
        "p50": 1000 * np.mean(seconds),
        "p95": 1000 * np.percentile(seconds, 95),
        "p99": 1000 * np.percentile(seconds, 99),
    }


# %% wrong · shares for quantiles → must lie below it
def latency_report(seconds):
    return {f"p{p}": 1000 * np.percentile(seconds, p / 100) for p in (50, 95, 99)}


# %% wrong · sorted in place → changed an array
def latency_report(seconds):
    seconds.sort()
    return {f"p{p}": 1000 * np.percentile(seconds, p) for p in (50, 95, 99)}
