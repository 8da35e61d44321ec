import { remedyFor, TENSORFLOW_VERSION, type Wheel } from "./_platform.ts";
import { errorLine, run } from "./_process.ts";
import { folderSize, withProgress } from "./_progress.ts";
import { Unavailable } from "./_unavailable.ts";
import { readZip, unzip } from "./_zip.ts";

/** Begins the name of a folder that a download goes to. */
export const PARTIAL = "partial-";
// All that tfjs-node's sources include, out of 12,000 headers.
const HEADERS =
  /^tensorflow\/include\/(tensorflow\/c\/|(tensorflow\/core|tsl)\/platform\/ctstring|xla\/tsl\/c\/)/;

/** Refuses at once where pip, which fetches the wheel, is missing. */
export async function checkPip(): Promise<void> {
  const again = await run("python3", ["-m", "pip", "--version"], { limit: 60 });
  if (again === undefined) throw new Unavailable("there is no python3", remedyFor("python"));
  if (!again.success) throw new Unavailable("python3 has no pip", remedyFor("pip"));
}

/** A wheel on PyPI. */
export interface Download {
  /** What it is, for people. */
  readonly title: string;
  readonly project: string;
  readonly version: string;
  /** Platform tags of which it has one. */
  readonly platforms: readonly string[];
  /** About. */
  readonly bytes: number;
}

/** Where TensorFlow's wheel is. */
export function downloadOf({ project, platform, bytes }: Wheel): Download {
  const title = `TensorFlow ${TENSORFLOW_VERSION}`;
  return { title, project, version: TENSORFLOW_VERSION, platforms: [platform], bytes };
}

/** Downloads a wheel into the cache; returns its path. */
export async function downloadWheel(download: Download, cacheFolder: string): Promise<string> {
  // What pip has not finished stays in a folder of its own, which the next call removes.
  const partial = await Deno.makeTempDir({ dir: cacheFolder, prefix: PARTIAL });
  await withProgress(`Downloading ${download.title}`, pipDownload(download, partial), {
    measure: () => folderSize(`${partial}/pip`),
    total: download.bytes,
  });
  const path = await findWheel(download, partial);
  if (path === undefined) throw new Unavailable("pip downloaded no wheel");
  const kept = `${cacheFolder}${path.slice(partial.length)}`;
  await Deno.rename(path, kept);
  await Deno.remove(partial, { recursive: true });
  return kept;
}

async function pipDownload(
  { project, version, platforms }: Download,
  folder: string,
): Promise<void> {
  const name = `${project}==${version}`;
  // The folder that pip downloads to, before it copies; no second copy stays in pip's own cache.
  const temporary = `${folder}/pip`;
  await Deno.mkdir(temporary);
  const limits = ["--retries", "1", "--timeout", "15", "--no-input", "--no-cache-dir"];
  // Only the C library is used: any Python may fetch it, whatever its own version.
  const kind = ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.12"];
  const places = platforms.flatMap((platform) => ["--platform", platform]);
  const args = [...limits, "--no-deps", ...kind, ...places, "--dest", folder];
  const command = ["-m", "pip", "--disable-pip-version-check", "download", ...args, name];
  const ended = await run("python3", command, { env: { TMPDIR: temporary }, limit: 3600 });
  if (ended?.success) return;
  const reason = ended === undefined ? "python3 is gone" : errorLine(ended.output);
  throw new Unavailable(`pip could not download ${name} (${reason})`);
}

/** The path of a downloaded wheel, if the folder holds it. */
export async function findWheel({ project, version, platforms }: Download, folder: string) {
  const start = `${project.replaceAll("-", "_")}-${version}-`;
  for await (const { name } of Deno.readDir(folder)) {
    const fits = platforms.some((platform) => name.endsWith(`${platform}.whl`));
    if (name.startsWith(start) && fits) return `${folder}/${name}`;
  }
}

/** Unpacks TensorFlow: libraries to `deps/lib`, headers to `include`. */
export async function unpackWheel(path: string, wheel: Wheel, folder: string): Promise<void> {
  const libraries = wheel.libraries.map((name) => `tensorflow/${name}`);
  await unpackFiles(path, folder, (names) =>
    new Map(
      [...libraries, ...names.filter((name) => HEADERS.test(name))].map((name) => [
        name,
        name.replace(/^tensorflow\//, libraries.includes(name) ? "deps/lib/" : ""),
      ]),
    ));
}

/** Unpacks files of a wheel; each must have its RECORD's hash. */
export async function unpackFiles(
  path: string,
  folder: string,
  choose: (names: readonly string[]) => ReadonlyMap<string, string>,
): Promise<void> {
  using archive = await Deno.open(path);
  const entries = await readZip(archive);
  const hashes = await readRecord(archive, entries, folder);
  const names = [...entries.keys()].filter((name) => !name.endsWith("/"));
  for (const [name, target] of choose(names)) {
    const entry = entries.get(name);
    if (entry === undefined) throw new Unavailable(`the wheel holds no ${name}`);
    const to = `${folder}/${target}`;
    await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true });
    await removeFile(to); // of a damaged wheel, of which this is another copy
    if (await unzip(archive, entry, to) !== hashes.get(name)) {
      throw new Unavailable(`the wheel is damaged: ${name} is not what its RECORD says`);
    }
  }
}

async function readRecord(
  archive: Deno.FsFile,
  entries: Awaited<ReturnType<typeof readZip>>,
  folder: string,
): Promise<Map<string, string>> {
  const name = [...entries.keys()].find((name) => /^[^/]+\.dist-info\/RECORD$/.test(name));
  const entry = name === undefined ? undefined : entries.get(name);
  if (entry === undefined) throw new Unavailable("the wheel holds no RECORD");
  await removeFile(`${folder}/RECORD`);
  await unzip(archive, entry, `${folder}/RECORD`);
  const hashes = new Map<string, string>();
  for (const line of (await Deno.readTextFile(`${folder}/RECORD`)).split("\n")) {
    const [, file, hash] = line.match(/^"?([^"]+?)"?,sha256=([\w-]+),\d+\s*$/) ?? [];
    if (file !== undefined && hash !== undefined) hashes.set(file, hash);
  }
  return hashes;
}

async function removeFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
