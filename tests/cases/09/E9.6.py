# %% right · with startswith
def traffic(before, after, seconds):
    new = {status: after[status] - before.get(status, 0) for status in after}
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(n for status, n in new.items() if status.startswith(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


# %% right · with counters and whole hundreds
from collections import Counter


def traffic(before, after, seconds):
    new = Counter(after) - Counter(before)
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(n for status, n in new.items() if int(status) // 100 == int(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


# %% wrong · only the statuses of the table → Which statuses count
def traffic(before, after, seconds):
    new = {status: after[status] - before.get(status, 0) for status in after}
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(
            n
            for status, n in new.items()
            if status in ("400", "404", "405", "413", "415", "500", "503") and status[0] == digit
        )
        / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


# %% wrong · a dictionary that takes nothing in → Return a dictionary
def traffic(before, after, seconds):
    new = {status: after[status] - before.get(status, 0) for status in after}
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(n for status, n in new.items() if status.startswith(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


import types

_traffic = traffic


def traffic(*readings):
    return types.MappingProxyType(_traffic(*readings))


# %% wrong · arrays → of type ndarray
def traffic(before, after, seconds):
    new = {status: after[status] - before.get(status, 0) for status in after}
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(n for status, n in new.items() if status.startswith(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": np.array([total / seconds]), **shares}


# %% wrong · nothing for a quiet time → the same three keys
def traffic(before, after, seconds):
    new = {status: after[status] - before.get(status, 0) for status in after}
    total = sum(new.values())
    if not total:
        return None
    shares = {
        name: sum(n for status, n in new.items() if status.startswith(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


# %% wrong · since the start → since the start
def traffic(before, after, seconds):
    new = after
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(n for status, n in new.items() if status.startswith(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


# %% wrong · only the old statuses → one that is new
def traffic(before, after, seconds):
    new = {status: after[status] - before[status] for status in before}
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(n for status, n in new.items() if status.startswith(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


# %% wrong · only 400 and 500 → Which statuses count
def traffic(before, after, seconds):
    new = {status: after[status] - before.get(status, 0) for status in after}
    total = sum(new.values())
    if not total:
        return {"requests_per_second": 0, "client_errors": 0, "server_errors": 0}
    shares = {
        name: sum(n for status, n in new.items() if status == digit + "00") / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}


# %% wrong · divides by nothing → ZeroDivisionError
def traffic(before, after, seconds):
    new = {status: after[status] - before.get(status, 0) for status in after}
    total = sum(new.values())
    pass
    shares = {
        name: sum(n for status, n in new.items() if status.startswith(digit)) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }
    return {"requests_per_second": total / seconds, **shares}
