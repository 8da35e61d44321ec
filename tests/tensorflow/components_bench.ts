/**
 * Times 200 principal components of 7,742 × 5,000 against scikit-learn's two ways, in turn on the same numbers:
 *
 *     deno run -A tests/tensorflow/components_bench.ts [--repeats 3] [--python python3]
 *
 * @module
 */
import { parseArgs } from "node:util";
import { pairedRatio } from "../../lib/bench/paired_ratio.ts";
import { leadingComponents } from "../../lib/tensorflow/leading_components.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { processEnvironment } from "../../lib/tensorflow/process_environment.ts";

const ROWS = 7742, COLUMNS = 5000, COMPONENTS = 200, THREADS = 2;

/** Reads the matrix, decomposes it and prints the seconds that this took, reading and starting apart. */
const PEER = `
import sys, time
import numpy as np
from sklearn.decomposition import PCA, TruncatedSVD
x = np.fromfile(sys.argv[1], np.float32).reshape(${ROWS}, ${COLUMNS})
began = time.perf_counter()
if sys.argv[2] == "PCA":
    PCA(${COMPONENTS}, svd_solver="randomized", random_state=0).fit(x)
else:
    TruncatedSVD(${COMPONENTS}, algorithm="randomized", n_iter=7, random_state=0).fit(x - x.mean(0))
print(time.perf_counter() - began)
`;

/** A matrix of 60 waves whose amplitudes fall, and noise. */
function matrix(): Float32Array<ArrayBuffer> {
  const values = new Float32Array(ROWS * COLUMNS);
  const amplitudes = Array.from({ length: 60 }, (_, k) => 4 * (k + 1) ** -0.7);
  const waves = amplitudes.map((_, k) =>
    Float64Array.from({ length: COLUMNS }, (_, j) => Math.cos(0.11 * j * (k + 1) + k + 1))
  );
  for (let i = 0; i < ROWS; i++) {
    const row = values.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    for (let j = 0; j < COLUMNS; j++) {
      const noise = Math.sin(i * 12.9898 + j * 78.233) * 43758.5453;
      row[j] = noise - Math.floor(noise) - 0.5;
    }
    waves.forEach((wave, k) => {
      const weight = amplitudes[k]! * Math.sin(0.37 * i * (k + 1) + (k + 1) ** 2);
      for (let j = 0; j < COLUMNS; j++) row[j]! += weight * wave[j]!;
    });
  }
  return values;
}

async function seconds(program: string, args: readonly string[]): Promise<number> {
  const env = { ...processEnvironment(THREADS), OPENBLAS_NUM_THREADS: `${THREADS}` };
  const command = new Deno.Command(program, { args: [...args], env, stderr: "inherit" });
  const { success, stdout } = await command.output();
  if (!success) throw new Error(`${program} failed`);
  return Number(new TextDecoder().decode(stdout));
}

async function decompose(file: string) {
  await loadTensorFlow({ backend: "tensorflow" });
  const values = new Float32Array((await Deno.readFile(file)).buffer);
  const began = performance.now();
  leadingComponents({ rows: ROWS, columns: COLUMNS, values }, { components: COMPONENTS });
  console.log((performance.now() - began) / 1000);
}

async function compare(python: string, repeats: number) {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeFile(file, new Uint8Array(matrix().buffer));
    const ours: number[] = [], peers = { PCA: [] as number[], TruncatedSVD: [] as number[] };
    for (let repeat = 0; repeat < repeats; repeat++) {
      const config = `--config=${new URL("../../deno.json", import.meta.url).pathname}`;
      const own = ["run", "-q", "-A", config, import.meta.filename!, "--decompose", file];
      ours.push(await seconds(Deno.execPath(), own));
      for (const [name, times] of Object.entries(peers)) {
        times.push(await seconds(python, ["-c", PEER, file, name]));
      }
    }
    const list = (times: readonly number[]) => times.map((time) => time.toFixed(1)).join(", ");
    console.log(`leadingComponents: ${list(ours)} s`);
    for (const [name, times] of Object.entries(peers)) {
      const ratio = pairedRatio(times, ours);
      console.log(`scikit-learn's ${name}: ${list(times)} s, ${ratio.toFixed(2)} times as long`);
    }
  } finally {
    await Deno.remove(file);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      repeats: { type: "string", default: "3" },
      python: { type: "string", default: "python3" },
      decompose: { type: "string" },
    },
  });
  if (values.decompose !== undefined) await decompose(values.decompose);
  else await compare(values.python, Number(values.repeats));
}
