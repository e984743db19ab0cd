"""The data as people have them: right in any wrapping, and what is wrong is named."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.data import fetch_all
from helpers import data
from helpers.datasets import conversions, download, forms, idx, sources
from helpers.datasets.idx import DataError
from tests.helpers.conftest import LOADERS, NAMES, raw_idx

HEADER = ",".join(["label", *(f"pixel{number}" for number in range(1, 785))]) + "\n"


def bare(file: str) -> str:
    return file.removesuffix(".gz")


def dotted(file: str) -> str:
    """The other spelling, `train-images.idx3-ubyte`."""
    return bare(file).replace("-idx", ".idx")


def table(images: np.ndarray, labels: np.ndarray, header: str = HEADER) -> bytes:
    rows = np.column_stack([labels, images.reshape(len(images), -1)]).tolist()
    return (header + "".join(",".join(map(str, row)) + "\n" for row in rows)).encode()


def archive(arrays: list[np.ndarray]) -> bytes:
    content = io.BytesIO()
    np.savez_compressed(
        content, **dict(zip(("x_train", "y_train", "x_test", "y_test"), arrays, strict=True))
    )
    return content.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, inside in files.items():
            packed.writestr(name, inside)
    return content.getvalue()


def of_kaggle(arrays: list[np.ndarray]) -> dict[str, bytes]:
    """Kaggle's MNIST: each file twice, once in a folder of its own name."""
    files = dict(zip(NAMES, map(raw_idx, arrays), strict=True))
    nested = {f"{bare(name)}/{bare(name)}": raw for name, raw in files.items()}
    return nested | {dotted(name): raw for name, raw in files.items()}


def tables(arrays: list[np.ndarray], prefix: str) -> dict[str, bytes]:
    return {
        f"{prefix}_train.csv": table(*arrays[:2]),
        f"{prefix}_test.csv": table(*arrays[2:]),
    }


# From the four arrays of a dataset, files and their content, in a folder of their own.
FORMS = {
    "not compressed": lambda a: dict(zip(map(bare, NAMES), map(raw_idx, a), strict=True)),
    "other spelling": lambda a: dict(zip(map(dotted, NAMES), map(raw_idx, a), strict=True)),
    "compressed anew": lambda a: dict(zip(NAMES, map(idx.pack, a), strict=True)),
    "nested folders": of_kaggle,
    "tables": lambda a: tables(a, "mnist"),
    "tables without names": lambda a: {
        "mnist_train.csv": table(*a[:2], header=""),
        "mnist_test.csv": table(*a[2:], header=""),
    },
    "tables and files": lambda a: tables(a, "fashion-mnist") | of_kaggle(a),
    "zip of files": lambda a: {"archive.zip": zipped(of_kaggle(a))},
    "zip of tables": lambda a: {"archive (1).zip": zipped(tables(a, "mnist"))},
    "Keras": lambda a: {"mnist.npz": archive(a)},
}


@pytest.fixture
def arrays(contents) -> dict[str, list[np.ndarray]]:
    """The four arrays of each dataset."""
    return {
        dataset: [idx.parse(contents[str(file)], file.shape) for file in files]
        for dataset, files in idx.FILES.items()
    }


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def assert_loaded(arrays: dict[str, list[np.ndarray]]) -> None:
    for dataset, load in LOADERS.items():
        (x_train, y_train), (x_test, y_test) = load()
        for read, right in zip((x_train, y_train, x_test, y_test), arrays[dataset], strict=True):
            np.testing.assert_array_equal(read, right)
            assert read.dtype == np.uint8
        assert data.source(dataset) == "real"


@pytest.mark.parametrize("form", FORMS)
def test_right_data_are_right_in_any_wrapping(form, arrays, tmp_path, monkeypatch, capsys):
    stick = tmp_path / "stick"
    for number, right in enumerate(arrays.values()):
        write(stick / f"download {number}", FORMS[form](right))
    monkeypatch.setenv("DL_LABS_DATA", str(stick))
    assert_loaded(arrays)
    assert fetch_all(progress=False)
    assert "download 0" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["zip of files", "zip of tables"])
def test_one_zip_can_be_named_itself(form, arrays, tmp_path, monkeypatch):
    both = {
        f"{dataset}/{name}": content
        for dataset, right in arrays.items()
        for zip_of in FORMS[form](right).values()
        for name, content in members(zip_of).items()
    }
    write(tmp_path, {"both.zip": zipped(both)})
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path / "both.zip"))
    assert_loaded(arrays)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture
def stick(arrays, tmp_path, monkeypatch) -> Path:
    """A folder with both datasets as tables, named to the course and read once."""
    stick = tmp_path / "stick"
    for dataset, right in arrays.items():
        write(stick / dataset, FORMS["tables"](right))
    monkeypatch.setenv("DL_LABS_DATA", str(stick))
    assert_loaded(arrays)
    return stick


def test_it_is_read_once_and_kept_in_one_form(arrays, stick, monkeypatch):
    assert sources.folder() == download.cache_folder()
    for file in (file for files in idx.FILES.values() for file in files):
        idx.read(download.cache_folder() / str(file), file)
    monkeypatch.setattr(forms, "look", None)  # not again
    assert_loaded(arrays)
    monkeypatch.delenv("DL_LABS_DATA")
    monkeypatch.setattr(sources, "_settled", {})
    assert_loaded(arrays)  # without the stick, too


