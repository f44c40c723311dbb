"""What a kind of file must hold: the words in which each kind is declared."""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "integer", "decimal", "number", "date"]

SQL_TYPES: dict[FieldType, str] = {
    "text": "varchar",
    "integer": "bigint",
    "decimal": "decimal(18, 2)",
    "number": "double",
    "date": "date",
}

LONGEST_TEXT = 200


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column: what it is called, how it is written, and what it means."""

    name: str
    type: FieldType
    description: str
    required: bool = True
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    codes: tuple[str, ...] = ()
    pattern: str | None = None
    """What the whole value must match, where a list of codes would be too long."""
    pattern_words: str = ""
    """The pattern in words, for the reason of a rejected row."""
    cut_at: int | None = None
    """Publishers that cut long names write only the first so many characters."""
    is_municipality: bool = False
    """Must be in the region table, where one is given."""
    one_per_file: bool = False
    """The pattern is judged once per file, where all rows must hold the same value."""
    not_future: bool = False
    """The day may not lie after the day of extraction."""
    example: str = ""


def text_field(name: str, description: str, *, nullable: bool = False, required: bool = True) -> Field:
    """Return a column of free text."""
    return Field(name=name, type="text", description=description, nullable=nullable, required=required)


@dataclass(frozen=True, kw_only=True)
class Contract:
    """All columns of a kind of file, the key that is never repeated, and the rules between columns."""

    kind: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    delimiter: str = ";"
    year_in_name: bool = False
    """The year is not a column but stands in the file's name."""
    in_order: tuple[tuple[str, str], ...] = ()
    """Pairs of days of which the second may not lie before the first."""
    period: tuple[str, str] | None = None
    """A kind of period (week, month, quarter or year), and the day that must be its first."""
    signed_by: tuple[str, str] | None = None
    """An amount that is never negative, and the D or C that gives its sign."""
    fixed_width: bool = False
    """Records have fixed positions and no header; the format has a module of its own."""
    confidential: bool = False
    """One row is about one person: values are never shown, and a number like a BSN refuses the file."""

    def field(self, name: str) -> Field:
        """Return a field by name."""
        return next(field for field in self.fields if field.name == name)
