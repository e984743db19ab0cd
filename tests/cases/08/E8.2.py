# %% wrong · a text beside the numbers → `of` must be one number
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": accuracy[-1],
        "best_val_accuracy": sorted(accuracy)[-1],
        "final_val_loss": loss[-1],
        "best_val_loss": float(np.min(loss)),
        "actual_epochs": len(loss),
    }


five = summarize


def summarize(history):
    return five(history) | {"of": "mnist"}


# %% right · with sorted and NumPy
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": accuracy[-1],
        "best_val_accuracy": sorted(accuracy)[-1],
        "final_val_loss": loss[-1],
        "best_val_loss": float(np.min(loss)),
        "actual_epochs": len(loss),
    }


# %% right · with more than asked for
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": accuracy[-1],
        "best_val_accuracy": sorted(accuracy)[-1],
        "final_val_loss": loss[-1],
        "best_val_loss": float(np.min(loss)),
        "actual_epochs": len(loss),
        "extra": 1,
    }


# %% wrong · highest loss → high or low
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": accuracy[-1],
        "best_val_accuracy": sorted(accuracy)[-1],
        "final_val_loss": loss[-1],
        "best_val_loss": max(loss),
        "actual_epochs": len(loss),
    }


# %% wrong · best is the last → `best_val_accuracy`
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": accuracy[-1],
        "best_val_accuracy": accuracy[-1],
        "final_val_loss": loss[-1],
        "best_val_loss": float(np.min(loss)),
        "actual_epochs": len(loss),
    }


# %% wrong · accuracy of the epoch with the lowest loss → `best_val_accuracy`
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": accuracy[-1],
        "best_val_accuracy": accuracy[int(np.argmin(loss))],
        "final_val_loss": loss[-1],
        "best_val_loss": float(np.min(loss)),
        "actual_epochs": len(loss),
    }


# %% wrong · training curve → Which curve
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": history["accuracy"][-1],
        "best_val_accuracy": sorted(accuracy)[-1],
        "final_val_loss": loss[-1],
        "best_val_loss": float(np.min(loss)),
        "actual_epochs": len(loss),
    }


# %% wrong · epochs counted from 0 → `actual_epochs`
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {
        "final_val_accuracy": accuracy[-1],
        "best_val_accuracy": sorted(accuracy)[-1],
        "final_val_loss": loss[-1],
        "best_val_loss": float(np.min(loss)),
        "actual_epochs": len(loss) - 1,
    }
