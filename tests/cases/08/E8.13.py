# %% right · with pyplot and a loop
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[(results["optimizer"] == "adam") & (results["l2_lambda"] == strength)]
    rows = rows.sort_values("dropout_rate")
    ax.plot(rows["dropout_rate"], rows["cross_entropy"], "o-", label=strength)
ax.set(xlabel="dropout rate", ylabel="cross-entropy", title="λ matters more than dropout")
ax.legend()
plt.close(sweep_figure)

# %% right · by pandas
wide = results[results["optimizer"] == "adam"].pivot(
    index="dropout_rate", columns="l2_lambda", values="cross_entropy"
)
ax = wide.plot(xlabel="dropout", ylabel="cross-entropy", title="The sweep", marker="o")
sweep_figure = ax.figure
plt.close(sweep_figure)

# %% wrong · no labels → has no label
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[(results["optimizer"] == "adam") & (results["l2_lambda"] == strength)]
    rows = rows.sort_values("dropout_rate")
    ax.plot(rows["dropout_rate"], rows["cross_entropy"], "o-", label=strength)
ax.set(title="λ matters more than dropout")
ax.legend()
plt.close(sweep_figure)

# %% wrong · no title → has no title
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[(results["optimizer"] == "adam") & (results["l2_lambda"] == strength)]
    rows = rows.sort_values("dropout_rate")
    ax.plot(rows["dropout_rate"], rows["cross_entropy"], "o-", label=strength)
ax.set(xlabel="dropout rate", ylabel="cross-entropy")
ax.legend()
plt.close(sweep_figure)

# %% wrong · no legend → a name in the legend
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[(results["optimizer"] == "adam") & (results["l2_lambda"] == strength)]
    rows = rows.sort_values("dropout_rate")
    ax.plot(rows["dropout_rate"], rows["cross_entropy"], "o-", label=strength)
ax.set(xlabel="dropout rate", ylabel="cross-entropy", title="λ matters more than dropout")
plt.close(sweep_figure)

# %% wrong · the loss → No line shows the cross-entropy
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[(results["optimizer"] == "adam") & (results["l2_lambda"] == strength)]
    rows = rows.sort_values("dropout_rate")
    ax.plot(rows["dropout_rate"], rows["val_loss"], "o-", label=strength)
ax.set(xlabel="dropout rate", ylabel="cross-entropy", title="λ matters more than dropout")
ax.legend()
plt.close(sweep_figure)

# %% wrong · the other optimizers too → No line shows the cross-entropy
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[results["l2_lambda"] == strength]
    rows = rows.sort_values("dropout_rate")
    ax.plot(rows["dropout_rate"], rows["cross_entropy"], "o-", label=strength)
ax.set(xlabel="dropout rate", ylabel="cross-entropy", title="λ matters more than dropout")
ax.legend()
plt.close(sweep_figure)

# %% wrong · dots only, nothing drawn as a line → One panel with lines
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[(results["optimizer"] == "adam") & (results["l2_lambda"] == strength)]
    rows = rows.sort_values("dropout_rate")
    ax.scatter(rows["dropout_rate"], rows["cross_entropy"], label=strength)
ax.set(xlabel="dropout rate", ylabel="cross-entropy", title="λ matters more than dropout")
ax.legend()
plt.close(sweep_figure)

# %% wrong · axes exchanged → No line shows the cross-entropy
sweep_figure, ax = plt.subplots()
for strength in sweep_l2:
    rows = results[(results["optimizer"] == "adam") & (results["l2_lambda"] == strength)]
    rows = rows.sort_values("dropout_rate")
    ax.plot(rows["cross_entropy"], rows["dropout_rate"], "o-", label=strength)
ax.set(xlabel="dropout rate", ylabel="cross-entropy", title="λ matters more than dropout")
ax.legend()
plt.close(sweep_figure)

# %% wrong · a table → must be a figure
sweep_figure = results
