/** What decides how many runs a worker trains at once. */
export interface PopulationSizeOptions {
  /** What the user asked for. @default "auto" */
  readonly said?: number | "auto";
  /** What trains them. @default "cpu" */
  readonly device?: "cpu" | "gpu";
  /** Bytes of a card that are free; 0 where it is not known. @default 0 */
  readonly freeBytes?: number;
  /** Bytes that a card holds besides its slots: the data, the library's own. @default 0 */
  readonly otherBytes?: number;
  /** Bytes of each slot. @default 0 */
  readonly bytesPerSlot?: number;
  /** Runs of the graph that has the most: further slots would stay empty. @default as many as fit */
  readonly runs?: number;
}

/**
 * How many runs a worker trains at once: as many as the user says, else as many as a card has memory for. A CPU is no faster
 * with several, so it has one.
 *
 * @example
 * ```ts
 * import { populationSize } from "./population_size.ts";
 * const card = { device: "gpu", freeBytes: 10e9, otherBytes: 1e9, bytesPerSlot: 2e9 } as const;
 * if (populationSize(card) !== 4 || populationSize({ ...card, runs: 3 }) !== 3) throw new Error("9 GB for slots of 2");
 * if (populationSize({ ...card, device: "cpu" }) !== 1) throw new Error("a CPU has one");
 * if (populationSize({ ...card, said: 6 }) !== 6) throw new Error("what was said counts");
 * ```
 */
export function populationSize(
  {
    said = "auto",
    device = "cpu",
    freeBytes = 0,
    otherBytes = 0,
    bytesPerSlot = 0,
    runs = Infinity,
  }: PopulationSizeOptions = {},
): number {
  if (said !== "auto") return said;
  if (device === "cpu" || bytesPerSlot <= 0) return 1;
  const fitting = Math.floor((freeBytes - otherBytes) / bytesPerSlot);
  return Math.max(1, Math.min(fitting, runs));
}
