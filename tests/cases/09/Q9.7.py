# %% right · as a text
q9_7 = "d b f a c e"

# %% wrong · test before lint → fails sooner
q9_7 = list("bdface")

# %% wrong · build before test → any source code
q9_7 = list("dfbace")

# %% wrong · smoke test before deployment → a version that runs
q9_7 = list("dbfaec")

# %% wrong · five letters → six letters
q9_7 = list("dbfac")
