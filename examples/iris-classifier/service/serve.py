"""Answer rows over HTTP: the process of the image, with the standard library only.

    POST /v1/predict   {"rows": [{"sepal_length": 5.1, ...}]}
    GET  /ready        200 once the golden answers have been reproduced
    GET  /metrics      the series that manifest.yaml declares

Every option is a parameter of manifest.yaml, with the same default. It is an
example: TLS and authentication are the business of the proxy beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import re
import signal
import sys
import threading
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from service.predict import ROOT, Classifier, Prediction, RowError, read_csv

LEVELS = ("debug", "info", "warning", "error")
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
UNITS = {"": 1, "k": 10**3, "M": 10**6, "Ki": 2**10, "Mi": 2**20}
MILLISECONDS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}


def duration(text: str) -> float:
    """Read a duration as manifests spell it (1m30s, 250ms); the result is seconds."""
    if text == "0s":
        return 0.0
    if not re.fullmatch(r"(?=.)(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?", text):
        raise argparse.ArgumentTypeError(f"not a duration: {text!r}")
    parts = re.findall(r"(\d+)(ms|[dhms])", text)
    return sum(int(number) * MILLISECONDS[unit] for number, unit in parts) / 1000


def quantity(text: str) -> int:
    """Read a whole number of bytes as manifests spell it (256Ki)."""
    found = re.fullmatch(r"(0|[1-9]\d*)(k|M|Ki|Mi)?", text)
    if not found:
        raise argparse.ArgumentTypeError(f"not a number of bytes: {text!r}")
    return int(found[1]) * UNITS[found[2] or ""]


def boolean(text: str) -> bool:
    """Read true or false and nothing else: a typo must stop the start."""
    if text not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"not true or false: {text!r}")
    return text == "true"


def trace_id(header: str | None) -> str | None:
    """Return the trace's id out of a W3C traceparent header, if it is one."""
    found = re.fullmatch(r"[0-9a-f]{2}-([0-9a-f]{32})-.*", header or "")
    return found[1] if found else None


class Log:
    """JSON lines on stdout, with the fields that manifest.yaml lists."""

    def __init__(self, level: str) -> None:
        """Drop what is below `level`; the release's id goes into every line."""
        self._lowest = LEVELS.index(level)
        self._release = os.environ.get("RELEASE_ID", "unknown")
        self._lock = threading.Lock()

    def __call__(self, level: str, event: str, **fields: object) -> None:
        """Write one line."""
        if LEVELS.index(level) < self._lowest:
            return
        line = {"level": level, "event": event, "release_id": self._release, **fields}
        with self._lock:
            print(json.dumps(line), flush=True)


class Metrics:
    """The series of /metrics: few enough to need no client library."""

    def __init__(self) -> None:
        """Start from zero."""
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0
        # A ratio over a series that does not exist yet has no data.
        for series in ("predictions", "uncertain", "labelling_dropped"):
            self._counts[f"iris_{series}_total"] = 0

    def add(self, series: str, amount: int = 1) -> None:
        """Raise a counter."""
        with self._lock:
            self._counts[series] += amount

    def observe(self, seconds: float) -> None:
        """Count one request in the histogram of times."""
        with self._lock:
            self._seconds += seconds
            self._buckets[float("inf")] += 1
            for bound in BUCKETS:
                self._buckets[bound] += seconds <= bound

    def text(self) -> str:
        """Return the exposition format, version 0.0.4."""
        with self._lock:
            lines = [f"{name} {self._counts[name]}" for name in sorted(self._counts)]
            name = "iris_request_seconds"
            lines.append(f"# TYPE {name} histogram")
            for bound in (*BUCKETS, float("inf")):
                label = "+Inf" if bound == float("inf") else f"{bound:g}"
                lines.append(f'{name}_bucket{{le="{label}"}} {self._buckets[bound]}')
            lines.append(f"{name}_sum {self._seconds:.6f}")
            lines.append(f"{name}_count {self._buckets[float('inf')]}")
        return "\n".join(lines) + "\n"


class Labelling:
    """Hands rows the model is unsure of to people; never makes a caller wait."""

    def __init__(self, endpoint: str, timeout: float, metrics: Metrics) -> None:
        """Start the sender, unless there is no endpoint."""
        self._endpoint, self._timeout, self._metrics = endpoint, timeout, metrics
        self._rows: queue.Queue[Mapping[str, object]] = queue.Queue(maxsize=1000)
        if endpoint:
            threading.Thread(target=self._send, daemon=True).start()

    def offer(self, row: Mapping[str, object]) -> None:
        """Take the row or, when the service is slow or gone, count it and let it go."""
        if not self._endpoint:
            return
        try:
            self._rows.put_nowait(row)
        except queue.Full:
            self._metrics.add("iris_labelling_dropped_total")

    def _send(self) -> None:
        headers = {"Content-Type": "application/json"}
        if token := os.environ.get("LABELLING_TOKEN"):
            headers["Authorization"] = f"Bearer {token}"
        while True:
            body = json.dumps(self._rows.get()).encode()
            request = urllib.request.Request(self._endpoint, body, headers)
            try:
                urllib.request.urlopen(request, timeout=self._timeout).close()
            except (OSError, ValueError):
                self._metrics.add("iris_labelling_dropped_total")


