import { resolve } from "node:path";
import {
  acceptBuild,
  type Build,
  installBuild,
  isCurrent,
  packageVersion,
  readBuild,
} from "./_build.ts";
import { lackingLibraries } from "./_cuda.ts";
import { InputError } from "../errors.ts";
import type { Device } from "./device.ts";
import { withLock } from "./_lock.ts";
import { packageFolder as folderOf } from "./_package.ts";
import { requireReadable } from "./_readable.ts";
import { removeLeftovers, removeWheels, STAGES } from "./_stages.ts";
import { combine, toUnavailable, type Unavailable } from "./_unavailable.ts";

const SOURCES: Readonly<Record<Device, readonly Source[]>> = {
  cpu: ["official", "wheel"],
  gpu: ["cuda"],
};
const STAGING = "staging-";
// Measured on 2 cores: 17-23 GFLOPS (WebAssembly runs on one) against 65-113.
const SLOWER = "about 4 times slower in large matrix products (20 against 90 GFLOPS on 2 cores)";

/** Where a native TensorFlow comes from. */
export type Source = "official" | "wheel" | "cuda";

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
   * What it is to compute on: on cards as well as processors, or on these alone.
   * @default {what the build that is there does}
   */
  device?: Device;
  /**
   * What to try, in this order; none only looks for a finished build.
   * @default ["official", "wheel"], or ["cuda"] for cards
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
    source: Build["source"];
    /** Whether it computes on cards too. */
    cuda: boolean;
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
 * @throws {InputError} if another user installed the packages and this one may not read them, or if the build for cards or
 *   for processors that was asked for cannot be had: the one that was there stays
 * @throws {Deno.errors.NotCapable} if Deno may not read, write, run or fetch what it has to
 */
export async function install(options: InstallOptions = {}): Promise<Installation> {
  const { packageFolder = folderOf("@tensorflow/tfjs-node") } = options;
  const found = await readBuild(packageFolder);
  if (found && await isWanted(found, options)) {
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
  if (found && await isWanted(found, options)) return installed(found, true);
  await removeLeftovers(packageFolder, STAGING);
  const reasons: Unavailable[] = [];
  const { device = found?.cuda ? "gpu" : "cpu" } = options;
  for (const source of options.sources ?? SOURCES[device]) {
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
  if (options.device === "gpu" || options.device === "cpu" && found?.cuda) {
    refuse(options.device, reasons, found !== undefined);
  }
  // An older release that works beats WebAssembly.
  return found ? installed(found, true) : await fallBack(packageFolder, reasons);
}

/** Whether a build is this release's, and computes on what was asked for. */
async function isWanted(build: Build | undefined, { device }: InstallOptions): Promise<boolean> {
  if (!isCurrent(build)) return false;
  if (device === undefined) return true;
  if ((build.cuda ?? false) !== (device === "gpu")) return false;
  const own = Object.keys(build.files).some((name) => name.startsWith("deps/nvidia/"));
  return device === "cpu" || own || (await lackingLibraries()).length === 0;
}

/** @throws {InputError} It says what was missing, and what is left. */
function refuse(device: Device, reasons: Unavailable[], stays: boolean): never {
  const { message, remedy } = combine(reasons, "; ");
  const what = device === "gpu" ? "with CUDA" : "for processors alone";
  const left = stays ? ", and what was there stays" : "";
  const again = `\`deno task setup --${device}\``;
  throw new InputError(
    `Cannot set up TensorFlow ${what}: ${message}${left}; ` +
      (remedy === undefined
        ? `give ${again} again once that is mended`
        : `\`${remedy}\`, then ${again}`),
  );
}

function installed(
  { source, tensorflow, tfjsNode, cuda = false }: Build,
  reused: boolean,
): Installation {
  return { backend: "tensorflow", source, cuda, tensorflow, tfjsNode, reused };
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
