"""
Directives for tables that are generated from the code.

``{formats}``: the formats. ``{losses}``: what each format cannot express.
``{elements}``, ``{addresses}``, ``{limits}``: what each policy allows.
``{rules} TABLE``: the rules of a table of checks. ``{requirements}``: the requirements of the formats and what enforces them.
``{namespaces}``: the elements of namespaces, and the types of their values. ``{apple-categories}``: the categories of Apple Podcasts.
``{profiles}``: the requirements of partners. ``{measures}``: what profiles can measure.
``{peers}``: the features of other libraries, from ``docs/peers.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from stridesfeed.body import POLICIES, Policy
from stridesfeed.checks import TABLES
from stridesfeed.checks.profiles import MEASURES, PROFILES, Profile, load_profile
from stridesfeed.checks.profiles.measures import ARTICLE_MEASURES
from stridesfeed.checks.requirements import FormatRequirement, requirements
from stridesfeed.emit import FORMATS
from stridesfeed.vocabularies import Attribute, ElementDefinition, Vocabulary, vocabularies
from stridesfeed.vocabularies.apple_categories import APPLE_CATEGORIES
from stridesfeed.vocabularies.value_types import VALUE_TYPES

NONE = "–"

#: The features of other libraries.
PEERS = Path(__file__).parents[1] / "peers.toml"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """
    Return a Markdown table.
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in lines)


def code(text: str) -> str:
    """
    Return *text* as inline code, or a dash if it is empty.
    """
    return f"`{text}`" if text else NONE


class Namespaces(SphinxDirective):
    """
    The elements of each namespace, and the types of values.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a table for each namespace, then one of the types.
        """
        known = sorted(vocabularies().values(), key=lambda vocabulary: vocabulary.title.lower())
        parts = [self._section(vocabulary) for vocabulary in known if vocabulary.elements]
        others = [(code(each.prefix), each.title, f"`{each.uri}`") for each in known if not each.elements]
        types = [(code(type_.name), type_.wanted) for type_ in sorted(VALUE_TYPES.values(), key=lambda type_: type_.name)]
        parts.append("**Known, but not checked**\n\n" + table(("Prefix", "Namespace", "URI"), others))
        parts.append("**Types of values**\n\n" + table(("Type", "Value"), types))
        return self.parse_text_to_nodes("\n\n".join(parts))

    def _section(self, vocabulary: Vocabulary) -> str:
        uris = ", ".join(f"`{uri}`" for uri in (vocabulary.uri, *vocabulary.also))
        rows = [self._row(element) for element in vocabulary.elements.values()]
        head = f"**{vocabulary.title}**: prefix `{vocabulary.prefix}`, {uris}; defined by <{vocabulary.source}>"
        return f"{head}\n\n{table(('Element', 'Inside', 'Text', 'Attributes'), rows)}"

    def _row(self, element: ElementDefinition) -> tuple[str, ...]:
        inside = " ".join(code(name) + ("\\*" if repeats else "") for name, repeats in element.parents.items())
        attributes = " ".join(self._attribute(attribute) for attribute in element.attributes.values())
        name = code(element.name) + (f" (outdated: {element.outdated})" if element.outdated else "")
        return name, inside, code(element.text.name) if element.text else NONE, attributes or NONE

    @staticmethod
    def _attribute(attribute: Attribute) -> str:
        return f"`{attribute.name}={attribute.type.name}`{' (required)' if attribute.is_required else ''}"


class AppleCategories(SphinxDirective):
    """
    The categories of Apple Podcasts.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each category, with its subcategories.
        """
        rows = [(category, ", ".join(subcategories) or NONE) for category, subcategories in APPLE_CATEGORIES.items()]
        return self.parse_text_to_nodes(table(("Category", "Subcategories"), rows))


class Formats(SphinxDirective):
    """
    The formats.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each format.
        """
        rows = [(known.title, code(known.name), code(known.file_name), code(known.media_type)) for known in FORMATS.values()]
        return self.parse_text_to_nodes(table(("Format", "Name", "File", "Media type"), rows))


class Losses(SphinxDirective):
    """
    The fields that each format cannot express.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each field.
        """
        rows = [(known.title, code(loss.field), loss.reason) for known in FORMATS.values() for loss in known.losses]
        return self.parse_text_to_nodes(table(("Format", "Field", "Why"), rows))


def _list(names: Iterable[str]) -> str:
    return " ".join(map(code, sorted(names))) or NONE


class Elements(SphinxDirective):
    """
    The elements that policies allow.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each element, with the attributes that each policy allows.
        """
        names = sorted({name for policy in POLICIES.values() for name in policy.elements})
        rows = [(code(name) if name != "*" else "all", *(self._kept(name, policy) for policy in POLICIES.values())) for name in names]
        return self.parse_text_to_nodes(table(("Element", *map(code, POLICIES)), rows))

    @staticmethod
    def _kept(name: str, policy: Policy) -> str:
        kept = policy.elements.get(name)
        return NONE if kept is None else f"yes: {_list(kept)}" if kept else "yes"


