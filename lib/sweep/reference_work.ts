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
  /** Tables that are there. */
  readonly files: readonly string[];
  /** Whether it was stopped before all was done. */
  readonly stopped: boolean;
  /** Why something is missing although it was not stopped; null otherwise. */
  readonly problem: string | null;
}

type Answer = Extract<ReferenceMessage, { type: "done" }>;

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
  #state = "baselines";
  #isAlone = false;

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

  /** Ends its process, if it still has one. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.stopping?.removeEventListener("abort", this.#kill);
    this.#watchdog.stop();
    await this.#process?.stop("kill");
  }

  get #isStopping(): boolean {
    return this.#options.stopping?.aborted ?? false;
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
      const { splitSeed: split_seed, genes } = dataset, of = { split_seed, genes };
      const name = `split ${split_seed}${genes === null ? "" : `, ${genes} genes`}`;
      const answer = await this.#ask(request, `baselines of ${name} (${i + 1} of ${open.length})`);
      if (answer === null) break;
      if (typeof answer === "string") return `Cannot compute the baselines of ${name}: ${answer}`;
      this.#keep(
        answer.baselines.map((row) => ({ ...of, ...row })),
        answer.references.map((row) => ({ ...of, ...row })),
      );
      this.#left--;
    }
    await this.#process?.stop("close");
    return null;
  }

  /** What is missing of a dataset. */
  #request({ splitSeed, genes, path }: DatasetFile): ReferenceRequest {
    const { sizes } = this.#options;
    const ofDataset = (row: DatasetBaseline | ReferenceRow) =>
      row.split_seed === splitSeed && (row.genes ?? null) === genes;
    const lacking = (rows: readonly (DatasetBaseline | ReferenceRow)[]) =>
      sizes.filter((size) => !rows.some(({ components }) => components === size));
    const baselines = this.#baselines.filter(ofDataset);
    const references = this.#references.filter(ofDataset);
    return {
      ...{ path, splitSeed },
      ...{ baselines: lacking(baselines), references: lacking(references) },
      raw: references.length === 0,
    };
  }

  /**
   * Has its process compute what is missing of a dataset; one that is killed is replaced.
   *
   * @returns Null if it was stopped; why it cannot be done, where that is so.
   */
  async #ask(request: ReferenceRequest, name: string): Promise<Answer | string | null> {
    const { backend, network, retries } = this.#options;
    for (let attempt = 0; !this.#isStopping; attempt++) {
      this.#state = name;
      this.#process ??= new JsonProcess<ReferenceRequest, ReferenceMessage>(
        new URL("./_references_process.ts", import.meta.url),
        { backend, network } satisfies ReferenceSetup,
        { threads: Math.min(navigator.hardwareConcurrency, MOST_THREADS) },
      );
      await this.#process.send(request);
      const process = this.#process;
      for (let message = await process.receive(); message; message = await process.receive()) {
        this.#expectWord();
        if (message.type === "done") return message;
        if (message.type === "refused") return message.message;
        this.#state = `${name}: ${message.text}`;
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

  #keep(baselines: readonly DatasetBaseline[], references: readonly ReferenceRow[]): void {
    // Of a dataset that has some already, the mean predictor is known.
    const isNew = ({ split_seed, genes, components }: DatasetBaseline) =>
      !this.#baselines.some((row) =>
        row.split_seed === split_seed && (row.genes ?? null) === genes &&
        row.components === components
      );
    this.#baselines.push(...baselines.filter(isNew));
    this.#references.push(...references);
    const written = [
      ...this.#baselines.length > 0 ? writeBaselines(this.#folder, this.#baselines) : [],
      ...this.#references.length > 0 ? writeReferences(this.#folder, this.#references) : [],
    ];
    for (const path of written) this.#files.add(path);
  }
}

function rowsOf<Row>(table: { toRecords(): object[] } | null): Row[] {
  return (table?.toRecords() ?? []) as Row[];
}
