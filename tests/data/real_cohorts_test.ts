import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chooseGenes } from "../../lib/data/choose_genes.ts";
import type { Cohort } from "../../lib/data/cohort.ts";
import { geneStatistics } from "../../lib/data/gene_statistics.ts";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { describeNotices } from "../../lib/data/notices.ts";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { fixture, REAL_DATA } from "./_files.ts";

interface Chosen {
  readonly ids: string;
  readonly first: string[];
  readonly means: number[];
  readonly deviations: number[];
  readonly test_mean_square: number;
}

/** What tests/fixtures/make_data_reference.py found by pandas and NumPy. */
interface Reference {
  readonly genes: number;
  readonly distinct: number;
  readonly samples: number;
  readonly gene_ids: string;
  readonly sample_ids: string;
  readonly values: string;
  readonly types: Record<string, number>;
  readonly constant: number;
  readonly usable: number;
  /** Genes of which mean and variance are given; the sums are over all genes, by 1 + place % 97. */
  readonly places: number[];
  readonly means: number[];
  readonly variances: number[];
  readonly weighted_means: number;
  readonly weighted_variances: number;
  readonly variance: Chosen;
  readonly mad: Chosen;
}

const REFERENCES = fixture("data_reference.json") as Record<string, Reference>;

const sha = (items: readonly string[]) =>
  createHash("sha256").update(items.join("\n")).digest("hex");

function near(found: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(found - expected) <= 1e-12 * Math.abs(expected),
    `${what}: ${found}, not ${expected}`,
  );
}

/** Samples of normal tissue in rtcga350: `zcat … | head -1 | tr '\t' '\n' | grep -cE '^TCGA-..-....-11$'`. */
const NORMALS = 13;

const isNormal = (sample: string) => /^TCGA-..-....-11$/.test(sample);

function load(name: string): Promise<Cohort> {
  const phenotype = `${REAL_DATA}/${name}.phenotype.tsv.gz`;
  const options = { phenotype, sampleTypes: "all", cache: false } as const;
  return loadCohort(`${REAL_DATA}/${name}.geneExp.xena.gz`, options);
}

for (const [name, reference] of Object.entries(REFERENCES)) {
  Deno.test({
    name: `loadCohort() reads ${name} bit for bit as pandas does, with every cancer type`,
    ignore: REAL_DATA === undefined,
    fn: async () => {
      const { matrix, cancerTypes, report } = await load(name);
      assert.deepEqual([matrix.genes.length, matrix.samples.length], [
        reference.genes,
        reference.samples,
      ]);
      assert.equal(sha(matrix.genes), reference.gene_ids);
      assert.equal(sha(matrix.samples), reference.sample_ids);
      const bytes = new Uint8Array(matrix.values.buffer);
      assert.equal(createHash("sha256").update(bytes).digest("hex"), reference.values);
      const diseases = cancerTypes.map((type) => type.replace(/^normal, /, ""));
      const types = Object.entries(Object.groupBy(diseases, (type) => type))
        .map(([type, rows]) => [type, rows!.length]);
      assert.deepEqual(Object.fromEntries(types), reference.types);
      assert.deepEqual(report.map(({ kind, count }) => [kind, count]), [
        ["rows-are-genes", reference.genes],
        ["duplicate-genes", reference.genes - reference.distinct],
        ["matched-samples", reference.samples],
        ...matrix.samples.some(isNormal) ? [["normal-samples-kept", NORMALS]] : [],
      ]);
      assert.deepEqual(
        cancerTypes.map((type) => type.startsWith("normal, ")),
        matrix.samples.map(isNormal),
      );
    },
  });

  Deno.test({
    name: `chooseGenes() and geneStatistics() find in ${name} what NumPy finds`,
    ignore: REAL_DATA === undefined,
    fn: async () => {
      const { matrix } = await load(name), width = matrix.genes.length;
      const rows = matrix.samples.map((_, row) => row);
      const statistics = geneStatistics(matrix, rows.filter((row) => row % 20 < 14));
      reference.places.forEach((gene, i) => {
        near(statistics.means[gene]!, reference.means[i]!, `mean of ${matrix.genes[gene]}`);
        const variance = statistics.standardDeviations[gene]! ** 2;
        near(variance, reference.variances[i]!, `variance of ${matrix.genes[gene]}`);
      });
      const weighted = (values: Float64Array) =>
        values.reduce((sum, value, gene) => sum + value * (1 + gene % 97), 0);
      near(weighted(statistics.means), reference.weighted_means, "means");
      const variances = statistics.standardDeviations.map((deviation) => deviation ** 2);
      near(weighted(variances), reference.weighted_variances, "variances");
      const test = rows.filter((row) => row % 20 >= 17);
      for (const variability of ["variance", "mad"] as const) {
        const expected = reference[variability];
        const { chosen, report } = chooseGenes(matrix.genes, statistics, { variability });
        const constant = report.find(({ kind }) => kind === "constant-genes")!.count;
        const superseded = report.find(({ kind }) => kind === "superseded-genes")!.count;
        assert.equal(constant, reference.constant);
        assert.equal(superseded, reference.genes - reference.constant - reference.usable);
        const names = [...chosen].map((gene) => matrix.genes[gene]!);
        assert.deepEqual(names.slice(0, 5), expected.first);
        assert.equal(sha(names), expected.ids);
        expected.means.forEach((mean, i) => near(statistics.means[chosen[i]!]!, mean, "mean"));
        expected.deviations.forEach((deviation, i) =>
          near(statistics.standardDeviations[chosen[i]!]!, deviation, "deviation")
        );
        let squares = 0;
        for (const row of test) {
          for (const gene of chosen) {
            const deviation = matrix.values[row * width + gene]! - statistics.means[gene]!;
            squares += (deviation / statistics.standardDeviations[gene]!) ** 2;
          }
        }
        near(squares / (test.length * chosen.length), expected.test_mean_square, "mean square");
      }
    },
  });
}

