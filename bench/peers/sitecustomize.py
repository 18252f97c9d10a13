"""Python reads this file first in each peer's environment: every host name is 127.0.0.1 there, so nothing is asked outside."""

import socket

_look_up = socket.getaddrinfo


def _loopback(host, port, *args, **kwargs):
    return _look_up("127.0.0.1", port, *args, **kwargs)


socket.getaddrinfo = _loopback
