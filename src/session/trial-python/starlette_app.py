"""A Starlette program for the tests: `starlette_app.py PORT CONFIG`; the configuration goes to SessionMiddleware.

`POST /do` takes {"python": STATEMENTS}, runs them with `session` at hand, and answers with the session.
"""
import json
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route


async def do(request):
    names = {"session": request.session, "messages": None}
    exec((await request.json())["python"], names)
    return JSONResponse({"data": request.session, "messages": names["messages"]})


if __name__ == "__main__":
    app = Starlette(
        routes=[Route("/do", do, methods=["POST"])],
        middleware=[Middleware(SessionMiddleware, **json.loads(sys.argv[2]))],
    )
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