Deno.test({
  name: "prepareDataset() keeps tumour and normal tissue of a TCGA patient in one part",
  ignore: REAL_DATA === undefined,
  fn: async () => {
    const cohort = await load("rtcga350");
    const { train, validation, test } = prepareDataset(cohort);
    assert.deepEqual([train.rows + validation.rows + test.rows, train.values.length], [
      350,
      train.rows * 5000,
    ]);
    const patients = [train, validation, test].map(({ samples }) =>
      new Set(samples.map((sample) => sample.slice(0, 12)))
    );
    const all = new Set(cohort.matrix.samples.map((sample) => sample.slice(0, 12)));
    assert.ok(all.size < 350, "the cohort should have patients with two samples");
    assert.equal(patients.reduce((sum, { size }) => sum + size, 0), all.size);
  },
});

Deno.test({
  name: "loadCohort() leaves the normal tissue of rtcga350 out, and the rest stays bit for bit",
  ignore: REAL_DATA === undefined,
  fn: async () => {
    const whole = await load("rtcga350"), width = whole.matrix.genes.length;
    const path = `${REAL_DATA}/rtcga350`, phenotype = `${path}.phenotype.tsv.gz`;
    const cohort = await loadCohort(`${path}.geneExp.xena.gz`, { phenotype, cache: false });
    const { samples } = whole.matrix,
      rows = [...samples.keys()].filter((i) => !isNormal(samples[i]!));
    assert.equal(cohort.matrix.samples.length, 350 - NORMALS);
    assert.deepEqual(cohort.sampleTypes, {
      kept: "tumour",
      counts: { tumour: 337, normal: NORMALS, control: 0, unknown: 0 },
    });
    assert.equal(cohort.cancerTypes.filter((type) => type === "cholangiocarcinoma").length, 45 - 9);
    assert.equal(
      describeNotices(cohort.report).at(-1),
      "Samples of normal tissue left out by their barcodes (--sample-types all " +
        `keeps them): 13 (${samples.filter(isNormal).slice(0, 5).join(", ")}, …)`,
    );
    const byHand: Cohort = {
      ...whole,
      matrix: {
        ...whole.matrix,
        samples: rows.map((row) => samples[row]!),
        values: Float32Array.from(
          { length: rows.length * width },
          (_, i) => whole.matrix.values[rows[Math.floor(i / width)]! * width + i % width]!,
        ),
      },
      cancerTypes: rows.map((row) => whole.cancerTypes[row]!),
    };
    const expected = prepareDataset(byHand), dataset = prepareDataset(cohort);
    assert.equal(dataset.hash, expected.hash);
    assert.equal(dataset.train.rows, 235);
  },
});
