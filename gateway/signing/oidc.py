"""Signing in by the office's identity provider: OpenID Connect, authorization code with PKCE, state and nonce.

Nothing is kept while somebody is at the provider. The browser holds one random cookie; state, nonce and PKCE verifier
are derived from it with a secret of ours, so that a way back works in the browser that set out, and within minutes.
Who comes back gets a code for one session, good once, for a minute, in that browser: no token is ever in an address.

No account is ever made by this. Somebody is an account that was bound to them; or, where the office names a claim, the
account with that user name, which is bound to them at that moment and never to another by a claim again. An
administrator's account is bound by an administrator only.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy import Connection, Engine, insert, select, update

from gateway import tables
from gateway.account import USERNAME, loaded
from gateway.roles import ADMIN
from gateway.session import SignedIn, hashed
from gateway.sessions import Sessions
from gateway.signing.identities import Identities, IdentityTaken
from gateway.signing.provider import Distrusted, Provider
from gateway.signing.settings import OidcSettings
from gateway.signing.trail import FAILED, Visit
from gateway.signing.web import Away, Declined
from gateway.wish import Wish, Wishes
from kernel import logs
from kernel.clock import Clock
from kernel.decider import Refusal

log = logs.get(__name__)

THERE_AND_BACK: Final = timedelta(minutes=10)
_CODE: Final = timedelta(minutes=1)
_LONGEST_CODE: Final = 4096
_STATE: Final = 43
_LONGEST_SUBJECT: Final = 255  # OpenID Connect Core 1.0, section 2


@dataclass(eq=False)
class OidcOff(Refusal):
    """There is no identity provider here."""

    code: ClassVar[str] = "gateway.oidc_off"


@dataclass(eq=False)
class OidcAway(Refusal):
    """The identity provider does not answer, or with nothing that can be understood."""

    code: ClassVar[str] = "gateway.oidc_away"


@dataclass(eq=False)
class OidcRefused(Refusal):
    """Nobody came back from the provider who can be believed."""

    code: ClassVar[str] = "gateway.oidc_refused"


@dataclass(eq=False)
class OidcUnknown(Refusal):
    """The provider knows this person; no account here is theirs."""

    code: ClassVar[str] = "gateway.oidc_unknown"


@dataclass(eq=False)
class SignInCodeUnusable(Refusal):
    """The one-time code is unknown, used, too old, or another browser's."""

    code: ClassVar[str] = "gateway.sign_in_code_unusable"


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, and the cookie that it comes back with."""

    address: str
    cookie: str


class OidcSignIn:
    """The way to the provider and back."""

    def __init__(  # noqa: PLR0917 - see gateway.wiring
        self,
        engine: Engine,
        provider: Provider,
        identities: Identities,
        sessions: Sessions,
        wishes: Wishes,
        clock: Clock,
        settings: OidcSettings,
    ) -> None:
        self._writing = tables.for_writing(engine)
        self._provider = provider
        self._sessions = sessions
        self._wishes = wishes
        self._clock = clock
        self.identities = identities
        self.settings = settings

    def depart(self) -> Departure:
        """Set out; raises OidcAway."""
        try:
            endpoint = self._provider.authorization_endpoint()
        except Away as error:
            raise self._away(error) from None
        cookie = f"{int(self._clock.now().timestamp())}.{secrets.token_urlsafe(32)}"
        asked = {
            "response_type": "code",
            "client_id": self.settings.client,
            "redirect_uri": self.settings.callback,
            "scope": self.settings.scopes,
            "state": self._derived("state", cookie),
            "nonce": self._derived("nonce", cookie),
            "code_challenge": create_s256_code_challenge(self._derived("verifier", cookie)),
            "code_challenge_method": "S256",
        }
        return Departure(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", cookie)

    def arrive(self, cookie: str, said: Mapping[str, str], visit: Visit) -> str:
        """A one-time code for who came back; raises OidcRefused, OidcAway, OidcUnknown."""
        code = said.get("code", "")
        answers = self._set_out(cookie) and self._is_the_answer(said, cookie) and 0 < len(code) <= _LONGEST_CODE
        try:
            if not (answers and self._comes_from_it(said)):
                self._sessions.trail.record(None, visit, FAILED, "refused")
                raise OidcRefused
            claims = self._provider.identify(code, self._derived("verifier", cookie), self._derived("nonce", cookie))
        except Away as error:
            raise self._away(error) from None
        except (Declined, Distrusted) as error:
            log.warning("nobody came back who can be believed", error=type(error).__qualname__, reason=str(error))
            self._sessions.trail.record(None, visit, FAILED, "refused")
            raise OidcRefused from None
        try:
            return self._let_in(claims, cookie, visit)
        except IdentityTaken:
            # another tab of the same person came first, or another person: by now it is known who
            return self._let_in(claims, cookie, visit)

    def _let_in(self, claims: Mapping[str, Any], cookie: str, visit: Visit) -> str:
        with self._writing.begin() as connection:
            row = self._account_of(connection, claims)
            if row is not None and self._sessions.may_sign_in(row):
                return self._handed_out(connection, row.username, cookie)
            known = None if row is None else row.username
            self._sessions.trail.record_in(connection, known, visit, FAILED, "disabled" if known else "unbound")
        raise OidcUnknown

    def redeem(self, code: str, cookie: str, visit: Visit, wish: Wish) -> SignedIn:
        """The session for a one-time code, in the browser it was given to; the same for the same wish.

        Raises SignInCodeUnusable, RequestReused, SessionEnded.
        """
        table, a = tables.sign_in_codes, tables.accounts
        mine = table.c.code_hash == hashed(code)
        token_hash = hashed(f"huiyin_{wish.secret}")
        whose = select(a).where(a.c.username == select(table.c.username).where(mine).scalar_subquery())
        with self._writing.begin() as connection:
            # the account first, then the code: in the order of whoever signs somebody out
            account = connection.execute(whose.with_for_update()).one_or_none()
            row = connection.execute(select(table).where(mine).with_for_update()).one_or_none()
            if row is None or account is None or not compare_digest(row.browser_hash, hashed(cookie)):
                raise SignInCodeUnusable
            again = row.used_by == token_hash
            if not again and (row.used_by is not None or row.expires_at <= self._clock.now()):
                raise SignInCodeUnusable
            if not self._sessions.may_sign_in(account):
                raise SignInCodeUnusable
            connection.execute(update(table).where(mine).values(used_by=token_hash))
            return self._sessions.begin(connection, loaded(account), visit, wish)

    def _account_of(self, connection: Connection, claims: Mapping[str, Any]) -> Any:
        """The row of the account that is this subject's, or becomes it now; None where there is none."""
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
            return None
        a = tables.accounts
        bound = self.identities.username_of(connection, subject)
        if bound is not None:
            return connection.execute(select(a).where(a.c.username == bound)).one()
        name = self._named(claims)
        row = connection.execute(select(a).where(a.c.username == name)).one_or_none() if name else None
        if row is None or row.role == ADMIN or self.identities.subject_of(connection, row.username) is not None:
            return None
        if self._sessions.may_sign_in(row):
            self.identities.add(connection, row.username, subject, by="system")
        return row

    def _named(self, claims: Mapping[str, Any]) -> str | None:
        """The user name that the claims hold, where the office goes by one."""
        value = claims.get(self.settings.claim or "")
        if not isinstance(value, str):
            return None
        name = value.lower()
        if self.settings.claim == "email":
            name, _, domain = name.rpartition("@")
            if domain != self.settings.domain or claims.get("email_verified") is not True:
                return None
        return name if re.fullmatch(USERNAME.strip("^$"), name, re.ASCII) else None

    def _handed_out(self, connection: Connection, username: str, cookie: str) -> str:
        table = tables.sign_in_codes
        now = self._clock.now()
        code = secrets.token_urlsafe(32)
        row = {"code_hash": hashed(code), "browser_hash": hashed(cookie), "username": username}
        connection.execute(insert(table).values(**row, expires_at=now + _CODE))
        return code

    def _set_out(self, cookie: str) -> bool:
        """Whether this browser set out from here, and not long ago."""
        at = re.fullmatch(r"([0-9]{1,12})\.[\w-]{43}", cookie, re.ASCII)
        now = int(self._clock.now().timestamp())
        return at is not None and 0 <= now - int(at[1]) <= THERE_AND_BACK.total_seconds()

    def _is_the_answer(self, said: Mapping[str, str], cookie: str) -> bool:
        """Whether it answers what this browser set out with."""
        state = said.get("state", "")
        return len(state) == _STATE and compare_digest(_bytes(state), self._derived("state", cookie).encode())

    def _comes_from_it(self, said: Mapping[str, str]) -> bool:
        """Whether it comes from this provider, where it says from whom or has to (RFC 9207); raises Away."""
        if "iss" in said:
            return said["iss"] == self.settings.issuer
        return not self._provider.names_itself()

    def _derived(self, what: str, cookie: str) -> str:
        """43 characters that nobody can tell from the cookie without our secret."""
        digest = bytes.fromhex(self._wishes.digest("oidc", what, cookie))
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _away(self, error: Away) -> OidcAway:
        log.warning("the identity provider does not answer", reason=str(error))
        return OidcAway()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
