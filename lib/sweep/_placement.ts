import type { FoundCards } from "../tensorflow/cards.ts";
import { cardMemory, MOST_SLOTS } from "./plan/card_memory.ts";
import { chooseDevice, type DeviceChoice } from "./plan/choose_device.ts";
import { graphKey } from "./plan/cost.ts";
import { datasetKey } from "./plan/dataset_key.ts";
import type { RunConfiguration } from "./plan/grid.ts";
import type { MemoryData } from "./plan/memory.ts";
import { populationSize } from "./plan/population_size.ts";
import type { SweepOptions } from "./plan/sweep_options.ts";
import { workersOnCards } from "./plan/workers_on_cards.ts";
import type { SweepPlan } from "./sweep_plan.ts";

/** What of a plan says where runs are computed, and how many at once. */
type Placement =
  & Pick<SweepPlan, "cards" | "cardMemory" | "deviceNotice">
  & Pick<SweepPlan["options"], "device" | "population">
  & Pick<SweepOptions, "workers">;

/**
 * Decides on the device, and how many workers and runs share it.
 *
 * @param find Looks for cards.
 * @throws {InputError} If a card is asked for and there is none that works.
 */
export async function placeRuns(
  configurations: readonly RunConfiguration[],
  { said, size, ...choice }: Omit<DeviceChoice, "memory"> & {
    readonly said: SweepOptions;
    readonly size: MemoryData;
  },
  find: () => Promise<FoundCards>,
): Promise<Placement> {
  const memory = cardMemory(configurations, size);
  const { device, cards, notice } = await chooseDevice({ ...choice, memory }, find);
  const graphs = runsOfGraphs(configurations), { length: count } = graphs;
  const { workers = said.workers, sharing } = workersOnCards(said, {
    memory,
    cards,
    graphs: count,
  });
  const population = populationSize({
    ...{ said: said.population, device, bytesPerSlot: memory.slot, otherBytes: memory.other },
    // What cards a cluster's nodes have is not known here.
    freeBytes: cards ? Math.min(...cards.map(({ freeBytes }) => freeBytes)) / sharing : 0,
    runs: Math.min(MOST_SLOTS, Math.max(...graphs)),
  });
  return {
    ...{ device, population, ...workers && { workers } },
    ...{ cards, cardMemory: cards && memory, deviceNotice: notice },
  };
}

/** How many runs each graph has. */
function runsOfGraphs(configurations: readonly RunConfiguration[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const configuration of configurations) {
    const key = `${datasetKey(configuration)} ${graphKey(configuration)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()];
}
