"""What a long training shows meanwhile."""

from __future__ import annotations

import pytest

from helpers.progress import epoch_numbers


@pytest.mark.slow  # imports TensorFlow
def test_finished_epochs_are_numbered_on_one_line(capsys: pytest.CaptureFixture):
    callback = epoch_numbers()
    callback.on_train_begin({})
    for epoch in range(3):
        callback.on_epoch_end(epoch, {})
    callback.on_train_end({})
    assert capsys.readouterr().out == "epoch 1 2 3\n"
