import { compileAddon, findCompiler } from "./_compile.ts";
import { checkOfficialHost, runInstallScript } from "./_official.ts";
import { importNodeHeaders } from "./_package.ts";
import { TENSORFLOW_VERSION, type Wheel, wheelFor } from "./_platform.ts";
import { withProgress } from "./_progress.ts";
import { combine, toUnavailable, Unavailable } from "./_unavailable.ts";
import { checkPip, downloadWheel, findWheel, PARTIAL, unpackWheel } from "./_wheel.ts";

export interface StageOptions {
  /** tfjs-node's folder, which stays as it is. */
  packageFolder: string;
  /** Gets `deps/lib` and `lib/napi-v8`, from where they are moved in. */
  folder: string;
  cacheFolder: string;
}

/** Each source's way to a staged build; throws {@linkcode Unavailable} where it can't be gone. */
export const STAGES = { official: stageOfficial, wheel: stageWheel };

async function stageOfficial({ packageFolder, folder }: StageOptions): Promise<void> {
  await checkOfficialHost(packageFolder);
  await runInstallScript(packageFolder, folder);
}

async function stageWheel({ packageFolder, folder, cacheFolder }: StageOptions): Promise<void> {
  const { os, arch } = Deno.build;
  const wheel = wheelFor(os, arch);
  if (wheel === undefined) throw new Unavailable(`PyPI has no TensorFlow for ${os} on ${arch}`);
  await Deno.mkdir(cacheFolder, { recursive: true });
  await removeLeftovers(cacheFolder, PARTIAL);
  const cached = await findWheel(wheel, cacheFolder);
  const compiler = await findTools(cached === undefined);
  await unpack(wheel, cached, { packageFolder, folder, cacheFolder });
  const { default: { include_dir: nodeHeaders } } = await importNodeHeaders();
  const logFile = `${cacheFolder}/compiler.log`;
  await compileAddon(compiler, wheel, { packageFolder, nodeHeaders, folder, logFile });
}

/** The compiler; where it and pip are missing, both are named at once. */
async function findTools(needsPip: boolean): Promise<string[]> {
  const found = await Promise.allSettled([findCompiler(), needsPip ? checkPip() : undefined]);
  const missing = found.filter((result) => result.status === "rejected");
  if (missing.length > 0) {
    throw combine(missing.map(({ reason }) => toUnavailable(reason)).reverse(), " and ");
  }
  return found[0].status === "fulfilled" ? found[0].value : [];
}

/** Unpacks the wheel; a damaged one in the cache is downloaded again, once. */
async function unpack(
  wheel: Wheel,
  cached: string | undefined,
  options: StageOptions,
): Promise<void> {
  const { folder, cacheFolder } = options;
  const path = cached ?? await downloadWheel(wheel, cacheFolder);
  const work = unpackWheel(path, wheel, folder);
  try {
    await withProgress(`Unpacking TensorFlow ${TENSORFLOW_VERSION}`, work);
    return;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    await Deno.remove(path);
    if (cached === undefined) throw error;
  }
  for (const name of ["deps", "include", "RECORD"]) {
    await Deno.remove(`${folder}/${name}`, { recursive: true }).catch(ignoreMissing);
  }
  await unpack(wheel, undefined, options);
}

/** Removes downloaded wheels, once their build is finished. */
export async function removeWheels(cacheFolder: string): Promise<void> {
  const wheel = wheelFor(Deno.build.os, Deno.build.arch);
  const path = wheel && await findWheel(wheel, cacheFolder).catch(ignoreMissing);
  if (path) await Deno.remove(path);
}

/** Removes what downloads and set-ups that were ended half-way have left behind. */
export async function removeLeftovers(folder: string, prefix: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith(prefix)) await Deno.remove(`${folder}/${name}`, { recursive: true });
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
