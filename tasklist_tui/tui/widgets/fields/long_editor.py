"""An editor of several lines with soft wrap.  Imported where it is used: textual's text area costs 10 ms to import."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.content import Content
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Size
from textual.message import Message
from textual.widgets import TextArea

from tasklist_tui.tui.text import safe
from tasklist_tui.tui.widgets.fields.mask import mask


class LongEditor(TextArea):
    """A `TextArea` that grows with its text and paints what is not visible as a sign.

    With `enter_confirms`, Enter posts `Confirmed` and Ctrl+J begins a new line.
    """

    DEFAULT_CSS = """
    LongEditor {
        height: auto; min-height: 2; max-height: 8; border: none; padding: 0 1; background: $panel; color: $foreground;
        scrollbar-size-vertical: 1;
    }
    LongEditor:focus {
        border: none; background: $primary 35%; background-tint: $foreground 0%;
    }
    """

    class Confirmed(Message):
        """Enter was pressed in an editor whose Enter confirms."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        enter_confirms: bool = False,
        id: str | None = None,
    ) -> None:
        """Start with `text`, the cursor behind it."""
        super().__init__(
            text,
            id=id,
            highlight_cursor_line=False,
            tab_behavior="focus",
            placeholder=Content(safe(placeholder)),
        )
        self.cursor_blink = False
        self._enter_confirms = enter_confirms
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """Give a line to paint."""
        return Text(mask(self.document.get_line(line_index)), end="", no_wrap=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give the number of lines the wrapped text takes."""
        # A second wrapping, because the editor's own follows its size, which this decides.
        return max(1, WrappedDocument(self.document, max(1, width - 1), self.indent_width).height)

    def _on_text_area_changed(self) -> None:
        self.refresh(layout=True)

    async def _on_key(self, event: events.Key) -> None:
        if self._enter_confirms and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Confirmed())
        elif event.key in {"ctrl+j", "newline", "shift+enter", "alt+enter"}:
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)
