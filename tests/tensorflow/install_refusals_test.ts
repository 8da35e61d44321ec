import assert from "node:assert/strict";
import { BUILT, failure, missing } from "./_expected.ts";
import { Scratch } from "./_scratch.ts";
import { fakeCompiler, fakePython, fakeWheel } from "./_stand_ins.ts";

const ignore = missing !== undefined;

Deno.test({
  name: "install() names every tool that is missing, what it costs and the mending command",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await Deno.remove(`${scratch.bin}/g++`);
    assert.match(await failure(scratch), /there is no C\+\+ compiler .*`sudo apt install g\+\+`/);
    await Deno.remove(`${scratch.bin}/python3`);
    const message = await failure(scratch);
    assert.match(message, /there is no python3 and there is no C\+\+ compiler/);
    assert.match(message, /`sudo apt install python3 python3-pip && sudo apt install g\+\+`/);
    assert.match(message, /4 times slower.*`deno task setup`$/);
    await scratch.tool("g++", fakeCompiler(scratch.folder));
    await scratch.tool("python3", "#!/bin/sh\nexit 1\n");
    assert.match(await failure(scratch), /python3 has no pip.*`sudo apt install python3-pip`/);
    assert.deepEqual(await scratch.calls(), []);
    assert.deepEqual((await scratch.names()).package, ["install.lock", "package.json"]);
  },
});

Deno.test({
  name: "install() without a network says so in one line, whatever pip says",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    const words = "WARNING: Retrying\nERROR: No matching distribution found for tensorflow-cpu";
    const pip = `/bin/echo "${words}" >&2; exit 1`;
    await scratch.tool("python3", fakePython(scratch.folder, pip));
    const message = await failure(scratch, { sources: ["official", "wheel"] });
    assert.match(message, /official build cannot be reached; pip could not download/);
    assert.match(message, /\(No matching distribution found for tensorflow-cpu\)/);
    assert.match(message, /run `deno task setup` again, online$/);
    await scratch.tool("python3", fakePython(scratch.folder));
    assert.deepEqual((await scratch.run()).installation, BUILT);
  },
});

Deno.test({
  name: "install() uses the compiler that CXX names, and says where it names none",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    const message = await failure(scratch, {}, { CXX: "no-such-compiler" });
    assert.match(message, /CXX names no working .*: no-such-compiler/);
    await scratch.tool("other", fakeCompiler(scratch.folder));
    assert.deepEqual((await scratch.run({}, { CXX: "other --fast" })).installation, BUILT);
    assert.deepEqual((await scratch.calls()).at(-1), `compile ${scratch.bin}/other --fast`);
  },
});

Deno.test({
  name: "install() downloads a wheel again that is cut off or not what its RECORD says",
  ignore,
  async fn() {
    const whole = fakeWheel();
    for (const damaged of [whole.slice(0, whole.length / 2), fakeWheel({ altered: true })]) {
      await using scratch = await Scratch.create();
      const name = "tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl";
      await Deno.writeFile(`${scratch.cacheFolder}/${name}`, damaged);
      assert.deepEqual((await scratch.run()).installation, BUILT);
      const library = `${scratch.packageFolder}/deps/lib/libtensorflow_framework.so.2`;
      assert.equal(await Deno.readTextFile(library), "the framework");
      assert.equal((await scratch.calls())[0], "download");
    }
  },
});

Deno.test({
  name: "install() refuses a damaged wheel even where pip has just downloaded it, and drops it",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await Deno.writeFile(`${scratch.folder}/wheel`, fakeWheel({ altered: true }));
    assert.match(await failure(scratch), /damaged: tensorflow\/libtensorflow_framework\.so\.2/);
    assert.deepEqual(await scratch.names(), {
      package: ["install.lock", "package.json"],
      cache: [],
    });
  },
});

Deno.test({
  name: "install() tells the compiler's error, keeps its words in a log and the wheel in the cache",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    const compiler = `/bin/echo "a.cc:1: error: no such type" >&2; exit 1`;
    await scratch.tool("g++", fakeCompiler(scratch.folder, compiler));
    assert.match(await failure(scratch), /g\+\+ could not compile .*no such type/);
    const { cache } = await scratch.names();
    assert.deepEqual([cache[0], cache.length], ["compiler.log", 2]);
  },
});

Deno.test({
  name: "install() puts no library in place that does not load on this machine",
  ignore,
  async fn() {
    await using scratch = await Scratch.create();
    await Deno.writeTextFile(`${scratch.folder}/addon`, "no library");
    assert.match(await failure(scratch), /TensorFlow's library does not load on this machine/);
    assert.deepEqual((await scratch.names()).package, ["install.lock", "package.json"]);
  },
});
