# %% right · with NumPy's argmax
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% right · with names from http
from http import HTTPStatus


def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return HTTPStatus.OK, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · the status as a float → The status is 400.0, of type float
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400.0, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400.0, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · the status from NumPy → of type int64
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return np.int64(200), {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · the status as a text → The status is '200', of type str
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return "200", {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · as Flask has it → wrong way round
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }, 200


# %% wrong · checks of its own, which text passes → text in the place of the pixels
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = None if isinstance(content, dict) else ("body", "Send an object.")
    if not found and content.get("scale") not in (1, 255):
        found = "scale", "Wrong."
    if not found and (
        len(content["image"]) != 28
        or (content["scale"] == 1 and max(map(max, content["image"])) > 1)
    ):
        found = "image", "Wrong."
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · the confidence as a text → without quotes
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": f"{max(probabilities):.7f}",
        "probabilities": [float(p) for p in probabilities],
    }


# %% right · everything that json.loads raises
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except Exception:
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · not scaled → pixels up to 255
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32")
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · scaled as if it were always 255 → not given the pixels divided by the scale
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / 255
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · NumPy in the answer → NumPy's
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {"class": probabilities.argmax()}


# %% wrong · only JSON's own error → status 500
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except json.JSONDecodeError:
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · only ValueError → RecursionError
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except ValueError:
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · a status of ours → Whose fault
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 500, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 500, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · an image as it is → (1, 28, 28)
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(1, 28, 28))[0]
    return 200, {
        "class": int(np.argmax(probabilities)),
        "confidence": float(max(probabilities)),
        "probabilities": [float(p) for p in probabilities],
    }


# %% wrong · only the class → lacks confidence, probabilities
def predict_handler(body, classify):
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"error": {"field": "body", "message": "This is no JSON."}}
    found = find_problem(content)
    if found is not None:
        return 400, {"error": {"field": found[0], "message": found[1]}}
    x = np.asarray(content["image"], dtype="float32") / content["scale"]
    probabilities = classify(x.reshape(-1, 784))[0]
    return 200, {"class": int(np.argmax(probabilities))}
