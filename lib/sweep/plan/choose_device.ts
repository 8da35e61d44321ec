import { InputError } from "../../errors.ts";
import type { EXECUTION_OPTIONS, Said } from "../../options/mod.ts";
import { type Card, findCards, type FoundCards } from "../../tensorflow/cards.ts";
import { type CardMemory, memoryProblem } from "./card_memory.ts";
import type { Device } from "../../tensorflow/device.ts";

/** What was asked for, and what decides where nothing was. */
export interface DeviceChoice extends Pick<Said<typeof EXECUTION_OPTIONS>, "device" | "precision"> {
  readonly engine: string;
  readonly backend: string;
  readonly executor: string;
  /** What runs take of a card's memory. @default {not looked at} */
  readonly memory?: CardMemory;
  /** What computed the finished runs of the result folder. @default {there are none} */
  readonly earlier?: Device;
}

/** What computes a sweep. */
export interface ChosenDevice {
  readonly device: Device;
  /** The cards that there are; null for the processor, and on a cluster, where they are those of its nodes. */
  readonly cards: readonly Card[] | null;
  /** Why a card is left unused that the machine has; null where there is nothing to say. */
  readonly notice: string | null;
}

/**
 * Chooses what computes a sweep. Without a word of the user's: what computed the folder's runs, else a card where one
 * works. A cluster's tasks get a card only where that is asked for.
 *
 * @param find Finds the cards; tests give their own.
 * @throws {InputError} If a card is asked for, or needed for what the folder has, and none works: it says why not.
 *
 * @example
 * ```ts
 * import { chooseDevice } from "./choose_device.ts";
 * const how = { engine: "graph", backend: "tensorflow", executor: "local" };
 * const none = () => Promise.resolve({ cards: [], present: false, problem: "there is no NVIDIA card" });
 * if ((await chooseDevice(how, none)).device !== "cpu") throw new Error("on what?");
 * ```
 */
export async function chooseDevice(
  { device: asked = "auto", precision = "float32", engine, backend, executor, memory, earlier }:
    DeviceChoice,
  find: () => Promise<FoundCards> = findCards,
): Promise<ChosenDevice> {
  const processor = (notice: string | null): ChosenDevice => {
    if (precision !== "float32") {
      const why = notice === null ? "" : ` (${notice})`;
      throw new InputError(
        `--precision ${precision}: takes effect on a card only${why}; add --device gpu, or leave it out`,
      );
    }
    return { device: "cpu", cards: null, notice };
  };
  const wanted = asked === "gpu" || asked === "auto" && earlier === "gpu";
  const refuse = (problem: string): never => {
    throw new InputError(
      asked === "gpu"
        ? `--device gpu: ${problem}`
        : `--device auto: the folder's runs were computed on a card, but ${problem}; choose another folder with --out`,
    );
  };
  if (asked === "cpu" || asked === "auto" && earlier === "cpu") return processor(null);
  if (backend !== "tensorflow" || engine !== "graph") {
    if (!wanted) return processor(null);
    return refuse(`got --engine ${engine} on ${backend}, needs graph on tensorflow`);
  }
  if (executor !== "local") {
    return wanted ? { device: "gpu", cards: null, notice: null } : processor(null);
  }
  const { cards, present, problem: found } = await find();
  const problem = found ?? (memory ? memoryProblem(cards, memory) : null);
  if (problem === null) return { device: "gpu", cards, notice: null };
  if (wanted) return refuse(problem);
  return processor(present ? `the NVIDIA card is not used: ${problem}` : null);
}
