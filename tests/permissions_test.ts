import { strict as assert } from "node:assert";
import { CONFIGURATION, ROOT } from "./_task.ts";

const { tasks, permissions } = CONFIGURATION;

/** Words of the README for one kind of permission: for all of it, or for a list. */
const WORDS: Readonly<Record<string, readonly [all: string, some: string]>> = {
  read: ["read", "read"],
  write: ["write", "write"],
  env: ["environment", "environment"],
  net: ["network", "network:"],
  run: ["run any program", "run"],
  sys: ["system facts", "system facts:"],
  ffi: ["native libraries", "native libraries:"],
};

/** A set of permissions in the README's words. */
function inWords(set: Readonly<Record<string, true | readonly string[]>>): string {
  return Object.entries(WORDS).flatMap(([kind, [all, some]]) => {
    const value = set[kind];
    if (value === undefined) return [];
    return value === true ? [all] : [`${some} ${value.map((name) => `\`${name}\``).join(", ")}`];
  }).join("; ");
}

/** What a task's command may: its set in deno.json, and what only a flag can say. */
function permissionsOf(command: string): string {
  if (/ -A\b/.test(command)) return "all";
  const [, name] = / -P=(\S+)/.exec(command)!, set = permissions[name!];
  assert.ok(set, `deno.json has no set ${name}`);
  const [, run] = / --allow-run=(\S+)/.exec(command.replace(/\$\(.*\)/, "Deno")) ?? [];
  return inWords(run ? { ...set, run: run.split(",") } : set).replace("`Deno`", "Deno");
}

Deno.test("the README's table of permissions says what deno.json grants, task by task", async () => {
  const readme = await Deno.readTextFile(`${ROOT}README.md`);
  const [, section] = /## Permissions\n(.*?)\n## /s.exec(readme)!;
  const rows = [...section!.matchAll(/^\| (`.*?) +\| (.*?) +\| /gm)];
  const documented = rows.flatMap(([, names, granted]) =>
    [...names!.matchAll(/`([^`]+)`/g)].map(([, name]) => [name, granted])
  );
  const actual = Object.entries(tasks).filter(([name]) => name !== "ok")
    .map(([name, { command }]) => [name, permissionsOf(command)]);
  assert.deepEqual(Object.fromEntries(documented), Object.fromEntries(actual));
});

Deno.test("each set of permissions stands once, is used, and no task has permissions beside its set", () => {
  const commands = Object.values(tasks).map(({ command }) => command);
  const used = commands.flatMap((command) => [...command.matchAll(/-P=(\S+)/g)].map(([, x]) => x));
  assert.deepEqual(new Set(used), new Set(Object.keys(permissions)));
  // Deno's own path, for workers and for a folder that --out names, is known only when the task runs.
  const flags = Object.entries(tasks).flatMap(([name, { command }]) =>
    (command.match(/--allow-\w+/g) ?? []).map((flag) => `${name} ${flag}`)
  );
  const starting = ["data", "sweep", "report", "export", "embed", "models", "notebooks"];
  assert.deepEqual(flags, starting.map((name) => `${name} --allow-run`));
});

Deno.test("a task that trains depends on the set-up, or calls it once its options are read", () => {
  const dependent = Object.entries(tasks).filter(([, { dependencies }]) => dependencies);
  assert.deepEqual(
    dependent.map(([name]) => name),
    [
      "notebooks",
      "lab",
      "bench",
      "test",
      "test:all",
      "test:faults",
      "test:slurm",
      "test:processors",
    ],
  );
  for (const [name, { dependencies }] of dependent) {
    assert.deepEqual(dependencies, ["setup:quiet"], name);
  }
});

Deno.test("what Deno prints of a task before its own output is short", () => {
  for (const [name, { command }] of Object.entries(tasks)) {
    if (name !== "ok") assert.ok(command.length < 150, `${name}: ${command.length} characters`);
  }
});
