import { fileURLToPath } from "node:url";
import { ADDON } from "./_platform.ts";
import { type Card, type CardLog, FULL_LOG, readCardLog } from "./_card_log.ts";
import { inheritedEnvironment } from "./inherited_environment.ts";
import { givenVariable } from "./own_environment.ts";
import { packageFolder } from "./_package.ts";
import { run } from "./_process.ts";
import { readBuild } from "./_build.ts";

export type { Card } from "./_card_log.ts";

/** The command that brings what a card needs. */
const REMEDY = "`deno task setup --gpu`";

/** NVIDIA's number among makers of devices, and how the classes of cards that compute begin. */
const NVIDIA = "0x10de", DISPLAY = "0x03";

/** Where cards are looked for. */
export interface CardSearch {
  /** The folder that stands for the system's root: its `proc`, `dev` and `sys` are read. @default "" */
  readonly root?: string;
  /** What TensorFlow says at its start in a process of its own. @default {asks it} */
  readonly log?: () => Promise<string>;
}

/** The cards that TensorFlow can compute on, or why it has none. */
export interface FoundCards {
  readonly cards: readonly Card[];
  /** Whether the machine has an NVIDIA card or its driver, whatever TensorFlow makes of it. */
  readonly present: boolean;
  /** What is missing, and what brings it, in words; null if nothing is. */
  readonly problem: string | null;
}

/**
 * Finds this machine's NVIDIA cards. What the system shows of them decides whether there is anything to ask; then
 * TensorFlow itself is asked in a process of its own, which takes seconds: it alone knows whether it can use them.
 *
 * @example
 * ```ts
 * import { findCards } from "./cards.ts";
 * const { cards, present, problem } = await findCards({ root: "/no/such/folder" });
 * if (cards.length > 0 || present || problem !== "there is no NVIDIA card") throw new Error("unexpected card");
 * ```
 */
export async function findCards({ root = "", log = startLog }: CardSearch = {}): Promise<
  FoundCards
> {
  const { os, arch } = Deno.build;
  const none = (problem: string, present = true): FoundCards => ({ cards: [], present, problem });
  if (os !== "linux" || arch !== "x86_64") {
    return none(
      `TensorFlow uses cards on Linux with x86_64 only, not on ${os} with ${arch}`,
      false,
    );
  }
  const windows = exists(`${root}/dev/dxg`); // Windows' driver, which its subsystem for Linux passes on
  const given = windows || namesOf(`${root}/dev`).some((name) => /^nvidia\d+$/.test(name));
  // A container may show the one without the other.
  if (!given && !exists(`${root}/proc/driver/nvidia/version`)) {
    return hasCard(`${root}/sys/bus/pci/devices`)
      ? none("there is an NVIDIA card, but no driver for it; install NVIDIA's driver")
      : none("there is no NVIDIA card", false);
  }
  if (!given) {
    return none(
      "NVIDIA's driver is there, but this process is given no card (/dev/nvidia0): in a container ask for it with " +
        "--gpus all, on Slurm with --slurm-gres gpu:1",
    );
  }
  const visible = givenVariable("CUDA_VISIBLE_DEVICES");
  if (visible !== undefined && !/^(\d|GPU-|MIG-)/.test(visible)) {
    return none(`CUDA_VISIBLE_DEVICES=${visible} hides all cards; unset it`);
  }
  if (await readBuild(packageFolder("@tensorflow/tfjs-node")) === undefined && log === startLog) {
    return none(`TensorFlow's native library is not set up; run ${REMEDY}`);
  }
  const found = readCardLog(await log(), visible);
  return { cards: found.cards, present: true, problem: problemOf(found) };
}

function problemOf({ cards, driver, missing, error, cuda }: CardLog): string | null {
  if (cards.length > 0) return null;
  if (!cuda) {
    return `this build of TensorFlow is for processors; ${REMEDY} brings one for cards, on which a training takes a ` +
      "tenth of the time (0.6 GB, and 2.6 GB of NVIDIA's libraries where the system has no CUDA 12)";
  }
  if (driver.length > 0) {
    return `TensorFlow does not find ${
      driver.join(", ")
    } of NVIDIA's driver; install that whole, or in a container ` +
      "give NVIDIA_DRIVER_CAPABILITIES=compute,utility";
  }
  if (missing.length > 0) {
    return `TensorFlow does not find ${
      missing.join(", ")
    }; ${REMEDY} brings it (what LD_LIBRARY_PATH names does ` +
      "not reach a sweep's processes)";
  }
  if (error === "CUDA_ERROR_OUT_OF_MEMORY") {
    return "the card has too little free memory to start on; end what uses it (`nvidia-smi` shows that)";
  }
  return error === null
    ? "TensorFlow takes no card, and does not say why; `nvidia-smi` shows whether the driver works"
    : `the driver gives no card (${error}); \`nvidia-smi\` shows whether it works`;
}

/** What TensorFlow says when it is loaded. */
async function startLog(): Promise<string> {
  const addon = `${packageFolder("@tensorflow/tfjs-node")}/${ADDON}`;
  const program = fileURLToPath(new URL("./_cards_process.ts", import.meta.url));
  const allowed = ["--allow-ffi", "--allow-env", "--allow-read", "--allow-sys"];
  const ended = await run(
    Deno.execPath(),
    ["run", "--quiet", "--no-prompt", "--no-config", "--no-lock", ...allowed, program, addon],
    {
      clearEnv: true,
      env: { ...inheritedEnvironment(), ...FULL_LOG },
      limit: 120,
    },
  );
  return ended?.output ?? "";
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false; // not there, or not for this user to see
  }
}

function namesOf(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}

function hasCard(folder: string): boolean {
  const begins = (path: string, text: string) => {
    try {
      return Deno.readTextFileSync(path).startsWith(text);
    } catch {
      return false;
    }
  };
  return namesOf(folder).some((name) =>
    begins(`${folder}/${name}/vendor`, NVIDIA) && begins(`${folder}/${name}/class`, DISPLAY)
  );
}
