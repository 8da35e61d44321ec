import { strict as assert } from "node:assert";
import { parseBenchCommand } from "../../lib/cli/_bench_options.ts";

/** Parses without Commander's own lines about wrong values on standard error. */
function parse(...args: string[]) {
  return parseBenchCommand(args, "/project/");
}

Deno.test("parseBenchCommand() runs every part but the longest unless told otherwise", () => {
  assert.deepEqual(parse().only, [
    "steps",
    "start",
    "memory",
    "growth",
    "data",
    "peers",
    "population",
    "report",
    "runs",
    "estimates",
  ]);
  assert.equal(parse().quick, false);
  assert.equal(parse().repeats, 3);
  assert.equal(parse().python, undefined);
});

Deno.test("parseBenchCommand() looks for peer and data beside the project", () => {
  assert.equal(parse().peer, "/project/../shared/peers/torch_sweep.py");
  assert.match(parse().matrix, /^\/project\/\.\.\/shared\/data\/tcga\/rtcga350/);
});

Deno.test("parseBenchCommand() takes parts in any order and runs each once, in theirs", () => {
  assert.deepEqual(parse("--only", "sweep, steps,sweep").only, ["steps", "sweep"]);
});

Deno.test("parseBenchCommand() measures all of populations unless told otherwise", () => {
  assert.deepEqual([parse().slots, parse().precisions], [[1, 15, 45, 90], ["float32", "tf32"]]);
  assert.deepEqual(parse().cases.slice(0, 3), ["agreement", "cpu", "card"]);
  const { cases, slots, precisions } = parse(
    ...["--cases", "poster,cpu", "--slots", "90", "--precisions", "tf32"],
  );
  assert.deepEqual([cases, slots, precisions], [["cpu", "poster"], [90], ["tf32"]]);
});

Deno.test("parseBenchCommand() reads layouts with and without compilation", () => {
  assert.deepEqual(parse("--layouts", "2,1+compile").layouts, [
    { workers: 2, compile: false },
    { workers: 1, compile: true },
  ]);
});

Deno.test("parseBenchCommand() refuses what it does not know, naming the option", () => {
  const wrong = [
    ["--only", "speed"],
    ["--only", ""],
    ["--threads", "1.5"],
    ["--threads", "0"],
    ["--repeats", ""],
    ["--layouts", "2-compiled"],
    ["--layouts", "0"],
    ["--cases", "gpu"],
    ["--slots", "0"],
    ["--precisions", "float64"],
  ];
  for (const [option, value] of wrong) {
    assert.throws(() => parse(option!, value!), new RegExp(`${option} `), `${option} ${value}`);
  }
  assert.throws(() => parse("--fast"), /unknown option '--fast'/);
});
