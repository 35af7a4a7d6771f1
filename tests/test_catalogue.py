"""The interface is complete in Chinese and in English."""

import re
import string

import catalogue
import pytest

from tasklist_tui import i18n
from tasklist_tui.domain.kinds import Label
from tasklist_tui.domain.message import msg


@pytest.fixture(scope="module")
def chinese():
    return {message.id: message.string for message in catalogue.translated() if message.id}


@pytest.fixture(scope="module")
def sources():
    return [message.id for message in catalogue.extracted() if message.id]


def names(template):
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def test_every_message_has_a_chinese_text(sources, chinese):
    assert sources
    assert [text for text in sources if not chinese.get(text)] == []


def test_nothing_is_translated_that_is_not_used(sources, chinese):
    assert sorted(set(chinese) - set(sources)) == []


def test_a_translation_has_the_same_places_to_fill(chinese):
    assert {text: other for text, other in chinese.items() if names(text) != names(other)} == {}


def test_chinese_texts_are_chinese(sources, chinese):
    plain = [text for text in sources if re.search(r"[A-Za-z]{4}", re.sub(r"\{[^}]*\}", "", text))]
    assert [text for text in plain if not re.search(r"[\u4e00-\u9fff]", chinese.get(text, ""))] == []


def test_the_compiled_catalogue_is_current():
    assert catalogue.MO.read_bytes() == catalogue.compiled(catalogue.translated())


@pytest.mark.parametrize(
    ("option", "workspace", "variables", "language"),
    [
        ("en", "zh", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, "en", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, None, {"LANG": "C.UTF-8"}, "zh"),
        (None, None, {"LANG": "xx_YY"}, "zh"),
        (None, None, {"LC_ALL": "en_US", "LANG": "zh_CN"}, "en"),
        (None, "fr", {}, "zh"),
    ],
)
def test_the_language_is_chosen_by_option_workspace_and_locale(option, workspace, variables, language, monkeypatch):
    monkeypatch.delenv("LANG")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.choose(option, workspace) == language


def test_messages_in_messages_are_translated_and_lists_joined():
    inner = msg("Done")
    outer = msg("Milestone “{name}”: {reason}", name="方案", reason=inner)
    assert i18n.translate(outer, "en") == "Milestone “方案”: Done"
    assert i18n.translate(outer, "zh") != i18n.translate(outer, "en")
    names_of = msg("possible: {ways}", ways=(Label("甲", "A"), "b"))
    assert i18n.translate(names_of, "en") == "possible: A, b"
    assert i18n.translate(names_of, "zh").endswith("甲、b")
