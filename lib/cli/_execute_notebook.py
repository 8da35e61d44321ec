"""Executes a notebook with Jupyter and writes it with its outputs, as .ipynb and as HTML.

Arguments: the notebook, the folder its cells run in, where to write the notebook and where the page, and the seconds
that a cell may take. Standard output has messages as lib/sweep/execute/json_messages.ts reads them: each code cell that
begins, as {"began": cell}, and last of all {"failure": null}, or the cell that failed and its error.
"""

import json
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

try:
    from latex2mathml.converter import convert as to_mathml
except ImportError:  # a Jupyter that the user installed: the page then fetches MathJax, as Jupyter's own do
    to_mathml = None

# Code, in which a dollar is a dollar, or a formula on its own, or one within a line.
PARTS = re.compile(r"(```.*?```|`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)

# Jupyter's page draws code below a cell in the letters of text, which loses its columns.
STYLE = "<style>.jp-OutputArea-output .highlight pre { font-family: monospace; }</style>"

source, folder, notebook_path, page_path, timeout = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
running = {"cell": 0}


def say(message):
    print(f"\x1e{json.dumps(message)}", flush=True)


def remember(cell, cell_index):
    running["cell"] = cell_index
    if cell.cell_type == "code":
        say({"began": cell_index})


def draw(match):
    code, display, inline = match.groups()
    return code or to_mathml(display or inline, display="block" if display else "inline")


def to_html(executed):
    """The page, with formulas that the browser draws itself, so that it needs no connection."""
    if to_mathml is None:
        return HTMLExporter().from_notebook_node(executed)[0]
    copy = nbformat.from_dict(executed)
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = PARTS.sub(draw, cell.source)
    page, _ = HTMLExporter(mathjax_url="", require_js_url="").from_notebook_node(copy)
    return re.sub(r'<script src="">\s*</script>', "", page)


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

with open(notebook_path, "w", encoding="utf-8") as file:
    nbformat.write(notebook, file)
with open(page_path, "w", encoding="utf-8") as file:
    file.write(to_html(notebook).replace("</head>", f"{STYLE}</head>", 1))
plain = None if problem is None else re.sub(r"\x1b\[[0-9;]*m", "", problem)
say({"failure": None if plain is None else {"cell": running["cell"], "message": plain}})
