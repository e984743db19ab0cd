"""Ask a deployed service the least: is it there, does it know a one, does it refuse nonsense?

    python serving/smoke.py https://digits.example

Standard library only: it runs where nothing is installed. Waits up to a minute for the service. `SMOKE_TOKEN` is
sent along where the service asks who calls.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request

ONE = [
    [255 if 4 <= row < 24 and column in (13, 14) else 0 for column in range(28)]
    for row in range(28)
]


def main(address: str) -> None:
    """End with 0 when all is well, else with what is wrong."""
    deadline = time.monotonic() + 60
    while (answer := ask(address + "/health"))[0] != 200:
        if time.monotonic() > deadline:
            sys.exit(f"smoke: {address}/health answers {answer[0]}: {answer[1]}")
        time.sleep(1)
    print(answer[1])
    status, body = ask(address + "/predict", {"image": ONE, "scale": 255})
    if status != 200 or json.loads(body)["predictions"][0]["class"] != 1:
        sys.exit(f"smoke: a one is answered with {status}: {body}")
    status, body = ask(address + "/predict", {"image": [], "scale": 255})
    if status != 400 or json.loads(body)["error"]["field"] != "image":
        sys.exit(f"smoke: an empty image is answered with {status}: {body}")
    status, body = ask(address + "/metrics")
    if status != 200 or "digits_requests_total" not in body:
        sys.exit(f"smoke: the metrics are answered with {status}")
    print("The service answers as it should.")


def ask(address: str, content: object = None) -> tuple[int, str]:
    """Status and text of the answer; 0 and the reason where there is none."""
    data = None if content is None else json.dumps(content).encode()
    headers = {"Content-Type": "application/json"}
    if token := os.environ.get("SMOKE_TOKEN"):
        headers["Authorization"] = f"Bearer {token}"
    try:
        request = urllib.request.Request(address, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
