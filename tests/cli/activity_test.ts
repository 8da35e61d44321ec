import { strict as assert } from "node:assert";
import { ActivityLine } from "../../lib/cli/_activity_line.ts";
import { ROOT } from "../faults/_sweep.ts";

/** What a line says, looked at four times a second, with the second. */
function said(terminal: boolean, states: (second: number) => { text: string; done?: number }) {
  const line = new ActivityLine(terminal, 0), lines: [second: number, text: string][] = [];
  for (let time = 0; time <= 24_000; time += 250) {
    line.take({ total: 400e6, unit: "MB", ...states(time / 1000) }, time);
    const text = line.say(time);
    if (text !== undefined) lines.push([time / 1000, text]);
  }
  return lines;
}

Deno.test("ActivityLine says nothing of a moment, then what is done, how far and how long it takes", () => {
  // 40 MB a second, of 400: at 2 s 80 are read and 8 s are left.
  const lines = said(
    false,
    (second) => second < 10 ? { text: "reading", done: 40e6 * second } : { text: "preparing" },
  );
  assert.deepEqual(lines, [
    [2, "Reading: 80 of 400 MB, about 8.0 s left"],
    [10, "Preparing"],
    [20, "Preparing, 10 s"],
  ]);
});

Deno.test("ActivityLine is silent for no more than half a second on a terminal", () => {
  const lines = said(true, () => ({ text: "writing" }));
  assert.equal(lines[0]![0], 0.5);
  for (let i = 1; i < lines.length; i++) assert.equal(lines[i]![0] - lines[i - 1]![0], 0.25);
  assert.equal(lines.at(-1)![1], "Writing, 24 s");
});

/** A program that computes for some seconds without giving anything else a turn, on a pseudo-terminal. */
const BUSY = `
  import { showActivity } from "${ROOT}lib/cli/_activity.ts";
  const busy = (ms) => { for (const end = performance.now() + ms; performance.now() < end;); };
  const activity = showActivity();
  activity.say("writing tables");
  busy(5000);
  activity.print("a line that stays");
  busy(2000);
  activity.hide();
  console.log("done");
  activity.stop();
`;

Deno.test({
  name: "showActivity() goes on while the command computes, and leaves no rest of its line",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    await Deno.writeTextFile(file, BUSY);
    const command = `${Deno.execPath()} run -q -A --config ${ROOT}deno.json ${file}`;
    const process = new Deno.Command("script", {
      args: ["-qec", command, "/dev/null"],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const writes: number[] = [];
    let text = "";
    for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
      writes.push(performance.now());
      text += chunk;
    }
    assert.equal((await process.status).code, 0, text);
    const gaps = writes.slice(1).map((time, i) => (time - writes[i]!) / 1000);
    assert.ok(gaps.length > 12 && Math.max(...gaps) < 2, `silent for ${Math.max(...gaps)} s`);
    // As a terminal shows it: what stands before a return and an erased line is gone.
    const shown = text.split("\n").map((line) => line.split("\r\x1b[K").at(-1)!.trim());
    assert.deepEqual(shown.filter((line) => line !== ""), ["a line that stays", "done"]);
    await Deno.remove(file);
  },
});

/** A program whose standard error is closed by its reader while it computes. */
const UNHEARD = `
  import { showActivity } from "${ROOT}lib/cli/_activity.ts";
  const activity = showActivity();
  activity.say("writing tables");
  for (const end = performance.now() + 4000; performance.now() < end;);
  activity.hide();
  await new Promise((resolve) => setTimeout(resolve, 500));
  console.log("done");
  activity.stop();
`;

Deno.test({
  name: "showActivity() neither holds up nor ends a command where nothing can be written any more",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    await Deno.writeTextFile(file, UNHEARD);
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", "--config", `${ROOT}deno.json`, file],
      ...{ stdin: "null", stdout: "piped", stderr: "piped" },
    }).spawn();
    await process.stderr.cancel();
    const overdue = setTimeout(() => process.kill("SIGKILL"), 30_000);
    const said = await new Response(process.stdout).text();
    const { code } = await process.status;
    clearTimeout(overdue);
    assert.deepEqual([said, code], ["done\n", 0]);
    await Deno.remove(file);
  },
});
