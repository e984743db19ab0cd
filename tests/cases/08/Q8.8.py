# %% right · by a loop
q8_8 = max(
    ["dropout", "L2", "batch norm", "early stopping"],
    key=lambda n: ablation[ablation["variant"] == n]["kept_val_accuracy"].mean(),
)

# %% wrong · the worst one → higher mean
q8_8 = (
    ablation[ablation["variant"].isin(["dropout", "L2", "batch norm", "early stopping"])]
    .groupby("variant")["kept_val_accuracy"]
    .mean()
    .idxmin()
)

# %% wrong · table made up → does not hold what
ablation = ablation.assign(
    kept_val_accuracy=[0.9 + 0.05 * (v == "L2") for v in ablation["variant"]]
)
q8_8 = "L2"

# %% wrong · table and weights made up → does not hold what
ablation = ablation.assign(
    kept_val_accuracy=[0.9 + 0.05 * (v == "L2") for v in ablation["variant"]]
)
ablation_weights = {key: baseline.get_weights() for key in ablation_weights}
q8_8 = "L2"

# %% wrong · all of them → not a single technique
q8_8 = "all four"

# %% wrong · no such name → not a name
q8_8 = "augmentation"
