"""The guards themselves: no other host, no unknown template variable."""

import socket

import pytest
from django.template import engines


def test_another_host_cannot_be_reached():
    with socket.socket() as other, pytest.raises(AssertionError, match="tried to reach"):
        other.connect(("192.0.2.1", 80))


def test_another_host_cannot_be_looked_up():
    with pytest.raises(AssertionError, match="tried to look up"):
        socket.create_connection(("athar.example", 80))


def test_an_unknown_template_variable_fails():
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable 'nobody'"):
        engines["django"].from_string("{{ nobody }}").render()
