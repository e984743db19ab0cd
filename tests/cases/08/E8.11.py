# %% right · with sets of items
def missing(grid, finished):
    seen = {frozenset(p.items()) for p in finished}
    result = []
    for p in grid:
        key = frozenset((k, str(v)) for k, v in p.items())
        if key not in seen:
            seen.add(key)
            result.append(p)
    return result


# %% right · as a tuple
def missing(grid, finished):
    text = lambda p: {k: f"{v}" for k, v in p.items()}
    rest = [p for p in grid if text(p) not in finished]
    return tuple(p for i, p in enumerate(rest) if p not in rest[:i])


# %% wrong · numbers compared with text → What is the type
def missing(grid, finished):
    return [p for p in grid if p not in finished]


# %% wrong · everything → did not see it
def missing(grid, finished):
    return list(grid)


# %% wrong · the finished ones → every entry of the grid is missing
def missing(grid, finished):
    return [p for p in grid if {k: str(v) for k, v in p.items()} in finished]


# %% wrong · stops at the first finished one → exactly the other two
def missing(grid, finished):
    result = []
    for p in grid:
        if {k: str(v) for k, v in p.items()} in finished:
            break
        result.append(p)
    return result


# %% wrong · entries as text → with their numbers
def missing(grid, finished):
    texts = [{k: str(v) for k, v in p.items()} for p in grid]
    return [p for i, p in enumerate(texts) if p not in finished and p not in texts[:i]]


# %% wrong · an entry twice → names an entry twice
def missing(grid, finished):
    return [p for p in grid if {k: str(v) for k, v in p.items()} not in finished]


# %% wrong · only λ and dropout compared → they must not count
def missing(grid, finished):
    key = lambda p: (float(p["l2_lambda"]), float(p["dropout_rate"]))
    done, result = {key(p) for p in finished}, []
    for p in grid:
        if key(p) not in done:
            done.add(key(p))
            result.append(p)
    return result


# %% wrong · counts instead → exactly the other two
def missing(grid, finished):
    return list(grid)[len(finished) :]


# %% wrong · how many → Return a list
def missing(grid, finished):
    return len(grid) - len(finished)
