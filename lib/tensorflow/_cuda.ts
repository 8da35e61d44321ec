import { run } from "./_process.ts";
import { type Download, unpackFiles } from "./_wheel.ts";

/** One of NVIDIA's libraries. */
interface CudaLibrary extends Download {
  /** The file by which the system's own is known. */
  readonly library: string;
}

/** Tags of NVIDIA's wheels. */
const PLATFORMS = [
  "manylinux_2_27_x86_64",
  "manylinux_2_17_x86_64",
  "manylinux_2_12_x86_64",
  "manylinux2014_x86_64",
];

/** All that this TensorFlow opens on a card, in the newest versions that its wheel's extra "and-cuda" allows. */
const LIBRARIES: readonly CudaLibrary[] = ([
  ["cuda-runtime", "12.9.79", "libcudart.so.12", 3.5e6],
  ["cublas", "12.9.3.13", "libcublas.so.12", 581.2e6],
  ["cufft", "11.4.1.4", "libcufft.so.11", 200.9e6],
  ["cusolver", "11.7.5.82", "libcusolver.so.11", 338.1e6],
  ["cusparse", "12.5.10.65", "libcusparse.so.12", 366.5e6],
  ["cudnn", "9.28.0.42", "libcudnn.so.9", 716.5e6],
  ["nccl", "2.32.3", "libnccl.so.2", 351.5e6],
  ["nvjitlink", "12.9.86", "libnvJitLink.so.12", 39.7e6],
] as const).map(([name, version, library, bytes]) => {
  const project = `nvidia-${name}-cu12`, title = `NVIDIA's ${name} ${version}`;
  return { title, project, version, platforms: PLATFORMS, library, bytes };
});

/** Bytes in node_modules in the end, of TensorFlow with CUDA, and of all of NVIDIA's libraries. */
const UNPACKED = { tensorflow: 1.3e9, libraries: 3.9e9 };

/** NVIDIA's libraries, unless the system has all of them where every process finds them. */
export async function lackingLibraries(): Promise<readonly Download[]> {
  const known = await run("ldconfig", ["-p"], { limit: 60 }) ??
    await run("/sbin/ldconfig", ["-p"], { limit: 60 });
  const has = ({ library }: CudaLibrary) => known?.output.includes(`${library} `) ?? false;
  // All of one release: parts of two may not fit.
  return LIBRARIES.every(has) ? [] : LIBRARIES;
}

/** What is going to be downloaded and how much there will be, before that begins. */
export function describeDownloads(left: readonly Download[], libraries: boolean): string[] {
  const size = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const download = left.reduce((sum, { bytes }) => sum + bytes, 0);
  const unpacked = UNPACKED.tensorflow + (libraries ? UNPACKED.libraries : 0);
  return [
    `TensorFlow with CUDA${libraries ? " and NVIDIA's libraries" : ""}: ${
      size(download)
    } to download, ` +
    `${
      size(unpacked)
    } in node_modules in the end; interrupted, it goes on from the last whole file`,
  ];
}

/**
 * Unpacks one of NVIDIA's wheels to `deps/nvidia/<name>/lib`, where TensorFlow in `deps/lib` looks for it: its framework library
 * does, which opens them all, but for cuSOLVER, which only the other library would look for. That comes beside cuSPARSE.
 */
export async function unpackLibraries(path: string, folder: string): Promise<void> {
  await unpackFiles(path, folder, (names) =>
    new Map(
      names.filter((name) => /^nvidia\/[^/]+\/lib\/[^/]+\.so[.\d]*$/.test(name))
        .map((name) => [name, `deps/${name.replace("/cusolver/", "/cusparse/")}`]),
    ));
}
