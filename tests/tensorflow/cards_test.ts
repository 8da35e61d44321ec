import { strict as assert } from "node:assert";
import { cardFailure } from "../../lib/tensorflow/card_failure.ts";
import { findCards } from "../../lib/tensorflow/cards.ts";

const ignore = Deno.build.os !== "linux" || Deno.build.arch !== "x86_64";

/** Begins every start of TensorFlow 2.21, also of a build for processors. */
const START =
  `WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795722419.321745   10036 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off errors from different computation orders. To turn them off, set the environment variable \`TF_ENABLE_ONEDNN_OPTS=0\`.
I0000 00:00:1795722419.839031   10047 cpu_feature_guard.cc:227] This TensorFlow binary is optimized to use available CPU instructions in performance-critical operations.
To enable the following instructions: AVX2 AVX512F FMA, in other operations, rebuild TensorFlow with the appropriate compiler flags.
`;

/** Recorded of the build for cards, at the log's level of `findCards`: nothing of a driver's; a driver that has no card. */
const NO_DRIVER =
  `I0000 00:00:1795725046.419212   30045 dso_loader.cc:144] Could not load dynamic library 'libcuda.so.1'; dlerror: libcuda.so.1: cannot open shared object file: No such file or directory
E0000 00:00:1795725046.419401   30045 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)
`;
const DRIVER =
  `I0000 00:00:1795725048.827083   30252 dso_loader.cc:133] Successfully opened dynamic library libcuda.so.1
`;
const NO_DEVICE = DRIVER +
  `E0000 00:00:1795724912.351878   22664 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected
`;
/** A container that is given the driver for computing alone: without this library TensorFlow takes no card and says nothing. */
const NO_UTILITY = DRIVER +
  `I0000 00:00:1795725048.827367   30252 dso_loader.cc:144] Could not load dynamic library 'libnvidia-ml.so.1'; dlerror: libnvidia-ml.so.1: cannot open shared object file: No such file or directory
`;
const UNLOADED = DRIVER +
  `I0000 00:00:1795724983.543078   27131 dso_loader.cc:144] Could not load dynamic library 'libcublas.so.12'; dlerror: libcublas.so.12: cannot open shared object file: No such file or directory
I0000 00:00:1795724983.543142   27131 dso_loader.cc:144] Could not load dynamic library 'libcublasLt.so.12'; dlerror: libcublasLt.so.12: cannot open shared object file: No such file or directory
W0000 00:00:1795724983.574568   27131 gpu_device.cc:2365] Cannot dlopen some GPU libraries. Please make sure the missing libraries mentioned above are installed properly if you would like to use GPU. Follow the guide at https://www.tensorflow.org/install/gpu for how to download and setup the required libraries for your platform.
Skipping registering GPU devices...
`;
/** A card that is full: the process ends by this. */
const FULL = DRIVER +
  `terminate called after throwing an instance of 'absl::lts_20250814::BadStatusOrAccess'
  what():  Bad StatusOr access: RESOURCE_EXHAUSTED: : CUDA_ERROR_OUT_OF_MEMORY: out of memory
`;
/** As TensorFlow's source writes it. */
const created = (device: number, megabytes: number, name: string) =>
  `I0000 00:00:1795722419.426903   10036 gpu_device.cc:2020] Created device /job:localhost/replica:0/task:0/device:GPU:${device} with ${megabytes} MB memory:  -> device: ${device}, name: ${name}, pci bus id: 0000:00:0${device}.0, compute capability: 9.0
`;

/** A folder that shows what the system of a machine with a card does. */
function machine(
  { driver = true, device = true, card = true }: Partial<
    Record<"driver" | "device" | "card", boolean>
  > = {},
): string {
  const root = Deno.makeTempDirSync(),
    write = (path: string, text: string) => {
      Deno.mkdirSync(`${root}/${path.replace(/\/[^/]*$/, "")}`, { recursive: true });
      Deno.writeTextFileSync(`${root}/${path}`, text);
    };
  write("dev/null", "");
  // A network card, and a sound card of NVIDIA's, which is none that computes.
  write("sys/bus/pci/devices/0000:00:01.0/vendor", "0x8086\n");
  write("sys/bus/pci/devices/0000:00:01.0/class", "0x020000\n");
  write("sys/bus/pci/devices/0000:00:03.0/vendor", "0x10de\n");
  write("sys/bus/pci/devices/0000:00:03.0/class", "0x040300\n");
  if (card) {
    write("sys/bus/pci/devices/0000:00:02.0/vendor", "0x10de\n");
    write("sys/bus/pci/devices/0000:00:02.0/class", "0x030200\n");
  }
  if (driver) write("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 580.1\n");
  if (device) write("dev/nvidia0", "");
  return root;
}

