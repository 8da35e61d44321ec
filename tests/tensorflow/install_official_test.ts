import assert from "node:assert/strict";
import { BUILT, failure, missing, placeBuild } from "./_expected.ts";
import { fromFileUrl } from "./_paths.ts";
import { Scratch } from "./_scratch.ts";
import { compileStandIn } from "./_stand_ins.ts";

const ignore = missing !== undefined;
const PROJECT = fromFileUrl("../../node_modules/@tensorflow/tfjs-node");

Deno.test({
  name: "install() takes the official build that tfjs-node's own install script downloads",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await usePackage(scratch);
    const manifest = `${scratch.packageFolder}/package.json`;
    const before = await Deno.stat(manifest);
    await using server = serve(await archives(scratch));
    const { installation } = await scratch.run({ sources: ["official"] }, mirror(server));
    assert.deepEqual(installation, { ...BUILT, source: "official", tensorflow: "2.9.1" });
    const library = `${scratch.packageFolder}/deps/lib/libtensorflow.so.2.9.1`;
    assert.equal(await Deno.readTextFile(library), "the official library");
    // The script rewrites its package.json; the package's own may be shared with other projects.
    const { ino, mtime } = await Deno.stat(manifest);
    assert.deepEqual([ino, mtime], [before.ino, before.mtime]);
  },
});

Deno.test({
  name: "install() falls back to the wheel where the official build cannot be downloaded",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await usePackage(scratch);
    await using server = serve({});
    const options = { sources: ["official", "wheel"] as const };
    assert.deepEqual((await scratch.run(options, mirror(server))).installation, BUILT);
  },
});

Deno.test({
  name: "install() never lets the install script remove what the package holds",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await usePackage(scratch);
    const addon = await placeBuild(scratch, "2.20.0", "libtensorflow_cc.so.2");
    await Deno.writeTextFile(addon, "a broken addon");
    await using server = serve({});
    const message = await failure(scratch, { sources: ["official"] }, mirror(server));
    assert.match(message, /tfjs-node's install script failed/);
    assert.equal(await Deno.readTextFile(addon), "a broken addon");
    const library = `${scratch.packageFolder}/deps/lib/libtensorflow_cc.so.2`;
    assert.equal(await Deno.readTextFile(library), "a library");
  },
});

/** Gives the scratch package the real one's scripts and the packages they need. */
async function usePackage({ packageFolder }: Scratch): Promise<void> {
  const real = await Deno.realPath(PROJECT);
  const scripts = `${packageFolder}/scripts`;
  await Deno.mkdir(scripts);
  for await (const { name } of Deno.readDir(`${real}/scripts`)) {
    await Deno.copyFile(`${real}/scripts/${name}`, `${scripts}/${name}`);
  }
  await Deno.copyFile(`${real}/package.json`, `${packageFolder}/package.json`);
  for await (const { name } of Deno.readDir(`${real}/../..`)) {
    if (name === "@tensorflow") continue;
    await Deno.symlink(
      await Deno.realPath(`${real}/../../${name}`),
      `${packageFolder}/../../${name}`,
    );
  }
}

/** Both archives of the official host, with stand-ins for the library and the addon. */
async function archives({ folder }: Scratch): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  await Deno.mkdir(`${folder}/official/lib`, { recursive: true });
  await Deno.mkdir(`${folder}/official/napi-v8`, { recursive: true });
  const library = `${folder}/official/lib/libtensorflow.so.2.9.1`;
  await Deno.writeTextFile(library, "the official library");
  const addon = `${folder}/official/napi-v8/tfjs_binding.node`;
  await Deno.rename(await compileStandIn(folder, "2.9.1"), addon);
  return {
    "/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz": await tar(`${folder}/official`, "lib"),
    "/napi-v8/4.22.0/CPU-linux-4.22.0.tar.gz": await tar(`${folder}/official`, "napi-v8"),
  };
}

async function tar(folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const { stdout } = await new Deno.Command("tar", { args: ["czC", folder, name] }).output();
  return stdout;
}

function serve(files: Record<string, Uint8Array<ArrayBuffer>>) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const bytes = files[new URL(request.url).pathname];
    return bytes ? new Response(bytes) : new Response("no such file", { status: 404 });
  });
}

/** The variables by which the install script and node-pre-gyp take another host. */
function mirror({ addr: { port } }: Deno.HttpServer<Deno.NetAddr>): Record<string, string> {
  const host = `http://127.0.0.1:${port}`;
  return {
    TFJS_NODE_BASE_URI: `${host}/libtensorflow-`,
    npm_config_tfjs_binding_binary_host_mirror: host,
  };
}
