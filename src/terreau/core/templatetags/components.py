"""Components of the pages; `/style/` shows each of them in each state."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

from terreau.core.formats import format_number
from terreau.core.worlds_look import world_look, world_symbol

register = template.Library()
FOLDER = "core/components"


@register.simple_tag
def icon(name, label=""):
    """Draw an icon of the sprite; without a label it is decoration."""
    source = f"{static('core/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, source
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', source
    )


@register.inclusion_tag(f"{FOLDER}/world_badge.html")
def world_badge(world, count=None, label=""):
    """Show a world by its colour, its shape and its word (« 4 publics » with a count)."""
    look = world_look(world)
    words = label or (look.word if count is None else look.count_words(count))
    return {"css": look.css, "symbol": world_symbol(world), "words": words}


@register.inclusion_tag(f"{FOLDER}/field.html")
def field(bound):
    """Show a form field: label, help and errors tied to it."""
    return {"field": bound}


@register.inclusion_tag(f"{FOLDER}/error_summary.html")
def error_summary(form):
    """List the errors of a form at its top, each linked to its field."""
    linked = []
    if form.is_bound:
        for bound in form.visible_fields():
            linked += [
                {"target": bound.id_for_label or bound.auto_id, "label": bound.label, "text": error}
                for error in bound.errors
            ]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    general = [*form.non_field_errors(), *hidden]
    return {"linked": linked, "general": general, "count": len(linked) + len(general)}


@register.inclusion_tag(f"{FOLDER}/empty_state.html")
def empty_state(title, text="", url="", label="", symbol="sprout"):
    """Invite to the one act that would fill this place."""
    return {"title": title, "text": text, "url": url, "label": label, "symbol": symbol}


@register.inclusion_tag(f"{FOLDER}/progress_bar.html")
def progress_bar(done, total, label):
    """Show how far a work is; without a total, that it goes on."""
    if not total:
        counted = format_number(done) if done else _("en cours")
        return {"done": None, "total": None, "label": label, "counted": counted}
    counted = _("%(done)s sur %(total)s") % {
        "done": format_number(done),
        "total": format_number(total),
    }
    return {"done": min(done, total), "total": total, "label": label, "counted": counted}


@register.inclusion_tag(f"{FOLDER}/stepper.html")
def stepper(steps, current):
    """Show the steps of a journey; `current` counts from 1."""
    states = [
        {
            "number": number,
            "label": label,
            "state": "done" if number < current else "current" if number == current else "next",
        }
        for number, label in enumerate(steps, start=1)
    ]
    return {"steps": states, "current": current, "total": len(states)}


@register.inclusion_tag(f"{FOLDER}/tabs.html")
def tabs(items, label=""):
    """Show sibling pages; `items` are (label, url, is_current)."""
    return {
        "label": label or _("Vues de cette page"),
        "items": [
            {"label": text, "url": url, "is_current": is_current} for text, url, is_current in items
        ],
    }


@register.inclusion_tag(f"{FOLDER}/pagination.html", takes_context=True)
def pagination(context, page):
    """Lead to the other pages of a list, keeping its filters."""
    query = context["request"].GET.copy()

    def link(number):
        query["page"] = number
        return f"?{query.urlencode()}"

    paginator = page.paginator
    numbers = [
        {"number": number, "url": link(number) if isinstance(number, int) else ""}
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "count": paginator.num_pages,
        "numbers": numbers,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag(f"{FOLDER}/picture.html")
def picture(drawn, css=""):
    """Show a picture with its description, its base line and its table."""
    return {"picture": drawn, "css": css}


@register.inclusion_tag(f"{FOLDER}/breadcrumb.html")
def breadcrumb(items):
    """Show where the page is; `items` are (label, url), the last one without url."""
    return {"items": [{"label": text, "url": url} for text, url in items]}


@register.inclusion_tag(f"{FOLDER}/key_figure.html")
def key_figure(value, label, base):
    """Show one figure with what it counts and its base (R7)."""
    return {"value": value, "label": label, "base": base}


@register.inclusion_tag(f"{FOLDER}/notice.html")
def notice(text, tone="info", title=""):
    """Say something beside the content: `info`, `success`, `warning` or `error`."""
    symbols = {"info": "info", "success": "check", "warning": "alert", "error": "alert"}
    return {"text": text, "tone": tone, "title": title, "symbol": symbols[tone]}
