import { sum } from "../numbers/sum.ts";
import { normal, PURPOSE, type Seed, stream, uniform } from "../random.ts";
import { curvedPathways, independentPathways, type PathwayActivity } from "./_pathway_activity.ts";
import type { Cohort } from "./cohort.ts";
import { hashMatrix } from "./expression_matrix.ts";

/** Options of {@linkcode syntheticCohort}. */
export interface SyntheticOptions {
  /** @default {500} */
  readonly samples?: number;
  /** @default {2000} */
  readonly genes?: number;
  /** @default {8} */
  readonly cancerTypes?: number;
  /** Latent pathways that move the genes together. @default {200, or 30 in version 1} */
  readonly pathways?: number;
  /** 1: pathways vary each for themselves, so that a linear model is the right one. @default {2} */
  readonly version?: SyntheticVersion;
  /** @default {0} */
  readonly seed?: number;
}

/** Which of the built-in cohorts: results name the data that they are of, so each stays as it is. */
export type SyntheticVersion = 1 | 2;

/** The counters of this purpose's streams; samples follow, each with a stream of its own. */
const STREAM = { abundance: 0, pathway: 1, weight: 2, dispersion: 3, activity: 4, sample: 16 };
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** What the versions differ in: how strongly a gene's two pathways move it, and what moves those. */
const VERSIONS = {
  1: { pathways: 30, weights: [0.9, 0.5], drawActivity: independentPathways },
  2: { pathways: 200, weights: [1.4, 0.8], drawActivity: curvedPathways },
} as const;

interface Tumours {
  readonly genes: number;
  /** Mean log2 abundance of each gene. */
  readonly abundance: Float32Array;
  /** The pathways of each gene, and how strongly each moves it: genes × 2. */
  readonly pathway: Float32Array;
  readonly weight: Float32Array;
  /** Variance of the log-normal noise of each gene: biological over-dispersion. */
  readonly dispersion: Float32Array;
  readonly activity: PathwayActivity;
}

/**
 * A seeded cohort that behaves like TCGA expression, for tests, tutorials and as the built-in default.
 *
 * Each sample lies around its cancer type's place in a space of four dimensions, where types overlap. Two hundred
 * pathways are waves over that space, so that samples lie on a curved surface: few latent dimensions are enough for a
 * network, many components for a linear model. A gene follows two pathways around its own abundance, and counts drawn
 * from that are over-dispersed: log-normal noise between tumours plus counting noise, so rare genes are often 0.
 * Values are log2(count + 1), as in a Xena file. The first samples of a larger cohort are those of a
 * smaller one. In version 1 each pathway varies for itself around a mean of its own in each type, saturating at both
 * ends: types are far apart, and principal components are the right model.
 *
 * @returns A cohort named after its size, with samples SYN-00001, … and types "synthetic type 1", ….
 * @throws {RangeError} If a size is not a positive integer or the seed not valid.
 *
 * @example
 * ```ts
 * import { syntheticCohort } from "./synthetic.ts";
 * const { matrix, cancerTypes } = syntheticCohort({ samples: 20, genes: 30, cancerTypes: 2 });
 * if (matrix.values.length !== 20 * 30) throw new Error("not samples × genes");
 * if (new Set(cancerTypes).size !== 2) throw new Error("not two types");
 * ```
 */
export function syntheticCohort(
  { samples = 500, genes = 2000, cancerTypes = 8, seed = 0, version = 2, ...options }:
    SyntheticOptions = {},
): Cohort {
  const { pathways = VERSIONS[version].pathways } = options;
  for (const [name, size] of Object.entries({ samples, genes, cancerTypes, pathways })) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(
        `Cannot make a synthetic cohort with ${size} ${name}: at least 1 is needed`,
      );
    }
  }
  const tumours = drawTumours(seed, { genes, cancerTypes, pathways, version });
  const types = Array.from({ length: samples }, (_, sample) => typeOf(sample, cancerTypes));
  const values = new Float32Array(samples * genes);
  types.forEach((type, sample) => {
    drawSample(
      values.subarray(sample * genes, (sample + 1) * genes),
      tumours,
      type,
      [seed, stream(PURPOSE.synthetic, STREAM.sample + sample)],
    );
  });
  const ids = {
    samples: types.map((_, sample) => `SYN-${String(sample + 1).padStart(5, "0")}`),
    genes: Array.from({ length: genes }, (_, gene) => `GENE${gene + 1}`),
  };
  return {
    name: `synthetic-${version === 2 ? "" : `${version}-`}${samples}x${genes}`,
    matrix: { ...ids, values, report: [], hash: hashMatrix({ ...ids, values }) },
    cancerTypes: types.map((type) => `synthetic type ${type + 1}`),
    report: [],
  };
}

function drawTumours(
  seed: number,
  { genes, cancerTypes, pathways, version }: Required<Omit<SyntheticOptions, "samples" | "seed">>,
): Tumours {
  const of = (counter: number): Seed => [seed, stream(PURPOSE.synthetic, counter)];
  const { weights, drawActivity } = VERSIONS[version];
  return {
    genes,
    abundance: normal(of(STREAM.abundance), genes).map((z) => Math.min(6 + 3 * z, 14)),
    pathway: uniform(of(STREAM.pathway), 2 * genes).map((u) => Math.floor(u * pathways)),
    weight: normal(of(STREAM.weight), 2 * genes).map((z, i) => weights[i % 2]! * z),
    dispersion: uniform(of(STREAM.dispersion), genes).map((u) => Math.log(1.05 + 0.3 * u)),
    activity: drawActivity(of(STREAM.activity), cancerTypes, pathways),
  };
}

/** Types of uneven size (∝ 1, 1/1.5, 1/2, …), each spread evenly over the cohort. */
function typeOf(sample: number, types: number): number {
  const shares = Array.from({ length: types }, (_, type) => 1 / (1 + type / 2));
  let left = (((sample + 0.5) * GOLDEN) % 1) * sum(shares);
  const type = shares.findIndex((share) => (left -= share) < 0);
  return type < 0 ? types - 1 : type;
}

function drawSample(row: Float32Array, tumours: Tumours, type: number, seed: Seed): void {
  const { genes, abundance, pathway, weight, dispersion, activity: { draws, of } } = tumours;
  const noise = normal(seed, 1 + draws + 2 * genes);
  const depth = 0.2 * noise[0]!, activity = of(type, noise.subarray(1, 1 + draws));
  for (let gene = 0; gene < genes; gene++) {
    const first = 2 * gene, second = first + 1, at = 1 + draws + first;
    const log2Mean = depth + abundance[gene]! + weight[first]! * activity[pathway[first]!]! +
      weight[second]! * activity[pathway[second]!]!;
    const variance = dispersion[gene]!;
    const rate = 2 ** log2Mean * Math.exp(Math.sqrt(variance) * noise[at]! - variance / 2);
    const count = Math.max(0, Math.round(rate + Math.sqrt(rate) * noise[at + 1]!));
    row[gene] = Math.log2(count + 1);
  }
}
