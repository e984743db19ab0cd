# %% right · as a text
q9_7 = "g d b e f"

# %% wrong · the build misses the library → Who misses it first
q9_7 = list("fdbeg")

# %% wrong · the tests find the name that does not exist → only reads the source code
q9_7 = list("gbdef")

# %% wrong · the checks miss a library that their machine has → Change 1
q9_7 = list("bdgef")

# %% wrong · build instead of test → compares what it does
q9_7 = list("gdfeb")

# %% wrong · the deployment notices that nobody gets in → asks from outside
q9_7 = list("gdbcf")

# %% wrong · a push reads the checksums → carries out
q9_7 = list("gdbea")

# %% wrong · six letters → five letters
q9_7 = list("dbface")

# %% wrong · one letter twice → comes twice
q9_7 = list("gdbeb")
