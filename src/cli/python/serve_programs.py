"""Serves the Python programs of lessons, one after the other or several at once, each on a port of its own.

Orders come on stdin and answers go to stdout, one JSON object a line:

    {"serve": "flask" | "fastapi", "name": "theme-flask", "source": "…"}   {"port": 40123} or {"error": "…"}
    {"stop": 40123}                                                        {}
    {"offsetSeconds": 3660}                                                {}   moves the wall clock of all

What the programs print, and their tracebacks, go to stderr.
"""
import movable_clock  # isort: skip

import asyncio
import json
import logging
import socket
import sys
import threading
import traceback
import types

logging.getLogger("werkzeug").setLevel(logging.ERROR)
answers = sys.stdout
sys.stdout = sys.stderr
stops = {}


def load(name, source):
    """A module of its own for each start: nothing is left of the one before."""
    module = types.ModuleType(name)
    module.__file__ = f"{name}.py"
    sys.modules[name] = module
    exec(compile(source, module.__file__, "exec"), module.__dict__)
    if not hasattr(module, "app"):
        raise NameError("the program defines no app")
    return module.app


def serve_flask(app):
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def stop():
        server.shutdown()
        server.server_close()
        thread.join()

    return server.server_port, stop


def serve_fastapi(app):
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    # After an error of the program uvicorn closes without a word, and the client's next request would meet that.
    alone = [("Connection", "close")]
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on", headers=alone))
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True
    )
    thread.start()

    def stop():
        server.should_exit = True
        thread.join(2)
        server.force_exit = True
        thread.join()
        listening.close()

    return listening.getsockname()[1], stop


servers = {"flask": serve_flask, "fastapi": serve_fastapi}


def obey(order):
    if "serve" in order:
        port, stop = servers[order["serve"]](load(order["name"].replace("-", "_"), order["source"]))
        stops[port] = stop
        return {"port": port}
    if "stop" in order:
        stops.pop(order["stop"])()
        return {}
    movable_clock.set_offset(order["offsetSeconds"])
    return {}


for line in sys.stdin:
    try:
        answer = obey(json.loads(line))
    except BaseException:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), file=answers, flush=True)
