/** What TensorFlow says when a card has not the memory for something. */
const MEMORY =
  /\bOOM when allocating|RESOURCE_EXHAUSTED|CUDA_ERROR_OUT_OF_MEMORY|CUBLAS_STATUS_ALLOC_FAILED|[Oo]ut of memory/;

/** What it says when a card does not answer any more, or gave a wrong answer: all that is on it is lost. */
const LOST =
  /CUDA_ERROR_|CUBLAS_STATUS_|CUDNN_STATUS_|cudaError|failed to synchronize|GPU.*\blost\b/;

/**
 * Whether an error of a run is the card's: it has too little memory for what was asked of it, or it was lost. Then the
 * process that had it is of no use any more; the run itself may succeed in another one, with less beside it.
 *
 * @param error What TensorFlow said.
 * @returns Null if the error is not the card's.
 *
 * @example
 * ```ts
 * import { cardFailure } from "./card_failure.ts";
 * if (cardFailure("OOM when allocating tensor with shape[90,5000,512]") !== "memory") throw new Error("memory");
 * if (cardFailure("Internal: CUDA_ERROR_ILLEGAL_ADDRESS") !== "lost") throw new Error("lost");
 * if (cardFailure("Cannot feed x: the graph has no such input") !== null) throw new Error("a defect");
 * ```
 */
export function cardFailure(error: string): "memory" | "lost" | null {
  if (MEMORY.test(error)) return "memory";
  return LOST.test(error) ? "lost" : null;
}
