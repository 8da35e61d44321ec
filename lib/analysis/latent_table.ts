import type pl from "nodejs-polars";
import { toFrame } from "./_frame.ts";
import { type Latent, latentHealth } from "../numbers/latent_health.ts";

/** The latent space of one run. */
export interface RunLatent extends Latent {
  readonly run: string;
}

/** A row of {@linkcode latentTable}. */
export interface LatentRow {
  readonly run: string;
  readonly latent_size: number;
  /** Dimensions with a variance of the posterior mean above 0.01 (Burda et al. 2015), and their share. */
  readonly active_units: number;
  readonly active_share: number;
  /** KL divergence from the prior summed over dimensions, in nats, and the largest share one dimension has of it. */
  readonly kl: number;
  readonly largest_kl_share: number | null;
  /** Effective rank of the posterior means (Roy & Vetterli 2007). */
  readonly effective_rank: number;
}

/**
 * Health of the latent space of each run: how much of it is used; see `latentHealth`.
 *
 * @returns One row per run ({@linkcode LatentRow}).
 *
 * @example
 * ```ts
 * import { latentTable } from "./latent_table.ts";
 * const latent = { run: "a", samples: 2, latentSize: 2, means: [-1, 0, 1, 0], logVariances: [0, 0, 0, 0] };
 * const [row] = latentTable([latent]).toRecords();
 * if (row!.active_units !== 1 || row!.kl !== 0.5 || row!.largest_kl_share !== 1) throw new Error("wrong health");
 * ```
 */
export function latentTable(latents: readonly RunLatent[]): pl.DataFrame {
  const table = latents.map((latent) => {
    const { activeUnits, kl, effectiveRank } = latentHealth(latent);
    const total = kl.reduce((sum, value) => sum + value, 0);
    return {
      run: latent.run,
      latent_size: latent.latentSize,
      active_units: activeUnits,
      active_share: activeUnits / latent.latentSize,
      kl: total,
      largest_kl_share: total > 0 ? kl.reduce((a, b) => Math.max(a, b)) / total : null,
      effective_rank: effectiveRank,
    };
  });
  return toFrame(table, {
    run: "text",
    latent_size: "integer",
    active_units: "integer",
    active_share: "number",
    kl: "number",
    largest_kl_share: "number",
    effective_rank: "number",
  });
}
