"""The dashboards: is the office served, does everything flow, and one for each service and the gateway."""

from __future__ import annotations

from typing import Final

from contracts.readers import GROUPS
from deploy.observability.gateway_panels import ANSWERS
from deploy.observability.panels import Dashboard, Panel, Query, Unit

OPERATION: Final = "kervan_graphql_operation_duration_seconds"
REQUEST: Final = "http_server_request_duration_seconds"
OWNERS: Final = ("agreements", "mobility", "finance", "events")
READERS: Final = frozenset(group.partition(".")[0] for group in GROUPS)


def slowest(metric: str, by: str, where: str = "") -> str:
    """The 99th percentile of a histogram over five minutes."""
    return f"histogram_quantile(0.99, sum by ({by}, le) (rate({metric}_bucket{{{where}}}[5m])))"


def share(metric: str, part: str, by: str = "", where: str = "") -> str:
    """How much of what a histogram counted is ``part``, over five minutes; 0 where nothing is, not a gap."""
    grouped = f"sum by ({by}) " if by else "sum"
    whole = f"{grouped}(rate({metric}_count{{{where}}}[5m]))"
    counted = f"{grouped}(rate({metric}_count{{{','.join(filter(None, (where, part)))}}}[5m]))"
    return f"({counted} or 0 * {whole}) / {whole}"


OFFICE: Final = Dashboard(
    "kervan-office",
    "Is the office served? · Ofise hizmet veriliyor mu?",
    (
        Panel(
            "Operations by name · Adına göre işlemler",
            "Follows office hours; a fall to 0 on a working day is not normal.",
            "Mesai saatlerini izler; iş gününde 0'a düşmesi olağan değildir.",
            Unit.A_SECOND,
            (
                Query(
                    f"sum by (graphql_operation_name) (rate({OPERATION}_count[5m]))",
                    "{{graphql_operation_name}}",
                ),
            ),
        ),
        Panel(
            "Share that fails · Başarısız olanların payı",
            "0; above 2 % an alert tells.",
            "0; %2'nin üstünde alarm verir.",
            Unit.SHARE,
            (
                Query(
                    share(OPERATION, 'kervan_outcome="failed"', "graphql_operation_name"),
                    "{{graphql_operation_name}}",
                ),
            ),
        ),
        Panel(
            "Share refused by a rule · Kurala takılanların payı",
            "A few of a hundred; a jump after a release means that a client and the rules disagree.",
            "Yüzde birkaç; bir sürümden sonra sıçraması, istemci ile kuralların uyuşmadığını gösterir.",
            Unit.SHARE,
            (Query(share(OPERATION, 'kervan_outcome="refused"'), "refused"),),
        ),
        Panel(
            "99 of 100 queries answered within · 100 sorgudan 99'unun süresi",
            "Under 100 ms for each; above a second for all an alert tells.",
            "Her biri için 100 ms'nin altı; hepsi için bir saniyenin üstünde alarm verir.",
            Unit.SECONDS,
            (
                Query(
                    slowest(OPERATION, "graphql_operation_name", 'graphql_operation_type="query"'),
                    "{{graphql_operation_name}}",
                ),
            ),
        ),
        Panel(
            "99 of 100 mutations answered within · 100 değişiklikten 99'unun süresi",
            "Under 2 s: so long it is waited until the change is seen.",
            "2 sn'nin altı: değişikliğin görünmesi için en çok bu kadar beklenir.",
            Unit.SECONDS,
            (
                Query(
                    slowest(OPERATION, "graphql_operation_name", 'graphql_operation_type="mutation"'),
                    "{{graphql_operation_name}}",
                ),
            ),
        ),
        Panel(
            "How old is what people see · Görülen verinin yaşı",
            "Under 5 s; above 30 s an alert tells.",
            "5 sn'nin altı; 30 sn'nin üstünde alarm verir.",
            Unit.SECONDS,
            (
                Query('max(kervan_consumer_lag_time_seconds{group="gateway.views"})', "waiting"),
                Query(slowest("kervan_view_staleness_seconds", "group"), "99 of 100 changes"),
            ),
        ),
        Panel(
            "Status 5xx by service · Servise göre 5xx",
            "None.",
            "Hiç olmamalı.",
            Unit.A_SECOND,
            (
                Query(
                    f'sum by (job) (rate({REQUEST}_count{{http_response_status_code=~"5.."}}[5m]))'
                    f" or 0 * sum by (job) (rate({REQUEST}_count[5m]))",
                    "{{job}}",
                ),
            ),
        ),
        Panel(
            "Payments overdue · Geciken ödemeler",
            "0: everybody has their money by the last day of its term.",
            "0: herkes parasını süresinin son gününe dek almış olmalı.",
            Unit.COUNT,
            (
                Query(
                    "max by (instalment, state) (kervan_finance_payments_overdue)",
                    "{{instalment}}, {{state}}",
                ),
            ),
        ),
        Panel(
            "Oldest erasure not confirmed · Onaylanmamış en eski silme",
            "Nothing to be seen; KVKK gives 30 days.",
            "Görünen bir şey olmamalı; KVKK 30 gün tanır.",
            Unit.SECONDS,
            (Query("max by (group) (kervan_erasure_waiting_age_seconds)", "{{group}}"),),
        ),
    ),
)

