"""Which account is whose at the identity provider: bound by administrators."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import actor
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import signing
from gateway.signing.identities import Identities
from gateway.signing.oidc import OidcOff


@ADMIN.operation(
    "GET",
    "/accounts/<account:username>/identity",
    staff("accounts.identity"),
    answer=signing.Identity,
    problems=(404,),
)
def identity(username: str) -> Answer:
    """Who an account is to the identity provider."""
    return _identities().of(username)


@ADMIN.operation(
    "PUT",
    "/accounts/<account:username>/identity",
    staff("accounts.bind"),
    body=signing.NewIdentity,
    answer=signing.Identity,
    problems=(404, 409),
)
def bind_identity(username: str, body: Asked) -> Answer:
    """Bind an account to who somebody is to the provider (`sub`); its sessions end where that was another."""
    return _identities().bind(username, body["subject"], by=actor().account)


@ADMIN.operation("DELETE", "/accounts/<account:username>/identity", staff("accounts.bind"), status=204, problems=(404,))
def unbind_identity(username: str) -> None:
    """The account is nobody to the provider any more; its sessions end."""
    _identities().unbind(username, by=actor().account)


def _identities() -> Identities:
    way = parts().oidc
    if way is None:
        raise OidcOff
    return way.identities
