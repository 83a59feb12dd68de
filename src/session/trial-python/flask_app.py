"""A Flask program for the tests: `flask_app.py PORT CONFIG`, the configuration as JSON.

SESSION_TYPE "cookie" is Flask's own session; "redis" and "filesystem" are Flask-Session's. REDIS_PORT says which
Redis. `POST /do` takes {"python": STATEMENTS}, runs them with `session` and `flash` at hand, and answers with
the session as Flask's tagged JSON, so that the types can be seen.
"""
import datetime
import json
import sys
import uuid

from flask import Flask, flash, get_flashed_messages, jsonify, request, session
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.serving import make_server


class RotatingSessionInterface(SecureCookieSessionInterface):
    """SECRET_KEY_FALLBACKS as Flask 3.1.1 has it: the current key is the last one of itsdangerous's list."""

    def get_signing_serializer(self, app):
        return URLSafeTimedSerializer(
            [*app.config.get("SECRET_KEY_FALLBACKS", []), app.secret_key],
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )


def create_app(config):
    app = Flask("trial")
    app.config.update(config)
    kind = config["SESSION_TYPE"]
    if kind == "cookie":
        if "SECRET_KEY_FALLBACKS" in config:
            app.session_interface = RotatingSessionInterface()
    else:
        if kind == "redis":
            from redis import Redis

            app.config["SESSION_REDIS"] = Redis(host="127.0.0.1", port=config["REDIS_PORT"])
        from flask_session import Session

        Session(app)

    @app.post("/do")
    def do():
        names = {
            "session": session,
            "flash": flash,
            "Markup": Markup,
            "datetime": datetime,
            "uuid": uuid,
            "messages": None,
            "get_flashed_messages": get_flashed_messages,
        }
        exec(request.get_json()["python"], names)
        text = TaggedJSONSerializer().dumps(dict(session))
        # "NaN" for nan, which JSON has no number for.
        return jsonify(data=json.loads(text, parse_constant=str), messages=names["messages"])

    return app


if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[1]), create_app(json.loads(sys.argv[2])), threaded=True).serve_forever()
