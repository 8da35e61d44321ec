import type { MeasureRequest } from "./_measure_thread.ts";
import type { LabelledSplits } from "./label_scores.ts";
import type { NetworkOutputs, RunMeasures } from "./measure_run.ts";

/** A request that waits for a thread. */
interface Waiting extends PromiseWithResolvers<RunMeasures> {
  readonly request: MeasureRequest;
}

/** Measures runs in threads beside this one, which goes on meanwhile; they are started when they are needed. */
export class MeasurePool implements Disposable {
  readonly #idle: Worker[] = [];
  readonly #all: Worker[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #most: number;

  /** @param threads At most so many. */
  constructor(threads: number) {
    this.#most = threads;
  }

  /** As `measureRun` does; what that throws is a rejection. */
  measure(
    outputs: NetworkOutputs,
    { train, test }: LabelledSplits,
  ): Promise<RunMeasures> {
    // Numbers of the data stay here: there may be many.
    const named = ({ rows, labels, cancerTypes }: LabelledSplits["train"]) => {
      return { rows, labels, cancerTypes };
    };
    const request = { outputs, samples: { train: named(train), test: named(test) } };
    const waiting = { request, ...Promise.withResolvers<RunMeasures>() };
    this.#waiting.push(waiting);
    this.#next();
    return waiting.promise;
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const thread = this.#idle.pop() ?? this.#start();
    if (!thread) return;
    const { request, resolve, reject } = this.#waiting.shift()!;
    thread.onmessage = ({ data }) => {
      resolve(data);
      this.#idle.push(thread);
      this.#next();
    };
    thread.onerror = (event) => {
      event.preventDefault(); // the run is told of, and this process goes on
      reject(new Error(`Cannot measure the run: ${event.message}`));
      thread.terminate();
      this.#all.splice(this.#all.indexOf(thread), 1);
      this.#next();
    };
    thread.postMessage(request);
  }

  #start(): Worker | undefined {
    if (this.#all.length === this.#most) return undefined;
    const url = new URL("./_measure_thread.ts", import.meta.url);
    const thread = new Worker(url, { type: "module" });
    this.#all.push(thread);
    return thread;
  }

  [Symbol.dispose](): void {
    for (const thread of this.#all) thread.terminate();
  }
}
