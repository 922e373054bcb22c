"""The PostGIS backend with a health check that costs no question to the server."""

import select

from django.contrib.gis.db.backends.postgis import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ended a connection has said so, or closed it: the socket can be read.

    Nothing to read is what an idle connection looks like, and asking `SELECT 1` at every request
    would tell no more.
    """

    def is_usable(self):
        if self.connection is None or self.connection.closed:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return super().is_usable() if socket.poll(0) else True
