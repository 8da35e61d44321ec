import { writeWhole } from "../files.ts";
import { ADDON, remedyFor, type Wheel } from "./_platform.ts";
import { errorLine, run } from "./_process.ts";
import { withProgress } from "./_progress.ts";
import { Unavailable } from "./_unavailable.ts";

/** The C++ compiler to use: the environment's CXX, else the first one there is. */
export async function findCompiler(): Promise<string[]> {
  const chosen = Deno.env.get("CXX")?.trim();
  const candidates = chosen ? [chosen.split(/\s+/)] : [["g++"], ["c++"], ["clang++"]];
  for (const candidate of candidates) {
    const [program = "", ...args] = candidate;
    if ((await run(program, [...args, "--version"], { limit: 60 }))?.success) return candidate;
  }
  if (chosen) throw new Unavailable(`CXX names no working C++ compiler: ${chosen}`, "unset CXX");
  throw new Unavailable("there is no C++ compiler (g++, c++, clang++)", remedyFor("compiler"));
}

export interface AddonSources {
  /** tfjs-node's folder, whose `binding/` holds the sources. */
  packageFolder: string;
  /** The folder of `node_api.h`. */
  nodeHeaders: string;
  /** Holds TensorFlow's `include/` and `deps/lib/`, and gets the addon at its usual place. */
  folder: string;
  /** Gets the compiler's words where it fails. */
  logFile: string;
}

/** Compiles tfjs-node's addon against the unpacked TensorFlow. */
export async function compileAddon(
  compiler: string[],
  wheel: Wheel,
  { packageFolder, nodeHeaders, folder, logFile }: AddonSources,
): Promise<void> {
  const [program = "", ...first] = compiler;
  const output = `${folder}/${ADDON}`;
  await Deno.mkdir(output.slice(0, output.lastIndexOf("/")), { recursive: true });
  const sources = ["backend", "binding"].map((name) => `${packageFolder}/binding/tfjs_${name}.cc`);
  const includes = [nodeHeaders, `${folder}/include`, packageFolder].flatMap((
    path,
  ) => ["-I", path]);
  const flags = ["-shared", "-fPIC", "-O2", "-std=c++17", "-DNAPI_VERSION=8", "-w", ...includes];
  const libraries = wheel.libraries.map((name) => `${folder}/deps/lib/${name}`);
  const args = [...first, ...flags, ...sources, "-o", output, ...libraries, ...wheel.linkerFlags];
  const ended = await withProgress("Compiling tfjs-node's addon (about 20 s)", run(program, args));
  if (ended?.success) return;
  writeWhole(logFile, ended?.output ?? `${program} is gone`);
  throw new Unavailable(
    `${program} could not compile the addon (${errorLine(ended?.output ?? "")})`,
  );
}
