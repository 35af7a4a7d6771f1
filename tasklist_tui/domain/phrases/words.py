"""The words around a time: hedges, states, labels, and the words that stand for no date at all."""

from __future__ import annotations

import re

from tasklist_tui.domain.phrases.numerals import NUMBER

#: Stands for a character that was set aside; never typed (private use).
GONE = "\ue000"

HEDGE = re.compile(
    r"力争|争取|确保|务必|必须|原则上|预计|预期|计划(?=于|在|至|到|\d|今|明|本|下)|暂定|初定|拟定?(?=于|在|\d|今|明|本|下)|尽量|尽可能|最好|大约|大概|约(?=\d)"
)
DONE = re.compile(
    r"已(?:经)?(?:全部|全面|按时|按期|如期|提前|顺利|圆满)?(?:完成|办结|销号|结束|落实|竣工|办理完毕|实施完毕|上报|报送|印发|出台|完结|结案|投产)"
    r"|(?:提前|如期|按时|按期)(?:完成|办结)(?=$|[;,、)\n])|[√✓✔☑]|(?<![一-鿿])办结(?=$|[)])"
)
_DONE_ON = re.compile(r"已(?:经)?(?=于|在)")
STATE = re.compile(
    r"(?:未|尚未|没有|暂未|基本|部分)(?:完成|办结|启动|开展|落实|销号)|(?:正在|持续)?(?:推进|进行|办理|实施|落实|起草|编制)中|正在(?:推进|办理|实施|进行)"
    r"|(?:如)?(?:遇|逢)?(?:法定)?(?:节假日|休息日)(?:自动|相应)?(?:顺延|提前)"
    r"|已(?:经)?(?:启动|延期|开展|逾期|超期|滞后)(?!至|到)|正常推进|进展顺利|按计划推进"
)
LABEL = re.compile(
    r"(?:(?:完成|办结|截止|截至|责任|计划完成|要求完成|拟完成|拟办结)?(?:时限|期限|时间|日期)(?:节点|要求|安排|进度)?|时间节点|完成节点|办理时限|时限要求)(?:为|是|:|：)+"
)
EMPTY = re.compile(
    r"[\s/\\.*×x_()~:;,、\ue000-]*(?:(?:暂|尚)?无|没有|空白?|无(?:时限|时间)?(?:要求)?|未填写?|不涉及|不适用|none|null|nil|n/?a|-)?[\s/\\.*×x_()~:;,、。\ue000-]*"
)
ONGOING = re.compile(
    r"持续|长期|长效|常态|动态|经常性|不间断|一以贯之|久久为功|日常|随时|实时|滚动|贯穿始终|全过程|不定期|常年|至今|ongoing|continuous|permanent|rolling"
)
VAGUE = re.compile(
    r"尽快|尽早|未定|未确定|不确定|确定|时机|条件成熟|成熟时|第一时间|即刻|适当|不限|适时|近期|待定|另行|择期|择机|择日|视情|待|同步|按(?:照)?.{0,8}(?:要求|部署|安排|通知|计划|进度|程序|规定)|根据|立即|马上|及时|即时|立行立改|随后"
    r"|限期|按期|按时|如期|定期|不日|暂缓|tbd|tba|asap|as soon as|to be"
)
#: Filler that says nothing once the time is read.
FILLER = re.compile(
    r"(?:(?:全部|全面|基本|须|应|要|必须|均|予以|按时|并)*(?:完成|办结|结束|到位|落实到位|完成到位|实施完毕|办理完毕|完毕|实施|开展|进行|执行|推进|落实|为准|即可|为限|期限|时限|期)?(?:任务|工作)?)"
)
_HOW = "正式|全面|全部|基本|并"
START_VERB = re.compile(rf"(?:{_HOW})?(?:启动|开工|动工|开始|起步|开建|实施)(?:实施|建设|编制|施工|工作|任务)*")
END_VERB = re.compile(
    rf"(?:(?:{_HOW})?(?:完成|竣工|结束|办结|建成|投产|完工|验收|收官|交付|投用|投入使用)(?:验收|编制|建设|工作|任务)*)+"
)
CONNECTOR = re.compile(
    r"^(?:并且?|或者?|再|及|和|与|后|然后|随后|其中|同时|的|一是|[二三四五六七八九]是|首先|其次|最后|第[一二三四五六七八九]步|:|\.)+|(?:于|在|或|将|拟|须|应|要|并|并于|且|再|及|和|与|后|由|自|从|至|到|分别|前|:|\()+$"
)
#: What looks like a time that nothing has read: a phrase with one is not half-read but vague.
TIMEISH = re.compile(
    rf"\d{{4}}年|(?<!第)(?<!个){NUMBER}月(?!度)|[年月季]度?[初末底](?!稿|步)|(?<![早])[上中下]旬|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|\d{{5,}}|{NUMBER}季度|[本下上](?:周|月|季度|星期)"
    r"|(?:周|星期|礼拜)[一二三四五六日天](?![一-鿿]{0,2}[会报])"
    rf"|(?<![第\d零一二两三四五六七八九十]){NUMBER}(?:日|号)(?=之?[前后内]|以[前后内])"
)


def set_aside(clean: str) -> tuple[str, tuple[str, ...], tuple[str, ...], bool]:
    """Give the text with labels, hedges and states blanked, the hedges, the states, and whether it says it is done."""
    hedges: list[str] = []
    states: list[str] = []
    clean = _blank(LABEL, clean, [])
    clean = _blank(HEDGE, clean, hedges)
    clean = _blank(STATE, clean, states)
    not_done = len(states)
    clean = _blank(DONE, clean, states)
    done = len(states) > not_done
    if _DONE_ON.search(clean):
        clean, done = _blank(_DONE_ON, clean, states), True
    return clean, tuple(hedges), tuple(states), done


def _blank(pattern: re.Pattern[str], text: str, found: list[str]) -> str:
    def gone(match: re.Match[str]) -> str:
        found.append(match[0])
        return GONE * len(match[0])

    return pattern.sub(gone, text)
