"""What stands on the pages beside what the office wrote, in both languages; days as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from chassis.clock import ISTANBUL
from chassis.http.language import Language


@dataclass(frozen=True, slots=True)
class Words:
    office: str
    announcements: str
    none: str
    skip: str
    languages: str
    other_language: str
    when: str
    where: str
    calendar: str
    published: str
    until: str
    feed: str
    all: str
    gone: str
    gone_next: str
    unknown: str
    unknown_next: str
    no_more: str
    no_more_question: str
    no_more_button: str
    no_more_done: str
    more: str
    event: str
    certificate: str
    attended: str
    volunteering: str
    volunteered: str
    hours: str
    verify: str
    certificate_valid: str
    certificate_unknown: str
    months: tuple[str, ...]


WORDS: Final[dict[Language, Words]] = {
    "tr": Words(
        office="Dış İlişkiler Koordinatörlüğü",
        announcements="Duyurular",
        none="Şu anda duyuru yok.",
        skip="İçeriğe geç",
        languages="Dil",
        other_language="English",
        when="Zaman",
        where="Yer",
        calendar="Takvime ekle (iCal)",
        published="Yayım",
        until="Geçerlilik sonu",
        feed="Duyuru akışı",
        all="Bütün duyurular",
        gone="Bu duyurunun süresi doldu",
        gone_next="Güncel duyurulara bakabilirsiniz.",
        unknown="Böyle bir duyuru yok",
        unknown_next="Adresi kontrol edin ya da güncel duyurulara bakın.",
        no_more="E-posta aboneliği",
        no_more_question="Bu türden e-posta istemiyor musunuz? Fırsatları web'de görmeye devam edersiniz.",
        no_more_button="Bana artık e-posta göndermeyin",
        no_more_done="Tamam: bu türden e-posta almayacaksınız.",
        more="Ayrıntılar",
        event="Etkinlik",
        certificate="Katılım Belgesi",
        attended="Adı geçen kişi bu etkinliğe katılmıştır.",
        volunteering="Gönüllülük Belgesi",
        volunteered="Adı geçen kişi bu etkinlikte {hours} saat gönüllü çalışmıştır.",
        hours="Gönüllülük (saat)",
        verify="Doğrulama kodu",
        certificate_valid="Bu belge geçerlidir",
        certificate_unknown="Bu kodla bir belge yok",
        months=(
            "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
            "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
        ),
    ),
    "en": Words(
        office="External Relations Coordination",
        announcements="Announcements",
        none="There are no announcements at present.",
        skip="Skip to content",
        languages="Language",
        other_language="Türkçe",
        when="When",
        where="Where",
        calendar="Add to calendar (iCal)",
        published="Published",
        until="Valid until",
        feed="Feed of announcements",
        all="All announcements",
        gone="This announcement is over",
        gone_next="See the present announcements.",
        unknown="There is no such announcement",
        unknown_next="Check the address, or see the present announcements.",
        no_more="Mail about opportunities",
        no_more_question="Do you want no more mail of this kind? The web goes on showing what is open.",
        no_more_button="Send me no more mail",
        no_more_done="Done: you will get no more mail of this kind.",
        more="Details",
        event="Event",
        certificate="Certificate of Attendance",
        attended="The person named above attended this event.",
        volunteering="Certificate of Volunteering",
        volunteered="The person named above volunteered at this event. Hours: {hours}.",
        hours="Volunteering (hours)",
        verify="Verification code",
        certificate_valid="This certificate is valid",
        certificate_unknown="There is no certificate with this code",
        months=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
    ),
}  # fmt: skip
OTHER: Final[dict[Language, Language]] = {"tr": "en", "en": "tr"}


def spoken(moment: datetime, language: Language) -> str:
    """On the office's own clock: ``3 Mart 2027, 14:00``."""
    local = moment.astimezone(ISTANBUL)
    return f"{local.day} {WORDS[language].months[local.month - 1]} {local.year}, {local:%H:%M}"


def spoken_hours(hours: Decimal) -> str:
    """``7``, ``7.5``: without zeros behind."""
    return f"{hours.normalize():f}"


def spoken_span(begins_at: datetime, ends_at: datetime, language: Language) -> str:
    """The end's day is named only when it is another one."""
    begins, ends = begins_at.astimezone(ISTANBUL), ends_at.astimezone(ISTANBUL)
    if begins.date() == ends.date():
        return f"{spoken(begins, language)}–{ends:%H:%M}"
    return f"{spoken(begins, language)} – {spoken(ends, language)}"
