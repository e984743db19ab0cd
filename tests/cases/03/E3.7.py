# %% right · with a counter
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since >= patience:
            break
    return best + 1, epoch + 1


# %% right · as a while loop on slices
def early_stop(val_loss, patience):
    last = 1
    while last < len(val_loss) and last - 1 - int(np.argmin(val_loss[:last])) < patience:
        last += 1
    return int(np.argmin(val_loss[:last])) + 1, last


# %% wrong · minimum of the whole curve → before it stops
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since >= patience:
            break
    return int(np.argmin(val_loss)) + 1, epoch + 1


# %% wrong · as floats → of type `int`
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since >= patience:
            break
    return float(best + 1), float(epoch + 1)


# %% wrong · counted from 0 → counted from 1
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since >= patience:
            break
    return best, epoch


# %% wrong · one epoch too many → ends after epoch
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since > patience:
            break
    return best + 1, epoch + 1


# %% wrong · counter never reset → epoch
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, since
        else:
            since += 1
        if since >= patience:
            break
    return best + 1, epoch + 1


# %% wrong · swapped → swapped
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since >= patience:
            break
    return epoch + 1, best + 1


# %% wrong · equal counts as better → best epoch is
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] <= val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since >= patience:
            break
    return best + 1, epoch + 1


# %% wrong · one number → Return two epochs
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since >= patience:
            break
    return best + 1
