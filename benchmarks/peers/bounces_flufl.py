"""What flufl.bounce (Mailman's reader of returned mail) says of a folder of mails: JSON on standard output.

python benchmarks/peers/bounces_flufl.py FOLDER
"""

import email
import json
import sys
import time
from pathlib import Path

from flufl.bounce import all_failures

found = {}
spent = time.process_time()
for path in sorted(Path(sys.argv[1]).glob("*.eml")):
    try:
        temporary, permanent = all_failures(email.message_from_bytes(path.read_bytes()))
    except Exception as error:  # noqa: BLE001  # a peer's fault is a line of its row
        found[path.stem] = {"error": repr(error)}
        continue
    found[path.stem] = {
        "temporary": sorted(each.decode("utf-8", "replace") for each in temporary),
        "permanent": sorted(each.decode("utf-8", "replace") for each in permanent),
    }
print(json.dumps({"found": found, "ms": (time.process_time() - spent) * 1000 / max(1, len(found))}))
