"""Which document a request means: by its text, by the hash of a trusted one, or by both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import GraphQLError

from chassis.refusal import Kind, Refusal
from gateway.documents.document import Document
from gateway.documents.manifest import hash_of
from gateway.documents.reading import DocumentRefused, Documents
from gateway.limits.pace import NewDocuments
from gateway.limits.reading_time import ReadingTime


class DocumentUnknown(Refusal):
    """The code and the English words are Apollo's: its clients look for them, and then send the text."""

    code, kind = "PERSISTED_QUERY_NOT_FOUND", Kind.NOT_FOUND
    tr, en = "Bu özetle bilinen bir sorgu yok.", "PersistedQueryNotFound"
    next_tr = "Sorgu metnini gönderin; metinler istekle kaydedilmez."
    next_en = "Send the query's text; texts are not registered by requests."


class DocumentNotTrusted(Refusal):
    code, kind = "document-not-trusted", Kind.FORBIDDEN
    tr = "Burada yalnız yayımlanmış istemcilerin sorguları çalışır."
    en = "Only the documents of released clients run here."
    next_tr = "Sorguyu manifest dosyasına ekletin ve özetiyle gönderin."
    next_en = "Have the document added to the manifest, and send its hash."


class HashWrong(Refusal):
    code, kind = "document-hash-wrong", Kind.INVALID
    tr, en = "Gönderilen özet metnin SHA-256 özeti değil.", "The hash is not the SHA-256 of the text."
    next_tr, next_en = "Özeti ya da metni düzeltin.", "Correct the hash or the text."


@dataclass(frozen=True, slots=True)
class Choice:
    """What clients may choose from. ``trusted``: by hash; ``trusted_only``: nothing else is taken."""

    documents: Documents
    new: NewDocuments
    reading: ReadingTime
    trusted: Mapping[str, Document] = field(default_factory=dict)
    trusted_only: bool = False

    async def document(self, text: str | None, name: str | None, client: str) -> Document:
        """By the hash where a request names one, else by its text.

        Raises: DocumentRefused, DocumentNotTrusted, HashWrong, TooManyNewDocuments.
        """
        if name is not None:
            return await self.by_hash(name, text, client)
        assert text is not None
        return await self.by_text(text, client)

    async def by_hash(self, name: str, text: str | None, client: str) -> Document:
        """Never registers: else one client could fill the memory and name what others run.

        Raises: DocumentRefused, DocumentNotTrusted, HashWrong, TooManyNewDocuments.
        """
        if text is not None and hash_of(text) != name:
            raise HashWrong
        known = self.trusted.get(name)
        if known is not None:
            return known
        if text is None:
            unknown = DocumentUnknown()
            raise DocumentRefused((GraphQLError(unknown.message.en, original_error=unknown),))
        return await self.by_text(text, client)

    async def by_text(self, text: str, client: str) -> Document:
        """Raises: DocumentRefused, DocumentNotTrusted, TooManyNewDocuments."""
        if self.trusted_only:
            return self._trusted(text)
        known = self.documents.recall(text)
        if known is not None:
            return known
        self.new.spend(client)
        async with self.reading.turn():
            return self.documents.read(text)

    def _trusted(self, text: str) -> Document:
        known = self.trusted.get(hash_of(text))
        if known is None:
            raise DocumentNotTrusted
        return known
