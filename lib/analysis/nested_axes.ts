import { cellOf } from "./_cell.ts";
import { type Axis, levelText } from "./axis.ts";
import type { Results } from "./results.ts";

/**
 * Makes one axis of the model and the options that only some models have, so that the grid over all models is complete
 * without averaging over such an option: "model (kl_weight)" with the levels "iwae", "vae (kl_weight 0.5)" and
 * "vae (kl_weight 2)". The same for an option that only some optimizers have: "optimizer (momentum)". Options that no run
 * has any more, as within one model, are not axes.
 *
 * @returns The same results where every run has every axis.
 */
export function nestAxes(results: Results): Results {
  const axes = results.axes.filter(({ levels }) => levels.length !== 1 || levels[0] !== null);
  const hosts = ["model", "optimizer"].flatMap((name) =>
    axes.find((axis) => axis.name === name) ?? []
  );
  const partial = axes.filter(({ levels }) => levels.includes(null));
  if (hosts.length === 0 || partial.length === 0) {
    return axes.length === results.axes.length ? results : { ...results, axes };
  }
  const nested = Map.groupBy(
    partial,
    (axis) => hosts.find((host) => decides(host, axis)) ?? hosts[0]!,
  );
  return {
    ...results,
    axes: axes.flatMap((axis) => {
      const own = nested.get(axis);
      return own ? join(axis, own) : partial.includes(axis) ? [] : axis;
    }),
  };
}

/** Whether a level of the one axis always has the other, or never. */
function decides(host: Axis, axis: Axis): boolean {
  const missing = axis.levels.indexOf(null), has = new Map<number, boolean>();
  return host.codes.every((level, run) => {
    const found = axis.codes[run] !== missing;
    if (!has.has(level)) has.set(level, found);
    return has.get(level) === found;
  });
}

/** The model or optimizer with its own options: levels in the order of its own, then of the options. */
function join(host: Axis, nested: readonly Axis[]): Axis {
  const all = [host, ...nested], runs = [...host.codes.keys()];
  const ids = runs.map((run) => cellOf(all, run));
  const first = new Map(ids.map((id, run) => [id, run]));
  const order = [...first.keys()].sort((a, b) => a - b);
  const place = new Map(order.map((id, code) => [id, code]));
  const text = (run: number) => {
    const own = nested.map(({ name, levels, codes }) => [name, levels[codes[run]!]!] as const)
      .filter(([, level]) => level !== null).map(([name, level]) => `${name} ${levelText(level)}`);
    const name = levelText(host.levels[host.codes[run]!]!);
    return own.length > 0 ? `${name} (${own.join(", ")})` : name;
  };
  return {
    name: `${host.name} (${nested.map(({ name }) => name).join(", ")})`,
    levels: order.map((id) => text(first.get(id)!)),
    codes: Int32Array.from(ids, (id) => place.get(id)!),
  };
}
