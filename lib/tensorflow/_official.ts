import { errorLine, run } from "./_process.ts";
import { folderSize, withProgress } from "./_progress.ts";
import { Unavailable } from "./_unavailable.ts";

/** Refuses within five seconds where the host of the official builds does not answer. */
export async function checkOfficialHost(packageFolder: string): Promise<void> {
  const mirror = Deno.env.get("TFJS_NODE_BASE_URI") ?? Deno.env.get("TFJS_NODE_CDN_STORAGE") ??
    Deno.env.get("CDN_STORAGE");
  const manifest = JSON.parse(await Deno.readTextFile(`${packageFolder}/package.json`));
  const { origin } = new URL(mirror ?? manifest.binary.host);
  try {
    // Any answer will do, even "not found": the host is there.
    const answer = await fetch(origin, { method: "HEAD", signal: AbortSignal.timeout(5000) });
    await answer.body?.cancel();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new Unavailable("the host of tfjs-node's official build cannot be reached");
  }
}

/**
 * Runs tfjs-node's install script on a copy of the package: the script empties `deps` before it
 * downloads and rewrites package.json, which may be one file with the package manager's cache.
 */
export async function runInstallScript(packageFolder: string, folder: string): Promise<void> {
  for (const name of ["package.json", "scripts/"]) {
    await copy(`${packageFolder}/${name}`, `${folder}/${name}`);
  }
  const launcher = `${folder}/run.cjs`;
  await Deno.writeTextFile(launcher, "process.argv.splice(1, 1); require(process.argv[1]);\n");
  const bin = await writeLaunchers(packageFolder, folder, launcher);
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const env = { PATH: `${bin}${separator}${Deno.env.get("PATH") ?? ""}` };
  const args = ["run", "-A", "--no-config", "--no-lock", launcher, `${folder}/scripts/install.js`];
  const work = run(Deno.execPath(), args, { cwd: folder, env, limit: 1800 });
  const ended = await withProgress("Downloading tfjs-node's official build", work, {
    measure: () => folderSize(folder),
  });
  if (ended?.success) return;
  throw new Unavailable(`tfjs-node's install script failed (${errorLine(ended?.output ?? "")})`);
}

/** The script calls `node-pre-gyp`, which wants `node`: both are Deno here. */
async function writeLaunchers(packageFolder: string, folder: string, launcher: string) {
  const tool = await Deno.realPath(`${packageFolder}/../../@mapbox/node-pre-gyp/bin/node-pre-gyp`);
  const bin = `${folder}/bin`;
  await Deno.mkdir(bin);
  const deno = `"${Deno.execPath()}" run -A --no-config --no-lock "${launcher}"`;
  if (Deno.build.os === "windows") {
    await Deno.writeTextFile(`${bin}/node-pre-gyp.cmd`, `@${deno} "${tool}" %*\r\n`);
  } else {
    const text = `#!/bin/sh\nexec ${deno} "${tool}" "$@"\n`;
    await Deno.writeTextFile(`${bin}/node-pre-gyp`, text, { mode: 0o755 });
  }
  return bin;
}

async function copy(from: string, to: string): Promise<void> {
  if (!from.endsWith("/")) return await Deno.writeFile(to, await Deno.readFile(from));
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    await copy(`${from}${name}${isDirectory ? "/" : ""}`, `${to}${name}${isDirectory ? "/" : ""}`);
  }
}
