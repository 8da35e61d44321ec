import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { numbersSection } from "../../lib/report/_numbers_section.ts";

Deno.test("numbersSection() shows short tables without a figure, names and rates as figures write them", () => {
  const row = {
    model: "info-vae",
    chosen_configuration: "learning_rate 0.0001",
    over: "latent_size, kl_weight",
    chosen_mse: 0.31,
    cost: 0.0131,
  };
  const rows = Array.from({ length: 161 }, () => ({ ...row, about: "<b>" }));
  const table = (name: string, height: number) => (
    { name, about: "What it costs", frame: pl.readRecords(rows.slice(0, height)), problem: "" }
  );
  const html = numbersSection([table("importance", 1), table("choice_cost", 161)]);
  assert.match(
    html,
    /<th>Chosen configuration<\/th><th>Over<\/th><th class="number">Chosen MSE<\/th><th class="number">Cost \(%\)<\/th>/,
  );
  assert.match(
    html,
    /<td>Info-VAE<\/td><td>learning rate 1e-4<\/td><td>latent size, KL weight<\/td><td class="number">0\.310<\/td><td class="number">1.31<\/td><td>&lt;b&gt;/,
  );
  assert.equal(html.match(/<tr><td>/g)!.length, 160);
  assert.match(html, /160 of 161 rows; all are in analysis\/choice_cost\.csv/);
  assert.equal(numbersSection([table("importance", 1)]), "");
});
