# %% right · by counting
both = sum(a in tops and b in tops for a, b in zip(test_labels, predicted, strict=True) if a != b)
q3_7 = both / np.sum(test_labels != predicted)

# %% right · without a loop
q3_7 = float(np.isin([test_labels, predicted], tops).all(axis=0)[test_labels != predicted].mean())

# %% wrong · the accuracy of the merged classes → Of the *mistakes*
both = np.isin(test_labels, tops) & np.isin(predicted, tops)
q3_7 = np.mean((test_labels == predicted) | both)

# %% wrong · of all images → Divide by the number of mistakes
both = np.isin(test_labels, tops) & np.isin(predicted, tops)
q3_7 = np.mean(both & (test_labels != predicted))

# %% wrong · each mistake on a top → stays a mistake
q3_7 = np.mean(np.isin(test_labels, tops)[test_labels != predicted])

# %% wrong · what is left → the share that is left
both = np.isin(test_labels, tops) & np.isin(predicted, tops)
q3_7 = 1 - np.mean(both[test_labels != predicted])

# %% wrong · in percent → between 0 and 1
q3_7 = 64.0

# %% wrong · in an array → later cells need one number
both = np.isin(test_labels, tops) & np.isin(predicted, tops)
q3_7 = np.array([np.mean(both[test_labels != predicted])])
