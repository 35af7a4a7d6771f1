"""tasklist fetch-members: what people read, JSON, exit codes."""

import pytest
from office import LIST, SETTINGS, git, make


@pytest.fixture
def office(tmp_path):
    return make(tmp_path / "下沙", {"tasklist.yaml": SETTINGS, "lists/tasks.yaml": LIST})


@pytest.fixture
def members(root, office):
    def made(*lines):
        text = SETTINGS + "members:\n" + "".join(f"- {line}\n" for line in lines)
        (root / "tasklist.yaml").write_text(text, "utf-8")

    return made


def test_members_are_brought_in(office, members, cli, ask):
    members(f"{{name: 下沙街道, url: {office}}}", "{name: 邻居, path: ../下沙}")
    done = cli("fetch-members")
    assert done.code == 0
    assert done.out.count(git(office, "rev-parse", "HEAD")[:8]) == 2
    first, second = ask("fetch-members")["members"]
    assert (first["name"], first["problem"], first["path"]) == ("下沙街道", None, "")
    assert first["fetched"]
    assert second["fetched"] is None
    assert [member["name"] for member in ask("fetch-members", "邻居")["members"]] == ["邻居"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_that_fails_is_5_and_named_with_what_to_do(office, members, cli, ask, language):
    members("{name: 丢了, path: ../nowhere}", f"{{name: 下沙街道, url: {office}}}")
    done = cli("fetch-members", "--lang", language)
    assert done.code == 5
    assert "下沙街道" in done.out
    assert "丢了" in done.err
    assert len(done.err.splitlines()) == 2
    failed, fine = ask("fetch-members", code=5)["members"]
    assert failed["problem"]
    assert failed["hint"]
    assert fine["problem"] is None


def test_an_unknown_name_is_3(members, cli, ask):
    members("{name: 邻居, path: ../下沙}")
    ask("fetch-members", "别处", code=3)


def test_without_members(cli, ask):
    assert cli("fetch-members").code == 0
    assert ask("fetch-members")["members"] == []
