/** Whether tests with invented input run at full length: `deno task test:all` says so. */
export const FULL_LENGTH = Deno.env.get("VAE_SENSITIVITY_TESTS") === "all";

/** How many inputs a test invents: all of them, or a tenth where the tests are to take minutes. */
export function inputs(count: number): number {
  return FULL_LENGTH ? count : Math.ceil(count / 10);
}
