"""
Feeds as plain dicts in the shape of JSON Feed, for JSON, YAML, message queues and databases, and back without loss.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

import attrs

from stridesfeed import extensions
from stridesfeed.errors import FieldError, InvalidError, UnknownNameError, suggestion
from stridesfeed.model import Article, Attachment, Category, Extension, Feed, OnError, Person, valid_articles
from stridesfeed.value import Value

#: The members of JSON Feed, by class and field. All other fields of these classes are in one object, as an extension.
_MEMBERS: Mapping[type[Value], Mapping[str, str]] = {
    Feed: {
        "title": "title",
        "url": "home_page_url",
        "subtitle": "description",
        "icon": "favicon",
        "logo": "icon",
        "language": "language",
        "authors": "authors",
        "articles": "items",
    },
    Article: {
        "id": "id",
        "url": "url",
        "external_url": "external_url",
        "title": "title",
        "content": "content_html",
        "content_text": "content_text",
        "summary": "summary",
        "published": "date_published",
        "updated": "date_modified",
        "language": "language",
        "authors": "authors",
        "attachments": "attachments",
    },
    Person: {"name": "name", "uri": "url", "avatar": "avatar"},
    Attachment: {
        "url": "url",
        "type": "mime_type",
        "title": "title",
        "length": "size_in_bytes",
        "duration": "duration_in_seconds",
    },
}

_OWN = "_stridesfeed"

#: Names the class of an extension.
_TYPE = "class"

_VERSION = "https://jsonfeed.org/version/1.1"


def to_dict(feed: Feed) -> dict[str, Any]:
    """
    Return *feed* as a dict of plain values in the shape of JSON Feed 1.1: :func:`from_dict` returns the same feed.

    Fields that JSON Feed has no member for are in ``_stridesfeed``. Bodies are not cleaned: publish what :func:`stridesfeed.render` returns
    instead.

    >>> to_dict(Feed(id="https://a.example/", title="A", url="https://a.example/"))["home_page_url"]
    'https://a.example/'
    """
    return {"version": _VERSION, **_plain(feed)}


def from_dict(values: Mapping[str, Any], *, on_error: OnError = "raise") -> Feed:
    """
    Return the feed that :func:`to_dict` returned as *values*; fields that are missing have their defaults.

    Raises :class:`~stridesfeed.errors.InvalidError` for a value that is not valid, and :class:`~stridesfeed.errors.UnknownNameError` for a
    member that no field has and for an extension of an unknown class. With *on_error*, items with such errors, and those with an id of an
    earlier one, are left out, as by :func:`stridesfeed.valid_articles`. For JSON Feeds of others, use :func:`stridesfeed.parse`.
    """
    members = {name: value for name, value in values.items() if name != "version"}
    items = members.get("items")
    if on_error != "raise" and isinstance(items, list):
        members["items"] = [*valid_articles(items, _article, on_error=on_error)]
    feed: Feed = _value(Feed, members)
    return feed


def _article(item: object) -> Article:
    if not isinstance(item, Mapping):
        raise InvalidError.of("article", [FieldError("article", "item", f"must be a dict, not {type(item).__name__}")])
    article: Article = _value(Article, item)
    return article


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if not isinstance(value, Value):
        return value.isoformat() if isinstance(value, date) else value
    kind: Any = type(value)
    standard = _MEMBERS.get(kind)
    members: dict[str, Any] = {_TYPE: _type_name(kind)} if isinstance(value, Extension) else {}
    own: dict[str, Any] = {}
    for name, field in _fields(kind).items():
        content = getattr(value, field.name)
        if content is None or content == () or (type(content) is type(field.default) and content == field.default):
            continue
        if standard is None or name in standard:
            members[standard[name] if standard else name] = _plain(content)
        else:
            own[name] = _plain(content)
    if isinstance(value, Article) and value.categories:
        members["tags"] = [category.name for category in value.categories]
        if all(category == Category(category.name) for category in value.categories):
            del own["categories"]
    return members | ({_OWN: own} if own else {})


def _value(kind: Any, members: Mapping[str, Any]) -> Any:
    """
    Return the value of *kind* with these members.
    """
    fields, standard = _fields(kind), _MEMBERS.get(kind, {})
    own = members.get(_OWN) if standard else None
    names = {member: name for name, member in standard.items()}
    given = {names.get(member, member): value for member, value in members.items() if member != _OWN or not standard}
    if kind is Article and "tags" in given:
        given["categories"] = given.pop("tags")
    given |= own if isinstance(own, Mapping) else {}
    for name in given:
        if name not in fields:
            raise UnknownNameError(f"member of {kind.__name__}", name, [standard.get(field, field) for field in fields])
    return kind(**{name: _typed(_hints(kind)[fields[name].name], value) for name, value in given.items()})


def _typed(hint: Any, value: Any) -> Any:
    """
    Return a plain *value* as the type of its field. What does not fit is left for the field's rule to reject.
    """
    options = typing.get_args(hint) if typing.get_origin(hint) in {types.UnionType, typing.Union} else (hint,)
    if isinstance(value, list):
        item = next((typing.get_args(option)[0] for option in options if typing.get_origin(option) is tuple), Any)
        return tuple(_typed(item, each) for each in value)
    kinds = [option for option in options if isinstance(option, type)]
    if isinstance(value, str):
        return _moment(value) if any(issubclass(kind, date) for kind in kinds) else value
    if isinstance(value, Mapping):
        kind = next((kind for kind in kinds if issubclass(kind, Value)), None)
        if kind and issubclass(kind, Extension):
            return _extension(value)
        return _value(kind, value) if kind else value
    return value


def _moment(text: str) -> Any:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _extension(members: Mapping[str, Any]) -> Extension:
    name = members.get(_TYPE)
    if str(name).partition(".")[0] in {"elements", "payments", "podcast", "shows"}:
        import_module(f"{extensions.__name__}.shows")  # slow to import, and rarely used
    known = {_type_name(kind): kind for kind in _subclasses(Extension)}
    if name not in known:
        raise InvalidError.of("extension", [FieldError("extension", _TYPE, f"is unknown: {name!r}{suggestion(str(name), known)}")])
    extension: Extension = _value(known[name], {member: value for member, value in members.items() if member != _TYPE})
    return extension


def _subclasses(kind: type[Extension]) -> Iterator[type[Extension]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


def _type_name(kind: type[Value]) -> str:
    """
    Return the name of a class: without the package for ours, ``strides.Editorial``.
    """
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix(f"{extensions.__name__}.")


@cache
def _fields(kind: Any) -> Mapping[str, attrs.Attribute[Any]]:
    """
    Return the fields of *kind* by their names in the constructor.
    """
    return {field.alias or field.name: field for field in attrs.fields(kind)}


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)
