import { type DatasetBaseline, readBaselines, writeBaselines } from "./baselines.ts";
import type { DatasetFile } from "./dataset_files.ts";
import { JsonProcess } from "./execute/json_process.ts";
import type { SweepObserver } from "./execute/observer.ts";
import { Watchdog } from "./execute/watchdog.ts";
import type { ReferenceMessage, ReferenceRequest, ReferenceSetup } from "./_references_protocol.ts";
import { readReferences, type ReferenceRow, writeReferences } from "./references.ts";

/** Threads at most: more are hardly faster, and the machine may be a cluster's, where others work. */
const MOST_THREADS = 4;

/** Milliseconds between two words about how far it is. */
const INTERVAL = 1500;

/** Options of {@linkcode ReferenceWork}. */
export interface ReferenceWorkOptions extends ReferenceSetup {
  /** Latent sizes of the sweep. */
  readonly sizes: readonly number[];
  /** Attempts after the first, should its process be killed. */
  readonly retries: number;
  /** Seconds without a word after which its process is ended, once no run is under way. */
  readonly hangTimeout: number;
  /** Aborted: it ends at once; datasets that were done are kept. */
  readonly stopping?: AbortSignal;
}

/** How it ended. */
export interface ReferenceOutcome {
  /** Tables that were written. */
  readonly files: readonly string[];
  /** Whether it was stopped before all was done. */
  readonly stopped: boolean;
  /** Why something is missing although it was not stopped; null otherwise. */
  readonly problem: string | null;
}

/** A row of a table, but for what says of which dataset it is. */
type Found<Row> = Omit<Row, "split_seed" | "genes">;

/**
 * Computes what models are compared with, in a process of its own that stands back behind training: the mean
 * predictor and principal components (baselines.parquet), and how well labels are told without a trained model
 * (downstream_references.parquet). What a folder has already is not computed again, and each dataset's results are written
 * as soon as they are there. It begins when it is made.
 */
export class ReferenceWork {
  readonly #folder: string;
  readonly #datasets: readonly DatasetFile[];
  readonly #options: ReferenceWorkOptions;
  readonly #baselines: DatasetBaseline[];
  readonly #references: ReferenceRow[];
  readonly #kill = () => this.#process?.kill();
  readonly #watchdog = new Watchdog(this.#kill);
  readonly #files = new Set<string>();
  readonly #done: Promise<string | null>;
  #process: JsonProcess<ReferenceRequest, ReferenceMessage> | undefined;
  /** Datasets that are not done. */
  #left = 0;
  /** Of which dataset, and what it does with it. */
  #name = "";
  #state = "baselines";
  #isAlone = false;
  #isDisposed = false;

