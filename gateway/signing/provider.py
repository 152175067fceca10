"""An OpenID provider: found by its discovery document, believed by its keys.

The document and the keys are kept for an hour; a token signed by a key that is not among them has them fetched anew, at
most once a minute. What did not answer in time, or not with what can be understood, is not asked again for a few
seconds, so that nobody waits for it: that one address of the provider's, since the others may well answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gateway.signing import web
from gateway.signing.settings import OidcSettings
from gateway.signing.web import Away, Failing
from kernel.clock import Clock

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""Signatures by a key that only the provider has; a shared secret or none at all convinces nobody."""
_KINDS: Final = frozenset({"RSA", "EC"})
_KEPT: Final = timedelta(hours=1)
_KEYS_ANEW: Final = timedelta(minutes=1)
_LEFT_ALONE: Final = timedelta(seconds=5)
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Distrusted(Exception):
    """What came is no token that the provider made for us, now and for this sign-in."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Something of the provider's, and when it was fetched."""

    value: Any
    at: datetime


class Provider:
    """The one provider of an installation, as one process knows it."""

    def __init__(self, settings: OidcSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._document: Fetched | None = None
        self._keys: Fetched | None = None
        self._away: dict[str, datetime] = {}

    def authorization_endpoint(self) -> str:
        """Where a person goes to sign in; raises Away."""
        return str(self._discovered()["authorization_endpoint"])

    def names_itself(self) -> bool:
        """Whether it says that whoever comes back says from whom (RFC 9207, section 3); raises Away."""
        return self._discovered().get("authorization_response_iss_parameter_supported") is True

    def identify(self, code: str, verifier: str, nonce: str) -> dict[str, Any]:
        """The claims of who came back with this code; raises Away, Declined, Distrusted."""
        answer = self._redeemed(code, verifier)
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise Distrusted("no id_token")
        decoded = self._decoded(token)
        settings = self._settings
        options: Any = {
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client},
        }
        known = {"nonce": nonce, "client_id": settings.client, "access_token": access}
        claims = CodeIDToken(decoded.claims, decoded.header, options=options, params=known)
        try:
            claims.validate(int(self._clock.now().timestamp()), int(settings.skew.total_seconds()))
        except (JoseError, TypeError, ValueError) as error:
            raise Distrusted(type(error).__qualname__) from None
        return dict(claims)

    def _redeemed(self, code: str, verifier: str) -> dict[str, Any]:
        """The tokens for a code, which is good once; asked for again after a failure, in the time that is left."""
        settings = self._settings
        document = self._discovered()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": settings.callback,
            "code_verifier": verifier,
        }
        methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        credentials = None
        if settings.secret and "client_secret_basic" in methods:
            credentials = (settings.client, settings.secret)
        else:
            form["client_id"] = settings.client
            if settings.secret:
                form["client_secret"] = settings.secret
        address = document["token_endpoint"]
        until = monotonic() + settings.timeout

        def ask() -> dict[str, Any]:
            return web.post(address, form, until - monotonic(), credentials)

        try:
            return self._answer(address, ask)
        except Failing:
            return self._answer(address, ask)  # a code that met with a failure is not used up: mostly it passes at once

    def _decoded(self, token: str) -> jwt.Token:
        """The token, by a key of the provider's: one of those known, or else of those that it has now."""
        try:
            return jwt.decode(token, self._key_set(_KEPT), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            pass  # it may have been signed by a key that is new since
        try:
            return jwt.decode(token, self._key_set(_KEYS_ANEW), algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise Distrusted(type(error).__qualname__) from None

    def _discovered(self) -> dict[str, Any]:
        if self._document is None or self._document.at + _KEPT <= self._clock.now():
            address = f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = self._answer(address, lambda: web.get(address, self._settings.timeout))
            if found.get("issuer") != self._settings.issuer:
                raise Away("another issuer than the one that was asked")
            if not all(isinstance(found.get(name), str) and web.is_safe(found[name]) for name in _ENDPOINTS):
                raise Away("no addresses in the discovery document")
            self._document = Fetched(found, self._clock.now())
        document: dict[str, Any] = self._document.value
        return document

    def _key_set(self, kept: timedelta) -> KeySet:
        if self._keys is None or self._keys.at + kept <= self._clock.now():
            address = self._discovered()["jwks_uri"]
            found: Any = self._answer(address, lambda: web.get(address, self._settings.timeout))
            try:
                # keys of kinds that nobody here can use are no reason to believe none of the others
                usable = [key for key in found["keys"] if key.get("kty") in _KINDS]
                keys = KeySet.import_key_set({"keys": usable})
            except (AttributeError, JoseError, KeyError, TypeError, ValueError) as error:
                raise Away(type(error).__qualname__) from None
            self._keys = Fetched(keys, self._clock.now())
        known: KeySet = self._keys.value
        return known

    def _answer(self, address: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        since = self._away.pop(address, None)
        if since is not None and self._clock.now() < since + _LEFT_ALONE:
            self._away[address] = since
            raise Away("it did not answer a moment ago")
        try:
            return ask()
        except Failing:
            raise
        except Away:
            # from when it was waited for in vain: that may have taken longer than this
            self._away[address] = self._clock.now()
            raise
