import { resolve } from "node:path";
import { DATA_OPTIONS, defaultsOf, RUN_OPTIONS } from "../options/mod.ts";
import { changePaths } from "./plan/change_paths.ts";
import type { Axes, Fixed } from "./plan/grid.ts";
import { FORMAT } from "./plan/identity.ts";
import { machineFacts, type Manifest, readManifest, SEED_RULE } from "./store/manifest.ts";
import { dataOptions } from "./_prepared_datasets.ts";
import type { SweepPlan } from "./sweep_plan.ts";

/** A plan as sweep.json records it. */
export function toManifest(plan: SweepPlan): Manifest {
  const { engine, backend, device, precision, threads, fixed, command = "" } = plan.options;
  return {
    format: FORMAT,
    axes: plan.axes,
    fixed: { ...defaultsOf(RUN_OPTIONS), ...fixed },
    reading: changePaths(dataOptions(plan.options), DATA_OPTIONS, (path) => resolve(path)),
    models: plan.models,
    data: plan.data,
    understood: plan.understood,
    engine,
    backend,
    device,
    precision,
    threads,
    seedRule: SEED_RULE,
    versions: { deno: Deno.version.deno, tensorflow: plan.tensorflow },
    machine: machineFacts(),
    command,
    updatedAt: new Date().toISOString(),
  };
}

/** The cap on epochs that a folder's sweep had, where another sweep has a larger one. */
export function raisedCapOf(
  folder: string,
  { axes, fixed }: { readonly axes: Axes; readonly fixed: Fixed },
): number | null {
  if (Object.hasOwn(axes.further ?? {}, "maxEpochs")) return null;
  const before = Number(readManifest(folder)?.fixed.maxEpochs ?? Infinity);
  return before < Number(fixed.maxEpochs ?? RUN_OPTIONS.maxEpochs.default) ? before : null;
}
