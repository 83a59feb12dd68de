"""Answers one JSON line with one JSON line: the Python packages' own codecs, for random tests.

{"do": NAME, …}; an exception is {"error": TEXT}. Values travel as Flask's tagged JSON, which keeps types apart.
"""
import base64
import hashlib
import json
import pickle
import sys

import itsdangerous
import itsdangerous.timed
from flask.json.tag import TaggedJSONSerializer

tagged = TaggedJSONSerializer()


class Clock:
    now = 0

    @classmethod
    def time(cls):
        return cls.now


itsdangerous.timed.time = Clock


def flask_serializer(line):
    return itsdangerous.URLSafeTimedSerializer(
        line["secrets"],
        salt="cookie-session",
        serializer=tagged,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
    )


def starlette_signer(line):
    return itsdangerous.TimestampSigner(line["secrets"])


def do(line):
    Clock.now = line.get("now", 0)
    what = line["do"]
    if what == "flask-sign":
        return flask_serializer(line).dumps(tagged.loads(line["value"]))
    if what == "flask-read":
        return tagged.dumps(flask_serializer(line).loads(line["cookie"], max_age=line["max_age"]))
    if what == "starlette-sign":
        data = base64.b64encode(json.dumps(json.loads(line["value"])).encode("utf-8"))
        return starlette_signer(line).sign(data).decode("utf-8")
    if what == "starlette-read":
        data = starlette_signer(line).unsign(line["cookie"], max_age=line["max_age"])
        return json.dumps(json.loads(base64.b64decode(data)))
    if what == "pickle-dumps":
        value = tagged.loads(line["value"])
        return base64.b64encode(pickle.dumps(value, line["protocol"])).decode("ascii")
    if what == "pickle-loads":
        return tagged.dumps(pickle.loads(base64.b64decode(line["bytes"])))
    if what == "pickle-eval":
        return base64.b64encode(pickle.dumps(evaluated(line), line["protocol"])).decode("ascii")
    if what == "pickle-same":
        read = pickle.loads(base64.b64decode(line["bytes"]))
        # repr tells types apart, and nan from nothing.
        return "same" if repr(read) == repr(evaluated(line)) else repr(read)
    if what == "msgpack-dumps":
        return base64.b64encode(msgpack_codec()[0](tagged.loads(line["value"]))).decode("ascii")
    if what == "msgpack-loads":
        return tagged.dumps(msgpack_codec()[1](base64.b64decode(line["bytes"])))
    raise ValueError(f"no such thing: {what}")


def evaluated(line):
    names = {name: __import__(name) for name in ("collections", "datetime", "decimal", "uuid")}
    return eval(line["python"], names)


def msgpack_codec():
    """msgspec, as Flask-Session 0.7 uses it."""
    import msgspec

    return msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder().decode


for text in sys.stdin:
    try:
        answer = {"ok": do(json.loads(text))}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
