"""Lists of tasks for property tests: values of every field type, few ids so that edits collide often."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.model import Item, TaskList

COMMITTEES = ["ysgw", "fzgw", "bgs", "dbgw"]
texts = st.text(alphabet="听取审议报告no1:#-'\"[]{}|> \n\t🙂é", min_size=1, max_size=12)
days = st.integers(0, 900).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
milestones = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a1", "a2", "a3"]), "title": texts}, optional={"due": days, "done": days}
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda row: row["id"],
)
log = st.lists(st.fixed_dictionaries({"by": st.sampled_from(COMMITTEES), "text": texts}), min_size=1, max_size=3)
FIELDS = {
    "title": texts,
    "goal": texts,
    "measure": st.integers(1, 12),
    "lead": st.sampled_from(COMMITTEES),
    "co": st.lists(st.sampled_from(COMMITTEES), min_size=1, max_size=3, unique=True),
    "due": days,
    "start": days,
    "progress": st.integers(0, 100),
    "status": st.sampled_from(["draft", "issued", "doing", "submitted", "done"]),
    "milestones": milestones,
    "log": log,
    "tags": st.lists(texts, min_size=1, max_size=2, unique=True),
}
values = st.fixed_dictionaries({"title": texts}, optional={k: v for k, v in FIELDS.items() if k != "title"})
IDS = ["aa2222", "bb3333", "cc4444", "dd5555", "ee6666"]
NEW_IDS = ["xx2222", "yy3333"]
items = st.builds(Item, st.sampled_from(IDS), values)
task_lists = st.lists(items, min_size=1, max_size=5, unique_by=lambda item: item.id).map(
    lambda made: TaskList("tasks", title="清单", items=tuple(made))
)


@st.composite
def edits_for(draw, task_list, most=4):
    """Edits that fit the list, each drawn for the list as the ones before leave it."""
    made = []
    for _ in range(draw(st.integers(0, most))):
        ids = [item.id for item in task_list.items]
        free = [name for name in NEW_IDS if name not in ids]
        kinds = (["set", "set", "remove", "move"] if ids else []) + (["add"] if free else [])
        if not kinds:
            break
        anchors = st.sampled_from(["", None, "gone", *ids])
        match draw(st.sampled_from(kinds)):
            case "set":
                names = draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True))
                changed = {name: draw(FIELDS[name] if name == "title" else st.none() | FIELDS[name]) for name in names}
                edit = SetFields(task_list.id, draw(st.sampled_from(ids)), changed)
            case "remove":
                edit = RemoveItem(task_list.id, draw(st.sampled_from(ids)))
            case "move":
                edit = MoveItem(task_list.id, draw(st.sampled_from(ids)), draw(anchors))
            case "add":
                edit = AddItem(task_list.id, Item(draw(st.sampled_from(free)), draw(values)), draw(anchors))
        made.append(edit)
        task_list = edit.apply(task_list)
    return made
