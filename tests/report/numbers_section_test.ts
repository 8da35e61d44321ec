import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { numbersSection } from "../../lib/report/_numbers_section.ts";

Deno.test("numbersSection() shows short tables without a figure, names and rates as figures write them", () => {
  const row = {
    model: "info-vae",
    chosen_configuration: "learning_rate 0.0001",
    chosen_mse: 0.41234,
    cost: null,
  };
  const rows = Array.from({ length: 61 }, () => ({ ...row, about: "<b>" }));
  const table = (name: string, height: number) => (
    { name, about: "What it costs", frame: pl.readRecords(rows.slice(0, height)), problem: "" }
  );
  const html = numbersSection([table("importance", 1), table("choice_cost", 61)]);
  assert.match(html, /<th>Chosen configuration<\/th><th class="number">Chosen MSE<\/th>/);
  assert.match(
    html,
    /<td>Info-VAE<\/td><td>learning rate 1e-4<\/td><td class="number">0\.412<\/td><td class="number">–<\/td><td>&lt;b&gt;/,
  );
  assert.equal(html.match(/<tr><td>/g)!.length, 60);
  assert.match(html, /60 of 61 rows; all are in analysis\/choice_cost\.csv/);
  assert.equal(numbersSection([table("importance", 1)]), "");
});