def test_what_was_kept_does_not_hide_that_a_file_has_changed(arrays, stick):
    write(stick / "mnist", tables([*arrays["mnist"][:3], 9 - arrays["mnist"][3]], "mnist"))
    with pytest.raises(DataError, match="was altered"):
        data.load_mnist()


def test_read_only_cache_costs_time_only(arrays, tmp_path, monkeypatch):
    write(tmp_path / "stick", FORMS["Keras"](arrays["mnist"]))
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DL_LABS_CACHE", str(tmp_path / "file"))
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path / "stick"))
    assert data.source("mnist") == "real"


BAD = {
    "not compressed": ("images-idx3-ubyte was altered", lambda raw: raw[:-1] + b"\xff"),
    "nested folders": ("ubyte holds 4,703 values, not 4,704", lambda raw: raw[:-1]),
    "tables": ("no table of 785 columns", lambda text: text + b"999\n"),
    "zip of files": ("was altered", lambda raw: raw[:-1] + b"\xff"),
    "Keras": ("mnist.npz is damaged", lambda packed: packed[: len(packed) // 2]),
}


@pytest.mark.parametrize("form", BAD)
def test_wrong_data_are_named(form, arrays, tmp_path, monkeypatch, capsys):
    reason, spoil = BAD[form]
    files = FORMS[form](arrays["mnist"])
    if form == "zip of files":
        files = {
            "archive.zip": zipped({k: spoil(v) for k, v in of_kaggle(arrays["mnist"]).items()})
        }
    else:
        files = {name: spoil(content) for name, content in files.items()}
    write(tmp_path / "stick", files)
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path / "stick"))
    with pytest.raises(DataError, match=reason) as raised:
        data.load_mnist()
    assert str(tmp_path / "stick") in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not fetch_all(progress=False)
    assert reason in capsys.readouterr().out


@pytest.mark.parametrize("form", ["Keras", "tables", "nested folders"])
def test_data_of_the_other_dataset_are_not_called_wrong(form, arrays, tmp_path, monkeypatch):
    write(tmp_path, FORMS[form](arrays["fashion-mnist"]))
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path))
    assert data.source("fashion-mnist") == "real"
    with pytest.raises(DataError, match="has no folder mnist/ in it, and no mnist from Kaggle"):
        data.load_mnist()


def test_table_without_the_other_is_named(arrays, tmp_path, monkeypatch):
    files = FORMS["tables"](arrays["mnist"])
    write(tmp_path, {"mnist_train.csv": files["mnist_train.csv"]})
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path))
    with pytest.raises(DataError, match="without the one of the test images"):
        data.load_mnist()


def test_official_file_counts_where_it_belongs(arrays, contents, tmp_path, monkeypatch):
    """One that is wrong at its place is named, whatever lies elsewhere."""
    write(tmp_path, contents | FORMS["nested folders"](arrays["mnist"]))
    (tmp_path / "mnist" / NAMES[0]).write_bytes(b"")
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is empty"):
        data.load_mnist()


def test_keras_is_asked_before_the_network(arrays, tmp_path, monkeypatch, capsys):
    write(sources.KERAS, FORMS["Keras"](arrays["mnist"]))
    write(sources.KERAS / "fashion-mnist", FORMS["compressed anew"](arrays["fashion-mnist"]))
    monkeypatch.setattr(download, "fetch", None)
    assert_loaded(arrays)
    assert capsys.readouterr() == ("", "")


def test_what_keras_has_wrong_is_passed_over(arrays, monkeypatch):
    write(sources.KERAS, {"mnist.npz": b"no"})
    assert data.source("mnist") == "sample"  # there is no mirror here


@given(st.permutations(range(9)), st.integers(0, 2**32 - 1))
def test_rows_in_any_order_come_into_the_official_one(shuffled: list[int], seed: int):
    rows = np.random.default_rng(seed).integers(0, 256, (9, 785)).astype(np.uint8)
    training, test = forms.in_official_order(rows[shuffled], forms.sorting(rows), 6)
    np.testing.assert_array_equal(training, rows[:6])
    np.testing.assert_array_equal(test, rows[6:])


# The real data, in the forms of Kaggle and Keras

FOLDER = os.environ.get("DL_LABS_DATA", "")


@pytest.mark.acceptance
@pytest.mark.skipif(FOLDER in ("", "sample"), reason="DL_LABS_DATA names no folder")
def test_real_data_in_the_forms_of_kaggle_and_keras(tmp_path, monkeypatch):
    """Kaggle's tables are shuffled, training and test each by itself."""
    monkeypatch.setenv("DL_LABS_CACHE", str(tmp_path / "cache"))
    real = {dataset: list(sources.load(dataset)) for dataset in LOADERS}
    rng = np.random.default_rng(0)
    shuffled = [rng.permutation(60_000), rng.permutation(10_000)]
    x_train, y_train, x_test, y_test = real["fashion-mnist"]
    mixed = [x_train[shuffled[0]], y_train[shuffled[0]], x_test[shuffled[1]], y_test[shuffled[1]]]
    write(tmp_path / "stick", FORMS["zip of files"](real["mnist"]) | tables(mixed, "fashion-mnist"))
    write(tmp_path / "keras", FORMS["Keras"](real["mnist"]))
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path / "stick"))
    assert_loaded(real)
    shutil.rmtree(tmp_path / "cache")
    (mnist,) = (forms.look(tmp_path / "keras", dataset) for dataset in ("mnist",))
    assert all(part.array is not None for part in mnist)
    assert conversions.read(tmp_path / "keras", "mnist") is None
