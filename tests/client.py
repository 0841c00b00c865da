"""One person at one browser, as the web client talks to the server."""

import json
import urllib.request

SECONDS_TO_ANSWER = 60


class Refused(Exception):
    """What the server says where it refuses."""


class Client:
    """A signed-in session; the password of test users is their login."""

    def __init__(self, address, database, login):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": login},
        )

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model.

        :raises Refused: with the server's sentence
        """
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _post(self, path, params):
        request = urllib.request.Request(
            self.address + path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=SECONDS_TO_ANSWER) as response:
            answer = json.load(response)
        if "error" in answer:
            raise Refused(answer["error"]["data"]["message"])
        return answer["result"]
