import assert from "node:assert/strict";
import { loadCohort, type LoadCohortOptions } from "../../lib/data/load_cohort.ts";
import { describeNotices } from "../../lib/data/notices.ts";
import { kindByBarcode, kindByText } from "../../lib/data/phenotype/sample_types.ts";
import { inFolder } from "./_files.ts";

Deno.test("kindByBarcode() reads the sample type of TCGA's and TARGET's barcodes of any length", () => {
  const kinds: [id: string, kind: string | undefined][] = [
    ["TCGA-V4-A9EK-01", "tumour"],
    ["TCGA-V4-A9EK-06A", "tumour"],
    ["TCGA.BH.A0B3.11", "normal"],
    ["TCGA-BH-A0B3-11A-11R-A089-07", "normal"],
    ["tcga-ab-2803-03", "tumour"],
    ["TCGA-AB-2803-14A", "normal"],
    ["TCGA-07-0227-20A", "control"],
    ["TARGET-30-PARACS-01A-01R", "tumour"],
    ["TARGET-20-PADDXZ-14A-01R", "normal"],
    ["TCGA_BH_A0B3_11", "normal"],
    ["TCGA-V4-A9EK", undefined],
    ["TCGA-V4-A9EK-110", undefined],
    ["GTEX-1117F-0226-SM-5GZZ7", "normal"],
    ["GTEX.ZZPU.0126.SM.5N9CW", "normal"],
    ["GTEX-1117F", undefined],
    ["K-562-SM-2AXVE", undefined],
    ["GBM-11", undefined],
    ["S11", undefined],
  ];
  assert.deepEqual(kinds.map(([id]) => [id, kindByBarcode(id)]), kinds);
});

/** A cohort of these samples, two genes each: the sample's number, and ten times that. */
async function load(
  folder: string,
  samples: readonly string[],
  options: LoadCohortOptions = {},
) {
  const path = `${folder}/matrix.tsv`;
  const row = (gene: string, factor: number) =>
    [gene, ...samples.map((_, i) => factor * i)].join("\t") + "\n";
  await Deno.writeTextFile(
    path,
    ["gene", ...samples].join("\t") + "\n" + row("TP53", 1) + row("MYC", 10),
  );
  const { matrix, cancerTypes, report, sampleTypes } = await loadCohort(path, {
    cache: false,
    ...options,
  });
  const notices = describeNotices(report).filter((line) => /tissue|[Cc]ontrol/.test(line));
  const { samples: kept, values } = matrix;
  return { kept, values: [...values], cancerTypes, notices, sampleTypes, hash: matrix.hash };
}

const MIXED = [
  ...["TCGA-AA-0001-11", "TCGA-AA-0001-01", "TCGA-AA-0002-01"],
  ...["TCGA-AA-0003-10", "TCGA-AA-0004-20", "mine"],
];
const TYPES =
  "sample\tdisease\nTCGA-AA-0001\tACC\nTCGA-AA-0002\tUVM\nTCGA-AA-0003\tUVM\nmine\tUVM\n";

