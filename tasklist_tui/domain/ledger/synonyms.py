"""What offices call the columns of their ledgers, and which field each is (domain.md §3)."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from tasklist_tui.domain.kinds import FieldType, Kind

#: Columns that are no field: what stands in them is used otherwise.
NUMBER, ID, LIGHT, NOTE, SKIP, UNITS, LOG = "$number", "$id", "$light", "$note", "$skip", "$units", "$log"
SPECIAL = (NUMBER, ID, LIGHT, NOTE, SKIP, UNITS, LOG)

_WORDS: dict[str, str] = {
    NUMBER: "序号 编号 事项编号 任务编号 序 no no. number #",
    LIGHT: "亮灯 亮灯情况 亮灯状态 灯 light",
    "measure": "工作举措 举措 类别 重点工作 项目 工作类别 任务类别 重点举措 重点项目 measure",
    "title": "具体任务 工作任务 任务内容 主要内容 工作内容 任务 任务名称 事项 事项名称 工作事项 督办事项 重点事项 内容 "
    "具体举措 task title",
    "goal": "任务目标 目标要求 预期成效 工作目标 目标 预期目标 goal",
    "deliverable": "成果形式 成果 deliverable",
    "method": "工作方式 监督方式 方式",
    "leader": "牵头领导 责任领导 分管领导 领导",
    "lead": "牵头单位 责任委室 主办 主办单位 牵头部门 牵头委室 牵头 牵头委办 lead",
    UNITS: "责任单位 责任部门 承办单位 落实单位 牵头及配合单位 牵头配合单位 牵头/配合单位 责任主体 单位",
    "co": "配合单位 协办 会办 协办单位 会办单位 配合部门 配合委室 参与单位 配合 supporting",
    "gov_units": "政府承办单位 政府责任单位",
    "start": "开始时间 启动时间 开始日期 start",
    "due": "完成时限 完成时间 时间节点 时间进度 办结时限 拟办结时间 时限 截止时间 完成期限 要求完成时间 计划完成时间 "
    "完成时限要求 时间要求 时间安排 due deadline",
    "rrule": "频次 频率 报送频次 工作频次 周期 frequency",
    "progress": "进度 完成进度 完成率 完成百分比 progress",
    LOG: "进展情况 工作进展 进展 最新进展 落实情况 办理情况 推进情况 完成情况 目前进展 推进进展",
    "status": "完成状态 状态 推进状态 办理状态 是否完成 当前状态 status state",
    "done_on": "实际完成时间 实际办结时间 完成日期 实际完成日期",
    "note": "备注 说明 note notes remarks",
    NOTE: "存在问题 下步打算 下一步打算 下步工作 下一步工作 责任人 联系人 延期原因 延期次数 延期原因/次数 "
    "最近反馈时间 每季度形象进度 形象进度 工作计划 联系电话 联系方式 困难问题",
}


class Column(msgspec.Struct, frozen=True):
    """What one column of a table is taken for.

    `target` is a field or one of `SPECIAL`; `sure` says that its heading is one of the usual names.
    """

    place: int
    heading: str
    target: str
    sure: bool = True


def folded(text: str) -> str:
    """Give a heading or a name so that spaces, width and case do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


class Names:
    """The names of columns for one kind: its own labels first, then what offices usually say."""

    def __init__(self, kind: Kind) -> None:
        """Take the labels of a kind; a usual name whose field the kind does not have goes to the note."""
        self.kind = kind
        self.exact: dict[str, str] = {}
        for target, words in _WORDS.items():
            for word in words.split(" "):
                self.exact[folded(word)] = self._known(target)
        for field in kind.fields:
            for name in (field.id, field.title.zh, field.title.en):
                if not name or (field.type is FieldType.ROWS and folded(name) in self.exact):
                    continue  # 时间节点 is a deadline in a ledger, whatever rows the kind calls so
                self.exact[folded(name)] = LOG if field.id == "log" else field.id
        self._longest = sorted((word for word in self.exact if len(word) > 1), key=len, reverse=True)

    def _known(self, target: str) -> str:
        if target.startswith("$"):
            return target if target != LOG or "log" in self.kind.field else NOTE
        return target if target in self.kind.field else NOTE

    def find(self, heading: str) -> tuple[str, bool] | None:
        """Give what a heading stands for and whether it is one of the usual names, None when it says nothing."""
        whole = folded(heading)
        if not whole:
            return None
        bare = re.sub(r"\([^()]*\)|[:：*]", "", whole)
        for text in (whole, bare):
            if text in self.exact:
                return self.exact[text], True
        inside = next((word for word in self._longest if word in bare and len(bare) <= len(word) + 8), None)
        return (self.exact[inside], False) if inside and not inside.isascii() else None


def is_single(kind: Kind, target: str) -> bool:
    """Say whether only one column can be this: a field, or the number or id of the item."""
    return target in {NUMBER, ID, LIGHT, LOG} or (
        target in kind.field and kind.field[target].type is not FieldType.LONGTEXT
    )
