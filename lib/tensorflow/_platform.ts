/** The TensorFlow release that is built against where tfjs-node's own build cannot be had. */
export const TENSORFLOW_VERSION = "2.21.0";

/** The folder that tfjs-node loads its addon from: node-api 8 is the newest it knows. */
export const ADDON = "lib/napi-v8/tfjs_binding.node";

export interface Wheel {
  /** Name of the project on PyPI. */
  project: string;
  /** The wheel's platform tag. */
  platform: string;
  /** Of the download, about. */
  bytes: number;
  /** The shared libraries to take from its `tensorflow/` folder. */
  libraries: string[];
  /** What the linker needs besides the libraries. */
  linkerFlags: string[];
}

const LINUX = {
  libraries: ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"],
  linkerFlags: ["-Wl,-rpath,$ORIGIN/../../deps/lib"],
};
const MACOS = {
  libraries: ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"],
  linkerFlags: ["-undefined", "dynamic_lookup", "-Wl,-rpath,@loader_path/../../deps/lib"],
};
const WHEELS: Record<string, Wheel> = {
  "linux x86_64": {
    project: "tensorflow-cpu",
    platform: "manylinux_2_27_x86_64",
    bytes: 270e6,
    ...LINUX,
  },
  "linux aarch64": {
    project: "tensorflow",
    platform: "manylinux_2_27_aarch64",
    bytes: 270e6,
    ...LINUX,
  },
  "darwin aarch64": {
    project: "tensorflow",
    platform: "macosx_12_0_arm64",
    bytes: 270e6,
    ...MACOS,
  },
};

/** PyPI's TensorFlow with CUDA; undefined where there is none. */
export function cudaWheelFor(os: string, arch: string): Wheel | undefined {
  const wheel = wheelFor(os, arch);
  return os === "linux" && arch === "x86_64"
    ? { ...wheel!, project: "tensorflow", bytes: 572.6e6 }
    : undefined;
}

/** The wheel that fits an operating system and processor; undefined where PyPI has none. */
export function wheelFor(os: string, arch: string): Wheel | undefined {
  return WHEELS[`${os} ${arch}`];
}

/** The command that installs what is missing, as people of this system type it. */
export function remedyFor(missing: "python" | "pip" | "compiler"): string {
  if (Deno.build.os === "darwin") {
    return missing === "compiler" ? "xcode-select --install" : "brew install python";
  }
  const packages = { python: "python3 python3-pip", pip: "python3-pip", compiler: "g++" };
  return `sudo apt install ${packages[missing]}`;
}
