"""How long a request may take."""

from __future__ import annotations

from chassis.refusal import Kind, Refusal


class BodyTooSlow(Refusal):
    code, kind = "body-too-slow", Kind.INVALID
    tr, en = "Gövde {limit} saniyede gelmedi.", "The body did not arrive within {limit} seconds."
    next_tr, next_en = "İsteği yeniden gönderin.", "Send the request again."


class TookTooLong(Refusal):
    code, kind = "took-too-long", Kind.UNAVAILABLE
    tr, en = "İşlem {limit} saniyede bitmedi.", "The operation did not end within {limit} seconds."
    next_tr = (
        "Daha az satır ya da daha dar bir süzgeçle isteyin; komutları aynı idempotencyKey ile yineleyin."
    )
    next_en = "Ask for fewer rows or filter more; repeat a command with the same idempotencyKey."