FLOW: Final = Dashboard(
    "kervan-flow",
    "Does everything flow? · Her şey akıyor mu?",
    (
        Panel(
            "Produced by topic · Konuya göre üretilen",
            "Grows with commands; a topic at 0 while its service takes commands is not normal.",
            "Komutlarla artar; servisi komut alırken bir konunun 0'da kalması olağan değildir.",
            Unit.A_SECOND,
            (Query("sum by (topic) (rate(kervan_relay_published_total[5m]))", "{{topic}}"),),
        ),
        Panel(
            "Consumed by topic and group · Konu ve gruba göre tüketilen",
            "A group that keeps everything follows what is produced; others take the types they want.",
            "Her şeyi tutan grup üretileni izler; ötekiler yalnız istedikleri türleri alır.",
            Unit.A_SECOND,
            (
                Query(
                    "sum by (topic, group) (rate(kervan_consumer_handled_total[5m]))", "{{topic}} → {{group}}"
                ),
            ),
        ),
        Panel(
            "Behind, in records · Geride, kayıt olarak",
            "0, or falling.",
            "0 ya da azalıyor.",
            Unit.COUNT,
            (Query("sum by (topic, group) (kervan_consumer_lag)", "{{topic}} → {{group}}"),),
        ),
        Panel(
            "Behind, in seconds · Geride, saniye olarak",
            "Under 5 s; a straight line upwards is a group that stands still.",
            "5 sn'nin altı; yukarı düz çizgi, duran bir gruptur.",
            Unit.SECONDS,
            (Query("max by (topic, group) (kervan_consumer_lag_time_seconds)", "{{topic}} → {{group}}"),),
        ),
        Panel(
            "Parked keys · Bekletilen anahtarlar",
            "None.",
            "Hiç olmamalı.",
            Unit.COUNT,
            (Query("max by (group) (kervan_consumer_parked_keys)", "{{group}}"),),
        ),
        Panel(
            "Parked records by topic · Konuya göre bekletilen kayıtlar",
            "None in an hour.",
            "Bir saatte hiç olmamalı.",
            Unit.COUNT,
            (
                Query(
                    "sum by (topic, group) (increase(kervan_consumer_parked_total[1h]))",
                    "{{topic}} → {{group}}",
                ),
            ),
        ),
        Panel(
            "Outbox, oldest row · Giden kutusu, en eski satır",
            "Under a second; nothing to be seen while nothing waits.",
            "Bir saniyenin altı; bekleyen yokken görünmez.",
            Unit.SECONDS,
            (Query("max by (job) (kervan_outbox_oldest_age_seconds)", "{{job}}"),),
        ),
        Panel(
            "Outbox, rows · Giden kutusu, satır",
            "0 or a few.",
            "0 ya da birkaç.",
            Unit.COUNT,
            (Query("max by (job) (kervan_outbox_depth)", "{{job}}"),),
        ),
        Panel(
            "Missed records · Kaçırılan kayıtlar",
            "None, ever.",
            "Hiçbir zaman olmamalı.",
            Unit.COUNT,
            (Query("sum by (topic, group) (kervan_consumer_out_of_range_total)", "{{topic}} → {{group}}"),),
        ),
        Panel(
            "Due and failed · Zamanı gelip yapılamayan",
            "Nothing to be seen; the log of the service says which one and why.",
            "Görünen bir şey olmamalı; hangisi ve neden, servisin günlüğünde yazar.",
            Unit.A_SECOND,
            (Query("sum by (job, entry) (rate(kervan_timetable_failed_total[5m]))", "{{job}} {{entry}}"),),
        ),
    ),
)


