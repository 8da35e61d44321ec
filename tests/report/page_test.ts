import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { writeReport } from "../../lib/report/write_report.ts";
import { until } from "../_until.ts";
import { fakeRows } from "../plots/_fake_rows.ts";
import { type FolderOptions, makeFolder, SMALL } from "./_folder.ts";
import { browserTest, visitPage } from "./_visit.ts";

/** Opens the report of an invented folder in a browser and returns what the browser complained about. */
async function visit(
  options: FolderOptions,
  look: (page: Page) => Promise<void>,
): Promise<string[]> {
  const folder = makeFolder(options), { page } = await writeReport(folder);
  try {
    return await visitPage(page, look);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const BUBBLES = "#figure-bubble path[aria-roledescription=point]";
/** Evaluates in the page, which these types do not know. */
const ask = <T>(page: Page, script: string) => page.evaluate(script) as Promise<T>;

browserTest(
  "reportHtml() opens in Chromium without a complaint, and a filter changes the marks",
  async () => {
    const problems = await visit({}, async (page) => {
      assert.equal(await page.locator(BUBBLES).count(), 16);
      await page.locator("#filters label", { hasText: "IWAE" }).locator("input").uncheck();
      await page.waitForFunction(
        "document.getElementById('count').textContent === '8 of 16 runs shown'",
      );
      await page.waitForFunction(`document.querySelectorAll("${BUBBLES}").length === 8`);
      await page.locator("#filters label", { hasText: "IWAE" }).locator("input").check();
      await page.waitForFunction(`document.querySelectorAll("${BUBBLES}").length === 16`);
    });
    assert.deepEqual(problems, []);
  },
);

browserTest(
  "reportHtml(): panels of a filtered figure are those that are left, each with its own marks",
  async () => {
    const problems = await visit({}, async (page) => {
      /** Per panel of the bubble plot the optimizers that its marks name, from the top. */
      const panels = () =>
        ask<string[]>(
          page,
          `[...document.querySelectorAll("#figure-bubble .cell > g")].map((cell) => [cell.getBoundingClientRect().top,
        [...new Set([...cell.querySelectorAll("path[aria-roledescription=point]")].map((mark) =>
          /Optimizer: (\\w+)/.exec(mark.getAttribute("aria-label"))[1]))].join()])
          .sort((a, b) => a[0] - b[0]).map(([, names]) => names)`,
        );
      assert.deepEqual(await panels(), ["Adam", "Adam", "SGD", "SGD"]);
      const hide = (label: string) =>
        page.locator("#filters label", { hasText: label }).locator("input").first().uncheck();
      await hide("IWAE");
      await page.waitForFunction(`document.querySelectorAll("${BUBBLES}").length === 8`);
      assert.deepEqual(await panels(), ["Adam", "SGD"]);
      await hide("Adam");
      await page.waitForFunction(`document.querySelectorAll("${BUBBLES}").length === 4`);
      assert.deepEqual(await panels(), ["SGD"]);
      await page.locator(BUBBLES).first().click({ force: true });
      await page.locator("#detail-text pre").first().waitFor();
      await page.locator("#figure-detail svg").waitFor({ state: "visible" });
    });
    assert.deepEqual(problems, []);
  },
);

browserTest(
  "reportHtml(): a click on a bubble shows its runs, their curves and the command",
  async () => {
    const problems = await visit({}, async (page) => {
      const label = page.locator(
        `${BUBBLES}[aria-label*="Optimizer: SGD"][aria-label*="Latent size: 50"]`,
      );
      await label.first().click({ force: true });
      const detail = page.locator("#detail-text pre");
      await detail.first().waitFor();
      const command = await detail.first().innerText();
      assert.match(command, /deno task sweep .*--latent-sizes 50 --optimizers sgd --seeds 0/);
    });
    assert.deepEqual(problems, []);
  },
);

const marks = `(() => {
  const { figures } = document.body.content;
  const sorted = (rows) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  return [sorted(document.body.bubbles()), sorted(figures.bubble.rows)];
})()`;

browserTest(
  "reportHtml(): bubbles put together in the page are those of bubblePlot()",
  async () => {
    // The poster's grid with three seeds has every kind of mark, also for a part of a configuration's runs.
    const problems = await visit({ axes: { seeds: [0, 1, 2] } }, async (page) => {
      const [own, drawn] = await ask<[string[], string[]]>(page, marks);
      assert.deepEqual(own, drawn);
      assert.equal(new Set(own!.map((mark) => /"layer","([^"]*)"/.exec(mark)![1])).size >= 4, true);
    });
    assert.deepEqual(problems, []);
  },
);

browserTest(
  "reportHtml(): a hidden seed leaves every bubble, with the mean of the others",
  async () => {
    const problems = await visit({ axes: { ...SMALL, seeds: [0, 1] } }, async (page) => {
      const bubbles = () =>
        ask<{ of: number; value: number | null }[]>(page, "document.body.bubbles()");
      const before = await bubbles();
      const seeds = page.locator("#filters fieldset", { hasText: "Seed" });
      await seeds.locator("input").last().uncheck();
      await page.waitForFunction(
        "document.getElementById('count').textContent === '16 of 32 runs shown'",
      );
      const after = await bubbles();
      assert.ok(before.every(({ of }) => of === 2) && after.every(({ of }) => of === 1));
      assert.equal(await page.locator(BUBBLES).count(), after.length);
      const expected = fakeRows({ ...SMALL, seeds: [0, 1] })
        .flatMap(({ seed, test_mse }) => seed === 0 && test_mse !== null ? [test_mse] : []);
      const shown = after.flatMap(({ value }) => value ?? []);
      assert.deepEqual(shown.sort(), expected.sort());
    });
    assert.deepEqual(problems, []);
  },
);

browserTest("reportHtml(): a further axis has panels of its own, and can be filtered", async () => {
  const further = { klWeight: [0.5, 2] };
  const problems = await visit({ further }, async (page) => {
    const panels = () =>
      ask<string[]>(page, "[...new Set(document.body.bubbles().map((mark) => mark.optimizer))]");
    const runs = () => ask<number[]>(page, "document.body.bubbles().map((mark) => mark.of)");
    assert.deepEqual(await panels(), [
      "Adam\nKL weight 0.5",
      "Adam\nKL weight 2",
      "SGD\nKL weight 0.5",
      "SGD\nKL weight 2",
    ]);
    assert.deepEqual(new Set(await runs()), new Set([1]));
    const weights = page.locator("#filters fieldset", { hasText: "KL weight" });
    await weights.locator("label", { hasText: "0.5" }).locator("input").uncheck();
    await page.waitForFunction(
      "document.getElementById('count').textContent === '16 of 32 runs shown'",
    );
    assert.deepEqual(await panels(), ["Adam\nKL weight 2", "SGD\nKL weight 2"]);
    assert.equal((await runs()).length, 16);
    await page.waitForFunction(`document.querySelectorAll("${BUBBLES}").length === 16`);
    await page.locator(BUBBLES).first().click({ force: true });
    assert.match(await page.locator("#detail-text pre").first().innerText(), /kl-weight[ =]2/);
    assert.equal(await page.locator("#detail-text pre").count(), 1);
  });
  assert.deepEqual(problems, []);
});

browserTest("reportHtml(): the page too draws one level of an axis that has too many", async () => {
  const further = { klWeight: [1, 2, 3, 4, 5] };
  const problems = await visit({ further }, async (page) => {
    const [own, drawn] = await ask<[string[], string[]]>(page, marks);
    assert.deepEqual(own, drawn);
    assert.equal(own.length, 16);
    // The clicked bubble's run is the one of the level that is drawn.
    await page.locator(BUBBLES).first().click({ force: true });
    assert.match(await page.locator("#detail-text pre").first().innerText(), /kl-weight[ =]1/);
    assert.equal(await page.locator("#detail-text pre").count(), 1);
  });
  assert.deepEqual(problems, []);
});

browserTest("parallelCoordinates(): a box keeps the runs that cross it", async () => {
  const problems = await visit({}, async (page) => {
    const chosen = () =>
      page.evaluate(() => {
        const view = Reflect.get(globalThis, "document").body.views.get("parallel");
        // deno-lint-ignore no-explicit-any -- as above
        const names = Object.keys(view.getState({ data: () => true }).data) as any[];
        const rows = names.flatMap((name) => view.data(name))
          .filter((row) => row.chosen !== undefined);
        return [
          new Set(rows.map((r) => r.run)),
          new Set(rows.filter((r) => r.chosen).map((r) => r.run)),
        ]
          .map(({ size }) => size);
      });
    const [all, before] = await chosen();
    assert.equal(before, all);
    await page.locator("#figure-parallel canvas").scrollIntoViewIfNeeded();
    const box = (await page.locator("#figure-parallel canvas").boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.75);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.22, box.y + box.height * 0.94, { steps: 6 });
    await page.mouse.up();
    await until(async () => {
      const [, after] = await chosen();
      return after! > 0 && after! < all!;
    });
  });
  assert.deepEqual(problems, []);
});

const HOSTILE =
  `</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'"&\u2028\u2029<!--{{x}}\`\${1}`;

browserTest("reportHtml(): names and errors from data never become markup or script", async () => {
  const problems = await visit({
    dataName: HOSTILE,
    names: { sample: HOSTILE, cancerType: HOSTILE },
    change: (rows) =>
      rows.map((row, i) => ({
        ...row,
        model: row.model === "vae" ? HOSTILE : row.model,
        optimizer: row.optimizer === "sgd" ? `${HOSTILE}, ${HOSTILE}` : row.optimizer,
        ...(i === 3 ? { status: "failed", error: HOSTILE, test_mse: null } : {}),
      })),
  }, async (page) => {
    assert.equal(await page.evaluate(() => Reflect.get(globalThis, "hacked")), undefined);
    assert.equal(await page.locator("img").count(), 0);
    assert.ok((await page.locator("h1").innerText()).includes("</script><script>"));
    // Cancer types are written in figures, as they are.
    assert.ok((await page.locator("#figure-cancer_types").innerText()).includes("<script>"));
    for (const figure of await page.locator(".figure:not([hidden])").all()) {
      await figure.hover({ force: true });
    }
    await page.locator(BUBBLES).first().click({ force: true });
    await page.locator(BUBBLES).first().hover({ force: true });
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.evaluate(() => Reflect.get(globalThis, "hacked")), undefined);
  });
  assert.deepEqual(problems, []);
});
