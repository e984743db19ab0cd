"""Models that labs keep and take up: whole or not at all, and never somebody else's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from helpers import fashion_cnn
from helpers.datasets import models

pytestmark = [
    pytest.mark.slow,  # imports TensorFlow
    # Models here are saved untrained: their optimiser has nothing to load yet.
    pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer"),
]

SETTINGS = {"dataset": "tiny", "seed": 1, "epochs": 2}
HISTORY = {"loss": [1.5, 0.5], "val_accuracy": [0.25, 0.75]}
X = np.linspace(0, 1, 12, dtype="float32").reshape(4, 3)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for each test, which does not exist yet."""
    folder = tmp_path / "models"
    monkeypatch.setenv("DL_LABS_MODELS", str(folder))
    return folder


@pytest.fixture(autouse=True)
def sample_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL_LABS_DATA", "sample")


def tiny(seed: int):
    """The smallest compiled model: three numbers in, two probabilities out."""
    import keras

    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def outputs(model) -> np.ndarray:
    return np.asarray(model(X))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_model_comes_back_with_its_history(kept: Path):
    model = tiny(1)
    path = models.keep("tiny", model, HISTORY, SETTINGS)
    loaded, history = models.take("tiny", SETTINGS)
    assert np.array_equal(outputs(loaded), outputs(model))
    assert history == HISTORY
    assert path.is_file()
    assert len(files(kept)) == 2, "the model and its record, and nothing left over"


def test_a_model_comes_back_ready_to_train_on():
    models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    loaded, _ = models.take("tiny", SETTINGS)
    assert loaded.optimizer is not None
    assert loaded.loss == "sparse_categorical_crossentropy"


def test_histories_of_numpy_numbers_are_kept():
    models.keep("tiny", tiny(1), {"loss": np.float32([1.5, 0.5])}, SETTINGS)
    assert models.take("tiny", SETTINGS)[1] == {"loss": [1.5, 0.5]}


def test_nothing_is_taken_where_nothing_was_kept():
    assert models.take("tiny", SETTINGS) is None


@pytest.mark.parametrize(
    "change", [{"seed": 2}, {"epochs": 3}, {"dataset": "other"}, {"source": "sample"}]
)
def test_a_model_trained_otherwise_is_not_taken(change: dict):
    models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    assert models.take("tiny", SETTINGS | change) is None


def test_a_model_of_another_name_is_not_taken():
    models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    assert models.take("other", SETTINGS) is None


def test_two_seeds_live_side_by_side(kept: Path):
    first, second = tiny(1), tiny(2)
    models.keep("tiny", first, HISTORY, SETTINGS)
    models.keep("tiny", second, {"loss": [9.0]}, SETTINGS | {"seed": 2})
    assert len(files(kept)) == 4
    assert np.array_equal(outputs(models.take("tiny", SETTINGS)[0]), outputs(first))
    loaded, history = models.take("tiny", SETTINGS | {"seed": 2})
    assert np.array_equal(outputs(loaded), outputs(second))
    assert history == {"loss": [9.0]}


