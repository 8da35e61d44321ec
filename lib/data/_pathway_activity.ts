import { normal, type Seed } from "../random.ts";

/** How active each pathway of the synthetic cohort is in a sample. */
export interface PathwayActivity {
  /** Standard normal numbers that a sample takes. */
  readonly draws: number;
  /**
   * @param type The sample's cancer type, from 0.
   * @param noise `draws` numbers of its own.
   * @returns One activity per pathway.
   */
  of(type: number, noise: Float32Array): Float32Array;
}

/** Every pathway varies for itself around its type's mean, saturating at both ends. */
export function independentPathways(
  seed: Seed,
  types: number,
  pathways: number,
): PathwayActivity {
  const means = normal(seed, types * pathways).map((z) => 1.3 * z);
  return {
    draws: pathways,
    of: (type, noise) => noise.map((z, i) => 2 * Math.tanh((means[type * pathways + i]! + z) / 2)),
  };
}

/** Dimensions of the space in which samples lie, and how far types and samples of a type spread in it. */
const DIMENSIONS = 4, BETWEEN = 0.9, WITHIN = 0.5;

/** How fast pathways change over that space: about one wave from one end of the cohort to the other. */
const FREQUENCY = 1.3;

/** All pathways are waves over one space of few dimensions: what varies is a curved surface, not a plane. */
export function curvedPathways(seed: Seed, types: number, pathways: number): PathwayActivity {
  const drawn = normal(seed, types * DIMENSIONS + pathways * (DIMENSIONS + 1));
  const places = drawn.subarray(0, types * DIMENSIONS).map((z) => BETWEEN * z);
  const waves = drawn.subarray(types * DIMENSIONS);
  return {
    draws: DIMENSIONS,
    of(type, noise) {
      const place = noise.map((z, i) => places[type * DIMENSIONS + i]! + WITHIN * z);
      return Float32Array.from({ length: pathways }, (_, pathway) => {
        const wave = waves.subarray(pathway * (DIMENSIONS + 1)),
          phase = Math.PI * wave[DIMENSIONS]!;
        const along = place.reduce((sum, x, i) => sum + x * wave[i]!, 0);
        return Math.SQRT2 * Math.sin(FREQUENCY * Math.sqrt(2 / DIMENSIONS) * along + phase);
      });
    },
  };
}