/** Looks on a made machine, on which TensorFlow says something, with some cards made visible: all, if nothing is set. */
async function find(shown: Parameters<typeof machine>[0], log?: string, visible?: string) {
  const name = "CUDA_VISIBLE_DEVICES", before = Deno.env.get(name), root = machine(shown);
  const set = (value?: string) =>
    value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
  try {
    set(visible);
    return await findCards({
      root,
      log: () => log === undefined ? assert.fail("asked") : Promise.resolve(START + log),
    });
  } finally {
    set(before);
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test({
  name:
    "findCards() asks nobody where the system has no card, no driver for it, or gives this process none",
  ignore,
  async fn() {
    const none = await find({ driver: false, device: false, card: false });
    assert.deepEqual(none, { cards: [], present: false, problem: "there is no NVIDIA card" });
    const driverless = await find({ driver: false, device: false });
    assert.match(driverless.problem!, /^there is an NVIDIA card, but no driver for it; install/);
    const withheld = await find({ device: false });
    assert.match(withheld.problem!, /is given no card \(\/dev\/nvidia0\): .*--slurm-gres gpu:1/);
    assert.deepEqual([none, driverless, withheld].map(({ present }) => present), [
      false,
      true,
      true,
    ]);
  },
});

Deno.test({
  name: "findCards() takes names and free memory from TensorFlow, one card or several",
  ignore,
  async fn() {
    const log = created(0, 79000, "NVIDIA H100 80GB HBM3") + created(1, 500, "NVIDIA A2");
    assert.deepEqual(await find({}, log), {
      cards: [
        { id: "0", name: "NVIDIA H100 80GB HBM3", freeBytes: 79000 * 2 ** 20 },
        { id: "1", name: "NVIDIA A2", freeBytes: 500 * 2 ** 20 },
      ],
      present: true,
      problem: null,
    });
  },
});

Deno.test({
  name:
    "findCards() counts among the cards that CUDA_VISIBLE_DEVICES names, and says that it hides all",
  ignore,
  async fn() {
    const { cards } = await find({}, created(0, 1, "a") + created(1, 1, "b"), "2,5");
    assert.deepEqual(cards.map(({ id }) => id), ["2", "5"]);
    const { problem } = await find({}, undefined, "-1");
    assert.match(problem!, /^CUDA_VISIBLE_DEVICES=-1 hides all cards; unset it$/);
  },
});

Deno.test({
  name:
    "findCards() names the library that is missing, the build that knows no cards, and the driver's error",
  ignore,
  async fn() {
    const said = async (log: string) => (await find({}, log)).problem!;
    assert.match(
      await said(""),
      /^this build of TensorFlow is for processors; `deno task setup --gpu` b/,
    );
    assert.match(
      await said(UNLOADED),
      /^TensorFlow does not find libcublas\.so\.12, libcublasLt\.so\.12; .*setup --gpu/,
    );
    assert.match(
      await said(NO_DRIVER),
      /^TensorFlow does not find libcuda\.so\.1 of NVIDIA's driver; in/,
    );
    assert.match(
      await said(NO_UTILITY),
      /does not find libnvidia-ml\.so\.1 of .*CAPABILITIES=compute,util/,
    );
    assert.match(await said(NO_DEVICE), /^the driver gives no card \(CUDA_ERROR_NO_DEVICE\); /);
    assert.match(
      await said(FULL),
      /^the card has too little free memory to start on; end what uses/,
    );
    assert.match(await said(DRIVER), /^TensorFlow takes no card, and does not say why; /);
  },
});

Deno.test({
  name: "findCards() on this machine, as it is, ends with a card or a reason",
  ignore,
  async fn() {
    const { cards, problem } = await findCards();
    assert.equal(problem === null, cards.length > 0, problem ?? "");
    if (problem !== null) assert.match(problem, /card|TensorFlow/);
  },
});

Deno.test("cardFailure() tells a card's lack of memory and its loss from errors of a model", () => {
  const memory = [
    "2 root error(s) found.\n  (0) RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[90,5000,512] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc",
    "failed to allocate 2.00GiB (2147483648 bytes) from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory",
    "failed to create cublas handle: CUBLAS_STATUS_ALLOC_FAILED",
    "RESOURCE_EXHAUSTED: Failed to allocate request for 1.20GiB on device ordinal 0",
    "failed to load a kernel: CUDA_ERROR_OUT_OF_MEMORY",
  ];
  const lost = [
    "Could not synchronize on CUDA context: CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered",
    "failed to query event: CUDA_ERROR_ECC_UNCORRECTABLE: uncorrectable ECC error encountered",
    "INTERNAL: Failed to load in-memory CUBIN: CUDA_ERROR_DEVICE_UNAVAILABLE",
  ];
  const others = [
    "Cannot compile the loss of mine into a graph: no gradient. The eager engine runs it",
    "INVALID_ARGUMENT: Matrix size-incompatible: In[0]: [64,5000], In[1]: [512,50]",
    "the worker process was killed by SIGKILL",
  ];
  assert.deepEqual(memory.map(cardFailure), memory.map(() => "memory"));
  assert.deepEqual(lost.map(cardFailure), lost.map(() => "lost"));
  assert.deepEqual(others.map(cardFailure), others.map(() => null));
});
