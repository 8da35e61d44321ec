import type { Dataset } from "../../data/dataset.ts";
import { LineFile } from "./_line_file.ts";
import { parseLine, readLines } from "./_journal_line.ts";
import { filesEnding } from "./line_follower.ts";

/** What is kept of a run besides its record. Numbers that are not finite stand for themselves. */
export interface RunDetails {
  /** Mean squared error over genes of each test sample, in the order of the test split. */
  readonly errors: ArrayLike<number>;
  /** KL divergence from the prior in nats, mean over test samples, per latent dimension. */
  readonly kl: ArrayLike<number>;
  /** Variance over test samples of the posterior mean, per latent dimension. */
  readonly activity: ArrayLike<number>;
}

/** The ending of a file of details; it lies beside the journals. */
const ENDING = ".details";

/** The test samples that details are about. */
export interface TestSamples {
  readonly samples: readonly string[];
  readonly cancerTypes: readonly string[];
  /** Mean squared error over genes of the mean predictor, per sample. */
  readonly meanPredictor: readonly number[];
}

/** What is kept of one run besides its record. */
export interface KeptDetails extends RunDetails {
  readonly run: string;
  readonly test: TestSamples;
}

/**
 * A file of what runs keep besides their records, which one process appends to: per-sample and per-dimension numbers,
 * too long for a journal, which is read whenever the status of a sweep is asked for. Lines are as a journal's.
 */
export class DetailsWriter {
  readonly #file: LineFile;
  readonly #known = new Set<string>();

  /** @param folder Where the file is made when the first details come. */
  constructor(folder: string) {
    this.#file = new LineFile(folder, ENDING);
  }

  /**
   * Keeps a run's details; they are on disk when it returns. The dataset's test samples are kept once.
   *
   * @throws {StorageError} If there is no room for them.
   */
  append(
    run: string,
    { errors, kl, activity }: RunDetails,
    dataset: Pick<Dataset, "hash" | "genes" | "test">,
  ): void {
    if (!this.#known.has(dataset.hash)) {
      const { hash, test: { samples, cancerTypes } } = dataset;
      const meanPredictor = short(rowMeanSquares(dataset));
      this.#file.write("split", JSON.stringify({ hash, samples, cancerTypes, meanPredictor }));
      this.#known.add(hash);
    }
    const numbers = { errors: short(errors), kl: short(kl), activity: short(activity) };
    this.#file.write("details", JSON.stringify({ run, data: dataset.hash, ...numbers }));
    this.#file.flush();
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** Nine digits: every float32 number has its own. */
function short(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(9)));
}

/** Errors of predicting 0, the training mean of every standardized gene. */
function rowMeanSquares({ genes, test }: Pick<Dataset, "genes" | "test">): Float64Array {
  const means = new Float64Array(test.rows), columns = genes.length;
  for (let i = 0; i < test.rows * columns; i++) {
    means[Math.floor(i / columns)]! += test.values[i]! ** 2 / columns;
  }
  return means;
}

/**
 * Reads the details in a folder of journals, one after the other: the first of each run, since those of a second attempt are the
 * same. Lines that cannot be trusted are passed over; a run without a record may have details, and one whose line was damaged has
 * none.
 *
 * @returns Nothing for an absent folder.
 */
export function* readDetails(folder: string): Generator<KeptDetails> {
  const found = new Set<string>(), decoder = new TextDecoder();
  for (const path of filesEnding(folder, ENDING)) {
    const splits = new Map<string, TestSamples>();
    for (const bytes of readLines(path)) {
      const line = bytes.length ? parseLine(bytes) : "empty";
      if (typeof line === "string") continue;
      const content = JSON.parse(decoder.decode(line.content));
      if (line.kind === "split") splits.set(content.hash, content);
      const test = splits.get(content.data);
      if (line.kind === "details" && test && !found.has(content.run)) {
        const { run, errors, kl, activity } = content;
        found.add(run);
        yield { run, test, errors: full(errors), kl: full(kl), activity: full(activity) };
      }
    }
  }
}

function full(values: (number | null)[]): Float64Array {
  const given = values.includes(null) ? values.map((value) => value ?? NaN) : values as number[];
  return new Float64Array(given);
}
