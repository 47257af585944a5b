"""Binds the control and the metrics port of a Python function, which Pulsar opens on every address, to loopback."""
import socketserver

try:
    import grpc
except ImportError:  # Before it is fetched.
    grpc = None

LOOPBACK = '127.0.0.1'

_bind = socketserver.TCPServer.server_bind


def server_bind(self):
    self.server_address = (LOOPBACK, self.server_address[1])
    _bind(self)


socketserver.TCPServer.server_bind = server_bind

if grpc is not None:
    _server = grpc.server

    def server(*arguments, **options):
        made = _server(*arguments, **options)
        add = made.add_insecure_port
        made.add_insecure_port = lambda address: add(LOOPBACK + ':' + address.rsplit(':', 1)[1])
        return made

    grpc.server = server
