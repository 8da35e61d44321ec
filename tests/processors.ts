/**
 * Runs the numeric tests as several processors would compute: with the instructions of each, and without oneDNN, whose
 * products sum in other orders. A processor that lacks an instruction set takes the best that it has. Prints a failing
 * run's output, a line for each processor, and the sum of all in the last line.
 *
 * @module
 */
import { ROOT } from "./_task.ts";

const PROCESSORS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AVX-512": { ONEDNN_MAX_CPU_ISA: "AVX512_CORE" },
  "AVX2": { ONEDNN_MAX_CPU_ISA: "AVX2" },
  "without oneDNN": { TF_ENABLE_ONEDNN_OPTS: "0" },
};

/** Tests of numbers that TensorFlow computes. */
const FILES = [
  "models",
  "random_test.ts",
  "training/batching_models_test.ts",
  "training/batching_test.ts",
  "training/engines_test.ts",
  "training/normalization_test.ts",
  "training/optimizers_test.ts",
  "training/own_model_test.ts",
  "training/reproducibility_test.ts",
  "training/train_test.ts",
  "training/trajectories_test.ts",
  "training/whole_loop_test.ts",
];

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

async function runOn(processor: string): Promise<Counts> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--quiet", "-A", ...FILES.map((file) => `${ROOT}tests/${file}`)],
    env: { NO_COLOR: "1", ...PROCESSORS[processor] },
    cwd: ROOT,
  }).output();
  const decoder = new TextDecoder(), text = decoder.decode(stdout) + decoder.decode(stderr);
  const summary = /^(?:ok|FAILED) \| \d+ passed.*$/m.exec(text)?.[0] ?? "";
  const count = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0);
  if (code !== 0) console.log(text);
  // A run that did not come to its end has failed, whatever it counted.
  const failed = Math.max(count("failed"), code === 0 ? 0 : 1);
  return { passed: count("passed"), failed, skipped: count("ignored") };
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}

let all: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const processor of Object.keys(PROCESSORS)) {
  const found = await runOn(processor);
  console.log(`${processor.padEnd(14)}  ${inWords(found)}`);
  all = {
    passed: all.passed + found.passed,
    failed: all.failed + found.failed,
    skipped: all.skipped + found.skipped,
  };
}
console.log(`processors: ${inWords(all)}`);
Deno.exit(all.failed === 0 && all.passed > 0 ? 0 : 1);
