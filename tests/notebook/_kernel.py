"""Runs pieces of code in a kernel and reports what it sends, as a front end sees it.

Standard input: JSON with `folder` and `cells`, each with `code` and, optionally, `interrupt`: a regular
expression; the kernel is interrupted when a text it shows first matches it. Standard output: JSON, for each cell
the messages, and whether the kernel was alive after it.
"""

import json
import queue
import re
import sys
import time

from jupyter_client.manager import start_new_kernel

task = json.load(sys.stdin)
manager, client = start_new_kernel(kernel_name="deno", cwd=task["folder"])
report = []
for cell in task["cells"]:
    request, messages, interrupt = client.execute(cell["code"]), [], cell.get("interrupt")
    deadline = time.time() + 240
    while time.time() < deadline and manager.is_alive():
        try:
            message = client.get_iopub_msg(timeout=0.2)
        except queue.Empty:
            continue
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            if content["execution_state"] == "idle":
                break
            continue
        if kind == "execute_input":
            continue
        messages.append({"type": kind, "content": content})
        shown = content.get("data", {}).get("text/plain", "") or content.get("text", "")
        if interrupt and re.search(interrupt, shown):
            manager.interrupt_kernel()
            interrupt = None
    report.append({"messages": messages, "alive": manager.is_alive()})
manager.shutdown_kernel(now=True)
print(json.dumps(report))
