import { fromFileUrl } from "./_paths.ts";
import type { Installation, InstallOptions } from "../../lib/tensorflow/install.ts";
import { compileStandIn, fakeCompiler, fakePython, fakeWheel } from "./_stand_ins.ts";

/** A package of its own with stand-ins for pip and g++, in a folder that is removed at the end. */
export class Scratch implements AsyncDisposable {
  readonly folder: string;
  readonly packageFolder: string;
  readonly cacheFolder: string;
  readonly bin: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.packageFolder = `${folder}/node_modules/@tensorflow/tfjs-node`;
    this.cacheFolder = `${folder}/cache`;
    this.bin = `${folder}/bin`;
  }

  static async create(): Promise<Scratch> {
    const scratch = new Scratch(await Deno.makeTempDir({ prefix: "install-test-" }));
    await Deno.mkdir(scratch.packageFolder, { recursive: true });
    await Deno.mkdir(scratch.bin);
    await Deno.mkdir(scratch.cacheFolder);
    const manifest = { version: "4.22.0", binary: { host: "http://127.0.0.1:9/" } };
    await Deno.writeTextFile(`${scratch.packageFolder}/package.json`, JSON.stringify(manifest));
    await Deno.writeFile(`${scratch.folder}/wheel`, fakeWheel());
    await Deno.rename(
      await compileStandIn(scratch.folder, "2.21.0"),
      `${scratch.folder}/addon`,
    );
    await scratch.tool("python3", fakePython(scratch.folder));
    await scratch.tool("g++", fakeCompiler(scratch.folder));
    return scratch;
  }

  /** Puts a script on the PATH of the calls. */
  async tool(name: string, text: string): Promise<void> {
    // A running script is never written to.
    await Deno.remove(`${this.bin}/${name}`).catch(() => {});
    await Deno.writeTextFile(`${this.bin}/${name}`, text, { mode: 0o755 });
  }

  /** Starts install() in a process that finds no programs but the stand-ins. */
  start(options: InstallOptions = {}, env: Record<string, string> = {}): Deno.ChildProcess {
    const { packageFolder, cacheFolder } = this;
    const all = { packageFolder, cacheFolder, sources: ["wheel"], ...options };
    const config = fromFileUrl("../../deno.json");
    const program = fromFileUrl("./_install_child.ts");
    const args = ["run", "-A", "--quiet", "--config", config, program, JSON.stringify(all)];
    return new Deno.Command(Deno.execPath(), {
      args,
      env: { PATH: this.bin, CXX: "", ...env },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs install() to its end. */
  async run(options: InstallOptions = {}, env: Record<string, string> = {}): Promise<Ended> {
    return await ended(this.start(options, env));
  }

  /** The calls of the stand-ins so far. */
  async calls(): Promise<string[]> {
    try {
      return (await Deno.readTextFile(`${this.folder}/calls`)).trim().split("\n");
    } catch {
      return [];
    }
  }

  /** The names in the package's and the cache's folder. */
  async names(): Promise<{ package: string[]; cache: string[] }> {
    return { package: await list(this.packageFolder), cache: await list(this.cacheFolder) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

export interface Ended {
  installation: Installation;
  stderr: string;
}

/** Waits for a started install() and reads what it returned. */
export async function ended(child: Deno.ChildProcess): Promise<Ended> {
  const { success, stdout, stderr } = await child.output();
  const [out, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (!success) throw new Error(`install() threw: ${said}`);
  return { installation: JSON.parse(out ?? ""), stderr: said ?? "" };
}

async function list(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}
