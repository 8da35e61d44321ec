import type { Installation, InstallOptions } from "../../lib/tensorflow/install.ts";
import type { Scratch } from "./_scratch.ts";
import { compileStandIn } from "./_stand_ins.ts";

// The stand-in wheel is the one of Linux on x86_64.
const platform = Deno.build.target === "x86_64-unknown-linux-gnu";

/** Why these tests cannot run here; undefined where they can. */
export const missing = platform && await works("cc") ? undefined : "Linux on x86_64 and cc";
if (missing) console.error(`SKIPPED: install() with stand-in tools needs ${missing}`);

/** What install() returns after building from the stand-in wheel. */
export const BUILT: Installation = {
  backend: "tensorflow",
  source: "wheel",
  cuda: false,
  tensorflow: "2.21.0",
  tfjsNode: "4.22.0",
  reused: false,
};

/** What install() returns where that build is finished already. */
export const REUSED: Installation = { ...BUILT, reused: true };

/** All that is left in both folders then. */
export const FINISHED = {
  package: ["deps", "install.lock", "lib", "native-build.json", "package.json"],
  cache: [],
};

/** The message of a call that falls back. */
export async function failure(scratch: Scratch, options: InstallOptions = {}, env = {}) {
  const { installation } = await scratch.run(options, env);
  if (installation.backend === "tensorflow") throw new Error("it did not fall back");
  if (installation.message.includes("\n")) throw new Error("the message has several lines");
  return installation.message;
}

/** Puts a build into the package as another program would, without a marker. */
export async function placeBuild(
  { packageFolder, folder }: Scratch,
  version: string,
  name: string,
) {
  await Deno.mkdir(`${packageFolder}/deps/lib`, { recursive: true });
  await Deno.mkdir(`${packageFolder}/lib/napi-v8`, { recursive: true });
  await Deno.writeTextFile(`${packageFolder}/deps/lib/${name}`, "a library");
  const addon = `${packageFolder}/lib/napi-v8/tfjs_binding.node`;
  await Deno.rename(await compileStandIn(folder, version), addon);
  return addon;
}

async function works(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}
