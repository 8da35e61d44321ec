import { strict as assert } from "node:assert";
import { deepcaveFiles } from "../../lib/export/deepcave.ts";
import { textOf } from "./_contents.ts";
import { AXES, withFolder } from "./_folder.ts";

Deno.test("deepcaveFiles(): the search space, with words where an option is not every run's", () =>
  withFolder((input) =>
    assert.equal(
      textOf(deepcaveFiles(input), "configspace.csv"),
      "name,type,lower,upper,log,ordered,default,item_0,item_1,item_2\n" +
        "model,categorical,,,False,False,vae,vae,iwae,\n" +
        "learning_rate,float,0.001,0.1,True,False,,,,\n" +
        "kl_weight,categorical,,,False,False,not applicable,not applicable,kl_weight 0.5,kl_weight 1\n",
    )
  ));

Deno.test("deepcaveFiles(): a trial per run in the order in which they began; diverged ones CRASHED, failed ones ABORTED", () =>
  withFolder((input) => {
    const [head, ...rows] = textOf(deepcaveFiles(input), "trials.csv").trimEnd().split("\n");
    assert.equal(
      head,
      "config_id,metric:validation_mse [0; 1] (minimize),metric:test_mse [0; 1] (minimize),budget,seed," +
        "start_time,end_time,status,model,learning_rate,kl_weight,run,own_seed,split_seed,ended,epochs,diverged_epoch",
    );
    assert.equal(rows.length, 11);
    // Run 10 is IWAE with 0.1 of seed 1: the last of seed 1 is not finished.
    const start = Date.UTC(2026, 0, 1, 11, 50) / 1000;
    assert.equal(
      rows[0],
      `0,0.55,0.5,2,1,${start}.0,${
        start + 1.5
      },SUCCESS,iwae,0.1,not applicable,run10,1,1,converged,2,`,
    );
    const byRun = new Map(rows.map((row) => [/run\d\d/.exec(row)![0], row.split(",")]));
    const part = (run: string) => [1, 2, 4, 7, 10].map((i) => byRun.get(run)![i]);
    assert.deepEqual(part("run02"), ["", "", "0", "CRASHED", "kl_weight 1"]);
    assert.deepEqual(part("run05"), ["", "", "0", "ABORTED", "not applicable"]);
    assert.equal(byRun.get("run00")![0], byRun.get("run06")![0], "seeds share a configuration");
    assert.equal(new Set(rows.map((row) => row.split(",")[0])).size, 6);
  }));

Deno.test("deepcaveFiles(): each seed of each split is a seed of its own, as DeepCAVE keeps one trial of a configuration and a seed", () =>
  withFolder((input) => {
    const rows = textOf(deepcaveFiles(input), "trials.csv").trimEnd().split("\n").slice(1);
    const cells = rows.map((row) => row.split(","));
    assert.equal(new Set(cells.map((row) => `${row[0]} ${row[4]}`)).size, rows.length);
    const crossed = cells.map((row) => [row[4], row.at(-5), row.at(-4)].join());
    assert.deepEqual([...new Set(crossed)].sort(), ["0,0,0", "1,0,7", "2,1,0", "3,1,7"]);
  }, { ...AXES, splitSeeds: [7, 0] }));
