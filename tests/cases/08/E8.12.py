# %% right · lowest row of the frame
frame = mlflow.search_runs(experiment_names=[TP2], filter_string=this_sweep)
best_run_id = frame.loc[frame["metrics.kept_val_cross_entropy"].idxmin(), "run_id"]

# %% right · as a list
best_run_id = mlflow.search_runs(
    experiment_names=[TP2],
    filter_string=this_sweep,
    output_format="list",
    max_results=1,
    order_by=["metrics.kept_val_cross_entropy"],
)[0].info.run_id

# %% wrong · worst first → which direction
best_run_id = mlflow.search_runs(
    experiment_names=[TP2],
    filter_string=this_sweep,
    order_by=["metrics.kept_val_cross_entropy DESC"],
).loc[0, "run_id"]

# %% wrong · a run of another experiment → does not belong
best_run_id = mlflow.search_runs(
    experiment_names=[TP1], filter_string="attributes.status = 'FINISHED'"
).loc[0, "run_id"]

# %% wrong · the whole row → is a string
best_run_id = mlflow.search_runs(experiment_names=[TP2], filter_string=this_sweep).iloc[0]

# %% wrong · sweep not finished → no finished run, such as
sweep_dropout = [*sweep_dropout, 0.45]
best_run_id = mlflow.search_runs(
    experiment_names=[TP2],
    filter_string=this_sweep,
    order_by=["metrics.kept_val_cross_entropy"],
).loc[0, "run_id"]

# %% wrong · a run made up → does not belong
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="best", tags={"part": "sweep"}) as run:
    mlflow.log_params(sweep_params(0.5, 0.5) | {"epochs": 1000})
    mlflow.log_metric("kept_val_cross_entropy", 0.0)
best_run_id = run.info.run_id

# %% wrong · a run of the ablation → does not belong
best_run_id = mlflow.search_runs(
    experiment_names=[TP2], filter_string="tags.part = 'ablation'"
).loc[0, "run_id"]
