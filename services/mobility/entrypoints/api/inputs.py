"""What inputs have in common: bounded, without unknown fields. Rules are the domain's."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(min_length=1, max_length=500)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Grade = Annotated[Decimal, Field(max_digits=6, decimal_places=3)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
AcademicYear = Annotated[str, Field(pattern=r"^[0-9]{4}/[0-9]{4}$", examples=["2026/2027"])]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextIn(Input):
    tr: Line
    en: Line
