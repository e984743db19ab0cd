# %% wrong · floats → whole numbers
def early_stopping(val_losses, patience):
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch + 1.0, best + 1.0


# %% right · counting bad epochs
def early_stopping(val_losses, patience):
    lowest, best, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(val_losses, start=1):
        if loss < lowest:
            lowest, best, bad = loss, epoch, 0
        else:
            bad += 1
            if bad == patience:
                return epoch, best
    return len(val_losses), best


# %% wrong · from 0 → from 1
def early_stopping(val_losses, patience):
    best = 0
    for e, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = e
        if e - best >= patience:
            break
    return e, best


# %% wrong · best of all epochs → must not count
def early_stopping(val_losses, patience):
    return len(val_losses), int(np.argmin(val_losses)) + 1


# %% wrong · bad epochs never reset → anew
def early_stopping(val_losses, patience):
    best, bad = 0, 0
    for e, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = e
        elif e:
            bad += 1
            if bad == patience:
                break
    return e + 1, best + 1


# %% wrong · compared with the epoch before → Not yet for the losses
def early_stopping(val_losses, patience):
    best, bad = 0, 0
    for e, loss in enumerate(val_losses):
        if e and loss >= val_losses[e - 1]:
            bad += 1
            if bad == patience:
                break
        else:
            bad = 0
        if loss < val_losses[best]:
            best = e
    return e + 1, best + 1