def test_keeping_again_replaces(kept: Path):
    models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    newer = tiny(5)
    models.keep("tiny", newer, HISTORY, SETTINGS)
    assert len(files(kept)) == 2
    assert np.array_equal(outputs(models.take("tiny", SETTINGS)[0]), outputs(newer))


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "removed"])
def test_a_damaged_model_is_not_taken(damage: str):
    path = models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    content = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        path.write_bytes({"cut": content[:middle], "changed": flipped, "emptied": b""}[damage])
    assert models.take("tiny", SETTINGS) is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        "{}",
        "\udcff",
        json.dumps({"trained_on": SETTINGS, "history": HISTORY}),
        json.dumps({"trained_on": SETTINGS, "history": [1], "sha256": "0"}),
        json.dumps({"trained_on": SETTINGS, "history": {"loss": ["a"]}, "sha256": "0"}),
    ],
)
def test_a_damaged_record_is_not_taken(content: str):
    path = models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    path.with_suffix(".json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert models.take("tiny", SETTINGS) is None


def test_a_record_of_other_settings_is_not_taken():
    path = models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    record_path = path.with_suffix(".json")
    record = json.loads(record_path.read_text(encoding="utf-8"))
    record["trained_on"]["seed"] = 7
    record_path.write_text(json.dumps(record), encoding="utf-8")
    assert models.take("tiny", SETTINGS) is None


def stop_at_replace(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the given call of `Path.replace` end as Ctrl-C would."""
    replace, count = Path.replace, 0

    def interrupted(self: Path, target):
        nonlocal count
        count += 1
        if count == number:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)


@pytest.mark.parametrize("number", [1, 2], ids=["before the model", "before its record"])
def test_a_first_model_half_kept_is_not_taken(
    number: int, kept: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        stop_at_replace(number, patch)
        with pytest.raises(KeyboardInterrupt):
            models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    assert models.take("tiny", SETTINGS) is None
    assert not [name for name in files(kept) if "partial" in name]


@pytest.mark.parametrize("number", [1, 2], ids=["before the model", "before its record"])
def test_a_model_half_replaced_is_the_old_one_or_none(number: int, monkeypatch: pytest.MonkeyPatch):
    old, new = tiny(1), tiny(2)
    models.keep("tiny", old, HISTORY, SETTINGS)
    with monkeypatch.context() as patch:
        stop_at_replace(number, patch)
        with pytest.raises(KeyboardInterrupt):
            models.keep("tiny", new, {"loss": [0.0]}, SETTINGS)
    loaded = models.take("tiny", SETTINGS)
    if number == 1:
        assert np.array_equal(outputs(loaded[0]), outputs(old))
        assert loaded[1] == HISTORY
    else:  # the new model with the old record: they must not be paired
        assert loaded is None
    models.keep("tiny", new, {"loss": [0.0]}, SETTINGS)
    assert np.array_equal(outputs(models.take("tiny", SETTINGS)[0]), outputs(new))


def test_a_disk_that_fills_up_leaves_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch):
    model = tiny(1)

    def fill_up(path: Path, *_, **__):
        Path(path).write_bytes(b"half of a model")
        raise OSError("No space left on device")

    monkeypatch.setattr(model, "save", fill_up)
    with pytest.raises(OSError, match="No space left"):
        models.keep("tiny", model, HISTORY, SETTINGS)
    assert files(kept) == []
    assert models.take("tiny", SETTINGS) is None


def test_a_killed_process_leaves_no_half_model(kept: Path):
    """A kill runs no clean-up: what it leaves are partial files, which are not looked at."""
    path = models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    content = path.read_bytes()
    path.with_suffix(".json").unlink()
    path.unlink()
    path.with_name(f".{path.stem}.99.partial.keras").write_bytes(content[: len(content) // 2])
    assert models.take("tiny", SETTINGS) is None
    models.keep("tiny", tiny(1), HISTORY, SETTINGS)
    assert models.take("tiny", SETTINGS) is not None


def test_models_are_kept_in_the_course_folder_unless_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DL_LABS_MODELS")
    folder = models.folder()
    assert folder.parts[-2:] == ("build", "models")
    assert (folder.parents[1] / "helpers").is_dir()


FASHION = {"seed": 42, "epochs": 1, "train_size": 128, "batch_size": 64}


def few_images(monkeypatch: pytest.MonkeyPatch) -> tuple[np.ndarray, np.ndarray]:
    """Random images in place of the 60,000, of which the last 64 are for validation."""
    monkeypatch.setattr(fashion_cnn, "VALIDATION_START", 128)
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (192, 28, 28), dtype=np.uint8)
    return fashion_cnn.prepare(images), rng.integers(0, 10, 192, dtype=np.uint8)


def test_images_are_prepared():
    images = np.full((2, 28, 28), 255, dtype=np.uint8)
    x = fashion_cnn.prepare(images)
    assert (x.shape, x.dtype, x.max()) == ((2, 28, 28, 1), np.float32, 1)
    assert images.max() == 255


def test_the_same_seed_gives_the_same_network():
    first, again, other = fashion_cnn.build(1), fashion_cnn.build(1), fashion_cnn.build(2)
    assert first.count_params() == 225_034
    for array, same in zip(first.get_weights(), again.get_weights(), strict=True):
        assert np.array_equal(array, same)
    assert not np.array_equal(first.get_weights()[0], other.get_weights()[0])


def test_the_network_is_trained_once_and_then_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    x, y = few_images(monkeypatch)
    cnn, history = fashion_cnn.trained(x, y, **FASHION)
    assert "training it here" in capsys.readouterr().out
    assert sorted(history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    monkeypatch.setattr(fashion_cnn, "build", lambda seed: pytest.fail("trained again"))
    loaded, history_again = fashion_cnn.trained(x, y, **FASHION)
    assert "nothing to train" in capsys.readouterr().out
    assert history_again == history
    assert np.allclose(np.asarray(loaded(x[:4])), np.asarray(cnn(x[:4])))


def test_other_settings_or_other_data_are_another_network(monkeypatch: pytest.MonkeyPatch):
    fashion_cnn.keep(fashion_cnn.build(42), HISTORY, **FASHION)
    settings = fashion_cnn.trained_on(**FASHION)
    assert settings["source"] == "sample"
    assert models.take(fashion_cnn.NAME, settings) is not None
    for change in ({"seed": 1}, {"epochs": 2}, {"train_size": 64}, {"batch_size": 32}):
        assert models.take(fashion_cnn.NAME, fashion_cnn.trained_on(**FASHION | change)) is None
    assert models.take(fashion_cnn.NAME, settings | {"source": "real"}) is None
    assert models.take(fashion_cnn.NAME, settings | {"keras": "0.1"}) is None


def test_a_kept_network_of_another_form_is_not_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    """A student may keep what they built; labs 06 and 07 count on the course's network."""
    x, y = few_images(monkeypatch)
    fashion_cnn.keep(tiny(1), HISTORY, **FASHION)
    cnn, _ = fashion_cnn.trained(x, y, **FASHION)
    assert "training it here" in capsys.readouterr().out
    assert cnn.count_params() == 225_034
