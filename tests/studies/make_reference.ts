/**
 * Makes the small copy of a finished sweep that is kept as outputs/reference: the same tables with rounded numbers,
 * without journals, figures and the names of the machine.
 *
 *     deno run -A tests/studies/make_reference.ts FOLDER outputs/reference
 *
 * @module
 */
import pl from "nodejs-polars";
import { runsMark } from "../../lib/sweep/store/_marks.ts";
import { writeParquet } from "../../lib/sweep/store/write_parquet.ts";

/** Significant digits of each table's numbers; curves that are replayed need more, so that ties stay what they are. */
const DIGITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  results: { "": 7, seconds: 3, steps_per_second: 3 },
  history: { "": 3, validation_loss: 5, validation_mse: 4, seconds: 1 },
  baselines: { "": 7 },
  downstream: { "": 4 },
  downstream_references: { "": 4 },
  samples: { "": 4 },
  latent: { "": 2 },
};

function rounded(value: unknown, digits: number): number | null {
  return typeof value === "number" && Number.isFinite(value)
    ? Number(value.toPrecision(digits))
    : null;
}

function smaller(frame: pl.DataFrame, digits: Readonly<Record<string, number>>): pl.DataFrame {
  const columns = frame.columns.map((name) => {
    const column = frame.getColumn(name), values = column.toArray();
    if (name === "host") return pl.Series(name, values.map(() => "reference"), pl.Utf8);
    if (!column.dtype.equals(pl.Float64)) return column;
    const kept = values.map((value) => rounded(value, digits[name] ?? digits[""]!));
    return pl.Series(name, kept, pl.Float64);
  });
  return pl.DataFrame(columns);
}

const [from, to] = Deno.args as [string, string];
Deno.mkdirSync(to, { recursive: true });
const finished = pl.readParquet(`${from}/results.parquet`, { columns: ["run", "status"] });
const runs = runsMark(finished.toRecords() as { run: string; status: string }[]);
for (const [table, digits] of Object.entries(DIGITS)) {
  writeParquet(
    `${to}/${table}.parquet`,
    smaller(pl.readParquet(`${from}/${table}.parquet`), digits),
    /baselines|references/.test(table) ? {} : { runs },
  );
}
const manifest = JSON.parse(Deno.readTextFileSync(`${from}/sweep.json`));
const command = manifest.command.replace(/--out \S+/, "--out outputs/my-reference");
const machine = { ...manifest.machine, host: "reference" };
Deno.writeTextFileSync(
  `${to}/sweep.json`,
  `${JSON.stringify({ ...manifest, command, machine }, null, 2)}\n`,
);