Deno.test("loadCohort() keeps tumours and what it cannot tell, and names the samples it leaves out", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/types.tsv`, TYPES);
    const phenotype = `${folder}/types.tsv`;
    const tumours = await load(folder, MIXED, { phenotype });
    assert.deepEqual(tumours.kept, ["TCGA-AA-0001-01", "TCGA-AA-0002-01", "mine"]);
    assert.deepEqual(tumours.values, [1, 10, 2, 20, 5, 50]);
    assert.deepEqual(tumours.cancerTypes, ["ACC", "UVM", "UVM"]);
    assert.deepEqual(tumours.notices, [
      "Samples of normal tissue left out by their barcodes (--sample-types all keeps " +
      "them): 2 (TCGA-AA-0001-11, TCGA-AA-0003-10)",
      "Control samples left out (--sample-types all keeps them): 1 (TCGA-AA-0004-20)",
    ]);
    const counts = { tumour: 2, normal: 2, control: 1, unknown: 1 };
    assert.deepEqual(tumours.sampleTypes, { kept: "tumour", counts });

    const all = await load(folder, MIXED, { phenotype, sampleTypes: "all" });
    assert.deepEqual(all.kept, MIXED);
    assert.deepEqual(all.cancerTypes, [
      ...["normal, ACC", "ACC", "UVM", "normal, UVM", "control", "UVM"],
    ]);
    assert.deepEqual(all.notices, [
      "Samples of normal tissue or controls kept, with cancer types of their own (normal, …): 3 " +
      "(TCGA-AA-0001-11, TCGA-AA-0003-10, TCGA-AA-0004-20)",
    ]);
    assert.equal(all.hash, tumours.hash);

    const normal = await load(folder, MIXED, { phenotype, sampleTypes: "normal" });
    assert.deepEqual(normal.kept, ["TCGA-AA-0001-11", "TCGA-AA-0003-10"]);
    assert.deepEqual(normal.values, [0, 0, 3, 30]);
    assert.deepEqual(normal.cancerTypes, ["normal, ACC", "normal, UVM"]);
  }));

Deno.test("loadCohort() keeps a cohort of normal tissue alone, and says so", () =>
  inFolder(async (folder) => {
    const samples = ["TCGA-AA-0001-11A", "TCGA-AA-0007-11B"];
    const { kept, cancerTypes, notices } = await load(folder, samples);
    assert.deepEqual([kept, cancerTypes], [samples, ["unknown", "unknown"]]);
    assert.deepEqual(notices, [
      "Samples of normal tissue or controls kept, as none is known as a tumour: 2 (TCGA-AA-0001-11A, TCGA-AA-0007-11B)",
    ]);
  }));

Deno.test("loadCohort() refuses to keep normal tissue where none is known", () =>
  inFolder(async (folder) => {
    await assert.rejects(load(folder, ["S1", "S2"], { sampleTypes: "normal" }), {
      name: "InputError",
      message:
        '--sample-types: got "normal", but none of 2 samples (such as S1) is known as normal tissue, and 0 as ' +
        "tumours; use all, or give a phenotype table with a column sample_type",
    });
    await assert.rejects(loadCohort("synthetic-30x20", { sampleTypes: "all" }), {
      name: "InputError",
      message:
        '--sample-types: got "all", but synthetic-30x20 is not a file; its samples are all tumours',
    });
  }));

Deno.test("loadCohort() leaves GTEx out beside tumours, and keeps it alone with its tissues as types", () =>
  inFolder(async (folder) => {
    const gtex = ["GTEX-1117F-0226-SM-5GZZ7", "GTEX-ZZPU-2726-SM-5NQ8O"];
    const mixed = await load(folder, [gtex[0]!, "TCGA-AA-0002-01", gtex[1]!]);
    assert.deepEqual([mixed.kept, mixed.values], [["TCGA-AA-0002-01"], [1, 10]]);
    assert.deepEqual(mixed.notices, [
      `Samples of normal tissue left out by their barcodes (--sample-types all keeps them): 2 (${
        gtex.join(", ")
      })`,
    ]);
    const phenotype = `${folder}/attributes.txt`;
    await Deno.writeTextFile(
      phenotype,
      `SAMPID\tSMTS\tSMTSD\n${gtex[1]}\tSkin\tSkin - Suprapubic\n${gtex[0]}\tBlood\tWhole Blood\n`,
    );
    for (const sampleTypes of ["tumour", "all", "normal"] as const) {
      const alone = await load(folder, gtex, { phenotype, sampleTypes });
      assert.deepEqual([alone.kept, alone.cancerTypes], [gtex, ["Blood", "Skin"]], sampleTypes);
    }
  }));

Deno.test("kindByText() knows what tables call tumours and normal tissue, and guesses nothing", () => {
  const kinds: Record<string, readonly string[]> = {
    normal: [
      ...[
        "Solid Tissue Normal",
        "Blood Derived Normal",
        "Normal",
        "Normal Tissue",
        "normal adjacent",
        "11",
        "14",
      ],
      ...[
        "EBV Immortalized Normal",
        "Normal - tissue adjacent to primary",
        "non-tumor",
        "Healthy",
        "Normal, adjacent to tumor",
        "NAT",
        "Peritumoral",
      ],
      ...["paracancerous", "para-cancerous tissue", "peri-tumoral", "Tumor-adjacent", "adjacent"],
      ...["cancer-free", "tumor free margin", "not tumor", "No tumoral", "noncancerous"],
      ...["uninvolved lung", "unaffected", "N", "NT", "NBC", "Normalgewebe", "gesund"],
      ...["muqueuse normale", "tissu sain", "tejido normal", "sano", "正常", "癌旁"],
    ],
    tumour: [
      ...[
        "Primary Tumor",
        "Primary tumour - solid tissue",
        "Metastatic",
        "Recurrent Tumor",
        "1",
        "01",
        "06",
        "Primary",
        ...["T", "TP", "TM", "Tumeur", "Karzinom", "cáncer", "腫瘍", "肺癌", "Glioma, sarcoma"],
      ],
      ...[
        "Primary Blood Derived Cancer - Bone Marrow",
        "Additional - New Primary Tumor",
        "Tumor",
        "Recurrence",
      ],
      ...["Xenograft Tissue", "Metastasis", "61"],
    ],
    control: ["Control Analyte", "20"],
    unknown: [
      "",
      "NA",
      "Not Applicable",
      "Cell Line",
      "abnormal",
      "tissue",
      "RNA",
      "0",
      "99",
      "native",
      "treated",
      "Primary Tumor, Solid Tissue Normal",
    ],
  };
  for (const [kind, texts] of Object.entries(kinds)) {
    for (const text of texts) assert.equal(kindByText(text), kind, text);
  }
});

/** A table of these rows below a header, beside a matrix of its samples in another order. */
async function loadByColumn(folder: string, table: string, options: LoadCohortOptions = {}) {
  const phenotype = `${folder}/kinds.csv`;
  await Deno.writeTextFile(phenotype, table);
  const ids = table.trim().split("\n").slice(1).map((row) => row.split(",")[0]!);
  return await load(folder, ids.reverse(), { phenotype, ...options });
}

Deno.test("loadCohort() knows normal tissue by the columns of a phenotype table", () =>
  inFolder(async (folder) => {
    const header = "sample,cancer_type,Sample Type,tumor_descriptor";
    const table = [
      header,
      ...["A1,lung,Primary Tumor,Primary", "A2,lung,Solid Tissue Normal,Not Applicable"],
      ...["A3,skin,Metastatic,Metastatic", "A4,skin,[Not Available],NA"],
    ].join("\n");
    const tumours = await loadByColumn(folder, table);
    assert.deepEqual(tumours.kept, ["A4", "A3", "A1"]);
    assert.deepEqual(tumours.cancerTypes, ["skin", "skin", "lung"]);
    assert.deepEqual(tumours.sampleTypes!.counts, { tumour: 2, normal: 1, control: 0, unknown: 1 });
    assert.deepEqual(tumours.notices, [
      "Samples of normal tissue left out by the phenotype table (--sample-types all keeps them): 1 " +
      "(A2: Solid Tissue Normal)",
    ]);
    const all = await loadByColumn(folder, table, { sampleTypes: "all" });
    assert.deepEqual(all.cancerTypes, ["skin", "skin", "normal, lung", "lung"]);
    assert.deepEqual((await loadByColumn(folder, table, { sampleTypes: "normal" })).kept, ["A2"]);
  }));

Deno.test("loadCohort() keeps normal tissue where that is a type that the user names, or all there is", () =>
  inFolder(async (folder) => {
    const rows = ["B1,breast,Tumor", "B2,breast,Normal", "B3,brain,Tumor", "B4,brain,Normal"];
    const table = ["id,disease,tissue_type", ...rows].join("\n");
    assert.deepEqual((await loadByColumn(folder, table)).kept, ["B3", "B1"]);
    const named = await loadByColumn(folder, table, { phenotypeColumn: "tissue_type" });
    assert.deepEqual(named.cancerTypes, ["Normal", "Tumor", "Normal", "Tumor"]);
    const normal = await loadByColumn(folder, table.replaceAll("Tumor", "Normal"));
    assert.deepEqual(normal.cancerTypes, ["brain", "brain", "breast", "breast"]);
    assert.deepEqual(normal.notices, [
      "Samples of normal tissue or controls kept, as none is known as a tumour: 4 (B4: Normal, B3: Normal, B2: Normal, B1: Normal)",
    ]);
  }));

Deno.test("loadCohort() keeps healthy samples where no sample is known as a tumour", () =>
  inFolder(async (folder) => {
    const table =
      "id,disease,sample_type\nL1,lupus,patient\nH1,none known,healthy\nL2,lupus,patient\n";
    const { kept, cancerTypes, notices } = await loadByColumn(folder, table);
    assert.deepEqual([kept, cancerTypes], [["L2", "H1", "L1"], ["lupus", "none known", "lupus"]]);
    assert.deepEqual(notices, [
      "Samples of normal tissue or controls kept, as none is known as a tumour: 1 (H1: healthy)",
    ]);
    const normal = await loadByColumn(folder, table, { sampleTypes: "normal" });
    assert.deepEqual([normal.kept, normal.cancerTypes], [["H1"], ["none known"]]);
  }));

Deno.test("loadCohort() knows normal tissue by columns of any use that tell tumours from it and nothing else", () =>
  inFolder(async (folder) => {
    const kept = async (name: string, texts: readonly string[]) => {
      const rows = texts.map((text, i) => `S${i + 1}\t${i % 2 ? "lung" : "colon"}\t${text}\n`);
      await Deno.writeTextFile(
        `${folder}/types.tsv`,
        `sample\tcancer_type\t${name}\n${rows.join("")}`,
      );
      const samples = texts.map((_, i) => `S${i + 1}`), phenotype = `${folder}/types.tsv`;
      return (await load(folder, samples, { phenotype })).kept.length;
    };
    for (const name of ["type", "Tissue", "definition", "shortLetterCode", "group"]) {
      assert.equal(await kept(name, ["Tumor", "Normal", "Tumor", "NA"]), 3, name);
    }
    assert.equal(await kept("shortLetterCode", ["TP", "NT", "NT", "TM"]), 2);
    assert.equal(await kept("sample_type", ["Tumor", "control", "matched control", "Tumor"]), 2);
    // What also holds other words tells something else; so does what is not known to tell it.
    const karyotypes = ["normal karyotype", "cancer predisposition", "complex", "complex"];
    assert.equal(await kept("group", karyotypes), 4);
    assert.equal(await kept("tumor_status", ["WITH TUMOR", "TUMOR FREE", "TUMOR FREE"]), 3);
  }));

Deno.test("kindByBarcode() knows CPTAC's normal tissue beside its tumours", () => {
  const kinds = [
    "C3L-00200.N",
    "C3N-01234-N",
    "C3L-00200",
    "C3N-01234-01",
    "C3L-0020",
    "C3L-00200-X",
  ]
    .map(kindByBarcode);
  assert.deepEqual(kinds, ["normal", "normal", "tumour", "tumour", undefined, undefined]);
});
