import type { Precision } from "../tensorflow/device.ts";
import type { PeerStep } from "./population_peer.ts";
import type { PopulationTimes } from "./population_task.ts";
import type { PopulationSweep } from "./time_population_sweep.ts";

/** How far the losses of a training are from those of the same elsewhere. */
export interface Agreement {
  readonly training: string;
  /** What is compared with what. */
  readonly compared: string;
  /** The largest relative difference of its losses. */
  readonly difference: number;
}

/** What was measured of populations, a line of population.jsonl each. */
export type PopulationRow =
  | ({ readonly kind: "agreement" } & Agreement)
  | ({ readonly kind: "step"; readonly precision: Precision } & PopulationTimes)
  | ({ readonly kind: "peer" } & PeerStep)
  | ({
    readonly kind: "sweep";
    /** Seconds that PyTorch takes for as many epochs, one run after the other, by those that it was timed with. */
    readonly peerSeconds?: number;
  } & PopulationSweep);

/** The rows of one kind. */
export function rowsOf<Kind extends PopulationRow["kind"]>(
  kind: Kind,
  rows: readonly PopulationRow[] = [],
): Extract<PopulationRow, { kind: Kind }>[] {
  return rows.filter((row): row is Extract<PopulationRow, { kind: Kind }> => row.kind === kind);
}
