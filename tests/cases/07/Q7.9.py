# %% right · in counts
a, b = correct["augmented, from scratch"], correct["lab 05"]
c, d = correct["lab 05, continued with"], correct["lab 05, continued without"]
scratch_gain, continued_gain = a.mean() - b.mean(), c.mean() - d.mean()
n = len(a)
scratch_error = np.sqrt((np.mean(a != b) - scratch_gain**2) / (n - 1))
continued_error = np.sqrt((np.mean(c != d) - continued_gain**2) / (n - 1))

# %% wrong · unpaired errors → standard error
a, b = correct["augmented, from scratch"], correct["lab 05"]
c, d = correct["lab 05, continued with"], correct["lab 05, continued without"]
scratch_gain, continued_gain = a.mean() - b.mean(), c.mean() - d.mean()
scratch_error = np.sqrt((a.var() + b.var()) / len(a)) * 1.1
continued_error = np.sqrt((c.var() + d.var()) / len(c)) * 1.1

# %% wrong · in percent → share of right answers
a, b = correct["augmented, from scratch"], correct["lab 05"]
c, d = correct["lab 05, continued with"], correct["lab 05, continued without"]
scratch_gain, scratch_error = 100 * np.array(gain_with_noise(a, b)) + 1
continued_gain, continued_error = 100 * np.array(gain_with_noise(c, d)) + 1

# %% wrong · answers made up → on the test images. Run section 8 again
correct = {name: np.arange(10_000) % 100 < 90 + i for i, name in enumerate(correct)}

a, b = correct["augmented, from scratch"], correct["lab 05"]
c, d = correct["lab 05, continued with"], correct["lab 05, continued without"]
scratch_gain, scratch_error = gain_with_noise(a, b)
continued_gain, continued_error = gain_with_noise(c, d)

# %% wrong · one network under two names → not a network of its own
continued_with = continued_without
correct = correct | {"lab 05, continued with": correct["lab 05, continued without"]}

a, b = correct["augmented, from scratch"], correct["lab 05"]
c, d = correct["lab 05, continued with"], correct["lab 05, continued without"]
scratch_gain, scratch_error = gain_with_noise(a, b)
continued_gain, continued_error = 0.0, 0.0