def of_process(job: str) -> tuple[Panel, ...]:
    """What every service has."""
    return (
        Panel(
            "Requests by route · Yola göre istekler",
            "Follows office hours.",
            "Mesai saatlerini izler.",
            Unit.A_SECOND,
            (Query(f'sum by (http_route) (rate({REQUEST}_count{{job="{job}"}}[5m]))', "{{http_route}}"),),
        ),
        Panel(
            "Share with status 5xx · 5xx payı",
            "0; above 2 % an alert tells.",
            "0; %2'nin üstünde alarm verir.",
            Unit.SHARE,
            (Query(share(REQUEST, 'http_response_status_code=~"5.."', where=f'job="{job}"'), "5xx"),),
        ),
        Panel(
            "99 of 100 requests answered within · 100 istekten 99'unun süresi",
            "Under 100 ms for each route.",
            "Her yol için 100 ms'nin altı.",
            Unit.SECONDS,
            (Query(slowest(REQUEST, "http_route", f'job="{job}"'), "{{http_route}}"),),
        ),
        Panel(
            "Share of connections in use · Kullanılan bağlantıların payı",
            "Below 80 %; at 100 % requests wait for a connection.",
            "%80'in altı; %100'de istekler bağlantı bekler.",
            Unit.SHARE,
            (
                Query(
                    "sum by (db_client_connection_pool_name)"
                    f' (db_client_connection_count{{job="{job}",db_client_connection_state="used"}})'
                    f' / sum by (db_client_connection_pool_name) (db_client_connection_max{{job="{job}"}})',
                    "{{db_client_connection_pool_name}}",
                ),
            ),
        ),
        Panel(
            "Clock ahead of PostgreSQL's, either way · PostgreSQL'e göre saat farkı",
            "Within 0.1 s; above 2 s an alert tells.",
            "0,1 sn içinde; 2 sn'nin üstünde alarm verir.",
            Unit.SECONDS,
            (Query(f'max by (instance) (abs(kervan_clock_ahead_seconds{{job="{job}"}}))', "{{instance}}"),),
        ),
    )


def of_reader(job: str) -> tuple[Panel, ...]:
    """What a service has that reads topics."""
    return (
        Panel(
            "Behind, in seconds · Geride, saniye olarak",
            "Under 5 s for each of its groups.",
            "Her grubu için 5 sn'nin altı.",
            Unit.SECONDS,
            (Query(f'max by (group) (kervan_consumer_lag_time_seconds{{job="{job}"}})', "{{group}}"),),
        ),
    )


def of_owner(job: str) -> tuple[Panel, ...]:
    """What a service has that takes commands and publishes."""
    return (
        Panel(
            "Published by topic · Konuya göre yayımlanan",
            "Grows with its commands.",
            "Komutlarıyla artar.",
            Unit.A_SECOND,
            (Query(f'sum by (topic) (rate(kervan_relay_published_total{{job="{job}"}}[5m]))', "{{topic}}"),),
        ),
        Panel(
            "99 of 100 batches sent within · 100 gönderimden 99'unun süresi",
            "Under 50 ms.",
            "50 ms'nin altı.",
            Unit.SECONDS,
            (Query(slowest("kervan_relay_batch_duration_seconds", "job", f'job="{job}"'), "relay"),),
        ),
        Panel(
            "Commands that came again · Yinelenen komutlar",
            "Few; more when clients lose their connections.",
            "Az; istemcilerin bağlantısı koptukça artar.",
            Unit.A_SECOND,
            (Query(f'sum(rate(kervan_http_idempotent_replays_total{{job="{job}"}}[5m]))', "replays"),),
        ),
    )


MONEY: Final = (
    Panel(
        "Paid in the last 90 days · Son 90 günde ödenen",
        "Follows the seasons: advances before the stays, balances after them.",
        "Dönemleri izler: ilk ödemeler hareketlilikten önce, kalanlar sonra.",
        Unit.COUNT,
        (Query("max by (instalment) (kervan_finance_payments_made)", "{{instalment}}"),),
    ),
    Panel(
        "Share paid late, 90 days · Geç ödenenlerin payı, 90 gün",
        "0: an advance within 30 days and before the stay, a balance within 45 days of its end.",
        "0: ilk ödeme 30 gün içinde ve hareketlilikten önce, kalan bitişten sonra 45 gün içinde.",
        Unit.SHARE,
        (Query("max by (instalment) (kervan_finance_payments_late_share)", "{{instalment}}"),),
    ),
    Panel(
        "Days to payment, 90 days · Ödemeye kadar geçen gün, 90 gün",
        "An advance under 30 days, a balance under 45, the longest too.",
        "İlk ödeme 30, kalan 45 günün altında; en uzunu da.",
        Unit.DAYS,
        (
            Query(
                "max by (instalment, statistic) (kervan_finance_payment_time_days)",
                "{{instalment}}, {{statistic}}",
            ),
        ),
    ),
    Panel(
        "Payments overdue · Geciken ödemeler",
        "0.",
        "0.",
        Unit.COUNT,
        (Query("max by (instalment, state) (kervan_finance_payments_overdue)", "{{instalment}}, {{state}}"),),
    ),
)

DASHBOARDS: Final = (
    OFFICE,
    FLOW,
    *(
        Dashboard(
            f"kervan-{job}",
            f"Kervan: {job}",
            (
                *of_process(job),
                *(of_reader(job) if job in READERS else ()),
                *of_owner(job),
                *(MONEY if job == "finance" else ()),
            ),
        )
        for job in OWNERS
    ),
    Dashboard("kervan-gateway", "Kervan: gateway", (*of_process("gateway"), *of_reader("gateway"), *ANSWERS)),
)
