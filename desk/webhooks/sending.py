"""One try of one message: a POST that is bounded in time and in what it reads, and follows no redirect."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import httpx

from desk.webhooks.endpoints import BadEndpoint, read_endpoint, resolve
from desk.webhooks.signing import sign
from store.webhooks import Message, Webhook

SECONDS = 10.0
"""A try ends after this, whatever the endpoint does: looking up the name, connecting, sending and the answer's head taken
together. Receivers are asked to take a message at once and work afterwards (Standard Webhooks says 15 to 30 seconds at
most; a cycle that serves many endpoints one after the other should not wait that long)."""

_GONE = 410


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a try: the status (None: no answer), why it was not taken ("" where it was), whether it never will be."""

    status: int | None
    error: str
    is_gone: bool = False


async def send(hook: Webhook, message: Message, key: str, now: datetime) -> Result:
    """Try to deliver a message. Never raises on what the endpoint or the net does."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _post(hook, message, key, now)
    except TimeoutError:
        return Result(None, f"no answer within {SECONDS:.0f} seconds")
    except BadEndpoint as error:
        return Result(None, str(error))
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        return Result(None, f"{type(error).__name__}: {error}"[:300])


async def _post(hook: Webhook, message: Message, key: str, now: datetime) -> Result:
    endpoint = read_endpoint(hook.url, allow_loopback=hook.allow_loopback)
    address = await resolve(endpoint, allow_loopback=hook.allow_loopback)
    body = message.body.encode()
    headers = {
        "host": endpoint.host_header,
        "content-type": "application/json",
        "user-agent": "news-corroborator-webhook",
        **sign(key, message.id, now, body),
    }
    options = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS)
    async with (
        options as client,
        client.stream(
            "POST",
            endpoint.at(address),
            content=body,
            headers=headers,
            extensions={"sni_hostname": endpoint.host},
        ) as response,
    ):
        return _result(response)  # its body is not read: nothing in it matters, and it may have no end


def _result(response: httpx.Response) -> Result:
    status = response.status_code
    if 200 <= status < 300:
        return Result(status, "")
    if 300 <= status < 400:
        target = urlsplit(response.headers.get("location", ""))
        place = f"{target.scheme}://{target.netloc}" if target.netloc else "another address"
        return Result(status, f"answered {status} and points to {place[:200]}: redirects are not followed; register the final URL")  # fmt: skip
    if status == _GONE:
        return Result(status, "answered 410 Gone: it wants no more messages", is_gone=True)
    return Result(status, f"answered {status} {response.reason_phrase}"[:200].strip())
