"""Why a subscription ends although its client did not ask for it. Each says how to go on without a gap."""

from __future__ import annotations

from chassis.refusal import Kind, Refusal


class SubscriberTooSlow(Refusal):
    """More waits for the client than its mailbox holds."""

    code, kind = "subscriber-too-slow", Kind.UNAVAILABLE
    tr, en = "Değişiklikler alındıklarından hızlı birikti.", "Changes came faster than they were taken."
    next_tr, next_en = "Son imlecinizle yeniden abone olun.", "Subscribe again after your last cursor."


class LifetimeOver(Refusal):
    """Connections are renewed now and then, so that load spreads and nothing lives for ever."""

    code, kind = "connection-lifetime-over", Kind.UNAVAILABLE
    tr, en = "Bağlantının süresi doldu.", "The connection has reached its age."
    next_tr, next_en = (
        "Yeniden bağlanıp son imlecinizle sürdürün.",
        "Reconnect, go on after your last cursor.",
    )


class Restarting(Refusal):
    code, kind = "server-restarting", Kind.UNAVAILABLE
    tr, en = "Sunucu yeniden başlıyor.", "The server is restarting."
    next_tr, next_en = (
        "Yeniden bağlanıp son imlecinizle sürdürün.",
        "Reconnect, go on after your last cursor.",
    )


class Interrupted(Refusal):
    """Changes could not be read or told; saying nothing would be a gap."""

    code, kind = "subscription-interrupted", Kind.UNAVAILABLE
    tr, en = "Değişiklikler şu anda aktarılamıyor.", "Changes cannot be told now."
    next_tr, next_en = (
        "Birazdan son imlecinizle yeniden abone olun.",
        "Subscribe again after your last cursor.",
    )


class TooManySubscriptions(Refusal):
    code, kind = "too-many-subscriptions", Kind.UNAVAILABLE
    tr, en = (
        "Bir bağlantıda en çok {limit} abonelik olabilir.",
        "A connection holds at most {limit} subscriptions.",
    )
    next_tr, next_en = (
        "Birini bitirin ya da süzgeçle birleştirin.",
        "Complete one, or join several by a filter.",
    )


class TooManyConnections(Refusal):
    code, kind = "too-many-connections", Kind.UNAVAILABLE
    tr = "Bir kullanıcının en çok {limit} abonelik bağlantısı olabilir."
    en = "One user may hold {limit} connections for subscriptions."
    next_tr = "Birini kapatın ya da aboneliklerinizi bir bağlantıda toplayın."
    next_en = "Close one, or put your subscriptions on one connection."


class SubscriptionsFull(Refusal):
    code, kind = "subscriptions-full", Kind.UNAVAILABLE
    tr, en = "Bu sunucuda yer yok: en çok {limit} abonelik.", "This server is full: {limit} subscriptions."
    next_tr, next_en = "Biraz sonra yeniden deneyin.", "Try again in a while."


class OnlySubscriptions(Refusal):
    """Queries and mutations have an address of their own, with its limits, caches and status codes."""

    code, kind = "subscriptions-only", Kind.INVALID
    tr, en = "Burada yalnız abonelik açılır.", "Only subscriptions are opened here."
    next_tr, next_en = "Sorguları POST /graphql ile gönderin.", "Send queries and mutations by POST /graphql."


class ConnectionsFull(Refusal):
    code, kind = "connections-full", Kind.UNAVAILABLE
    tr, en = "Bu sunucuda yer yok: en çok {limit} bağlantı.", "This server is full: {limit} connections."
    next_tr, next_en = "Biraz sonra yeniden bağlanın.", "Reconnect in a while."
