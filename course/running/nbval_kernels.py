"""A pytest plugin: nbval runs the labs that use TensorFlow on forked kernels."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory

from course import labs
from course.running import forking, schedule
from course.running.kernels import ForkedKernel


def pytest_configure() -> None:
    """Offer forked kernels with TensorFlow."""
    forking.preimport(*forking.TENSORFLOW)
    factory = KernelProvisionerFactory.instance()
    value = f"{ForkedKernel.__module__}:{ForkedKernel.__name__}"
    factory.provisioners["forked"] = EntryPoint("forked", value, factory.GROUP_NAME)


@pytest.hookimpl(tryfirst=True)  # before nbval starts the notebook's kernel
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the next kernel be forked if the lab uses TensorFlow, and be an ordinary one if not."""
    (lab,) = labs.find([item.path.stem])
    kind = "forked" if schedule.uses_tensorflow(lab) else "local-provisioner"
    KernelProvisionerFactory.instance().default_provisioner_name = kind
