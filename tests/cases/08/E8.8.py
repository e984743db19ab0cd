# %% right · monitor by default
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    tracking.log_model(improved, x_val[:1])
improved_run_id = run.info.run_id

# %% right · patience longer than training, stated
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(
    monitor="val_loss", mode="min", patience=patience, restore_best_weights=True
)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    tracking.log_model(improved, x_val[:1])
improved_run_id = run.info.run_id

# %% wrong · constant steps → learning rate is still
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    pass
improved_run_id = run.info.run_id

# %% wrong · no penalty → no penalty
improved = build(0.3, 0.0, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    pass
improved_run_id = run.info.run_id

# %% wrong · no batch normalisation → lacks batch
improved = build(0.3, 0.001, False)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    pass
improved_run_id = run.info.run_id

# %% wrong · no model → no model
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    pass
improved_run_id = run.info.run_id

# %% wrong · one epoch too many → its parameters say
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved + 1,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    pass
improved_run_id = run.info.run_id

# %% wrong · small constant steps, no training → learning rate is still
improved = build(0.3, 0.001, True)
compile_network(improved, keras.optimizers.Adam(0.0001))
improved_history, improved_run_id = constant_history, constant_run_id

# %% wrong · schedule, but no training → has made 0 updates
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
improved_history, improved_run_id = constant_history, constant_run_id

# %% wrong · schedule of one epoch → in the middle of the training
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates // epochs_improved))
stopper = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs_improved,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper],
        verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    pass
improved_run_id = run.info.run_id
