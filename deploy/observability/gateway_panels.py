"""What the gateway's dashboard shows beside what every process has."""

from __future__ import annotations

from typing import Final

from deploy.observability.panels import Panel, Query, Unit

ANSWERS: Final = (
    Panel(
        "How operations are answered · İşlemler nasıl yanıtlanıyor",
        "Nearly all queries are compiled or cached; what is resolved says why.",
        "Sorguların hemen hepsi derlenir ya da önbellekten gelir; çözümlenen nedenini söyler.",
        Unit.A_SECOND,
        (Query("sum by (path, reason) (rate(kervan_gateway_operations_total[5m]))", "{{path}} {{reason}}"),),
    ),
    Panel(
        "Share from the cache · Önbellekten gelenlerin payı",
        "Rises over a working day, falls with every rebuild.",
        "İş günü boyunca yükselir, her yeniden kurmada düşer.",
        Unit.SHARE,
        (
            Query(
                'sum(rate(kervan_gateway_operations_total{path="cached"}[5m]))'
                " / sum(rate(kervan_gateway_operations_total[5m]))",
                "cached",
            ),
        ),
    ),
    Panel(
        "Why the cache did not have it, and why results went · Önbellekte neden yoktu, neden çıktı",
        "Unknown and change; much of room means that the cache is too small.",
        "unknown ve change; çok room, önbelleğin küçük olduğunu gösterir.",
        Unit.A_SECOND,
        (
            Query("sum by (why) (rate(kervan_gateway_cache_misses_total[5m]))", "missed: {{why}}"),
            Query("sum by (why) (rate(kervan_gateway_cache_dropped_total[5m]))", "dropped: {{why}}"),
        ),
    ),
    Panel(
        "What the cache holds · Önbelleğin tuttuğu",
        "Below KERVAN_CACHE_BYTES_MAX, and steady.",
        "KERVAN_CACHE_BYTES_MAX altında ve durağan.",
        Unit.BYTES,
        (Query("max by (instance) (kervan_gateway_cache_bytes)", "{{instance}}"),),
    ),
    Panel(
        "Open subscriptions · Açık abonelikler",
        "Follows office hours; below KERVAN_SUBSCRIPTIONS_MAX.",
        "Mesai saatlerini izler; KERVAN_SUBSCRIPTIONS_MAX altında.",
        Unit.COUNT,
        (Query("sum by (instance) (kervan_subscriptions_open)", "{{instance}}"),),
    ),
    Panel(
        "Changes told, and clients sent away · Bildirilen değişiklikler ve bağlantısı kesilenler",
        "Told follows changes; clients are sent away when a process stops, otherwise few.",
        "Bildirimler değişiklikleri izler; süreç dururken bağlantılar kesilir, yoksa azdır.",
        Unit.A_SECOND,
        (
            Query("sum(rate(kervan_subscriptions_told_total[5m]))", "told"),
            Query("sum by (reason) (rate(kervan_subscriptions_sent_away_total[5m]))", "away: {{reason}}"),
        ),
    ),
    Panel(
        "Readings refused · Reddedilen okumalar",
        "None: who reads whom can be written down.",
        "Hiç olmamalı: kimin kimi okuduğu yazılabiliyor.",
        Unit.A_SECOND,
        (Query("sum by (job) (rate(kervan_readings_refused_total[5m]))", "{{job}}"),),
    ),
)
