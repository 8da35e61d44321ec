/* global vega, document */
"use strict";
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const { figures, runs, labels, axes, curves } = read("content");
const views = new Map();
const copy = (value) => JSON.parse(JSON.stringify(value));
const make = (name, text, parent) => {
  const element = document.createElement(name);
  element.textContent = text;
  parent?.append(element);
  return element;
};

const tip = document.getElementById("tip");
function showTip(_handler, event, _item, value) {
  tip.replaceChildren();
  if (value === null || value === undefined || value === "") {
    tip.style.display = "none";
    return;
  }
  const entries = typeof value === "object" ? Object.entries(value) : [["", value]];
  for (const [name, text] of entries) {
    const line = make("div", name === "" ? "" : `${name}: `, tip);
    make("b", String(text), line);
  }
  tip.style.display = "block";
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - 240)}px`;
  tip.style.top = `${event.clientY + 14}px`;
}

const refuse = (uri) => Promise.reject(new Error(`not loaded: ${uri}`));
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

async function show(name, spec, data) {
  const runtime = vega.parse(copy(spec), undefined, { ast: true });
  const view = new vega.View(runtime, {
    expr: vega.expressionInterpreter,
    renderer: name === "parallel" || name === "loss_curves" ? "canvas" : "svg",
    container: document.getElementById(`figure-${name}`),
    tooltip: showTip,
    hover: true,
    loader,
  });
  for (const [dataset, rows] of Object.entries(data)) view.data(dataset, copy(rows));
  views.set(name, view);
  if (name === "bubble") {
    view.addEventListener("click", (_event, item) => {
      if (item?.datum?.latent_size !== undefined && item.datum.outcome !== undefined) {
        details(item.datum);
      }
    });
  }
  await view.runAsync();
}

/** Every epoch of some runs, as the loss curves want them. */
function points(chosen) {
  return chosen.flatMap((run) =>
    (curves[run.run]?.validation ?? []).flatMap((loss, i) =>
      loss > 0 ? [{ ...run, learning_rate: String(run.learning_rate), epoch: i + 1, loss }] : []
    )
  );
}

const named = (field, value) => (labels[field] && labels[field][value]) ?? value;
/** Figures write labels where results have names. */
const same = (field, shown, run) =>
  shown === undefined || shown === run[field] || shown === named(field, run[field]);

async function details(mark) {
  const found = runs.filter((run) =>
    CELL.every((field) => same(field, mark[field], run)) && visible(run)
  );
  const box = document.getElementById("detail-text");
  box.replaceChildren();
  if (found.length === 0) make("p", "No run of this configuration is finished.", box);
  for (const run of found) {
    const error = run.test_mse === null ? "" : `, test MSE ${run.test_mse.toPrecision(4)}`;
    const cause = run.error ? `: ${run.error}` : "";
    make(
      "p",
      `Run ${run.run}, seed ${run.seed}: ${run.status}${cause} after ${
        run.epochs ?? 0
      } epochs${error}`,
      box,
    );
    make("pre", run.command, box);
  }
  const rows = found.flatMap((run) =>
    ["training", "validation"].flatMap((kind) =>
      (curves[run.run]?.[kind] ?? []).flatMap((loss, i) =>
        loss > 0 ? [{ run: run.run, seed: run.seed, kind, epoch: i + 1, loss }] : []
      )
    )
  );
  document.getElementById("figure-detail").hidden = rows.length === 0;
  await views.get("detail").data("points", rows).resize().runAsync();
}

const hidden = new Map(axes.map((axis) => [axis.name, new Set()]));
const levelOf = (run, axis) => run[axis] ?? "none";
const visible = (run) => axes.every(({ name }) => !hidden.get(name).has(levelOf(run, name)));

const CELL = ["model", "optimizer", "latent_size", "learning_rate"];
const cellOf = (row) => JSON.stringify(CELL.map((field) => row[field]));
/** A cell's runs, by the key of its marks, which have labels or names. */
function byCell(chosen) {
  const found = new Map();
  const known = new Set((figures.bubble?.rows ?? []).map(cellOf));
  for (const run of chosen) {
    const shown = CELL.map((field) => named(field, run[field]));
    const key = known.has(JSON.stringify(shown)) ? JSON.stringify(shown) : cellOf(run);
    found.set(key, [...(found.get(key) ?? []), run]);
  }
  return found;
}

const OUTCOMES = {
  unmeasured: "Ended, error not finite",
  diverged: "Diverged",
  failed: "Failed",
};
const kindOf = ({ status, test_mse, epochs }) =>
  status in OUTCOMES ? status : test_mse === null || epochs === null ? "unmeasured" : "bubble";
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The marks of a cell when it has these runs only: what lib/plots makes of all of them. */
function marksOf(cell, own) {
  const mark = (outcome, some, layer, value = null, epochs = null) => ({
    ...Object.fromEntries(CELL.map((field) => [field, cell[field]])),
    ...{ outcome, value, epochs, runs: some.length, of: own.length, layer },
    share: `${some.length} of ${own.length}`,
  });
  if (own.length === 0) return [mark("Not run", [], "missing")];
  const kinds = Map.groupBy(own, kindOf), marks = [], ended = kinds.get("bubble");
  if (ended) {
    const capped = ended.some(({ status }) => status === "max_epochs");
    const values = [ended.map((run) => run.test_mse), ended.map((run) => run.epochs)].map(mean);
    marks.push(mark(capped ? "Epoch limit reached" : "Converged", ended, "bubble", ...values));
  }
  for (const [kind, outcome] of Object.entries(OUTCOMES)) {
    const some = kinds.get(kind);
    if (some) marks.push(mark(outcome, some, marks.length > 0 ? `part ${kind}` : "whole"));
  }
  return marks;
}

/** The bubbles of the runs that are shown; a cell whose levels are hidden has none. */
function bubbles(chosen) {
  const shown = (field, level) =>
    ![...(hidden.get(field) ?? [])].some((name) => same(field, level, { [field]: name }));
  const cells = new Map((figures.bubble?.rows ?? []).map((row) => [cellOf(row), row]));
  const own = byCell(chosen);
  return [...cells].filter(([, cell]) => CELL.every((field) => shown(field, cell[field])))
    .flatMap(([key, cell]) => marksOf(cell, own.get(key) ?? []));
}

/** Anew, not by exchanging its data: panels that come and go would stay where others were. */
async function redraw(name, rows) {
  if (!views.has(name)) return;
  views.get(name).finalize();
  document.getElementById(`figure-${name}`).replaceChildren();
  await show(name, figures[name].spec, { runs: rows });
}

/** One after the other, however fast boxes are clicked. */
let filtering = Promise.resolve();
function refilter() {
  filtering = filtering.then(applyFilters);
  return filtering;
}

async function applyFilters() {
  const chosen = runs.filter(visible), ids = new Set(chosen.map(({ run }) => run));
  document.getElementById("count").textContent = `${chosen.length} of ${runs.length} runs shown`;
  const lines = (figures.parallel?.rows ?? []).filter(({ run }) => ids.has(run));
  await redraw("bubble", bubbles(chosen));
  await views.get("parallel")?.data("runs", copy(lines)).runAsync();
  await redraw("loss_curves", points(chosen));
}

function addFilters() {
  const bar = document.getElementById("filters");
  for (const { name, label: title } of axes) {
    const group = document.createElement("fieldset");
    make("legend", title, group);
    const levels = [...new Set(runs.map((run) => levelOf(run, name)))];
    if (levels.every((level) => typeof level === "number")) levels.sort((a, b) => a - b);
    for (const level of levels) {
      const label = document.createElement("label"), box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.addEventListener("change", () => {
        hidden.get(name)[box.checked ? "delete" : "add"](level);
        refilter();
      });
      label.append(box, ` ${named(name, level)}`);
      group.append(label);
    }
    bar.append(group);
  }
  make("span", `${runs.length} of ${runs.length} runs shown`, bar).id = "count";
}

async function start() {
  addFilters();
  for (const [name, { spec, rows }] of Object.entries(figures)) {
    const data = name === "loss_curves" ? { runs: points(runs) } : rows ? { runs: rows } : {};
    await show(name, spec, data);
  }
  // For the tests, and for whoever wants to ask a figure.
  document.body.views = views;
  document.body.bubbles = () => bubbles(runs.filter(visible));
  document.body.dataset.ready = "yes";
}
start();
