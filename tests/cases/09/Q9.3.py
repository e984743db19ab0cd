# %% right · rounded
q9_3 = 0.182

# %% wrong · added up → counts those twice
q9_3 = 20 * 0.01

# %% wrong · those without → no slow answer
q9_3 = 0.99**20

# %% wrong · percent → not percent
q9_3 = 18.2
