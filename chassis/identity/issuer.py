"""A development issuer: signs tokens with its own key, for laptops and tests.

No service imports it. A service trusts the key set and issuer name its settings give it, so a deployment
that does not point there cannot be entered with these tokens.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import ECKey

from chassis.clock import Clock, utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id

DEVELOPMENT_ISSUER = "kervan-development"
AUDIENCE = "kervan"
LIFETIME = timedelta(hours=8)
ALGORITHM = "ES256"


class DevelopmentIssuer:
    """Issues tokens; ``DevelopmentIssuer.at(folder)`` keeps its key there between runs."""

    def __init__(self, key: ECKey, jwks: Path, clock: Clock = utc_now) -> None:
        self._key, self._clock = key, clock
        self.jwks = jwks

    @classmethod
    def at(cls, folder: Path, clock: Clock = utc_now) -> DevelopmentIssuer:
        """The issuer whose private key stands in ``folder`` (made if absent), its key set beside it."""
        folder.mkdir(parents=True, exist_ok=True)
        private, public = folder / "development-key.json", folder / "jwks.json"
        if not private.exists():
            _create_once(private)
        key = ECKey.import_key(json.loads(private.read_bytes()))
        _replace(public, json.dumps({"keys": [key.as_dict(private=False)]}))
        return cls(key, public, clock)

    def issue(
        self,
        roles: Role | Iterable[Role],
        *,
        subject: str | None = None,
        person_id: UUID | None = None,
        faculty: str | None = None,
        partner_id: UUID | None = None,
        lifetime: timedelta = LIFETIME,
        audience: str = AUDIENCE,
        issuer: str = DEVELOPMENT_ISSUER,
    ) -> str:
        """A signed token. Without a ``subject`` the caller is somebody new."""
        now = self._clock()
        held = [Role(roles)] if isinstance(roles, str) else list(roles)
        limits = {"person_id": person_id, "faculty": faculty, "partner_id": partner_id}
        claims: dict[str, object] = {
            "iss": issuer,
            "aud": audience,
            "sub": subject or str(person_id or new_id()),
            "iat": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
            "jti": str(new_id()),
            "roles": [str(role) for role in held],
            **{name: str(value) for name, value in limits.items() if value is not None},
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid}, claims, self._key, algorithms=[ALGORITHM])


def _create_once(path: Path) -> None:
    """Only the owner may read it; of two processes starting together one key wins, and both read that one."""
    key = ECKey.generate_key("P-256", {"alg": ALGORITHM, "use": "sig"}, auto_kid=True)
    draft = path.with_name(f"{path.name}.{new_id()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{new_id()}")
    draft.write_text(text)
    draft.replace(path)
