"""Render every form the house way: label, help and errors tied to the field."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from terreau.core.pictures.svg import element


class TerreauRenderer(TemplatesSetting):
    """The project's own form and field templates; the widgets stay Django's."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"


class LongSelect(forms.Select):
    """A list of choices written at once: Django renders a template for each of them."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        """Write the list and its choices."""
        widget = self.get_context(name, value, attrs)["widget"]
        options = [
            element("option", one["label"], value=str(one["value"]), **_written(one["attrs"]))
            for _group, some, _index in widget["optgroups"]
            for one in some
        ]
        return element("select", *options, name=name, **_written(widget["attrs"]))


def _written(attrs: dict) -> dict:
    """Write attributes as HTML wants them: a true one by its name, a false one not at all."""
    return {
        key: key if value is True else value for key, value in attrs.items() if value is not False
    }
