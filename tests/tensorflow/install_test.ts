import assert from "node:assert/strict";
import type { Installation } from "../../lib/tensorflow/install.ts";
import { BUILT, FINISHED, missing, placeBuild, REUSED } from "./_expected.ts";
import { ended, Scratch } from "./_scratch.ts";
import { fakeCompiler, fakePython } from "./_stand_ins.ts";

const ignore = missing !== undefined;

Deno.test({
  name: "install() builds from the wheel, removes what it no longer needs, then reuses the build",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    assert.deepEqual((await scratch.run()).installation, BUILT);
    assert.deepEqual(await scratch.names(), FINISHED);
    const library = `${scratch.packageFolder}/deps/lib/libtensorflow_cc.so.2`;
    assert.equal(await Deno.readTextFile(library), "the library");
    const calls = await scratch.calls();
    assert.deepEqual(await scratch.run(), { installation: REUSED, stderr: "" });
    assert.deepEqual(await scratch.calls(), calls);
    assert.equal(calls.length, 2);
  },
});

Deno.test({
  name: "install() builds again where a file of the build has another size",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await scratch.run();
    const addon = `${scratch.packageFolder}/lib/napi-v8/tfjs_binding.node`;
    await Deno.truncate(addon, 100);
    assert.equal((await scratch.run({ sources: [] })).installation.backend, "wasm");
    assert.deepEqual((await scratch.run()).installation, BUILT);
    assert.deepEqual(await scratch.names(), FINISHED);
  },
});

Deno.test({
  name: "install() of two processes at once: one builds, the other waits, says so and reuses",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await scratch.tool("g++", fakeCompiler(scratch.folder, "/bin/sleep 4"));
    const both = [scratch.start(), scratch.start()].map(ended);
    const [first, second] = (await Promise.all(both)).sort((a, b) => rank(a) - rank(b));
    assert.deepEqual([first?.installation, second?.installation], [BUILT, REUSED]);
    assert.match(first?.stderr ?? "", /^Compiling tfjs-node's addon.* 2 s$/m);
    assert.match(second?.stderr ?? "", /^Waiting for another set-up.* 2 s$/m);
    assert.equal((await scratch.calls()).length, 2);
  },
});

const rank = ({ installation }: { installation: Installation }) =>
  installation.backend === "tensorflow" && installation.reused ? 1 : 0;

Deno.test({
  name: "install() killed in the download leaves nothing installed; a half wheel is not trusted",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    const half =
      `/bin/echo half > "$2/tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl"`;
    await scratch.tool("python3", fakePython(scratch.folder, `${half}; exec /bin/sleep 3`));
    await killWhenCalled(scratch, 1);
    assert.equal((await scratch.run({ sources: [] })).installation.backend, "wasm");
    await scratch.tool("python3", fakePython(scratch.folder));
    assert.deepEqual((await scratch.run()).installation, BUILT);
    assert.deepEqual(await scratch.names(), FINISHED);
  },
});

Deno.test({
  name: "install() killed in the compiler resumes with the wheel that it had downloaded",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await scratch.tool("g++", fakeCompiler(scratch.folder, "exec /bin/sleep 3"));
    await killWhenCalled(scratch, 2);
    assert.equal((await scratch.run({ sources: [] })).installation.backend, "wasm");
    await scratch.tool("g++", fakeCompiler(scratch.folder));
    // Without pip: only the kept wheel can be what it is built from.
    await Deno.remove(`${scratch.bin}/python3`);
    assert.deepEqual((await scratch.run()).installation, BUILT);
    assert.deepEqual(await scratch.names(), FINISHED);
  },
});

async function killWhenCalled(scratch: Scratch, calls: number): Promise<void> {
  const child = scratch.start();
  for (let tries = 0; (await scratch.calls()).length < calls; tries++) {
    assert.ok(tries < 300, "the tool was never called");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGKILL");
  await Promise.all([child.stdout.cancel(), child.stderr.cancel(), child.status]);
}

Deno.test({
  name: "install() killed between moving the libraries and the addon in starts anew",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await Deno.mkdir(`${scratch.packageFolder}/deps/lib`, { recursive: true });
    await Deno.mkdir(`${scratch.packageFolder}/staging-dead/old-deps`, { recursive: true });
    assert.equal((await scratch.run({ sources: [] })).installation.backend, "wasm");
    assert.deepEqual((await scratch.run()).installation, BUILT);
    assert.deepEqual(await scratch.names(), FINISHED);
  },
});

Deno.test({
  name: "install() killed at any moment leaves no build or a whole one, and the next call ends it",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    for (let delay = 60; delay <= 420; delay += 40) {
      const child = scratch.start();
      await new Promise((resolve) => setTimeout(resolve, delay));
      try {
        child.kill("SIGKILL");
      } catch {
        // It had ended already.
      }
      await Promise.all([child.stdout.cancel(), child.stderr.cancel(), child.status]);
      const { installation } = await scratch.run({ sources: [] });
      const addon = `${scratch.packageFolder}/lib/napi-v8/tfjs_binding.node`;
      if (installation.backend === "tensorflow") {
        assert.deepEqual(
          await Deno.readFile(addon),
          await Deno.readFile(`${scratch.folder}/addon`),
        );
        await Deno.remove(`${scratch.packageFolder}/native-build.json`);
        await Deno.remove(addon);
      }
    }
    assert.deepEqual((await scratch.run()).installation, BUILT);
    // What a killed process was writing is removed by the first call a minute later.
    const { package: inPackage, ...names } = await scratch.names();
    const left = inPackage.filter((name) => !/^\.[0-9a-f-]{36}\.tmp$/.test(name));
    assert.deepEqual({ ...names, package: left }, FINISHED);
  },
});

Deno.test({
  name: "install() accepts a working build that others put there, and does not touch it",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    const addon = await placeBuild(scratch, "2.9.1", "libtensorflow.so.2");
    const before = await Deno.stat(addon);
    const { installation } = await scratch.run({ sources: ["official", "wheel"] });
    assert.deepEqual(installation, {
      ...REUSED,
      source: "official",
      tensorflow: "2.9.1",
    });
    const { ino, mtime } = await Deno.stat(addon);
    assert.deepEqual([ino, mtime], [before.ino, before.mtime]);
    assert.deepEqual(await scratch.calls(), []);
  },
});

Deno.test({
  name: "install() replaces a wheel's build of another release, and keeps it where it cannot",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await placeBuild(scratch, "2.20.0", "libtensorflow_cc.so.2");
    await Deno.rename(`${scratch.bin}/g++`, `${scratch.bin}/hidden`);
    const old = { ...REUSED, tensorflow: "2.20.0" };
    assert.deepEqual((await scratch.run()).installation, old);
    await Deno.rename(`${scratch.bin}/hidden`, `${scratch.bin}/g++`);
    assert.deepEqual((await scratch.run()).installation, BUILT);
    assert.deepEqual(await scratch.names(), FINISHED);
  },
});
