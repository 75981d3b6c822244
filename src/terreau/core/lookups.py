"""Ask whether a column is one of very many values, in one parameter.

`filter(siret__among=values)` says what `siret__in` says. The framework prepares and binds the
values of `in` one by one; an import asks for a hundred thousand. The values go as they stand:
numbers and texts only.
"""

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, ForeignObject, Lookup

from terreau.core.arrays import array_text


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    """Numbers or texts in any collection; an empty one answers nothing."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        """Read the values from a JSON text, as SQLite does it."""
        column, given = self.process_lhs(compiler, connection)
        text = json.dumps(self._values(), ensure_ascii=False)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*given, text]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        """Read the values from the text of an array."""
        column, given = self.process_lhs(compiler, connection)
        values = self._values()
        kind = "text" if isinstance(values[0], str) else "bigint"
        return f"{column} = ANY(%s::{kind}[])", [*given, array_text(values)]

    def _values(self) -> list:
        values = list(self.rhs)
        if not values:
            raise EmptyResultSet
        if not all(isinstance(value, (int, str)) for value in values):
            raise TypeError("« among » takes numbers or texts.")
        return values
