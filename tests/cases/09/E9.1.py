# %% right · accuracy from evaluate
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = registry.register(model, x_train)
run_id = run.info.run_id

# %% wrong · trained on the test images first → too sure on the test images
model.fit(test_images / np.float32(255), test_labels, epochs=10, batch_size=100, verbose=0)

with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = registry.register(model, x_train)
run_id = run.info.run_id

# %% wrong · not registered → comes from another run
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · the run itself in the place of its identifier → is a string
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run

# %% wrong · validated on other images → validation_data=(x_val, y_val)
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(1 - x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · another dataset → its images are MNIST's
with tracking.run("for production", params, dataset="fashion-mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · another name → 'lab 9'; the task calls it
with tracking.run("lab 9", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · registered before the training → other weights than `model`
with tracking.run("for production", params, dataset="mnist") as run:
    registered = registry.register(model, x_train)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    pass
run_id = run.info.run_id

# %% wrong · what was registered is not kept → `registered` is something else
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registry.register(model, x_train)
    registered = "digits"
run_id = run.info.run_id

# %% wrong · no curves → The run holds 0 epochs
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · accuracy in training → Log the accuracy after the last epoch
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": 1.0})
    registered = "none"
run_id = run.info.run_id

# %% wrong · accuracy not logged → lacks the metric `final_val_accuracy`
with tracking.run("for production", params, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"accuracy": 0.9})
    registered = "none"
run_id = run.info.run_id

# %% wrong · without the parameters → Hand `params` over
with tracking.run("for production", {}, dataset="mnist") as run:
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[tracking.EpochCurves()],
        validation_batch_size=1000,
        verbose=0,
    ).history
    tracking.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id
