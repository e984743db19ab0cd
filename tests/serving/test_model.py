"""What is served: dense networks as inert files, refused when damaged; NumPy's answers are Keras' answers."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers import tracking
from serving import drift, numpy_network, registry
from serving import model as served
from serving.model import RECORD, load
from serving.numpy_network import ModelError, NumpyNetwork, unpack
from tests.serving.networks import dense, sequential


@pytest.fixture
def copy(exported: Path, tmp_path: Path) -> Path:
    """A copy of the exported model, to be damaged."""
    return Path(shutil.copytree(exported, tmp_path / "copy"))


def weights(*shapes: tuple[int, ...]) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [rng.normal(size=shape, scale=0.1) for shape in shapes]


TWO = sequential(dense(8, "relu"), dense(10, "softmax"))
FIT = weights((784, 8), (8,), (8, 10), (10,))


# --- damage -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["model.json", "weights.npz"])
@pytest.mark.parametrize("place", [0, 0.3, 0.9])
def test_one_changed_byte_is_refused(copy: Path, name: str, place: float):
    content = bytearray((copy / name).read_bytes())
    content[int(place * len(content))] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} is damaged.*Register the model again"):
        load(copy)


@pytest.mark.parametrize("name", ["model.json", "weights.npz"])
def test_missing_file_is_refused(copy: Path, name: str):
    (copy / name).unlink()
    with pytest.raises(ModelError, match=f"{name} cannot be read"):
        load(copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "digits"}'])
def test_folder_without_a_record_is_refused_with_what_to_do(copy: Path, text: str):
    (copy / RECORD).write_text(text)
    with pytest.raises(ModelError, match="python -m serving export"):
        load(copy)


def test_pickle_among_the_weights_is_never_loaded(copy: Path):
    class Trap:
        def __reduce__(self):
            return pytest.fail, ("code from a model was run",)

    np.savez(copy / "weights.npz", np.array([Trap()], dtype=object))
    content = json.loads((copy / "model.json").read_text())
    content["weights_sha256"] = numpy_network.sha256(copy / "weights.npz")
    (copy / "model.json").write_text(json.dumps(content))
    with pytest.raises(ModelError, match="cannot be read"):
        unpack(copy, numpy_network.sha256(copy / "model.json"))
    (copy / "weights.npz").write_bytes(pickle.dumps(Trap()))
    content["weights_sha256"] = numpy_network.sha256(copy / "weights.npz")
    (copy / "model.json").write_text(json.dumps(content))
    with pytest.raises(ModelError, match="cannot be read"):
        unpack(copy, numpy_network.sha256(copy / "model.json"))


# --- what is a dense network for digits -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("described", "arrays", "says"),
    [
        ({"class_name": "Functional"}, FIT, "only a Sequential"),
        (sequential({"class_name": "Conv2D", "config": {}}), FIT, "Conv2D cannot be served"),
        (sequential({"class_name": "Lambda", "config": {}}), [], "Lambda cannot be served"),
        (
            sequential({"class_name": "ReLU", "config": {"max_value": 6}}),
            [],
            "ReLU cannot be served",
        ),
        (sequential(dense(8, "gelu"), dense(10, "softmax")), FIT, "gelu cannot be served"),
        (TWO, FIT[:3], "do not fit"),
        (TWO, [*FIT, FIT[-1]], "more weights"),
        (TWO, FIT[2:] + FIT[:2], "do not fit"),
        (sequential(dense(8, "relu")), FIT[:2], "instead of 10"),
        (sequential(dense(8, "relu"), dense(10, "linear")), FIT, "no probabilities"),
        (TWO, [FIT[0] * np.nan, *FIT[1:]], "no probabilities"),
        ({"class_name": "Sequential"}, FIT, "do not fit"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_served_is_named(described, arrays, says):
    with pytest.raises(ModelError, match=says):
        NumpyNetwork(described, arrays)


# --- Keras and MLflow -------------------------------------------------------------------------------------
def lab_02(keras):
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def lab_08(keras):
    layers = [keras.Input((784,))]
    for units in (512, 256, 128):
        layers += [
            keras.layers.Dense(units, kernel_regularizer=keras.regularizers.L2(1e-4)),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Dropout(0.3),
        ]
    return keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax")])


def variants(keras):
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(32, use_bias=False),
            keras.layers.BatchNormalization(scale=False, epsilon=1e-6),
            keras.layers.Activation("tanh"),
            keras.layers.Dense(16, activation="sigmoid"),
            keras.layers.BatchNormalization(center=False),
            keras.layers.Dense(10),
            keras.layers.Softmax(),
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize("build", [lab_02, lab_08, variants], ids=lambda build: build.__name__)
def test_numpy_answers_as_keras_does(build, images, tmp_path: Path):
    import keras

    keras.utils.set_random_seed(1)
    network = build(keras)
    x, labels = images
    shaped = x.reshape(-1, *network.input_shape[1:])
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    # Trained a little, so that the moving averages are no longer 0 and 1.
    network.fit(shaped[:1000], labels[:1000], epochs=2, verbose=0)
    checksum = numpy_network.pack(network, tmp_path, {})
    answer = unpack(tmp_path, checksum)[0].predict(x)
    np.testing.assert_allclose(answer, network.predict(shaped, verbose=0), atol=1e-5)
    assert answer.dtype == np.float32


@pytest.mark.slow
def test_network_of_the_registry_is_the_one_that_is_served(images, tmp_path: Path, monkeypatch):
    import keras
    import mlflow

    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path / "mlflow"))
    assert registry.find() is None
    x = images[0].reshape(-1, 28, 28)
    tracking.open_store("serving")
    mlflow.set_experiment("serving")
    versions = []
    for seed in (1, 2):
        keras.utils.set_random_seed(seed)
        network = lab_02(keras)
        with mlflow.start_run(run_name=f"seed {seed}") as run:
            versions.append(registry.register(network, x))
    first, second = versions
    assert (first.version, second.version) == ("1", "2")
    assert first.sha256 != second.sha256
    assert registry.find() == second

    served.export(tmp_path / "exported")
    loaded = load(tmp_path / "exported")
    assert (loaded.name, loaded.version, loaded.sha256) == ("digits", "2", second.sha256)
    np.testing.assert_allclose(loaded.predict(images[0][:9]), network.predict(x[:9]), atol=1e-5)
    # The reference is that of the training images.
    drift_by_signal = drift.drift(
        loaded.reference, drift.image_statistics(x), loaded.predict(images[0]).argmax(axis=1)
    )
    assert max(drift_by_signal.values()) < 1e-6
    # For MLflow it is a model of the run, with a signature.
    registered = mlflow.MlflowClient().get_model_version("digits", "2")
    assert registered.run_id == run.info.run_id
    assert mlflow.models.get_model_info("models:/digits/2").signature.inputs.input_types()

    weights = second.folder / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(ModelError, match="damaged"):
        served.export(tmp_path / "again")
    assert not (tmp_path / "again").exists()
    shutil.rmtree(second.folder)
    with pytest.raises(ModelError, match="version 2 of the model digits are gone"):
        registry.find()


@pytest.mark.slow
def test_network_that_cannot_be_served_is_not_registered(tmp_path: Path, monkeypatch):
    import keras
    import mlflow

    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path / "mlflow"))
    network = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])
    tracking.open_store("serving")
    mlflow.set_experiment("serving")
    with (
        mlflow.start_run(run_name="logits"),
        pytest.raises(ModelError, match="not softmax"),
    ):
        registry.register(network, np.zeros((5, 784), "float32"))
    assert registry.find() is None


@pytest.mark.slow  # imports MLflow
def test_network_is_registered_inside_a_run_alone():
    with pytest.raises(RuntimeError, match=r"with mlflow\.start_run"):
        registry.register(None, np.zeros((5, 784), "float32"))


def test_reference_of_unscaled_images_is_refused():
    with pytest.raises(
        ValueError, match="from 0 to 255: give the images as the network takes them"
    ):
        registry.register(None, np.array([[0, 255]], dtype="uint8"))


def test_service_imports_neither_keras_nor_mlflow(digits):
    loaded = Path(f"/proc/{digits.pid}/maps")
    if not loaded.exists():
        pytest.skip("no /proc")
    text = loaded.read_text(encoding="utf-8")
    assert "_multiarray_umath" in text  # it would be seen
    assert "tensorflow" not in text
    code = "import serving.app, serving.gunicorn_conf, sys; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "flask" in modules
    assert not {"keras", "tensorflow", "mlflow", "matplotlib", "pandas"} & set(modules)


def test_no_function_that_an_exercise_asks_for_can_be_imported():
    for name in ("relu", "softmax", "sigmoid", "cross_entropy"):
        assert not hasattr(numpy_network, name)
