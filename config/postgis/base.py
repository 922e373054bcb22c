"""The PostGIS backend with a health check that costs no question to the server, and with statements
that the server keeps prepared.
"""

import select

from django.contrib.gis.db.backends.postgis import base

OFTEN = 2  # times a statement is sent before the server is asked to keep it prepared


class DatabaseWrapper(base.DatabaseWrapper):
    """What every connection of ours does otherwise than Django's."""

    def get_connection_params(self):
        """Django forbids prepared statements to all, for the sake of poolers; those it sends itself
        are never prepared, those of `directory.database` are.

        A pooler that gives each transaction another connection must know prepared statements.
        """
        return super().get_connection_params() | {"prepare_threshold": OFTEN}

    def is_usable(self):
        """A server that ended a connection has said so, or closed it: the socket can be read.

        Nothing to read is what an idle connection looks like, and asking `SELECT 1` at every
        request would tell no more.
        """
        if self.connection is None or self.connection.closed:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return super().is_usable() if socket.poll(0) else True