  /**
   * @param folder The result folder; its data are always the same for a split's seed and a number of genes.
   * @param datasets The sweep's.
   * @throws {DamagedTable} If one of the folder's tables is damaged.
   */
  constructor(folder: string, datasets: readonly DatasetFile[], options: ReferenceWorkOptions) {
    this.#folder = folder;
    this.#datasets = datasets;
    this.#options = options;
    this.#baselines = rowsOf<DatasetBaseline>(readBaselines(folder));
    this.#references = rowsOf<ReferenceRow>(readReferences(folder));
    options.stopping?.addEventListener("abort", this.#kill);
    this.#done = this.#computeAll();
    this.#done.catch(() => {}); // `end` tells of it
  }

  /**
   * Waits until all is done, and says meanwhile how far it is.
   *
   * @throws {StorageError} If there was no room for a table.
   */
  async end(observer: SweepObserver = {}): Promise<ReferenceOutcome> {
    this.#isAlone = true;
    this.#expectWord();
    const timer = setInterval(() => observer.phase?.(this.#state), INTERVAL);
    try {
      const problem = await this.#done, stopped = this.#left > 0 && this.#isStopping;
      return { files: [...this.#files], stopped, problem: stopped ? null : problem };
    } finally {
      clearInterval(timer);
      this.#watchdog.stop();
    }
  }

  /** Ends its process, if it still has one, and waits until nothing is written any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true; // or it would take the process for a killed one, and replace it
    this.#options.stopping?.removeEventListener("abort", this.#kill);
    this.#watchdog.stop();
    await this.#process?.stop("kill");
    await this.#done.catch(() => {}); // `end` has told of it
  }

  get #isStopping(): boolean {
    return this.#isDisposed || (this.#options.stopping?.aborted ?? false);
  }

  /** Beside training it may be silent for as long as that leaves it nothing. */
  #expectWord(): void {
    if (this.#isAlone) this.#watchdog.expect(this.#options.hangTimeout);
  }

  /** @returns Why it ended early; null if it did not, or was told to. */
  async #computeAll(): Promise<string | null> {
    const open = this.#datasets.map((dataset) => ({ dataset, request: this.#request(dataset) }))
      .filter(({ request }) => request.baselines.length + request.references.length > 0);
    this.#left = open.length;
    for (const [i, { dataset, request }] of open.entries()) {
      const { splitSeed, genes } = dataset;
      const name = `split ${splitSeed}${genes === null ? "" : `, ${genes} genes`}`;
      this.#name = `baselines of ${name} (${i + 1} of ${open.length})`;
      const problem = await this.#ask(request, dataset);
      if (this.#isStopping) break;
      if (problem !== null) return `Cannot compute the baselines of ${name}: ${problem}`;
      this.#left--;
    }
    await this.#process?.stop("close");
    return null;
  }

  /** What is missing of a dataset. */
  #request(dataset: DatasetFile): ReferenceRequest {
    const { splitSeed, path } = dataset, { sizes } = this.#options;
    const lacking = (rows: readonly (DatasetBaseline | ReferenceRow)[]) =>
      sizes.filter((size) => !rows.some((row) => isOf(row, dataset) && row.components === size));
    const { length: known } = this.#references.filter((row) => isOf(row, dataset));
    return {
      ...{ path, splitSeed },
      ...{ baselines: lacking(this.#baselines), references: lacking(this.#references) },
      raw: known === 0,
    };
  }

  /**
   * Has its process compute what is missing of a dataset; one that is killed is replaced.
   *
   * @returns Why it cannot be done; null if it is, or if it was stopped.
   */
  async #ask(request: ReferenceRequest, dataset: DatasetFile): Promise<string | null> {
    const { backend, network, retries } = this.#options;
    for (let attempt = 0; !this.#isStopping; attempt++) {
      this.#state = this.#name;
      this.#expectWord();
      this.#process ??= new JsonProcess<ReferenceRequest, ReferenceMessage>(
        new URL("./_references_process.ts", import.meta.url),
        { backend, network } satisfies ReferenceSetup,
        { threads: Math.min(navigator.hardwareConcurrency, MOST_THREADS) },
      );
      await this.#process.send(request);
      const process = this.#process;
      for (let message = await process.receive(); message; message = await process.receive()) {
        this.#expectWord();
        if (message.type === "refused") return message.message;
        if (message.type === "progress") this.#state = `${this.#name}: ${message.text}`;
        if (message.type === "baselines") this.#keepBaselines(message.rows, dataset);
        if (message.type === "references") {
          this.#keepReferences(message.rows, dataset);
          return null;
        }
      }
      this.#process = undefined;
      const { signal, code } = await process.status;
      await process.stop("kill");
      if (this.#isStopping || signal !== null && attempt < retries) continue;
      const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
      return `its process ${how}; runs are kept, and the same command tries it again`;
    }
    return null;
  }

  #keepBaselines(found: readonly Found<DatasetBaseline>[], dataset: DatasetFile): void {
    const known = this.#baselines.filter((row) => isOf(row, dataset));
    // The mean predictor is among them each time.
    const rows = found.filter((row) => !known.some((one) => one.components === row.components));
    this.#baselines.push(...rows.map((row) => ({ ...row, ...keyOf(dataset) })));
    this.#written(writeBaselines(this.#folder, this.#baselines));
  }

  #keepReferences(found: readonly Found<ReferenceRow>[], dataset: DatasetFile): void {
    if (found.length === 0) return;
    this.#references.push(...found.map((row) => ({ ...row, ...keyOf(dataset) })));
    this.#written(writeReferences(this.#folder, this.#references));
  }

  #written(paths: readonly string[]): void {
    for (const path of paths) this.#files.add(path);
  }
}

const keyOf = ({ splitSeed, genes }: DatasetFile) => ({ split_seed: splitSeed, genes });

function isOf(row: DatasetBaseline | ReferenceRow, { splitSeed, genes }: DatasetFile): boolean {
  return row.split_seed === splitSeed && (row.genes ?? null) === genes;
}

function rowsOf<Row>(table: { toRecords(): object[] } | null): Row[] {
  return (table?.toRecords() ?? []) as Row[];
}
