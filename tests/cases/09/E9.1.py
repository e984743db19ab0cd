# %% right · accuracy from evaluate
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = registry.register(model, x_train)
run_id = run.info.run_id

# %% wrong · trained on the test images first → too sure on the test images
model.fit(test_images / np.float32(255), test_labels, epochs=10, batch_size=100, verbose=0)

with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = registry.register(model, x_train)
run_id = run.info.run_id

# %% wrong · not registered → comes from another run
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · the run itself in the place of its identifier → is a string
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run

# %% wrong · validated on other images → validation_data=(x_val, y_val)
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(1 - x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · another dataset → its images are MNIST's
tracking.open_store(dataset="fashion-mnist")
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id
tracking.open_store(dataset="mnist")  # for the cases after this one

# %% wrong · another name → 'lab 9'; the task calls it
with mlflow.start_run(run_name="lab 9") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · registered before the training → other weights than `model`
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    registered = registry.register(model, x_train)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    pass
run_id = run.info.run_id

# %% wrong · what was registered is not kept → `registered` is something else
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registry.register(model, x_train)
    registered = "digits"
run_id = run.info.run_id

# %% wrong · no curves → The run holds 0 epochs
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
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
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id

# %% wrong · accuracy in training → Log the accuracy after the last epoch
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": 1.0})
    registered = "none"
run_id = run.info.run_id

# %% wrong · accuracy not logged → lacks the metric `final_val_accuracy`
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params(params)
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"accuracy": 0.9})
    registered = "none"
run_id = run.info.run_id

# %% wrong · without the parameters → Hand `params` over
with mlflow.start_run(run_name="for production") as run:
    mlflow.log_params({})
    curves = model.fit(
        x_train,
        y_train,
        validation_data=(x_val, y_val),
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[log_epoch],
        validation_batch_size=1000,
        verbose=0,
    ).history
    mlflow.log_metrics({"final_val_accuracy": model.evaluate(x_val, y_val, verbose=0)[1]})
    registered = "none"
run_id = run.info.run_id
