import { sum } from "../numbers/sum.ts";
import { normal, PURPOSE, type Seed, stream, uniform } from "../random.ts";
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
  /** Latent pathways that move the genes together. @default {30} */
  readonly pathways?: number;
  /** @default {0} */
  readonly seed?: number;
}

/** The counters of this purpose's streams; samples follow, each with a stream of its own. */
const STREAM = { abundance: 0, pathway: 1, weight: 2, dispersion: 3, typeActivity: 4, sample: 16 };
const WEIGHTS = [0.9, 0.5];
const GOLDEN = (Math.sqrt(5) - 1) / 2;

interface Tumours {
  readonly genes: number;
  readonly pathways: number;
  /** Mean log2 abundance of each gene. */
  readonly abundance: Float32Array;
  /** The pathways of each gene, and how strongly each moves it: genes × 2. */
  readonly pathway: Float32Array;
  readonly weight: Float32Array;
  /** Variance of the log-normal noise of each gene: biological over-dispersion. */
  readonly dispersion: Float32Array;
  /** Mean activity of each pathway in each cancer type: types × pathways. */
  readonly typeActivity: Float32Array;
}

/**
 * A seeded cohort that behaves like TCGA expression, for tests, tutorials and as the built-in default.
 *
 * Each cancer type has its own mean activity of every pathway, each sample varies around it, saturating
 * at both ends; a gene follows two pathways around its own abundance, and counts drawn from that are
 * over-dispersed: log-normal noise between tumours plus counting noise, so rare genes are often 0.
 * Values are log2(count + 1), as in a Xena file. The first samples of a larger cohort are those of a
 * smaller one.
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
  { samples = 500, genes = 2000, cancerTypes = 8, pathways = 30, seed = 0 }: SyntheticOptions = {},
): Cohort {
  for (const [name, size] of Object.entries({ samples, genes, cancerTypes, pathways })) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(
        `Cannot make a synthetic cohort with ${size} ${name}: at least 1 is needed`,
      );
    }
  }
  const tumours = drawTumours(seed, genes, cancerTypes, pathways);
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
    name: `synthetic-${samples}x${genes}`,
    matrix: { ...ids, values, report: [], hash: hashMatrix({ ...ids, values }) },
    cancerTypes: types.map((type) => `synthetic type ${type + 1}`),
    report: [],
  };
}

function drawTumours(seed: number, genes: number, types: number, pathways: number): Tumours {
  const of = (counter: number): Seed => [seed, stream(PURPOSE.synthetic, counter)];
  return {
    genes,
    pathways,
    abundance: normal(of(STREAM.abundance), genes).map((z) => Math.min(6 + 3 * z, 14)),
    pathway: uniform(of(STREAM.pathway), 2 * genes).map((u) => Math.floor(u * pathways)),
    weight: normal(of(STREAM.weight), 2 * genes).map((z, i) => WEIGHTS[i % 2]! * z),
    dispersion: uniform(of(STREAM.dispersion), genes).map((u) => Math.log(1.05 + 0.3 * u)),
    typeActivity: normal(of(STREAM.typeActivity), types * pathways).map((z) => 1.3 * z),
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
  const { genes, pathways, abundance, pathway, weight, dispersion, typeActivity } = tumours;
  const noise = normal(seed, 1 + pathways + 2 * genes);
  const depth = 0.2 * noise[0]!;
  const activity = noise.subarray(1, 1 + pathways).map((z, i) =>
    2 * Math.tanh((typeActivity[type * pathways + i]! + z) / 2)
  );
  for (let gene = 0; gene < genes; gene++) {
    const first = 2 * gene, second = first + 1, at = 1 + pathways + first;
    const log2Mean = depth + abundance[gene]! + weight[first]! * activity[pathway[first]!]! +
      weight[second]! * activity[pathway[second]!]!;
    const variance = dispersion[gene]!;
    const rate = 2 ** log2Mean * Math.exp(Math.sqrt(variance) * noise[at]! - variance / 2);
    const count = Math.max(0, Math.round(rate + Math.sqrt(rate) * noise[at + 1]!));
    row[gene] = Math.log2(count + 1);
  }
}
