"""Render every form the house way: label, help and errors tied to the field."""

from django.forms.renderers import TemplatesSetting


class TerreauRenderer(TemplatesSetting):
    """The project's own form and field templates; the widgets stay Django's."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
