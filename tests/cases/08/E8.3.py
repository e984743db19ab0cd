# %% wrong · batches of another size → in other batches
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size // 2,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · compiled without the cross-entropy → compile with `compile_network`
baseline = keras.models.clone_model(baseline)
baseline.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% right · callback not in a list
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% right · identifier taken inside
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
    the_id = run.info.run_id
baseline_run_id = the_id

# %% wrong · History object kept → a History
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    )
    pass
    pass
baseline_run_id = run.info.run_id

# %% wrong · no curves sent → Which callback
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=None,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · no summary → Log your summary
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    pass
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · no figure → no figure
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    pass
baseline_run_id = run.info.run_id

# %% wrong · the run instead of its id → run.info.run_id
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run

# %% wrong · other parameters → not that of this network
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(settings())
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · no parameters → lacks the parameters
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params({"epochs": epochs})
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · one epoch too many → its parameters say
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs + 1,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · validated on the test set → Which images
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_test[:500], y_test[:500]),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · a run without training → has made 0 updates
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
numbers = ("loss", "accuracy", "val_loss", "val_accuracy", "val_cross_entropy")
mlflow.set_experiment(TP1)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = {name: [0.98] * epochs for name in numbers}
    for epoch in range(epochs):
        mlflow.log_metrics({name: 0.98 for name in numbers}, step=epoch + 1)
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id

# %% wrong · in the other experiment → does not belong to the experiment TP1
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="baseline") as run:
    mlflow.log_params(baseline_params)
    baseline_history = baseline.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=log_epoch,
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(baseline_history))
    mlflow.log_figure(training_curves(baseline_history), "curves.png")
baseline_run_id = run.info.run_id
