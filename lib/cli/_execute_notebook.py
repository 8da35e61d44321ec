"""Executes a notebook with Jupyter and writes it with its outputs, as .ipynb and as HTML.

Arguments: the notebook, the folder its cells run in, where to write (without an ending), and the seconds that
a cell may take. The last line on standard output is JSON: null, or the cell that failed and its error.
"""

import json
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

source, folder, target, timeout = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
running = {"cell": 0}


def remember(cell, cell_index):
    running["cell"] = cell_index


client = NotebookClient(
    notebook,
    kernel_name="deno",
    timeout=int(timeout),
    on_cell_start=remember,
    resources={"metadata": {"path": folder}},
)
problem = None
try:
    client.execute()
except CellExecutionError as error:
    problem = f"{error.ename}: {error.evalue}" if error.ename else str(error)
except CellTimeoutError:
    problem = f"took longer than {timeout} s"
except DeadKernelError:
    problem = "the kernel died"

nbformat.write(notebook, f"{target}.ipynb")
html, _ = HTMLExporter().from_notebook_node(notebook)
with open(f"{target}.html", "w", encoding="utf-8") as file:
    file.write(html)
plain = None if problem is None else re.sub(r"\x1b\[[0-9;]*m", "", problem)
print(json.dumps(None if plain is None else {"cell": running["cell"], "message": plain}))
