# %% right · row by row
def invalid_share(probabilities):
    if len(probabilities) == 0:
        return 0
    bad = 0
    for row in np.asarray(probabilities):
        inside = all(math.isfinite(p) and 0 <= p <= 1 for p in row)
        bad += not inside or abs(sum(row) - 1) > 0.001
    return bad / len(probabilities)


# %% right · with isclose
def invalid_share(probabilities):
    rows = np.asarray(probabilities)
    if rows.size == 0:
        return 0.0
    ok = np.isfinite(rows).all(1) & (rows >= 0).all(1) & (rows <= 1).all(1)
    ok &= np.isclose(rows.sum(1), 1, rtol=0, atol=1e-3)
    return 1 - ok.mean()


# %% wrong · only the sum, NaN passes → NaN
def invalid_share(probabilities):
    rows = np.asarray(probabilities)
    return float(np.mean(np.abs(rows.sum(axis=1) - 1) > 0.001)) if len(rows) else 0.0


# %% wrong · only the sum, negative numbers pass → below 0 and above 1
def invalid_share(probabilities):
    rows = np.asarray(probabilities)
    return float(np.mean(~(np.abs(rows.sum(axis=1) - 1) <= 0.001))) if len(rows) else 0.0


# %% wrong · no look at the sum → a sum of 0.5
def invalid_share(probabilities):
    rows = np.asarray(probabilities)
    return float(np.mean(~((rows >= 0) & (rows <= 1)).all(axis=1))) if len(rows) else 0.0


# %% wrong · sums compared exactly → the share is not 0
def invalid_share(probabilities):
    rows = np.asarray(probabilities)
    ok = ((rows >= 0) & (rows <= 1)).all(axis=1) & (rows.sum(axis=1) == 1)
    return float(np.mean(~ok)) if len(rows) else 0.0


# %% wrong · their number → not the number
def invalid_share(probabilities):
    rows = np.asarray(probabilities)
    ok = ((rows >= 0) & (rows <= 1)).all(axis=1) & (np.abs(rows.sum(axis=1) - 1) <= 0.001)
    return int(np.sum(~ok))


# %% wrong · no rows → no rows at all
def invalid_share(probabilities):
    rows = np.asarray(probabilities)
    ok = ((rows >= 0) & (rows <= 1)).all(axis=1) & (np.abs(rows.sum(axis=1) - 1) <= 0.001)
    return sum(~ok) / len(rows)
