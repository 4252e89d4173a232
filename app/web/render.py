"""Pages: one Jinja environment per language, its fixed texts translated when the template is compiled.

A page has some sixty texts; looking each up on every request costs more than everything else on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from flask import Flask, current_app, g, get_flashed_messages, request, url_for
from flask_babel import force_locale, get_translations, gettext, ngettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import BaseLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from app.core.words import ENDONYMS, LANGUAGES, direction_of
from app.web import formats
from app.web.assets import static
from app.web.languages import language


class FoldingEnvironment(Environment):
    """Replaces `_("text")` by its translation while parsing; plural and computed texts stay calls."""

    translate: Callable[[str], str]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return Fold(self.translate).visit(super()._parse(source, name, filename))  # type: ignore[no-any-return]


class Fold(NodeTransformer):
    def __init__(self, translate: Callable[[str], str]) -> None:
        self.translate = translate

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 - jinja's name
        self.generic_visit(node, *args, **kwargs)
        message = node.args[0] if len(node.args) == 1 else None
        if not (isinstance(node.node, nodes.Name) and node.node.name == "_" and isinstance(message, nodes.Const)):
            return node
        text = nodes.Const(self.translate(message.value), lineno=node.lineno)
        if not node.kwargs:
            return text
        node.node, node.args = nodes.Name("_text", "load", lineno=node.lineno), [text]
        return node


def _text(message: str, **values: object) -> str:
    """The message with its fields filled; markup among the values stays markup, the rest is escaped beside it."""
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(message) % values
    return message % values


def loader(app_folder: Path) -> BaseLoader:
    """`room/page.html` is `app/room/templates/page.html`; `layouts/…`, `components/…` are web's."""
    rooms = {f.parent.name: FileSystemLoader(f) for f in sorted(app_folder.glob("*/templates"))}
    shared = app_folder / "web" / "templates"
    rooms |= {f.name: FileSystemLoader(f) for f in sorted(shared.iterdir()) if f.is_dir()}
    return PrefixLoader(rooms)


def init_app(app: Flask) -> None:
    source = loader(Path(app.root_path))
    pages = {lang: _environment(app, lang, source) for lang in LANGUAGES}
    app.extensions["kelim_pages"] = pages
    app.extensions["kelim_plain_texts"] = {lang: pages[lang].overlay(autoescape=False) for lang in LANGUAGES}


def _environment(app: Flask, lang: str, source: BaseLoader) -> FoldingEnvironment:
    environment = FoldingEnvironment(
        loader=source,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=app.debug,
        cache_size=400,
    )

    def translate(message: str) -> str:
        with app.test_request_context(), force_locale(lang):
            return str(get_translations().ugettext(message))

    environment.translate = translate
    environment.globals.update(
        _=gettext,
        _text=_text,
        ngettext=ngettext,
        lang=lang,
        dir=direction_of(lang),
        comma=formats.COMMAS[lang],
        languages=[(code, ENDONYMS[code], direction_of(code)) for code in LANGUAGES],
        url_for=url_for,
        static=static,
        get_flashed_messages=get_flashed_messages,
        actor=None,
        path="/",
        request_id="",
        csrf_token=generate_csrf,
        csrf_field=csrf_field,
        form_key_field=form_key_field,
        pick=lambda words, source="en": pick(words, lang, source),
    )
    environment.filters.update(formats.filters(lang))
    return environment


def environment(lang: str | None = None, *, plain: bool = False) -> FoldingEnvironment:
    """`lang` makes it work without a request; `plain` is for texts that are not HTML: nothing is escaped."""
    pages: Mapping[str, FoldingEnvironment] = current_app.extensions["kelim_plain_texts" if plain else "kelim_pages"]
    return pages[lang or language()]


def page(template: str, **context: Any) -> str:
    """The rendered page in the reader's language; `actor`, `path` and `nonce`-free helpers come along."""
    return (
        environment()
        .get_template(template)
        .render(
            actor=current_user._get_current_object(),  # the proxy costs a look-up per attribute
            path=request.path,
            request_id=g.get("request_id", ""),
            **context,
        )
    )


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def form_key_field() -> Markup:
    """A fresh key per rendered form: sending the form twice acts once."""
    return Markup('<input type="hidden" name="form_key" value="%s">') % token_urlsafe(16)


def pick(words: Mapping[str, str], lang: str, source: str = "en") -> Markup:
    """Text in the reader's language, else in the source language, marked as such with its lang and dir."""
    text = words.get(lang)
    if text:
        return escape(text)
    for other in (source, *LANGUAGES):
        if words.get(other):
            return Markup('<span lang="%s" dir="%s">%s</span>') % (other, direction_of(other), words[other])
    return Markup("")
