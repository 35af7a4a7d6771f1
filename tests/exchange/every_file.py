"""Print what the formats and reports of a workspace hash to: `python every_file.py FOLDER LANGUAGE KIND…`."""

import json
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

from tasklist_tui import i18n
from tasklist_tui.domain.query import Query
from tasklist_tui.domain.reports import ReportKind
from tasklist_tui.services import exporting, reporting
from tasklist_tui.services.session import Session

#: Days that have something to tell, where the usual ones have not.
SINCE = {ReportKind.HANDOVER: date(2025, 6, 1)}


def main():
    i18n.set_language(sys.argv[2])
    session = Session.open(Path(sys.argv[1]), today=date(2025, 11, 10), sign=False)
    scope = exporting.scope_of(session.snapshot, Query())
    options = exporting.Options(exporting.stamp_of(session), sys.argv[2])
    made = {
        name: exporting.export(session.snapshot, chosen, scope, options)
        for name, chosen in exporting.FORMATS.items()
        if name != "png"
    }
    for kind in map(ReportKind, sys.argv[3:]):
        report = reporting.make_report(session, reporting.Wanted(kind, SINCE.get(kind)))
        for name, chosen in reporting.FORMATS.items():
            made[f"{kind}.{name}"] = reporting.render(session, report, chosen)
        made[f"{kind} template"] = reporting.save_template(session, kind).read_bytes()
    session.close()
    print(json.dumps({name: sha256(data).hexdigest() for name, data in made.items()}))


if __name__ == "__main__":
    main()
