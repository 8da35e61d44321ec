import { strict as assert } from "node:assert";
import { CONFIGURATION } from "../_task.ts";
import { available, type Ended, LINUX, ROOT } from "./_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

/** A user who has no file here. */
const OTHER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

/** Starts Deno as the other user, with a home of its own. */
function asOther(...args: string[]): Ended {
  const home = temporaryFolder({ prefix: "vae-sensitivity-home-" });
  Deno.chmodSync(home, 0o777);
  const { code, stdout, stderr } = new Deno.Command(OTHER[0]!, {
    args: [...OTHER.slice(1), Deno.execPath(), ...args],
    cwd: home,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH")!, HOME: home, NO_COLOR: "1" },
    stdin: "null",
  }).outputSync();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** Whether another user can be, and gets at the project; says aloud if not. */
function others(): boolean {
  if (!available("root")) return false;
  const { code, err } = asOther("eval", `Deno.readTextFileSync("${ROOT}deno.json")`);
  if (code !== 0) {
    console.error(`SKIPPED: another user cannot read the project: ${err.split("\n")[0]}`);
  }
  return code === 0;
}

const ROOT_ONLY = { ...LINUX, ignore: Deno.build.os !== "linux" || !others() };

/** Runs the command that a message names between backquotes. */
function follow(message: string): void {
  const [, command] = /`([^`]+)`/.exec(message)!;
  assert.ok(new Deno.Command("sh", { args: ["-c", command!] }).outputSync().success, message);
}

Deno.test(
  "install() refuses packages that this user may not read, and its command mends it",
  ROOT_ONLY,
  () => {
    const folder = temporaryFolder(), packages = `${folder}/node_modules`;
    Deno.chmodSync(folder, 0o755);
    const own = `${packages}/@tensorflow/tfjs-node`, needed = `${packages}/google-protobuf`;
    for (const path of [own, needed]) Deno.mkdirSync(path, { recursive: true });
    Deno.writeTextFileSync(`${own}/package.json`, '{"version": "4.22.0"}');
    const build = {
      format: 1,
      source: "official",
      tensorflow: "2.9.1",
      tfjsNode: "4.22.0",
      files: {},
    };
    Deno.writeTextFileSync(`${own}/native-build.json`, JSON.stringify(build));
    const file = `${needed}/google-protobuf.js`;
    Deno.writeTextFileSync(file, "");
    Deno.writeTextFileSync(`${needed}/README.md`, "");
    const install = () =>
      asOther(
        ...["run", "-A", "--quiet", `--config=${ROOT}deno.json`, `${ROOT}tests/faults/_refused.ts`],
        ...["install", own],
      );
    Deno.chmodSync(`${needed}/README.md`, 0o640); // not loaded
    assert.equal(install().out, "done\n");
    Deno.chmodSync(file, 0o640);
    const { out } = install();
    assert.equal(
      out,
      `InputError: Cannot use TensorFlow as nobody: access to ${file} is denied; user 0, who installed it, can give it ` +
        `to all users with \`chmod -R a+rX ${packages}\`\n`,
    );
    follow(out);
    assert.equal(install().out, "done\n");
    Deno.chmodSync(needed, 0o700);
    assert.match(install().out, new RegExp(`access to ${needed} is denied`));
  },
);

Deno.test(
  "requireCache() says who may not write prepared data, and its command mends it",
  ROOT_ONLY,
  () => {
    const folder = temporaryFolder(), cache = `${folder}/.cache/data`;
    Deno.chmodSync(folder, 0o755);
    const require = () =>
      asOther(
        ...["run", "-A", "--quiet", `--config=${ROOT}deno.json`, `${ROOT}tests/faults/_refused.ts`],
        ...["cache", cache],
      );
    const { out } = require();
    assert.equal(
      out,
      `InputError: Cannot keep prepared data as nobody: access to ${cache} is denied; who installed this can give it to ` +
        `all users with \`mkdir -p ${cache} && chmod a+rwxt ${cache}\`\n`,
    );
    follow(out);
    assert.equal(require().out, "done\n");
    assert.deepEqual([...Deno.readDirSync(cache)], []);
  },
);

Deno.test(
  "cached() waits for the lock of another user, who made it for all to read",
  ROOT_ONLY,
  () => {
    const cache = temporaryFolder(), path = `${cache}/matrix.bin`;
    Deno.chmodSync(cache, 0o1777);
    const wait = () =>
      asOther(
        ...["run", "-A", "--quiet", `--config=${ROOT}deno.json`, `${ROOT}tests/faults/_refused.ts`],
        ...["wait", path],
      ).out;
    Deno.writeTextFileSync(`${path}.lock`, "");
    Deno.chmodSync(`${path}.lock`, 0o644);
    assert.equal(wait(), "done\n");
    assert.equal(Deno.statSync(path).uid, 65534);
    // Nobody else is let in where the owner wants that.
    Deno.removeSync(path);
    Deno.chmodSync(`${path}.lock`, 0o600);
    assert.match(wait(), /lock.*denied/);
    Deno.removeSync(cache, { recursive: true });
  },
);

Deno.test(
  "the task setup:quiet tells another user in one line what the packages' owner has to do",
  ROOT_ONLY,
  () => {
    const command = CONFIGURATION.tasks["setup:quiet"]!.command;
    const { code, err } = asOther("task", "--quiet", "--cwd", ROOT, "--eval", command);
    const [file] = [...Deno.readDirSync(`${ROOT}node_modules/.deno`)]
      .filter(({ name }) => name.startsWith("google-protobuf@"))
      .map(({ name }) =>
        `${ROOT}node_modules/.deno/${name}/node_modules/google-protobuf/google-protobuf.js`
      );
    const readable = (Deno.statSync(file!).mode! & 0o004) !== 0;
    assert.deepEqual([code, err.split("\n").length], readable ? [0, 1] : [2, 2], err);
    assert.match(
      err,
      readable ? /^$/ : /^Cannot use TensorFlow as nobody: .*`chmod -R a\+rX .*node_modules`\n$/,
    );
  },
);
