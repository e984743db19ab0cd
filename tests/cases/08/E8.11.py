# %% right · with continue
def sweep(grid, finished, train):
    for i in range(len(grid)):
        print(i + 1, "/", len(grid))
        if finished(grid[i]):
            continue
        train(grid[i])


# %% wrong · trains everything → exactly the other two
def sweep(grid, finished, train):
    for i, p in enumerate(grid):
        print(i)
        train(p)


# %% wrong · the wrong way round → trained nothing
def sweep(grid, finished, train):
    for i, p in enumerate(grid):
        print(i)
        if finished(p):
            train(p)


# %% wrong · silent → Nothing was printed
def sweep(grid, finished, train):
    for p in grid:
        if finished(p) is None:
            train(p)


# %% wrong · asked once, before → When do you ask
def sweep(grid, finished, train):
    todo = [p for p in grid if finished(p) is None]
    for i, p in enumerate(todo):
        print(i)
        train(p)


# %% wrong · stops at the first finished one → exactly the other two
def sweep(grid, finished, train):
    for i, p in enumerate(grid):
        print(i)
        if finished(p):
            break
        train(p)


# %% wrong · swallows the interruption → do not catch
def sweep(grid, finished, train):
    for i, p in enumerate(grid):
        print(i)
        if finished(p):
            continue
        try:
            train(p)
        except BaseException:
            return


# %% wrong · swallows nothing but the interruption → do not catch
def sweep(grid, finished, train):
    for i, p in enumerate(grid):
        print(i)
        if finished(p):
            continue
        try:
            train(p)
        except KeyboardInterrupt:
            return


# %% right · survives a run that fails
def sweep(grid, finished, train):
    for i, p in enumerate(grid):
        print(i)
        if finished(p):
            continue
        try:
            train(p)
        except Exception as error:
            print(error)
