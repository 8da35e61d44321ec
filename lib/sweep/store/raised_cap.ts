import { RUN_OPTIONS, type RunOptionValues } from "../../options/mod.ts";
import type { Axes, RunConfiguration } from "../plan/grid.ts";
import { type RunContext, runId } from "../plan/identity.ts";
import type { Manifest } from "./manifest.ts";
import type { RunOutcome } from "./outcomes.ts";

/**
 * The records that stand under a sweep's cap on epochs, which may have been raised since some of them were made. A run
 * that ended by early stopping or divergence would have ended alike under any larger cap, so it stands; one that the
 * smaller cap ended, or that failed, is run anew.
 */
export function standingRecords<Kept extends RunOutcome>(
  records: readonly Kept[],
  { axes, fixed }: Pick<Manifest, "axes" | "fixed">,
): readonly Kept[] {
  if (varies(axes)) return records;
  const cap = Number(fixed.maxEpochs ?? RUN_OPTIONS.maxEpochs.default);
  return records.filter((record) => capOf(record) >= cap || endedBefore(record));
}

/** Where the cap is an axis, each run has its own. */
function varies({ further = {} }: Axes): boolean {
  return Object.hasOwn(further, "maxEpochs");
}

/** Whether a run ended by itself, not at the cap. */
function endedBefore({ status }: Pick<RunOutcome, "status">): boolean {
  return status === "converged" || status === "stalled" || status === "diverged";
}

function capOf({ configuration }: Pick<RunOutcome, "configuration">): number {
  return configuration.settings.maxEpochs;
}

/**
 * Gives a sweep's runs their identities: that of a run of the same configuration under a smaller cap, where one ended
 * before it, and else their own.
 *
 * @param records What the folder holds.
 */
export function identify(
  records: readonly RunOutcome[],
  axes: Axes,
): (configuration: RunConfiguration, context: RunContext) => string {
  const ended = varies(axes) ? [] : records.filter(endedBefore);
  const known = new Set(ended.map(({ run }) => run));
  const caps = [...new Set(ended.map(capOf))].sort((a, b) => a - b);
  const lowered = new Map<RunOptionValues, readonly RunOptionValues[]>();
  const smaller = (settings: RunOptionValues) => {
    const found = lowered.get(settings) ?? caps.filter((cap) => cap < settings.maxEpochs)
      .map((maxEpochs) => Object.freeze({ ...settings, maxEpochs }));
    lowered.set(settings, found);
    return found;
  };
  return (configuration, context) => {
    for (const settings of smaller(configuration.settings)) {
      const run = runId({ ...configuration, settings }, context);
      if (known.has(run)) return run;
    }
    return runId(configuration, context);
  };
}
