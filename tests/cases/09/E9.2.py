# %% right · by types
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% right · with an exception inside
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


# %% wrong · true is a number → nothing wrong with true among the pixels
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if not isinstance(value, (int, float)) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · the scale true → the scale true
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · NaN slips through → nothing wrong with NaN
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or value < 0 or value > scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · len of a number → raised TypeError
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if image is None or len(image) != 28 or any(len(row) != 28 for row in image):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · only the first row is measured → a last row that is too short
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if type(image) is not list or len(image) != 28 or len(image[0]) != 28:
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · full ink is refused → A proper request
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value < scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · a text alone → a pair of the field and a message
def find_problem(request):
    if not isinstance(request, dict):
        return "body"
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · an image without a scale is accepted → without a scale
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if scale is not None and scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · takes the scale out → changed a proper request
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.pop("scale", None), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · whole numbers only with scale 255 → whole and broken numbers
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", "Send an object.")
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) is not (int if scale == 255 else float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."


# %% wrong · a misspelt name → NameError (name 'mesage' is not defined)
def find_problem(request):
    if not isinstance(request, dict):
        return ("body", mesage)
    scale, image = request.get("scale"), request.get("image")
    if type(scale) not in (int, float) or scale not in (1, 255):
        return "scale", "The scale must be 1 or 255."
    if (
        type(image) is not list
        or len(image) != 28
        or any(type(row) is not list or len(row) != 28 for row in image)
    ):
        return "image", "The image must have 28 rows of 28 numbers."
    for row in image:
        for value in row:
            if type(value) not in (int, float) or not 0 <= value <= scale:
                return "image", "A pixel is not a number from 0 to scale."
