"""Wrong input, told field by field in both languages. The input is never repeated: it may be personal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.http.problems import FieldProblem, Localized
from chassis.refusal import Kind, LocalizedText, Refusal

# pydantic's error types that callers meet, with the facts it gives about them; others read as OTHER.
TEXTS: Mapping[str, tuple[str, str]] = {
    "missing": ("Bu alan gerekli.", "This is required."),
    "extra_forbidden": ("Böyle bir alan yok.", "There is no such field."),
    "json_invalid": ("Gövde geçerli bir JSON değil.", "The body is not valid JSON."),
    "string_type": ("Metin olmalı.", "Must be text."),
    "string_too_short": (
        "En az {min_length} karakter olmalı.",
        "Must have at least {min_length} characters.",
    ),
    "string_too_long": ("En çok {max_length} karakter olmalı.", "Must have at most {max_length} characters."),
    "string_pattern_mismatch": ("Biçimi uygun değil: {pattern}", "Must match {pattern}"),
    "string_unicode": ("Geçerli bir metin değil.", "Is not valid text."),
    "int_type": ("Tam sayı olmalı.", "Must be a whole number."),
    "int_parsing": ("Tam sayı olmalı.", "Must be a whole number."),
    "int_from_float": ("Tam sayı olmalı.", "Must be a whole number."),
    "int_parsing_size": ("Sayı çok büyük.", "The number is too large."),
    "float_type": ("Sayı olmalı.", "Must be a number."),
    "float_parsing": ("Sayı olmalı.", "Must be a number."),
    "finite_number": ("Sonlu bir sayı olmalı.", "Must be a finite number."),
    "decimal_type": ("Ondalık sayı olmalı.", "Must be a decimal number."),
    "decimal_parsing": ("Ondalık sayı olmalı.", "Must be a decimal number."),
    "decimal_max_digits": ("En çok {max_digits} basamak olmalı.", "Must have at most {max_digits} digits."),
    "decimal_max_places": (
        "Virgülden sonra en çok {decimal_places} basamak olmalı.",
        "Must have at most {decimal_places} decimal places.",
    ),
    "greater_than": ("{gt} değerinden büyük olmalı.", "Must be greater than {gt}."),
    "greater_than_equal": ("En az {ge} olmalı.", "Must be at least {ge}."),
    "less_than": ("{lt} değerinden küçük olmalı.", "Must be less than {lt}."),
    "less_than_equal": ("En çok {le} olmalı.", "Must be at most {le}."),
    "bool_type": ("Evet ya da hayır (true/false) olmalı.", "Must be true or false."),
    "bool_parsing": ("Evet ya da hayır (true/false) olmalı.", "Must be true or false."),
    "enum": ("Şunlardan biri olmalı: {expected}.", "Must be one of {expected}."),
    "literal_error": ("Şunlardan biri olmalı: {expected}.", "Must be one of {expected}."),
    "uuid_type": ("Kimlik (UUID) olmalı.", "Must be an id (UUID)."),
    "uuid_parsing": ("Kimlik (UUID) olmalı.", "Must be an id (UUID)."),
    "date_type": ("Tarih olmalı (YYYY-AA-GG).", "Must be a date (YYYY-MM-DD)."),
    "date_parsing": ("Tarih olmalı (YYYY-AA-GG).", "Must be a date (YYYY-MM-DD)."),
    "date_from_datetime_parsing": ("Tarih olmalı (YYYY-AA-GG).", "Must be a date (YYYY-MM-DD)."),
    "date_from_datetime_inexact": ("Saat içermeyen bir tarih olmalı.", "Must be a date without a time."),
    "datetime_type": ("Tarih ve saat olmalı (ISO 8601).", "Must be a date and time (ISO 8601)."),
    "datetime_parsing": ("Tarih ve saat olmalı (ISO 8601).", "Must be a date and time (ISO 8601)."),
    "datetime_from_date_parsing": ("Tarih ve saat olmalı (ISO 8601).", "Must be a date and time (ISO 8601)."),
    "timezone_aware": ("Saat dilimi belirtilmeli.", "Must name its time zone."),
    "list_type": ("Liste olmalı.", "Must be a list."),
    "tuple_type": ("Liste olmalı.", "Must be a list."),
    "set_type": ("Liste olmalı.", "Must be a list."),
    "dict_type": ("Nesne olmalı.", "Must be an object."),
    "model_type": ("Nesne olmalı.", "Must be an object."),
    "model_attributes_type": ("Nesne olmalı.", "Must be an object."),
    "too_short": ("En az {min_length} öğe olmalı.", "Must have at least {min_length} items."),
    "too_long": ("En çok {max_length} öğe olmalı.", "Must have at most {max_length} items."),
    "text_with_nul": ("Boş karakter (U+0000) içeremez.", "Must not contain the character U+0000."),
}
OTHER = ("Değer geçersiz: {reason}", "The value is not valid: {reason}")


class InputInvalid(Refusal):
    """The request does not have the shape the operation asks for."""

    code, kind = "input-invalid", Kind.INVALID
    tr, en = "Girdi geçersiz: {first_tr}", "The input is not valid: {first_en}"
    next_tr, next_en = "Belirtilen alanları düzeltin.", "Correct the fields named in errors."


def field_problems(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """pydantic's errors as a caller reads them, in their order."""
    return [_field_problem(error) for error in errors]


def input_invalid(problems: Sequence[FieldProblem]) -> InputInvalid:
    first = problems[0]
    name = first.field or first.location
    return InputInvalid(
        first.field or None,
        first_tr=f"{name}: {first.message.tr}",
        first_en=f"{name}: {first.message.en}",
    )


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    location, *path = error["loc"] or ("body",)
    kind = str(error["type"])
    return FieldProblem(
        location=str(location),
        field="" if kind == "json_invalid" else ".".join(str(step) for step in path),
        code=kind.replace("_", "-"),
        message=Localized.of(_text(kind, error)),
    )


def _text(kind: str, error: Mapping[str, Any]) -> LocalizedText:
    tr, en = TEXTS.get(kind, OTHER)
    facts = {"reason": error.get("msg", ""), **error.get("ctx", {})}
    return LocalizedText(tr.format_map(facts), en.format_map(facts))
