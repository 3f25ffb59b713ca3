"""
The headings that composition adds to a body, in the languages of articles.
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Words:
    """
    Headings in one language.
    """

    sources: str
    related: str


ENGLISH = Words("Sources", "Related")

#: By primary subtag (BCP 47), and by script where that decides the words.
WORDS = {
    "af": Words("Bronne", "Verwant"),
    "ar": Words("المصادر", "ذات صلة"),
    "bg": Words("Източници", "Свързани"),
    "bn": Words("সূত্র", "সম্পর্কিত"),
    "ca": Words("Fonts", "Relacionats"),
    "cs": Words("Zdroje", "Související"),
    "da": Words("Kilder", "Relateret"),
    "de": Words("Quellen", "Mehr zum Thema"),
    "el": Words("Πηγές", "Σχετικά"),
    "en": ENGLISH,
    "es": Words("Fuentes", "Relacionado"),
    "et": Words("Allikad", "Seotud"),
    "eu": Words("Iturriak", "Lotutakoak"),
    "fa": Words("منابع", "مرتبط"),
    "fi": Words("Lähteet", "Aiheeseen liittyvää"),
    "fr": Words("Sources", "À lire aussi"),
    "ga": Words("Foinsí", "Gaolmhar"),
    "gl": Words("Fontes", "Relacionado"),
    "he": Words("מקורות", "קשורים"),
    "hi": Words("स्रोत", "संबंधित"),
    "hr": Words("Izvori", "Povezano"),
    "hu": Words("Források", "Kapcsolódó"),
    "id": Words("Sumber", "Terkait"),
    "is": Words("Heimildir", "Tengt efni"),
    "it": Words("Fonti", "Leggi anche"),
    "ja": Words("出典", "関連記事"),
    "ko": Words("출처", "관련 글"),
    "lt": Words("Šaltiniai", "Susiję"),
    "lv": Words("Avoti", "Saistītie raksti"),
    "mk": Words("Извори", "Поврзано"),
    "ms": Words("Sumber", "Berkaitan"),
    "nb": Words("Kilder", "Relatert"),
    "nl": Words("Bronnen", "Gerelateerd"),
    "nn": Words("Kjelder", "Relatert"),
    "no": Words("Kilder", "Relatert"),
    "pl": Words("Źródła", "Powiązane"),
    "pt": Words("Fontes", "Relacionado"),
    "ro": Words("Surse", "Articole similare"),
    "ru": Words("Источники", "По теме"),
    "sk": Words("Zdroje", "Súvisiace"),
    "sl": Words("Viri", "Sorodno"),
    "sq": Words("Burimet", "Të lidhura"),
    "sr": Words("Извори", "Повезано"),
    "sr-latn": Words("Izvori", "Povezano"),
    "sv": Words("Källor", "Relaterat"),
    "sw": Words("Vyanzo", "Zinazohusiana"),
    "ta": Words("ஆதாரங்கள்", "தொடர்புடையவை"),
    "th": Words("แหล่งที่มา", "เรื่องที่เกี่ยวข้อง"),
    "tr": Words("Kaynaklar", "İlgili"),
    "uk": Words("Джерела", "За темою"),
    "ur": Words("ماخذ", "متعلقہ"),
    "vi": Words("Nguồn", "Liên quan"),
    "zh": Words("来源", "相关文章"),
    "zh-hant": Words("來源", "相關文章"),
}

#: Regions that write in the other script than the language's usual one.
_SCRIPT_OF_REGION = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}


def words(language: str | None) -> Words:
    """
    The headings in *language*; in English where we do not know it.

    >>> words("pt-BR").sources, words("zh-TW").sources, words("tlh").sources
    ('Fontes', '來源', 'Sources')
    """
    subtags = (language or "en").lower().split("-")
    first_two = "-".join(subtags[:2])
    return WORDS.get(_SCRIPT_OF_REGION.get(first_two, first_two)) or WORDS.get(subtags[0], ENGLISH)
