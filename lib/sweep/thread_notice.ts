import { plural } from "../format/plural.ts";

/** What is known of a run's computation. */
interface Computed {
  readonly status: string;
  readonly backend: string;
  /** Not known of runs of earlier versions. */
  readonly threads?: number | null;
}

/**
 * Says that a folder's runs were computed with different numbers of threads, on which TensorFlow's last digits depend:
 * their differences are then not those of the hyper-parameters alone.
 *
 * @returns Null where there is nothing to say.
 *
 * @example
 * ```ts
 * import { threadNotice } from "./thread_notice.ts";
 * const run = (threads: number) => ({ status: "converged", backend: "tensorflow", threads });
 * const notice = threadNotice([run(1), run(2), run(1)]);
 * if (!notice?.startsWith("runs were computed with 1 thread (2 runs) and with 2 threads (1 run):")) throw new Error("wrong");
 * if (threadNotice([run(2), run(2)]) !== null) throw new Error("all are alike");
 * ```
 */
export function threadNotice(runs: Iterable<Computed>): string | null {
  const counts = new Map<number, number>();
  for (const { status, backend, threads } of runs) {
    if (status === "failed" || backend !== "tensorflow" || !threads) continue;
    counts.set(threads, (counts.get(threads) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const parts = [...counts].sort(([a], [b]) => a - b).map(([threads, count]) =>
    `with ${plural(threads, "thread")} (${plural(count, "run")})`
  );
  return `runs were computed ${
    parts.join(" and ")
  }: the last digits of results depend on that; give --threads the same ` +
    "number in a folder of its own where that matters";
}
