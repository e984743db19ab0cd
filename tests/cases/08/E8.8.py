# %% right · monitor by default
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    signature = mlflow.models.infer_signature(x_val[:1], improved.predict(x_val[:1], verbose=0))
    mlflow.keras.log_model(
        improved, name="model", signature=signature, pip_requirements=requirements
    )
improved_run_id = run.info.run_id

# %% right · patience longer than training, stated
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(
    monitor="val_loss", mode="min", patience=patience, restore_best_weights=True
)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    signature = mlflow.models.infer_signature(x_val[:1], improved.predict(x_val[:1], verbose=0))
    mlflow.keras.log_model(
        improved, name="model", signature=signature, pip_requirements=requirements
    )
improved_run_id = run.info.run_id

# %% wrong · constant steps → learning rate is still
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    pass
improved_run_id = run.info.run_id

# %% wrong · no penalty → no penalty
improved = build(0.3, 0.0, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    pass
improved_run_id = run.info.run_id

# %% wrong · no batch normalisation → lacks batch
improved = build(0.3, 0.001, False)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    pass
improved_run_id = run.info.run_id

# %% wrong · no model → no model
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    pass
improved_run_id = run.info.run_id

# %% wrong · one epoch too many → its parameters say
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved + 1,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    pass
improved_run_id = run.info.run_id

# %% wrong · small constant steps, no training → learning rate is still
improved = build(0.3, 0.001, True)
compile_network(improved, keras.optimizers.Adam(0.0001))
improved_history, improved_run_id = baseline_history, baseline_run_id

# %% wrong · schedule, but no training → has made 0 updates
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
improved_history, improved_run_id = baseline_history, baseline_run_id

# %% wrong · schedule of one epoch → in the middle of the training
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates // epochs_improved))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    pass
improved_run_id = run.info.run_id

# %% wrong · early stopping not among the callbacks → Is `stopper` among the callbacks
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", 1)  # `stopper` has no `best_epoch` yet
    signature = mlflow.models.infer_signature(x_val[:1], improved.predict(x_val[:1], verbose=0))
    mlflow.keras.log_model(
        improved, name="model", signature=signature, pip_requirements=requirements
    )
improved_run_id = run.info.run_id

# %% wrong · best weights not restored → left as the last epoch made it
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch + 1)
    signature = mlflow.models.infer_signature(x_val[:1], improved.predict(x_val[:1], verbose=0))
    mlflow.keras.log_model(
        improved, name="model", signature=signature, pip_requirements=requirements
    )
improved_run_id = run.info.run_id

# %% wrong · what early stopping did is not logged → log the parameter `restore_best_weights`
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    signature = mlflow.models.infer_signature(x_val[:1], improved.predict(x_val[:1], verbose=0))
    mlflow.keras.log_model(
        improved, name="model", signature=signature, pip_requirements=requirements
    )
improved_run_id = run.info.run_id

# %% wrong · no restored epoch → lacks the metric `restored_epoch`
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    signature = mlflow.models.infer_signature(x_val[:1], improved.predict(x_val[:1], verbose=0))
    mlflow.keras.log_model(
        improved, name="model", signature=signature, pip_requirements=requirements
    )
improved_run_id = run.info.run_id

# %% wrong · epochs counted from 0 → in another epoch
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
mlflow.set_experiment(TP2)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[log_epoch, stopper],
        verbose=0,
    ).history
    mlflow.log_metrics(summarize(improved_history))
    mlflow.log_figure(training_curves(improved_history), "curves.png")
    mlflow.log_param("restore_best_weights", stopper.restore_best_weights)
    mlflow.log_metric("restored_epoch", stopper.best_epoch)
    signature = mlflow.models.infer_signature(x_val[:1], improved.predict(x_val[:1], verbose=0))
    mlflow.keras.log_model(
        improved, name="model", signature=signature, pip_requirements=requirements
    )
improved_run_id = run.info.run_id
