import * as tf from "@tensorflow/tfjs";
import { InputError } from "../errors.ts";
import { type Build, readBuild } from "./_build.ts";
import { importTfjsNode, importWasm, packageFolder } from "./_package.ts";
import { deviceEnvironment, type DeviceOptions } from "./device.ts";
import { nativeBackend } from "./native_backend.ts";
import { setOwnVariable } from "./own_environment.ts";
import { shimNodeUtil } from "./_shim.ts";
import { withoutStartupMessages } from "./_without_startup_messages.ts";
import type { EXECUTION_OPTIONS } from "../options/execution_options.ts";
import { complain } from "../format/print.ts";

/** Where tensors are and kernels run: the native library, WebAssembly or plain JavaScript. */
export type Backend = typeof EXECUTION_OPTIONS["backend"]["choices"][number];

/** Settings of {@linkcode loadTensorFlow}. */
export interface LoadOptions extends DeviceOptions {
  /**
   * The backend to use; without it the native one, or `"wasm"` with a line on stderr where there
   * is not a finished native build.
   * @default "tensorflow", or "wasm" where it is not set up
   */
  backend?: Backend;
}

/** What {@linkcode loadTensorFlow} loaded. */
export interface TensorFlow {
  /** The one instance of `@tensorflow/tfjs` that every module imports. */
  tf: typeof tf;
  backend: Backend;
  /** Whether the native library does the work. */
  native: boolean;
  versions: {
    deno: string;
    tfjs: string;
    /** Version of the native library; null where it does not do the work. */
    tensorflow: string | null;
    /** Version of the package around the native library; null where it does not do the work. */
    tfjsNode: string | null;
  };
}

/**
 * Errors only; and oneDNN's matrix products, which TensorFlow leaves out on processors without AVX-512:
 * on AVX2 a product with a transposed matrix takes 0.6 of the time (4.7 ms, not 7.6, for a
 * decoder's 64 × 5,000 × 512), a whole step 0.75 to 0.9.
 */
const DEFAULT_VARIABLES = { TF_CPP_MIN_LOG_LEVEL: "2", TF_ENABLE_ONEDNN_OPTS: "1" };

let told = false;

/**
 * Loads TensorFlow and makes one backend the active one. All modules import
 * `@tensorflow/tfjs`; after this call their tensors are on that backend. `TF_CPP_MIN_LOG_LEVEL`
 * is 2 (errors only) and `TF_ENABLE_ONEDNN_OPTS` 1 unless the environment says otherwise. WebAssembly uses SIMD but one
 * thread: tfjs has no threads outside of browsers.
 *
 * What was loaded first decides the device of a process.
 *
 * @throws {InputError} if `backend` is `"tensorflow"` and there is not a finished native build, if it is not a backend,
 *   or if a card is asked for and TensorFlow finds none that works
 *
 * @example
 * ```ts
 * import { loadTensorFlow } from "./load.ts";
 * const { tf, backend, native } = await loadTensorFlow({ backend: "cpu" });
 * const sum = tf.add([1, 2], [3, 4]).dataSync();
 * if (backend !== "cpu" || native || sum[0] !== 4 || sum[1] !== 6) throw sum;
 * ```
 */
export async function loadTensorFlow(
  { backend, ...device }: LoadOptions = {},
): Promise<TensorFlow> {
  if (backend === "tensorflow" || backend === undefined) {
    const build = await readBuild(packageFolder("@tensorflow/tfjs-node"));
    if (build !== undefined) return await loadNative(build, device);
    if (backend === "tensorflow") {
      throw new InputError(
        'Cannot use backend "tensorflow": its native library is not installed; run `deno task setup`, or use "wasm"',
      );
    }
    if (device.device !== "gpu") tellOnce();
  }
  if (device.device === "gpu") {
    throw new InputError(
      `Cannot use a card with backend "${
        backend ?? "wasm"
      }": it needs TensorFlow's native library with CUDA; ` +
        "run `deno task setup --gpu`",
    );
  }
  if (backend === "cpu") return await loadJavaScript();
  if (backend === "wasm" || backend === undefined) return await loadWasm();
  throw new InputError(
    `Cannot load TensorFlow with backend ${JSON.stringify(backend)}; use "tensorflow", "wasm" ` +
      `or "cpu"`,
  );
}

async function loadNative(
  { tensorflow, tfjsNode }: Pick<Build, "tensorflow" | "tfjsNode">,
  device: DeviceOptions,
): Promise<TensorFlow> {
  for (const [name, value] of Object.entries(DEFAULT_VARIABLES)) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
  for (const [name, value] of Object.entries(deviceEnvironment(device))) {
    setOwnVariable(name, value);
  }
  shimNodeUtil();
  await withoutStartupMessages(importTfjsNode);
  await activate("tensorflow");
  if (device.device === "gpu" && !nativeBackend().binding.isUsingGpuDevice()) {
    throw new InputError(
      "Cannot use a card: TensorFlow found none that works, or this process has loaded it without one before; " +
        "`deno task setup` says what there is",
    );
  }
  return { tf, backend: "tensorflow", native: true, versions: versions({ tensorflow, tfjsNode }) };
}

async function loadWasm(): Promise<TensorFlow> {
  if (tf.findBackend("wasm") === null) {
    const { setWasmPaths } = await importWasm();
    setWasmPaths(`${packageFolder("@tensorflow/tfjs-backend-wasm")}/dist/`);
  }
  await activate("wasm");
  return { tf, backend: "wasm", native: false, versions: versions({}) };
}

async function loadJavaScript(): Promise<TensorFlow> {
  await activate("cpu");
  // The first tensor of this backend greets with a banner, except in production mode.
  const production = tf.env().getBool("PROD");
  tf.env().set("PROD", true);
  tf.scalar(0).dispose();
  tf.env().set("PROD", production);
  return { tf, backend: "cpu", native: false, versions: versions({}) };
}

async function activate(backend: Backend): Promise<void> {
  if (!await tf.setBackend(backend)) throw new Error(`tfjs could not start backend ${backend}`);
  await tf.ready();
}

function versions({ tensorflow = null, tfjsNode = null }: {
  tensorflow?: string | null;
  tfjsNode?: string | null;
}): TensorFlow["versions"] {
  return { deno: Deno.version.deno, tfjs: tf.version.tfjs, tensorflow, tfjsNode };
}

function tellOnce(): void {
  if (told) return;
  told = true;
  complain(
    "TensorFlow's native library is not set up: WebAssembly is used instead, about 4 times slower in " +
      "large matrix products; `deno task setup` fixes it or says what is missing",
  );
}
