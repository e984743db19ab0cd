"""Versions of installed packages."""

from importlib import metadata


def version(package: str) -> str:
    """Version of an installed package, such as `2.21.0` for `tensorflow`.

    TensorFlow without GPU, which Linux gets, has another name: `tensorflow-cpu`.
    """
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return metadata.version(f"{package}-cpu")
