import { strict as assert } from "node:assert";
import { hash } from "node:crypto";
import { columnMeanings } from "../../lib/export/column_meanings.ts";
import { FORMATS } from "../../lib/export/formats.ts";
import { writeExport } from "../../lib/export/write_export.ts";
import { withFolder } from "./_folder.ts";

/** The card of an export in a format, and the folder that it is in. */
function withCard<Result>(
  format: keyof typeof FORMATS,
  // deno-lint-ignore no-explicit-any -- JSON
  test: (card: any, out: string) => Result,
): Result {
  return withFolder((input) => {
    const out = `${input.folder}/export`;
    writeExport(input, out, { format });
    return test(JSON.parse(Deno.readTextFileSync(`${out}/croissant.json`)), out);
  });
}

for (const format of Object.keys(FORMATS) as (keyof typeof FORMATS)[]) {
  Deno.test(`croissantCard() of ${format} has each file with its size and hash`, () =>
    withCard(format, (card, out) => {
      assert.equal(card["@type"], "sc:Dataset");
      const names = [...Deno.readDirSync(out)].map(({ name }) => name);
      const listed = card.distribution.map(({ contentUrl }: { contentUrl: string }) => contentUrl);
      assert.deepEqual([...listed, "croissant.json"].sort(), names.sort());
      for (const { contentUrl, contentSize, sha256 } of card.distribution) {
        const bytes = Deno.readFileSync(`${out}/${contentUrl}`);
        assert.equal(contentSize, `${bytes.length} B`);
        assert.equal(sha256, hash("sha256", bytes));
      }
    }));
}

Deno.test("croissantCard() says what made the data, of which data, and not on whose machine", () =>
  withCard("optuna", (card) => {
    const { "prov:wasGeneratedBy": made, isBasedOn, description } = card;
    assert.equal(made.description, "deno task sweep --seeds 0,1");
    assert.equal(made["prov:startedAtTime"], "2026-01-01T11:50:00.000Z");
    assert.equal(made["prov:endedAtTime"], "2026-01-01T12:30:00.000Z");
    const properties = new Map(
      made.additionalProperty.map((one: { name: string; value: string }) => [one.name, one.value]),
    );
    assert.deepEqual(
      ["engine", "cores", "maxEpochs", "clipNorm"].map((name) => properties.get(name)),
      ["graph", "2", "100", undefined],
    );
    assert.deepEqual(isBasedOn.identifier, [
      "content hash of split 0: aaaa",
      "content hash of split 1: bbbb",
    ]);
    assert.match(description, /11 of 12 runs \(9 converged, 1 diverged, 1 failed\)/);
    assert.doesNotMatch(JSON.stringify(card), /secret-host/);
  }));

Deno.test("croissantCard() gives columns their type, meaning and unit", () =>
  withCard("croissant", (card) => {
    const { field } = card.recordSet.find((set: { name: string }) => set.name === "history");
    const seconds = field.find((one: { name: string }) => one.name === "history/seconds");
    assert.equal(seconds.dataType, "sc:Float");
    assert.equal(seconds.description, "Time that the epoch took [seconds]");
    assert.deepEqual(seconds.source, {
      fileObject: { "@id": "history.parquet" },
      extract: { column: "seconds" },
    });
    const units = card.variableMeasured.filter((one: { name: string }) => one.name === "seconds");
    assert.deepEqual(
      units.map((
        one: { unitText: string; description: string },
      ) => [one.unitText, one.description]),
      [
        ["seconds", "Time that the run took"],
        ["seconds", "Time that the epoch took"],
      ],
    );
  }));

Deno.test("columnMeanings() knows every column of a sweep; an axis is called by its label", () =>
  withFolder((input) => {
    const all = [...columnMeanings(input, "results"), ...columnMeanings(input, "history")];
    assert.equal(all.length, input.results.width + input.history.width);
    const unknown = all.filter(({ description }) =>
      description.startsWith("Part of the validation")
    );
    assert.deepEqual(unknown, []);
    const weight = all.find(({ name }) => name === "kl_weight");
    assert.equal(weight!.description, "Option of the run: KL weight");
  }));