class Addresses(SphinxDirective):
    """
    The schemes and class names that policies allow.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each kind.
        """
        fields = {"Links": "link_schemes", "Images, sound, film": "media_schemes", "Class names": "classes", "Dropped whole": "dropped"}
        rows = [(said, *(_list(getattr(policy, field)) for policy in POLICIES.values())) for said, field in fields.items()]
        return self.parse_text_to_nodes(table(("", *map(code, POLICIES)), rows))


class Limits(SphinxDirective):
    """
    The limits of each policy.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each limit.
        """
        fields = ("max_length", "max_elements", "max_attributes", "max_depth", "max_nesting", "over_limit")
        rows = [(code(field), *(self._said(getattr(policy, field)) for policy in POLICIES.values())) for field in fields]
        return self.parse_text_to_nodes(table(("Limit", *map(code, POLICIES)), rows))

    @staticmethod
    def _said(limit: int | str | None) -> str:
        return NONE if limit is None else f"{limit:,}" if isinstance(limit, int) else code(repr(limit))


def _words(text: str) -> str:
    """
    Return *text* with "<" escaped for Markdown.
    """
    return text.replace("<", "\\<")


class Rules(SphinxDirective):
    """
    The rules of one table of checks.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each rule.
        """
        rules = TABLES.get(self.arguments[0])
        if rules is None:
            raise self.error(f"there is no table of rules {self.arguments[0]}")
        rows = [(code(rule.code), rule.level, _words(rule.summary)) for rule in rules.values()]
        return self.parse_text_to_nodes(table(("Code", "Level", "Problem and whom it affects"), rows))


class Requirements(SphinxDirective):
    """
    The requirements of the formats.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a table for each subject.
        """
        head = ("", "Requirement", "Source", "Guaranteed by", "Found by")
        subjects = dict.fromkeys(requirement.subject for requirement in requirements())
        parts = [f"**{subject}**\n\n{table(head, self._rows(subject))}" for subject in subjects]
        return self.parse_text_to_nodes("\n\n".join(parts))

    def _rows(self, subject: str) -> list[tuple[str, ...]]:
        return [self._row(requirement) for requirement in requirements() if requirement.subject == subject]

    @staticmethod
    def _row(requirement: FormatRequirement) -> tuple[str, ...]:
        said = (str(requirement.number), _words(requirement.says), requirement.source)
        if requirement.not_ours:
            return (*said, NONE, f"not ours: {requirement.not_ours}")
        tests = " ".join(code(test) for test in requirement.tests) or NONE
        return (*said, tests, " ".join(map(code, requirement.codes)) or NONE)


class Profiles(SphinxDirective):
    """
    The requirements of partners.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a paragraph and a table for each partner.
        """
        return [node for known in map(load_profile, PROFILES) for node in self.parse_text_to_nodes(self._said(known))]

    @staticmethod
    def _said(known: Profile) -> str:
        sources = {requirement.source for requirement in known.requirements}
        notes = [f"- {source}." for source in sorted(sources, key=str)]
        rows = [(code(each.code), each.level, f"{each.measure}: {each.limit}", each.text, each.source.name) for each in known.requirements]
        head = f"**{known.title}** (`{known.name}`). {known.description}"
        return "\n\n".join([head, table(("Code", "Level", "Limit", "Requirement", "Source"), rows), "\n".join(notes)])


class Measures(SphinxDirective):
    """
    The measures of profiles.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return a row for each measure.
        """
        rows = [
            (code(name), "article" if name in ARTICLE_MEASURES else "feed", measure.kind, measure.message.replace("{}", "…"))
            for name, measure in sorted(MEASURES.items())
        ]
        return self.parse_text_to_nodes(table(("Measure", "Applies to", "Kind", "Message"), rows))


class Peers(SphinxDirective):
    """
    The features of other libraries that write feeds.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return the date of the comparison, then a table for each group of features.
        """
        self.env.note_dependency(str(PEERS))
        compared = tomllib.loads(PEERS.read_text(encoding="utf-8"))
        peers, features = compared["peers"], compared["features"]
        parts = [f"Compared on {compared['date']}."]
        for group in dict.fromkeys(feature["group"] for feature in features):
            rows = [(_words(each["name"]), *(_words(each[peer]) for peer in peers)) for each in features if each["group"] == group]
            parts.append(f"**{group}**\n\n{table(('Feature', *peers.values()), rows)}")
        return self.parse_text_to_nodes("\n\n".join(parts))


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Register the directives with Sphinx.
    """
    directives: dict[str, type[SphinxDirective]] = {
        "addresses": Addresses,
        "elements": Elements,
        "formats": Formats,
        "limits": Limits,
        "namespaces": Namespaces,
        "apple-categories": AppleCategories,
        "losses": Losses,
        "measures": Measures,
        "peers": Peers,
        "profiles": Profiles,
        "requirements": Requirements,
        "rules": Rules,
    }
    for name, directive in directives.items():
        app.add_directive(name, directive)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
