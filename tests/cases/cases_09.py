"""Answers to lab 09 with the verdict each must get."""

from tests.cases.case import right, wrong

TRACKED = """
with tracking.run("for production", {params}, dataset="mnist") as run:
    curves = model.fit(
        x_train, y_train, validation_data=(x_val, y_val), epochs=epochs, batch_size=batch_size,
        callbacks={callbacks}, validation_batch_size=1000, verbose=0,
    ).history
    tracking.log_metrics({metrics})
    {register}
run_id = {identifier}
"""
GOOD_TRACKED = {
    "params": "params",
    "callbacks": "[tracking.EpochCurves()]",
    "metrics": "{'final_val_accuracy': model.evaluate(x_val, y_val, verbose=0)[1]}",
    "register": "registered = registry.register(model, x_train)",
    "identifier": "run.info.run_id",
}


def tracked(**changes: str) -> str:
    """Code of E9.1, with some parts exchanged."""
    return TRACKED.format(**GOOD_TRACKED | changes)


# Registering takes seconds: an answer that fails before its version is looked at goes without.
NOT_REGISTERED = {"register": "registered = 'none'"}

PROBLEM = """
def find_problem(request):
    if not isinstance(request, dict):
        return {body}
    scale, image = request.get("scale"), request.get("image")
    if {scale}:
        return "scale", "The scale must be 1 or 255."
    if {shape}:
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if {value}:
                return "image", "A pixel is not a number from 0 to scale."
"""
GOOD_PROBLEM = {
    "body": '("body", "Send an object.")',
    "scale": "type(scale) not in (int, float) or scale not in (1, 255)",
    "shape": (
        "type(image) is not list or len(image) != 28 "
        "or any(type(row) is not list or len(row) != 28 for row in image)"
    ),
    "value": "type(value) not in (int, float) or not 0 <= value <= scale",
}


def problem(**changes: str) -> str:
    """Code of E9.2, with some parts exchanged."""
    return PROBLEM.format(**GOOD_PROBLEM | changes)


HANDLER = """
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except {caught}:
        return {status}, {{"error": {{"field": "body", "message": "This is no JSON."}}}}
    found = find_problem(content)
    if found is not None:
        return {status}, {{"error": {{"field": found[0], "message": found[1]}}}}
    x = np.asarray(content["image"], dtype="float32"){scaled}
    probabilities = classify(x.reshape({shape}))[0]
    return 200, {answer}
"""
GOOD_HANDLER = {
    "caught": "(ValueError, RecursionError)",
    "status": "400",
    "scaled": " / content['scale']",
    "shape": "-1, 784",
    "answer": (
        "{'class': int(np.argmax(probabilities)), 'confidence': float(max(probabilities)), "
        "'probabilities': [float(p) for p in probabilities]}"
    ),
}


def handler(**changes: str) -> str:
    """Code of E9.3, with some parts exchanged."""
    return HANDLER.format(**GOOD_HANDLER | changes)


REPORT = "def latency_report(seconds):\n    {body}"
QUANTILE = "def histogram_quantile(bounds, cumulative, q):\n    {body}"
BIN = (
    "rank = q * cumulative[-1]\n"
    "    i = next(i for i, count in enumerate(cumulative) if count >= rank)\n"
    "    low = bounds[i - 1] if i else 0\n"
    "    below = cumulative[i - 1] if i else 0\n"
)
INFINITE = "    if bounds[i] == np.inf:\n        return low\n"
TRAFFIC = """
def traffic(before, after, seconds):
    new = {new}
    total = sum(new.values())
    {quiet}
    shares = {{
        name: sum(n for status, n in new.items() if {condition}) / total
        for name, digit in (("client_errors", "4"), ("server_errors", "5"))
    }}
    return {{"requests_per_second": {rate}, **shares}}
"""
GOOD_TRAFFIC = {
    "new": "{status: after[status] - before.get(status, 0) for status in after}",
    "quiet": "if not total: return {'requests_per_second': 0, 'client_errors': 0, 'server_errors': 0}",
    "condition": "status.startswith(digit)",
    "rate": "total / seconds",
}


def rates(**changes: str) -> str:
    """Code of E9.6, with some parts exchanged."""
    return TRAFFIC.format(**GOOD_TRAFFIC | changes)


