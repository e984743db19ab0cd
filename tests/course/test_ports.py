"""`course.ports`: which port a page gets."""

from __future__ import annotations

import socket

import pytest

from course import errors, ports


def test_taken_ports_are_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        free = ports.find_port("127.0.0.1", port)
        assert port < free < port + ports.TRIED


def test_port_taken_at_all_addresses_is_taken():
    with socket.create_server(("0.0.0.0", 0)) as listener:
        port = listener.getsockname()[1]
        assert ports.find_port("127.0.0.1", port) > port


def test_address_of_another_computer_is_refused():
    # 203.0.113.0/24 is reserved for documentation: no computer has it.
    with pytest.raises(errors.UsageError, match="not an address of this computer"):
        ports.find_port("203.0.113.1", 5000)


def test_no_port_left_is_said():
    with pytest.raises(errors.UsageError, match="no free port from 65536"):
        ports.find_port("127.0.0.1", 65_536)
