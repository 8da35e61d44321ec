import { compileAddon, findCompiler } from "./_compile.ts";
import { checkOfficialHost, runInstallScript } from "./_official.ts";
import { importNodeHeaders } from "./_package.ts";
import { complain } from "../format/print.ts";
import { describeDownloads, lackingLibraries, unpackLibraries } from "./_cuda.ts";
import { cudaWheelFor, type Wheel, wheelFor } from "./_platform.ts";
import { withProgress } from "./_progress.ts";
import { combine, toUnavailable, Unavailable } from "./_unavailable.ts";
import {
  checkPip,
  type Download,
  downloadOf,
  downloadWheel,
  findWheel,
  PARTIAL,
  unpackWheel,
} from "./_wheel.ts";

export interface StageOptions {
  /** tfjs-node's folder, which stays as it is. */
  packageFolder: string;
  /** Gets `deps/lib` and `lib/napi-v8`, from where they are moved in. */
  folder: string;
  cacheFolder: string;
}

/** Each source's way to a staged build; throws {@linkcode Unavailable} where it can't be gone. */
export const STAGES = { official: stageOfficial, wheel: stageWheel, cuda: stageCuda };

async function stageOfficial({ packageFolder, folder }: StageOptions): Promise<void> {
  await checkOfficialHost(packageFolder);
  await runInstallScript(packageFolder, folder);
}

async function stageWheel(options: StageOptions): Promise<void> {
  const { os, arch } = Deno.build;
  const wheel = wheelFor(os, arch);
  if (wheel === undefined) throw new Unavailable(`PyPI has no TensorFlow for ${os} on ${arch}`);
  await stage(wheel, [], options);
}

/** The same with CUDA, and what the system lacks of NVIDIA's libraries where TensorFlow looks for them. */
async function stageCuda(options: StageOptions): Promise<void> {
  const { os, arch } = Deno.build;
  const wheel = cudaWheelFor(os, arch);
  if (wheel === undefined) {
    throw new Unavailable(`PyPI has no TensorFlow with CUDA for ${os} on ${arch}`);
  }
  const lacking = await lackingLibraries();
  const all = [downloadOf(wheel), ...lacking];
  await Deno.mkdir(options.cacheFolder, { recursive: true });
  const done = await Promise.all(all.map((one) => findWheel(one, options.cacheFolder)));
  complain(...describeDownloads(all.filter((_, i) => done[i] === undefined), lacking.length > 0));
  await stage(wheel, lacking, options);
}

async function stage(
  wheel: Wheel,
  others: readonly Download[],
  { packageFolder, folder, cacheFolder }: StageOptions,
): Promise<void> {
  await Deno.mkdir(cacheFolder, { recursive: true });
  await removeLeftovers(cacheFolder, PARTIAL);
  const all = [downloadOf(wheel), ...others];
  const cached = await Promise.all(all.map((one) => findWheel(one, cacheFolder)));
  const compiler = await findTools(cached.includes(undefined));
  // All of them before the first is unpacked: what was interrupted goes on where it was.
  for (const [i, one] of all.entries()) cached[i] ??= await downloadWheel(one, cacheFolder);
  await unpack(all[0]!, cacheFolder, (path) => unpackWheel(path, wheel, folder));
  for (const one of others) {
    await unpack(one, cacheFolder, (path) => unpackLibraries(path, folder));
  }
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

/** Unpacks a wheel; a damaged one is downloaded again, once. */
async function unpack(
  download: Download,
  cacheFolder: string,
  work: (path: string) => Promise<void>,
): Promise<void> {
  for (let again = false;; again = true) {
    const path = await findWheel(download, cacheFolder) ??
      await downloadWheel(download, cacheFolder);
    try {
      return await withProgress(`Unpacking ${download.title}`, work(path));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await Deno.remove(path);
      if (again) throw error;
    }
  }
}

/** Removes downloaded wheels, once their build is finished. */
export async function removeWheels(cacheFolder: string): Promise<void> {
  for await (const { name } of Deno.readDir(cacheFolder)) {
    if (name.endsWith(".whl")) await Deno.remove(`${cacheFolder}/${name}`);
  }
}

/** Removes what downloads and set-ups that were ended half-way have left behind. */
export async function removeLeftovers(folder: string, prefix: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith(prefix)) await Deno.remove(`${folder}/${name}`, { recursive: true });
  }
}
