import assert from "node:assert/strict";
import { BUILT, missing } from "./_expected.ts";
import { Scratch } from "./_scratch.ts";
import { fakeCompiler, fakeCudaWheel, fakeIndex, fakeWheel, wheelOf } from "./_stand_ins.ts";

const ignore = missing !== undefined || Deno.build.os !== "linux" || Deno.build.arch !== "x86_64";

const CUDA = { ...BUILT, cuda: true };
const PARTS = [
  "cuda-runtime",
  "cublas",
  "cufft",
  "cusolver",
  "cusparse",
  "cudnn",
  "nccl",
  "nvjitlink",
];
const FILES = [
  "libcudart.so.12",
  "libcublas.so.12",
  "libcufft.so.11",
  "libcusolver.so.11",
  "libcusparse.so.12",
  "libcudnn.so.9",
  "libnccl.so.2",
  "libnvJitLink.so.12",
];

/** A scratch with wheels of TensorFlow, with CUDA and without, and of NVIDIA's libraries; the system has some of these. */
async function create(system: readonly string[] = []): Promise<Scratch> {
  const scratch = await Scratch.create(), wheels = `${scratch.folder}/wheels`;
  await Deno.mkdir(wheels);
  await Deno.writeFile(`${wheels}/tensorflow-cpu.whl`, fakeWheel());
  await Deno.writeFile(`${wheels}/tensorflow.whl`, fakeCudaWheel());
  for (const [i, part] of PARTS.entries()) {
    const files = {
      [`nvidia/${part}/lib/${FILES[i]}`]: `${part}'s library`,
      [`nvidia/${part}/include/header.h`]: "not needed",
    };
    await Deno.writeFile(`${wheels}/nvidia-${part}-cu12.whl`, wheelOf(files));
  }
  await scratch.tool("python3", fakeIndex(scratch.folder));
  const lines = system.map((name) => `\t${name} (libc6,x86-64) => /lib/${name}`);
  await scratch.tool("ldconfig", `#!/bin/sh\nprintf '${lines.join("\\n")}\\n'\n`);
  return scratch;
}

const gpu = { device: "gpu", sources: undefined } as const;
const cpu = { device: "cpu", sources: ["wheel"] } as const;

/** NVIDIA's libraries in the package, where TensorFlow in deps/lib looks for them. */
function libraries({ packageFolder }: Scratch): string[] {
  try {
    return [...Deno.readDirSync(`${packageFolder}/deps/nvidia`)].flatMap(({ name }) =>
      [...Deno.readDirSync(`${packageFolder}/deps/nvidia/${name}/lib`)].map((file) => file.name)
    ).sort();
  } catch {
    return [];
  }
}

Deno.test({
  name:
    "install() for cards says sizes first, brings TensorFlow with CUDA and NVIDIA's libraries, and goes back",
  ignore,
  async fn() {
    await using scratch = await create();
    assert.deepEqual((await scratch.run(cpu)).installation, BUILT);
    const { installation, stderr } = await scratch.run(gpu);
    assert.deepEqual(installation, CUDA);
    assert.match(
      stderr,
      /^TensorFlow with CUDA and NVIDIA's libraries: 3\.2 GB to download, 5\.2 GB in/,
    );
    assert.deepEqual(libraries(scratch), FILES.toSorted());
    // The library that opens them all looks there, and nowhere for this one's own folder (`readelf -d`).
    Deno.statSync(`${scratch.packageFolder}/deps/nvidia/cusparse/lib/libcusolver.so.11`);
    assert.deepEqual((await scratch.run(gpu)).installation, { ...CUDA, reused: true });
    // Nobody asked for another one: it stays.
    assert.deepEqual((await scratch.run({})).installation, { ...CUDA, reused: true });
    assert.deepEqual((await scratch.names()).cache, [], "no download stays");
    assert.deepEqual((await scratch.run(cpu)).installation, BUILT);
    assert.deepEqual(libraries(scratch), []);
  },
});

Deno.test({
  name: "install() for cards takes the system's libraries where it has all of them",
  ignore,
  async fn() {
    await using scratch = await create(FILES);
    const { installation, stderr } = await scratch.run(gpu);
    assert.deepEqual(installation, CUDA);
    assert.match(stderr, /^TensorFlow with CUDA: 0\.6 GB to download, 1\.3 GB in node_modules/);
    assert.deepEqual(libraries(scratch), []);
    assert.deepEqual(
      await scratch.calls().then((calls) => calls.filter((call) => /^down/.test(call))),
      [
        "download tensorflow==2.21.0",
      ],
    );
    // The system's are gone: now its own are needed.
    await scratch.tool("ldconfig", "#!/bin/sh\n");
    assert.deepEqual((await scratch.run(gpu)).installation, CUDA);
    assert.deepEqual(libraries(scratch), FILES.toSorted());
    await using half = await create(FILES.slice(1));
    await half.run(gpu);
    assert.deepEqual(libraries(half), FILES.toSorted(), "parts of two releases are not mixed");
  },
});

Deno.test({
  name:
    "install() for cards that was interrupted goes on from the last whole file, and what was there stays in use",
  ignore,
  async fn() {
    await using scratch = await create();
    await scratch.run(cpu);
    const stop = `case "$last" in *cudnn*) echo "ERROR: no route to host" >&2; exit 1;; esac`;
    await scratch.tool("python3", fakeIndex(scratch.folder, stop));
    const child = scratch.start(gpu);
    const { code, stderr } = await child.output(), said = new TextDecoder().decode(stderr);
    assert.notEqual(code, 0);
    assert.match(
      said,
      /Cannot set up TensorFlow with CUDA: pip could not download nvidia-cudnn-cu12==9\.\S+ \(.*no route to host\), and what was there stays; give `deno task setup --gpu` again/,
    );
    assert.deepEqual((await scratch.run({})).installation, { ...BUILT, reused: true });
    const before = (await scratch.calls()).length;
    await scratch.tool("python3", fakeIndex(scratch.folder));
    assert.deepEqual((await scratch.run(gpu)).installation, CUDA);
    const calls = (await scratch.calls()).slice(before).filter((call) =>
      call.startsWith("download")
    );
    assert.deepEqual(calls.map((call) => call.replace(/==.*/, "")), [
      "download nvidia-cudnn-cu12",
      "download nvidia-nccl-cu12",
      "download nvidia-nvjitlink-cu12",
    ]);
  },
});

Deno.test({
  name:
    "install() for cards downloads a damaged file again, and replaces files of a package that others share by name alone",
  ignore,
  async fn() {
    await using scratch = await create();
    await scratch.run(cpu);
    const library = `${scratch.packageFolder}/deps/lib/libtensorflow_cc.so.2`;
    const shared = `${scratch.folder}/shared`;
    await Deno.link(library, shared);
    const name = "nvidia/nccl/lib/libnccl.so.2", other = { [name]: "nccl's librery" };
    await Deno.writeFile(
      `${scratch.cacheFolder}/nvidia_nccl_cu12-2.32.3-py3-none-manylinux_2_27_x86_64.whl`,
      wheelOf({ [name]: "nccl's library" }, other),
    );
    await scratch.tool("g++", fakeCompiler(scratch.folder));
    assert.deepEqual((await scratch.run(gpu)).installation, CUDA);
    const kept = Deno.readTextFileSync(`${scratch.packageFolder}/deps/${name}`);
    assert.equal(kept, "nccl's library");
    assert.equal(Deno.readTextFileSync(shared), "the library");
    assert.equal(Deno.statSync(shared).nlink, 1, "it was replaced, not written into");
  },
});
