/**
 * Says which cards it is shown.
 *
 * @module
 */
import { sayMessage } from "../../../lib/sweep/execute/json_messages.ts";

sayMessage(Deno.env.get("CUDA_VISIBLE_DEVICES") ?? null);
