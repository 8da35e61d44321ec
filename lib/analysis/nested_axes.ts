import { cellOf } from "./_cell.ts";
import { type Axis, levelText } from "./axis.ts";
import type { Results } from "./results.ts";

/**
 * Makes one axis of the model and the options that only some models have, so that the grid over all models is complete
 * without averaging over such an option: "model (kl_weight)" with the levels "iwae", "vae (kl_weight 0.5)" and
 * "vae (kl_weight 2)". Options that no run has any more, as within one model, are not axes.
 *
 * @returns The same results where every model has every axis.
 */
export function nestAxes(results: Results): Results {
  const axes = results.axes.filter(({ levels }) => levels.length !== 1 || levels[0] !== null);
  const model = axes.find(({ name }) => name === "model");
  const nested = axes.filter(({ levels }) => levels.includes(null));
  if (!model || nested.length === 0) {
    return axes.length === results.axes.length ? results : { ...results, axes };
  }
  const joined = join(model, nested);
  return {
    ...results,
    axes: axes.flatMap((axis) => axis === model ? joined : nested.includes(axis) ? [] : axis),
  };
}

/** The model with its own options: levels in the order of the models, then of the options. */
function join(model: Axis, nested: readonly Axis[]): Axis {
  const all = [model, ...nested], runs = [...model.codes.keys()];
  const ids = runs.map((run) => cellOf(all, run));
  const first = new Map(ids.map((id, run) => [id, run]));
  const order = [...first.keys()].sort((a, b) => a - b);
  const place = new Map(order.map((id, code) => [id, code]));
  const text = (run: number) => {
    const own = nested.map(({ name, levels, codes }) => [name, levels[codes[run]!]!] as const)
      .filter(([, level]) => level !== null).map(([name, level]) => `${name} ${levelText(level)}`);
    const name = levelText(model.levels[model.codes[run]!]!);
    return own.length > 0 ? `${name} (${own.join(", ")})` : name;
  };
  return {
    name: `${model.name} (${nested.map(({ name }) => name).join(", ")})`,
    levels: order.map((id) => text(first.get(id)!)),
    codes: Int32Array.from(ids, (id) => place.get(id)!),
  };
}
