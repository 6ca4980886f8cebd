"""The realm of profile `identity` says in its tokens what Kervan reads in them, and the settings name it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from chassis.identity.caller import Role
from chassis.identity.issuer import AUDIENCE
from chassis.identity.tokens import ALGORITHMS
from deploy.compose.secrets import IDENTITY
from deploy.local.layout import CHECKOUT

COMPOSE = CHECKOUT / "deploy" / "compose"
REALM: dict[str, Any] = json.loads((COMPOSE / "identity" / "kervan-realm.json").read_text())
SERVICES: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
LIMITS = {"person_id", "faculty", "partner_id"}
"""Claims that say whose rows a caller may see."""


def mappers(kind: str) -> list[dict[str, str]]:
    [client] = REALM["clients"]
    return [one["config"] for one in client["protocolMappers"] if one["protocolMapper"] == kind]


def settings(file: Path) -> dict[str, str]:
    lines = (line.partition("=") for line in file.read_text().splitlines() if line[:1].isalpha())
    return {name: value for name, _, value in lines}


def test_it_knows_our_roles_and_no_others() -> None:
    assert {role["name"] for role in REALM["roles"]["realm"]} == set(Role)
    [roles] = mappers("oidc-usermodel-realm-role-mapper")
    assert (roles["claim.name"], roles["multivalued"], roles["access.token.claim"]) == (
        "roles",
        "true",
        "true",
    )


def test_its_tokens_are_for_us_and_signed_as_we_take_them() -> None:
    [audience] = mappers("oidc-audience-mapper")
    assert audience["included.custom.audience"] == AUDIENCE
    assert REALM["defaultSignatureAlgorithm"] in ALGORITHMS
    assert mappers("oidc-sub-mapper")


def test_whose_rows_a_caller_sees_is_in_the_token_and_nobody_sets_it_for_themselves() -> None:
    claims = {one["claim.name"]: one["user.attribute"] for one in mappers("oidc-usermodel-attribute-mapper")}
    assert claims == {name: name for name in LIMITS}
    [profile] = REALM["components"]["org.keycloak.userprofile.UserProfileProvider"]
    attributes = json.loads(profile["config"]["kc.user.profile.config"][0])["attributes"]
    edits = {one["name"]: tuple(one["permissions"]["edit"]) for one in attributes}
    assert {name: edits[name] for name in LIMITS} == dict.fromkeys(LIMITS, ("admin",))


def test_only_a_code_with_its_proof_gets_a_token() -> None:
    [client] = REALM["clients"]
    assert client["standardFlowEnabled"]
    assert client["attributes"]["pkce.code.challenge.method"] == "S256"
    others = ("implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled")
    assert not any(client[flow] for flow in others)
    assert not REALM["registrationAllowed"]


def test_services_are_told_of_this_realm() -> None:
    told, name = settings(COMPOSE / "identity.env"), REALM["realm"]
    assert told["KERVAN_ISSUER"] == f"{told['KEYCLOAK_URL']}/realms/{name}"
    assert told["KERVAN_AUDIENCE"] == AUDIENCE
    keys = urlsplit(told["KERVAN_JWKS"])
    assert keys.hostname in SERVICES
    assert keys.path == f"/realms/{name}/protocol/openid-connect/certs"


def test_it_keeps_its_people_in_a_database_of_its_own() -> None:
    environment = SERVICES["identity"]["environment"]
    assert {environment["KC_DB_URL_DATABASE"], environment["KC_DB_USERNAME"]} == {IDENTITY}


def test_profiles_change_nothing_of_the_usual_start() -> None:
    usual = {name for name, one in SERVICES.items() if not one.get("profiles")}
    assert not {"identity", "identity-prepare", "mail", "operator", "demo", "finance-office"} & usual
    needed = {other for name in usual for other in SERVICES[name].get("depends_on", {}) if other not in usual}
    assert needed == set()


def test_mail_of_the_realm_goes_to_the_catcher() -> None:
    assert REALM["smtpServer"]["host"] in SERVICES
