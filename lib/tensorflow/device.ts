import type { EXECUTION_OPTIONS } from "../options/execution_options.ts";

/** What computes: the processor, or an NVIDIA card. */
export type Device = Exclude<typeof EXECUTION_OPTIONS["device"]["choices"][number], "auto">;

/** Of a card's matrix products: float32, or TensorFloat-32, whose factors have 10 bits after the point, not 23. */
export type Precision = typeof EXECUTION_OPTIONS["precision"]["choices"][number];

/** What decides which device TensorFlow computes on, and how. */
export interface DeviceOptions {
  /** @default "cpu" */
  readonly device?: Device;
  /** @default "float32" */
  readonly precision?: Precision;
}

/**
 * The environment of a process that computes on a device; TensorFlow reads it once, when it is loaded. On the processor a
 * card is hidden, so that nothing of it is touched. On a card, memory is taken as it is needed: by default TensorFlow
 * takes all of it at once.
 *
 * @returns Values by name; null for a variable that must not be set, whatever the user's own environment has.
 *
 * @example
 * ```ts
 * import { deviceEnvironment } from "./device.ts";
 * if (deviceEnvironment({}).CUDA_VISIBLE_DEVICES !== "-1") throw new Error("not hidden");
 * if (deviceEnvironment({ device: "gpu" }).NVIDIA_TF32_OVERRIDE !== "0") throw new Error("TF32 is on");
 * ```
 */
export function deviceEnvironment(
  { device = "cpu", precision = "float32" }: DeviceOptions,
): Record<string, string | null> {
  if (device === "cpu") return { CUDA_VISIBLE_DEVICES: "-1" };
  return {
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    NVIDIA_TF32_OVERRIDE: precision === "float32" ? "0" : null,
  };
}