class Service:
    """What all requests share."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Load the release; a service that cannot answer must not become ready."""
        self.options = options
        self.metrics = Metrics()
        self.log = Log(options.log_level)
        self.labelling = Labelling(
            options.labelling_endpoint, options.labelling_timeout, self.metrics
        )
        self.classifier = Classifier(threads=options.threads)
        rows = read_csv(ROOT / "golden" / "input.csv", self.classifier.names)
        expected = (ROOT / "golden" / "species.csv").read_text("utf-8").split()[1:]
        self.ready = [p.species for p in self.classifier.predict(rows)] == expected

    def answer(self, body: bytes) -> list[dict[str, object]]:
        """Turn the body of a request into the answers for its rows."""
        try:
            document = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise RowError("the body is not JSON, or too deep") from error
        rows = document.get("rows") if isinstance(document, dict) else None
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise RowError("rows: a list of objects is needed")
        if len(rows) > self.options.batch_limit:
            raise RowError(f"rows: no more than {self.options.batch_limit}")
        found = self.classifier.predict(rows)
        return [self._render(row, one) for row, one in zip(rows, found)]

    def _render(
        self, row: Mapping[str, object], found: Prediction
    ) -> dict[str, object]:
        uncertain = found.confidence < self.options.confidence_floor
        self.metrics.add("iris_predictions_total")
        if uncertain:
            self.metrics.add("iris_uncertain_total")
            self.labelling.offer(row)
        answer: dict[str, object] = {"species": found.species, "uncertain": uncertain}
        if self.options.report_probabilities:
            answer["probabilities"] = found.probabilities
        return answer


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    service: Service

    def log_message(self, format: str, *args: object) -> None:
        """Silence the default log: it is not JSON."""

    def _reply(self, code: int, value: object) -> None:
        text = value if isinstance(value, str) else json.dumps(value) + "\n"
        kind = "text/plain" if isinstance(value, str) else "application/json"
        body = text.encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Answer the probe and the scraper."""
        if self.path == "/ready":
            code = 200 if self.service.ready else 503
            self._reply(code, {"ready": self.service.ready})
        elif self.path == "/metrics":
            self._reply(200, self.service.metrics.text())
        else:
            self._reply(404, {"error": "no such path"})

    def do_POST(self) -> None:
        """Answer rows, and account for the request whatever became of it."""
        started = time.perf_counter()
        code, value, rows = self._predict()
        seconds = time.perf_counter() - started
        self.service.metrics.add(f'iris_requests_total{{code="{code}"}}')
        self.service.metrics.observe(seconds)
        self.service.log(
            "info" if code < 500 else "error",
            "predict",
            request_id=self.headers.get("X-Request-Id") or str(uuid.uuid4()),
            trace_id=trace_id(self.headers.get("traceparent")),
            status=code,
            rows=rows,
            latency_ms=round(seconds * 1000, 3),
        )
        self._reply(code, value)

    def _predict(self) -> tuple[int, object, int]:
        self.close_connection = True
        if self.path != "/v1/predict":
            return 404, {"error": "no such path"}, 0
        length = self.headers.get("Content-Length") or ""
        if not re.fullmatch(r"[0-9]{1,9}", length):
            return 411, {"error": "Content-Length is needed"}, 0
        if int(length) > self.service.options.body_limit:
            return 413, {"error": "the body is too large"}, 0
        try:
            answers = self.service.answer(self.rfile.read(int(length)))
        except RowError as error:
            return 400, {"error": str(error)}, 0
        except OSError:  # TimeoutError is one, under every version of Python
            return 408, {"error": "the body came too slowly"}, 0
        # Whatever it is, it has to be counted, or no gate and no alert would see it.
        except Exception as error:  # noqa: BLE001
            self.service.log("error", "exception", kind=type(error).__name__)
            return 500, {"error": "internal error"}, 0
        return 200, {"predictions": answers}, len(answers)


def options() -> argparse.Namespace:
    """Read the options; those that come as variables are checked all the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--confidence-floor", type=float, default=0.6)
    parser.add_argument("--batch-limit", type=int, default=256)
    parser.add_argument("--body-limit", type=quantity, default="64Ki")
    parser.add_argument("--request-timeout", type=duration, default="10s")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--labelling-endpoint", default="")
    parser.add_argument("--labelling-timeout", type=duration, default="2s")
    found = parser.parse_args()
    level = os.environ.get("IRIS_LOG_LEVEL", "warning")
    if level not in LEVELS:
        parser.error(f"IRIS_LOG_LEVEL: not one of {', '.join(LEVELS)}")
    found.log_level = level
    try:
        found.report_probabilities = boolean(
            os.environ.get("IRIS_REPORT_PROBABILITIES", "true")
        )
    except argparse.ArgumentTypeError as error:
        parser.error(f"IRIS_REPORT_PROBABILITIES: {error}")
    return found


def main() -> int:
    """Serve until SIGTERM."""
    found = options()
    Handler.service = Service(found)
    Handler.timeout = found.request_timeout
    server = ThreadingHTTPServer((found.address, found.port), Handler)
    server.daemon_threads = True
    # shutdown() waits for the loop, which waits for this handler: another thread.
    signal.signal(
        signal.SIGTERM,
        lambda *_: threading.Thread(target=server.shutdown).start(),
    )
    Handler.service.log("info", "started", ready=Handler.service.ready)
    server.serve_forever()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