TERMS = """
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + {added}) / (n + {added} * k)
    e = (n * shares + {added}) / (n + {added} * k)
    return {result}
"""
THRESHOLD = "def alarm_threshold(clean, rate):\n    return {result}"

CASES = [
    right("E9.1", "accuracy from evaluate", tracked()),
    wrong(
        "E9.1",
        "trained on the test images first",
        "model.fit(test_images / np.float32(255), test_labels, epochs=10, batch_size=100, verbose=0)\n"
        + tracked(),
        "too sure on the test images",
    ),
    wrong(
        "E9.1",
        "not registered",
        tracked(**NOT_REGISTERED),
        "comes from another run",
    ),
    wrong(
        "E9.1",
        "the run itself in the place of its identifier",
        tracked(**NOT_REGISTERED, identifier="run"),
        "is a string",
    ),
    wrong(
        "E9.1",
        "validated on other images",
        tracked(**NOT_REGISTERED).replace("validation_data=(x_val", "validation_data=(1 - x_val"),
        "validation_data=(x_val, y_val)",
    ),
    wrong(
        "E9.1",
        "another dataset",
        tracked(**NOT_REGISTERED).replace('dataset="mnist"', 'dataset="fashion-mnist"'),
        "its images are MNIST's",
    ),
    wrong(
        "E9.1",
        "another name",
        tracked(**NOT_REGISTERED).replace("for production", "lab 9"),
        "'lab 9'; the task calls it",
    ),
    wrong(
        "E9.1",
        "registered before the training",
        tracked(register="pass").replace(
            "    curves = model.fit",
            "    registered = registry.register(model, x_train)\n    curves = model.fit",
        ),
        "other weights than `model`",
    ),
    wrong(
        "E9.1",
        "what was registered is not kept",
        tracked(register="registry.register(model, x_train)\n    registered = 'digits'"),
        "`registered` is something else",
    ),
    wrong(
        "E9.1",
        "no curves",
        tracked(**NOT_REGISTERED, callbacks="[]"),
        "The run holds 0 epochs",
    ),
    wrong(
        "E9.1",
        "accuracy in training",
        tracked(**NOT_REGISTERED, metrics="{'final_val_accuracy': 1.0}"),
        "Log the accuracy after the last epoch",
    ),
    wrong(
        "E9.1",
        "accuracy not logged",
        tracked(**NOT_REGISTERED, metrics="{'accuracy': 0.9}"),
        "lacks the metric `final_val_accuracy`",
    ),
    wrong(
        "E9.1",
        "without the parameters",
        tracked(**NOT_REGISTERED, params="{}"),
        "Hand `params` over",
    ),
    right("E9.2", "by types", problem()),
    right(
        "E9.2",
        "with an exception inside",
        """
def find_problem(request):
    try:
        if not isinstance(request, dict):
            return ["body", "Send an object."]
        scale = request.get("scale")
        assert type(scale) in (int, float) and scale in (1, 255)
    except AssertionError:
        return ["scale", "Set scale to 1 or to 255."]
    try:
        image = request["image"]
        assert type(image) is list and len(image) == 28
        for row in image:
            assert type(row) is list and len(row) == 28
            for value in row:
                assert type(value) in (int, float) and 0 <= value <= scale
    except (AssertionError, KeyError):
        return ["image", "Send 28 rows of 28 numbers from 0 to scale."]
    return None
""",
    ),
    wrong(
        "E9.2",
        "true is a number",
        problem(value="not isinstance(value, (int, float)) or not 0 <= value <= scale"),
        "nothing wrong with true among the pixels",
    ),
    wrong("E9.2", "the scale true", problem(scale="scale not in (1, 255)"), "the scale true"),
    wrong(
        "E9.2",
        "NaN slips through",
        problem(value="type(value) not in (int, float) or value < 0 or value > scale"),
        "nothing wrong with NaN",
    ),
    wrong(
        "E9.2",
        "len of a number",
        problem(shape="image is None or len(image) != 28 or any(len(row) != 28 for row in image)"),
        "raised TypeError",
    ),
    wrong(
        "E9.2",
        "only the first row is measured",
        problem(shape="type(image) is not list or len(image) != 28 or len(image[0]) != 28"),
        "a last row that is too short",
    ),
    wrong(
        "E9.2",
        "full ink is refused",
        problem(value="type(value) not in (int, float) or not 0 <= value < scale"),
        "A proper request",
    ),
    wrong("E9.2", "a text alone", problem(body="'body'"), "a pair of the field and a message"),
    wrong(
        "E9.2",
        "an image without a scale is accepted",
        problem(scale="scale is not None and scale not in (1, 255)"),
        "without a scale",
    ),
    wrong(
        "E9.2",
        "takes the scale out",
        problem().replace('request.get("scale")', 'request.pop("scale", None)'),
        "changed a proper request",
    ),
    wrong(
        "E9.2",
        "whole numbers only with scale 255",
        problem(
            value="type(value) is not (int if scale == 255 else float) or not 0 <= value <= scale"
        ),
        "whole and broken numbers",
    ),
    wrong(
        "E9.2",
        "a misspelt name",
        problem(body="('body', mesage)"),
        "NameError (name 'mesage' is not defined)",
    ),
    right("E9.3", "with NumPy's argmax", handler()),
    right(
        "E9.3",
        "with names from http",
        "from http import HTTPStatus" + handler().replace("return 200", "return HTTPStatus.OK"),
    ),
    wrong(
        "E9.3",
        "the status as a float",
        handler(status="400.0"),
        "The status is 400.0, of type float",
    ),
    wrong(
        "E9.3",
        "the status from NumPy",
        handler().replace("return 200", "return np.int64(200)"),
        "of type int64",
    ),
    wrong(
        "E9.3",
        "the status as a text",
        handler().replace("return 200", "return '200'"),
        "The status is '200', of type str",
    ),
    wrong(
        "E9.3",
        "as Flask has it",
        handler().replace(
            "return 200, {answer}".format(**GOOD_HANDLER),
            "return {answer}, 200".format(**GOOD_HANDLER),
        ),
        "wrong way round",
    ),
    wrong(
        "E9.3",
        "checks of its own, which text passes",
        handler().replace(
            "found = find_problem(content)",
            "found = None if isinstance(content, dict) else ('body', 'Send an object.')\n"
            "    if not found and content.get('scale') not in (1, 255):\n"
            "        found = 'scale', 'Wrong.'\n"
            "    if not found and (len(content['image']) != 28 or content['scale'] == 1\n"
            "                      and max(map(max, content['image'])) > 1):\n"
            "        found = 'image', 'Wrong.'",
        ),
        "text in the place of the pixels",
    ),
    wrong(
        "E9.3",
        "the confidence as a text",
        handler(
            answer="{'class': int(np.argmax(probabilities)), 'confidence': f'{max(probabilities):.7f}', "
            "'probabilities': [float(p) for p in probabilities]}"
        ),
        "without quotes",
    ),
    right("E9.3", "everything that json.loads raises", handler(caught="Exception")),
    wrong("E9.3", "not scaled", handler(scaled=""), "pixels up to 255"),
    wrong(
        "E9.3",
        "scaled as if it were always 255",
        handler(scaled=" / 255"),
        "not given the pixels divided by the scale",
    ),
    wrong(
        "E9.3",
        "NumPy in the answer",
        handler(answer="{'class': probabilities.argmax()}"),
        "NumPy's",
    ),
    wrong("E9.3", "only JSON's own error", handler(caught="json.JSONDecodeError"), "status 500"),
    wrong("E9.3", "only ValueError", handler(caught="ValueError"), "RecursionError"),
    wrong("E9.3", "a status of ours", handler(status="500"), "Whose fault"),
    wrong("E9.3", "an image as it is", handler(shape="1, 28, 28"), "(1, 28, 28)"),
    wrong(
        "E9.3",
        "only the class",
        handler(answer="{'class': int(np.argmax(probabilities))}"),
        "lacks confidence, probabilities",
    ),
    right("Q9.2", "as an array", "q9_2 = np.array([400, 500, 503, 200])"),
    wrong("Q9.2", "our mistake blamed on the caller", "q9_2 = [400, 400, 503, 200]", "number 2"),
    wrong("Q9.2", "a horse is a bad request", "q9_2 = [400, 500, 503, 400]", "number 4"),
    wrong("Q9.2", "not ready is an error", "q9_2 = [400, 500, 500, 200]", "number 3"),
    wrong("Q9.2", "three numbers", "q9_2 = [400, 500, 503]", "a list of 4"),
    right(
        "E9.4",
        "by sorting",
        REPORT.format(
            body="s = sorted(seconds)\n    n = len(s)\n"
            "    return {f'p{p}': 1000 * s[int(p / 100 * (n - 1))] for p in (50, 95, 99)}"
        ),
    ),
    right(
        "E9.4",
        "with the mean beside them, from pandas",
        REPORT.format(
            body="ms = pd.Series(seconds) * 1000\n"
            "    return {'mean': 'unused', **{f'p{p}': ms.quantile(p / 100) for p in (99, 95, 50)}}"
        ),
    ),
    wrong(
        "E9.4",
        "arrays of one number",
        REPORT.format(
            body="return {f'p{p}': 1000 * np.percentile(seconds, [p]) for p in (50, 95, 99)}"
        ),
        "`p50` is of type ndarray",
    ),
    wrong(
        "E9.4",
        "rounded to texts",
        REPORT.format(
            body="return {f'p{p}': f'{1000 * np.percentile(seconds, p):.3f}' for p in (50, 95, 99)}"
        ),
        "without quotes",
    ),
    wrong(
        "E9.4",
        "seconds",
        REPORT.format(body="return {f'p{p}': np.percentile(seconds, p) for p in (50, 95, 99)}"),
        "milliseconds",
    ),
    wrong(
        "E9.4",
        "mean",
        REPORT.format(
            body="return {'p50': 1000 * np.mean(seconds), 'p95': 1000 * np.percentile(seconds, 95), "
            "'p99': 1000 * np.percentile(seconds, 99)}"
        ),
        "is the mean",
    ),
    wrong(
        "E9.4",
        "shares for quantiles",
        REPORT.format(
            body="return {f'p{p}': 1000 * np.percentile(seconds, p / 100) for p in (50, 95, 99)}"
        ),
        "must lie below it",
    ),
    wrong(
        "E9.4",
        "sorted in place",
        REPORT.format(
            body="seconds.sort()\n    return {f'p{p}': 1000 * np.percentile(seconds, p) for p in (50, 95, 99)}"
        ),
        "changed an array",
    ),
    right("Q9.3", "rounded", "q9_3 = 0.182"),
    wrong("Q9.3", "added up", "q9_3 = 20 * 0.01", "counts those twice"),
    wrong("Q9.3", "those without", "q9_3 = 0.99 ** 20", "no slow answer"),
    wrong("Q9.3", "per cent", "q9_3 = 18.2", "not per cent"),
    right(
        "E9.5",
        "with a loop",
        QUANTILE.format(
            body=BIN
            + INFINITE
            + "    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)"
        ),
    ),
    right(
        "E9.5",
        "with np.interp",
        QUANTILE.format(
            body="rank = q * cumulative[-1]\n"
            "    if rank > cumulative[-2]:\n        return bounds[-2]\n"
            "    return np.interp(rank, [0, *cumulative[:-1]], [0, *bounds[:-1]])"
        ),
    ),
    right(
        "E9.5",
        "other names, q with a default",
        "def histogram_quantile(edges, counts, share=0.95):\n    "
        "bounds, cumulative, q = list(edges), list(counts), share\n    "
        + BIN
        + INFINITE
        + "    return np.float64(low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low))",
    ),
    wrong(
        "E9.5",
        "beyond the rank",
        QUANTILE.format(
            body=BIN.replace("count >= rank", "count > rank")
            + INFINITE
            + "    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)"
        ),
        "StopIteration",
    ),
    wrong(
        "E9.5",
        "beyond the rank, with argmax",
        QUANTILE.format(
            body=BIN.replace(
                "next(i for i, count in enumerate(cumulative) if count >= rank)",
                "int(np.argmax(np.array(cumulative) > rank))",
            )
            + INFINITE
            + "    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)"
        ),
        "*reaches* the rank",
    ),
    wrong(
        "E9.5",
        "a list of one",
        QUANTILE.format(
            body=BIN
            + INFINITE
            + "    return [low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)]"
        ),
        "of type list",
    ),
    wrong(
        "E9.5",
        "upper bound",
        QUANTILE.format(body=BIN + INFINITE + "    return bounds[i]"),
        "does not come out",
    ),
    wrong(
        "E9.5",
        "infinite",
        QUANTILE.format(
            body=BIN
            + "    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)"
        ),
        "infinite bin",
    ),
    wrong(
        "E9.5",
        "counts that are not cumulative",
        QUANTILE.format(
            body="total = np.cumsum(cumulative)\n"
            "    return np.interp(q * total[-1], [0, *total[:-1]], [0, *bounds[:-1]])"
        ),
        "does not come out",
    ),
    wrong(
        "E9.5",
        "first bin from its bound",
        QUANTILE.format(
            body=BIN.replace("low = bounds[i - 1] if i else 0", "low = bounds[max(i - 1, 0)]")
            + INFINITE
            + "    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)"
        ),
        "first bin",
    ),
    right("E9.6", "with startswith", rates()),
    right(
        "E9.6",
        "with counters and whole hundreds",
        "from collections import Counter\n"
        + rates(
            new="Counter(after) - Counter(before)", condition="int(status) // 100 == int(digit)"
        ),
    ),
    wrong(
        "E9.6",
        "only the statuses of the table",
        rates(
            condition="status in ('400', '404', '405', '413', '415', '500', '503') and status[0] == digit"
        ),
        "Which statuses count",
    ),
    wrong(
        "E9.6",
        "a dictionary that takes nothing in",
        rates() + "\nimport types\n_traffic = traffic\n"
        "def traffic(*readings):\n    return types.MappingProxyType(_traffic(*readings))\n",
        "Return a dictionary",
    ),
    wrong("E9.6", "arrays", rates(rate="np.array([total / seconds])"), "of type ndarray"),
    wrong(
        "E9.6",
        "nothing for a quiet time",
        rates(quiet="if not total: return None"),
        "the same three keys",
    ),
    wrong("E9.6", "since the start", rates(new="after"), "since the start"),
    wrong(
        "E9.6",
        "only the old statuses",
        rates(new="{status: after[status] - before[status] for status in before}"),
        "one that is new",
    ),
    wrong(
        "E9.6",
        "only 400 and 500",
        rates(condition="status == digit + '00'"),
        "Which statuses count",
    ),
    wrong("E9.6", "divides by nothing", rates(quiet="pass"), "ZeroDivisionError"),
    right(
        "E9.7",
        "with two logarithms",
        TERMS.format(added="0.5", result="(a - e) * (np.log(a) - np.log(e))"),
    ),
    right(
        "E9.7",
        "added up before the division",
        """
def psi_terms(reference, window=(), half=0.5):
    c = np.asarray(window) + half
    e = np.sum(window) * np.asarray(reference) + half
    return (c - e) / c.sum() * np.log(c / e)
""",
    ),
    wrong(
        "E9.7",
        "a list",
        TERMS.format(added="0.5", result="list((a - e) * np.log(a / e))"),
        "is a list, and later cells need an array",
    ),
    wrong(
        "E9.7",
        "a generator",
        TERMS.format(added="0.5", result="((x - y) * math.log(x / y) for x, y in zip(a, e))"),
        "is a generator",
    ),
    wrong(
        "E9.7",
        "a series",
        TERMS.format(added="0.5", result="pd.Series((a - e) * np.log(a / e))"),
        "is a Series",
    ),
    wrong(
        "E9.7",
        "adds to whole numbers in place",
        """
def psi_terms(shares, counts):
    counts = np.array(counts)
    n, k = counts.sum(), len(counts)
    counts += 0.5
    e = (n * np.array(shares) + 0.5) / (n + k / 2)
    a = counts / (n + k / 2)
    return (a - e) * np.log(a / e)
""",
        "Cannot cast",
    ),
    wrong(
        "E9.7",
        "arrays only",
        """
def psi_terms(shares, counts):
    n, k = counts.sum(), len(counts)
    a, e = (counts + 0.5) / (n + k / 2), (n * shares + 0.5) / (n + k / 2)
    return (a - e) * np.log(a / e)
""",
        "for plain lists. Make arrays",
    ),
    wrong(
        "E9.7",
        "the sum",
        TERMS.format(added="0.5", result="np.sum((a - e) * np.log(a / e))"),
        "one number",
    ),
    wrong(
        "E9.7", "no half count", TERMS.format(added="0", result="(a - e) * np.log(a / e)"), "added"
    ),
    wrong(
        "E9.7",
        "whole counts",
        TERMS.format(added="1", result="(a - e) * np.log(a / e)"),
        "whole count",
    ),
    wrong(
        "E9.7", "sign", TERMS.format(added="0.5", result="(a - e) * np.log(e / a)"), "wrong sign"
    ),
    wrong(
        "E9.7",
        "base ten",
        TERMS.format(added="0.5", result="(a - e) * np.log10(a / e)"),
        "logarithm",
    ),
    wrong(
        "E9.7",
        "another divergence",
        TERMS.format(added="0.5", result="a * np.log(a / e)"),
        "Not the terms",
    ),
    right(
        "E9.8",
        "by sorting",
        THRESHOLD.format(result="sorted(clean)[-1 - int(rate * len(clean))]"),
    ),
    right(
        "E9.8",
        "with percent and a default",
        "def alarm_threshold(values, share=0.01):\n    return np.percentile(values, 100 * (1 - share))",
    ),
    wrong(
        "E9.8",
        "a list of one",
        THRESHOLD.format(result="np.quantile(clean, [1 - rate])"),
        "of type ndarray",
    ),
    wrong(
        "E9.8",
        "counts on two thousand windows",
        THRESHOLD.format(result="sorted(clean)[-1 - int(rate * 2000)]"),
        "of the clean windows exceeds",
    ),
    wrong(
        "E9.8",
        "the other end",
        THRESHOLD.format(result="np.quantile(clean, rate)"),
        "wrong way round",
    ),
    wrong(
        "E9.8",
        "per cent",
        THRESHOLD.format(result="np.percentile(clean, 1 - rate)"),
        "a share, or per cent",
    ),
    wrong("E9.8", "the largest", THRESHOLD.format(result="np.max(clean)"), "With a rate of"),
    right("Q9.4", "in brackets", "q9_4 = '(c)'"),
    wrong("Q9.4", "window", "q9_4 = 'a'", "Not this one"),
    wrong("Q9.4", "nothing has drifted", "q9_4 = 'd'", "Not this one"),
    right("Q9.5", "rounded", "q9_5 = 1.2"),
    wrong("Q9.5", "a share", "q9_5 = 0.0121", "percentage points"),
    wrong("Q9.5", "of one image", "q9_5 = 17.1", "Not yet"),
    right("Q9.7", "as a text", "q9_7 = 'd b f a c e'"),
    wrong("Q9.7", "test before lint", "q9_7 = list('bdface')", "fails sooner"),
    wrong("Q9.7", "build before test", "q9_7 = list('dfbace')", "any source code"),
    wrong("Q9.7", "smoke test before deployment", "q9_7 = list('dbfaec')", "a version that runs"),
    wrong("Q9.7", "five letters", "q9_7 = list('dbfac')", "six letters"),
    right("Q9.8", "capital", "q9_8 = 'D'"),
    wrong("Q9.8", "a key without end", "q9_8 = 'b'", "in a year"),
    wrong("Q9.8", "in the image", "q9_8 = 'c'", "in a year"),
    right("Q9.9", "as texts", "q9_9 = {'data': 'big', 'model': 'hec', 'system': 'fad'}"),
    wrong(
        "Q9.9",
        "classes as data",
        "q9_9 = {'system': 'adf', 'model': 'chg', 'data': 'bei'}",
        "g, which stands under model",
    ),
    wrong(
        "Q9.9",
        "malformed requests as system",
        "q9_9 = {'system': 'adg', 'model': 'ceh', 'data': 'bfi'}",
        "g, which stands under system",
    ),
    wrong("Q9.9", "a list", "q9_9 = ['adf', 'ceh', 'bgi']", "a dictionary"),
    right("Q9.11", "as a text", "q9_11 = 'B, D, A, C, E'"),
    wrong("Q9.11", "no way back", "q9_11 = list('edacb')", "morning 1"),
    wrong("Q9.11", "goes back though nothing is broken", "q9_11 = list('cdabe')", "morning 1"),
    wrong("Q9.11", "more copies for a wrong caller", "q9_11 = list('badce')", "morning 2"),
]
