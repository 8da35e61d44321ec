import { Buffer } from "node:buffer";
import { writeWhole } from "../files.ts";
import { ADDON, TENSORFLOW_VERSION } from "./_platform.ts";
import { errorLine, run } from "./_process.ts";
import { Unavailable } from "./_unavailable.ts";

const MARKER = "native-build.json";
const FORMAT = 1;

/** A finished native build, as its marker file describes it. */
export interface Build {
  format: number;
  /** tfjs-node's own build, or PyPI's TensorFlow with an addon compiled against it. */
  source: "official" | "wheel";
  tensorflow: string;
  tfjsNode: string;
  /** Whether it computes on cards too. @default false */
  cuda?: boolean;
  /** Bytes of every file of the build, by path in the package. */
  files: Record<string, number>;
}

/** The finished build of a package; undefined where there is none or a file has another size. */
export async function readBuild(packageFolder: string): Promise<Build | undefined> {
  try {
    const build: Build = JSON.parse(await Deno.readTextFile(`${packageFolder}/${MARKER}`));
    if (build.format !== FORMAT || build.tfjsNode !== await packageVersion(packageFolder)) return;
    for (const [name, size] of Object.entries(build.files)) {
      if ((await Deno.stat(`${packageFolder}/${name}`)).size !== size) return;
    }
    return build;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A wheel's build is current while its release is the pinned one. */
export function isCurrent(build: Build | undefined): build is Build {
  return build !== undefined &&
    (build.source === "official" || build.tensorflow === TENSORFLOW_VERSION);
}

/** Accepts a build that others have put into the package, if it loads; writes its marker. */
export async function acceptBuild(packageFolder: string): Promise<Build | undefined> {
  try {
    await Deno.stat(`${packageFolder}/${ADDON}`);
    await Deno.stat(`${packageFolder}/deps/lib`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  try {
    return await finishBuild(packageFolder, await loadAddon(packageFolder));
  } catch (error) {
    // A broken one does not count: it is built again, which says so.
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** Moves a staged build into the package; its marker, written last, makes it a finished one. */
export async function installBuild(folder: string, packageFolder: string): Promise<Build> {
  const tensorflow = await loadAddon(folder);
  await removeIfThere(`${packageFolder}/${MARKER}`);
  for (const name of ["deps", "lib"]) {
    try {
      await Deno.rename(`${packageFolder}/${name}`, `${folder}/old-${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await Deno.rename(`${folder}/${name}`, `${packageFolder}/${name}`);
  }
  return await finishBuild(packageFolder, tensorflow);
}

async function finishBuild(packageFolder: string, tensorflow: string): Promise<Build> {
  const files: Record<string, number> = {};
  const libraries = await namesIn(`${packageFolder}/deps/nvidia`);
  const folders = ["deps/lib", ...libraries.map((name) => `deps/nvidia/${name}/lib`)];
  for (const folder of [...folders, ADDON.slice(0, ADDON.lastIndexOf("/"))]) {
    for await (const { name } of Deno.readDir(`${packageFolder}/${folder}`)) {
      const { size, isFile } = await Deno.stat(`${packageFolder}/${folder}/${name}`);
      if (isFile) files[`${folder}/${name}`] = size;
    }
  }
  const wheel = Object.keys(files).some((name) => name.includes("libtensorflow_cc"));
  const tfjsNode = await packageVersion(packageFolder);
  const source = wheel ? "wheel" : "official";
  const cuda = await usesCuda(`${packageFolder}/deps/lib`);
  const build: Build = {
    ...{ format: FORMAT, source, tensorflow, tfjsNode },
    ...cuda && { cuda },
    files,
  };
  writeWhole(`${packageFolder}/${MARKER}`, `${JSON.stringify(build, null, 2)}\n`);
  return build;
}

/** A library for cards says in its header where it looks for NVIDIA's. */
async function usesCuda(folder: string): Promise<boolean> {
  const name = (await namesIn(folder)).find((name) => name.includes("libtensorflow_framework"));
  if (name === undefined) return false;
  return Buffer.from((await Deno.readFile(`${folder}/${name}`)).buffer).includes(
    "nvidia/cudnn/lib",
  );
}

/** Names in a folder; none if there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** TensorFlow's version as its library says it, in a process of its own: a bad one may crash. */
async function loadAddon(folder: string): Promise<string> {
  const code = `import { createRequire } from "node:module";
    console.log("TensorFlow", createRequire(import.meta.url)(Deno.args[0]).TF_Version);`;
  const args = ["eval", "--no-config", "--no-lock", code, `${folder}/${ADDON}`];
  const env = { TF_CPP_MIN_LOG_LEVEL: "2" };
  const ended = await run(Deno.execPath(), args, { env, limit: 120 });
  const version = ended?.output.match(/^TensorFlow (\S+)$/m)?.[1];
  if (ended?.success && version !== undefined) return version;
  const reason = ended?.output.trim() ? errorLine(ended.output) : "it ends the process";
  throw new Unavailable(`TensorFlow's library does not load on this machine (${reason})`);
}

/** The package's own version. */
export async function packageVersion(packageFolder: string): Promise<string> {
  return JSON.parse(await Deno.readTextFile(`${packageFolder}/package.json`)).version;
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
