/* global vega, document */
"use strict";
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const { figures, runs, labels, curves } = read("content");
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
  return await view.runAsync();
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
    ["model", "optimizer", "latent_size", "learning_rate"].every((f) => same(f, mark[f], run))
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
  await views.get("detail").data("points", rows).resize().runAsync();
}

const AXES = ["model", "optimizer", "learning_rate", "latent_size"];
const hidden = new Map(AXES.map((axis) => [axis, new Set()]));
const visible = (row) =>
  AXES.every((axis) =>
    ![...hidden.get(axis)].some((level) => same(axis, row[axis], { [axis]: level }))
  );

async function refilter() {
  const chosen = runs.filter(visible);
  document.getElementById("count").textContent = `${chosen.length} of ${runs.length} runs shown`;
  const change = (name, dataset, rows) => views.get(name)?.data(dataset, copy(rows)).runAsync();
  await Promise.all([
    change("bubble", "runs", (figures.bubble?.rows ?? []).filter(visible)),
    change("parallel", "runs", (figures.parallel?.rows ?? []).filter(visible)),
    change("loss_curves", "runs", points(chosen)),
  ]);
}

function addFilters() {
  const bar = document.getElementById("filters");
  for (const axis of AXES) {
    const group = document.createElement("fieldset");
    make("legend", axis.replace("_", " "), group);
    const levels = [...new Set(runs.map((run) => run[axis]))];
    if (levels.every((level) => typeof level === "number")) levels.sort((a, b) => a - b);
    for (const level of levels) {
      const label = document.createElement("label"), box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.addEventListener("change", () => {
        hidden.get(axis)[box.checked ? "delete" : "add"](level);
        refilter();
      });
      label.append(box, ` ${named(axis, level)}`);
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
    const view = await show(name, spec, data);
    if (name !== "bubble") continue;
    view.addEventListener("click", (_event, item) => {
      if (item?.datum?.latent_size !== undefined && item.datum.outcome !== undefined) {
        details(item.datum);
      }
    });
  }
  // For the tests, and for whoever wants to ask a figure.
  document.body.views = views;
  document.body.dataset.ready = "yes";
}
start();
