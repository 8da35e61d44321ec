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
    ["K-562-SM-2AXVE", "control"],
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
      "Samples of normal tissue or controls kept, as there are no others: 2 (TCGA-AA-0001-11A, TCGA-AA-0007-11B)",
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
    const gtex = ["GTEX-1117F-0226-SM-5GZZ7", "GTEX-ZZPU-2726-SM-5NQ8O"], line = "K-562-SM-2AXVE";
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
    // The cell line among its samples makes it no study of tumours.
    assert.deepEqual((await load(folder, [line, ...gtex])).kept, [line, ...gtex]);
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
      "Samples of normal tissue or controls kept, as there are no others: 4 (B4: Normal, B3: Normal, B2: Normal, B1: Normal)",
    ]);
  }));

Deno.test("loadCohort() leaves healthy samples out beside patients, unless they are asked for", () =>
  inFolder(async (folder) => {
    const table =
      "id,disease,sample_type\nL1,lupus,patient\nH1,none known,healthy\nL2,lupus,patient\n";
    const { kept, cancerTypes, notices } = await loadByColumn(folder, table);
    assert.deepEqual([kept, cancerTypes], [["L2", "L1"], ["lupus", "lupus"]]);
    assert.deepEqual(notices, [
      "Samples of normal tissue left out by the phenotype table (--sample-types all keeps them): 1 (H1: healthy)",
    ]);
    const normal = await loadByColumn(folder, table, { sampleTypes: "normal" });
    assert.deepEqual([normal.kept, normal.cancerTypes], [["H1"], ["normal, none known"]]);
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
    "C3L_00200_T",
  ]
    .map(kindByBarcode);
  const none = undefined;
  assert.deepEqual(kinds, ["normal", "normal", none, none, none, none, "tumour"]);
});

Deno.test("loadCohort() believes a table about CPTAC's samples, and keeps patients alone", () =>
  inFolder(async (folder) => {
    const rows = [
      ...["C3N-01234-01,LUAD,Primary Tumor", "C3N-01234-06,LUAD,Solid Tissue Normal"],
      ...["C3L-00200,LSCC,Solid Tissue Normal", "C3L-00017,LSCC,NA", "C3L-00017.N,LSCC,NA"],
    ];
    const table = ["sample,cancer_type,sample_type", ...rows].join("\n");
    const { kept, notices } = await loadByColumn(folder, table);
    assert.deepEqual(kept, ["C3L-00017", "C3N-01234-01"]);
    assert.deepEqual(notices, [
      "Samples of normal tissue left out by their barcodes (--sample-types all keeps them): 1 (C3L-00017.N)",
      "Samples of normal tissue left out by the phenotype table (--sample-types all keeps them): 2 " +
      "(C3L-00200: Solid Tissue Normal, C3N-01234-06: Solid Tissue Normal)",
    ]);
  }));

Deno.test("kindByText() does not take a tumour for normal tissue as something else is normal", () => {
  const kinds: Record<string, readonly string[]> = {
    unknown: [
      ...[
        "acute myeloid leukemia, normal karyotype",
        "AML, normal karyotype",
        "MDS with normal LDH",
      ],
      ...["Tumor with matched normal", "Primary Tumor (normal LDH)", "Glioma, normal cytogenetics"],
      ...["Tumor with adjacent normal", "tumour + normal", "肿瘤和正常组织", "normal karyotype"],
    ],
    normal: [
      ...["tumor-adjacent", "non-tumor", "adjacent normal tissue", "tumor-free", "paracancerous"],
      ...["normal tissue adjacent to tumor", "Solid Tissue Normal", "Tumor Adjacent Normal"],
      ...["non-tumor, normal liver", "hepatocellular carcinoma, adjacent non-tumor liver"],
      ...[
        "normal stroma",
        "肺癌癌旁组织",
        "adjacent to the carcinoma",
        "healthy donor without cancer",
      ],
    ],
    tumour: ["Tumor only", "breast cancer, normal-like"],
  };
  for (const [kind, texts] of Object.entries(kinds)) {
    for (const text of texts) assert.equal(kindByText(text), kind, text);
  }
});

Deno.test("kindByText() takes no description for a word", () => {
  assert.equal(kindByText("tumor" + " ".repeat(195)), "tumour");
  assert.equal(kindByText("tumor" + " ".repeat(196)), "unknown");
  const start = performance.now();
  assert.equal(kindByText("tumor ".repeat(40_000)), "unknown");
  assert.ok(performance.now() - start < 2000, "its time grows with the square of the length");
});

Deno.test("loadCohort() leaves normal tissue out beside samples that no known word describes", () =>
  inFolder(async (folder) => {
    const rows = ["P9,LUAD,Lesion", "P3,LUAD,Normal", "P7,LUSC,Lesion", "P1,LUSC,Normal"];
    const { kept, notices } = await loadByColumn(
      folder,
      ["id,cancer_type,sample_type", ...rows].join("\n"),
    );
    assert.deepEqual(kept, ["P7", "P9"]);
    assert.deepEqual(notices, [
      "Samples of normal tissue left out by the phenotype table (--sample-types all keeps them): 2 " +
      "(P1: Normal, P3: Normal)",
    ]);
  }));

Deno.test("loadCohort() leaves controls out where a column tells them from tumours, and says so", () =>
  inFolder(async (folder) => {
    const rows = ["A,LUAD,Tumor", "B,LUAD,Control", "C,LUSC,Control", "D,LUSC,Tumor"];
    const table = ["id,cancer_type,group", ...rows].join("\n");
    const { kept, notices } = await loadByColumn(folder, table);
    assert.deepEqual(kept, ["D", "A"]);
    assert.deepEqual(notices, [
      "Control samples left out (--sample-types all keeps them): 2 (C: Control, B: Control)",
    ]);
    // Where controls are of a treatment, the column tells something else.
    const treated = await loadByColumn(folder, table.replaceAll("Tumor", "treated"));
    assert.equal(treated.kept.length, 4);
  }));

Deno.test("loadCohort() keeps samples whose type is normal, as a type of its own, and says so", () =>
  inFolder(async (folder) => {
    const rows = ["A,COVID-19", "B,normal", "C,normal", "D,lung adenocarcinoma"];
    const { kept, cancerTypes, notices } = await loadByColumn(
      folder,
      ["id,disease", ...rows].join("\n"),
    );
    assert.deepEqual(kept, ["D", "C", "B", "A"]);
    assert.deepEqual(cancerTypes, ["lung adenocarcinoma", "normal", "normal", "COVID-19"]);
    assert.deepEqual(notices, [
      "Samples kept although their type is normal tissue or control (name another column with " +
      "--phenotype-column): 2 (C: normal, B: normal)",
    ]);
  }));

Deno.test("loadCohort() names samples that rows or words call a tumour and normal tissue alike", () =>
  inFolder(async (folder) => {
    const samples = ["S2", "S1", "S4", "S3"], phenotype = `${folder}/types.tsv`;
    const rows = [
      ...["S1\tA\tPrimary Tumor", "S1\tA\tSolid Tissue Normal", "S2\tB\tTumor with matched normal"],
      ...["S3\tA\tPrimary Tumor", "S3\tA\tMetastatic", "S4\tB\tNormal"],
    ];
    await Deno.writeTextFile(phenotype, `sample\tcancer_type\tsample_type\n${rows.join("\n")}\n`);
    const { kept, notices, sampleTypes } = await load(folder, samples, { phenotype });
    assert.deepEqual(kept, ["S2", "S1", "S3"]);
    assert.deepEqual(sampleTypes!.counts, { tumour: 1, normal: 1, control: 0, unknown: 2 });
    assert.deepEqual(notices, [
      "Samples kept as what the phenotype table says of them may mean a tumour or normal tissue: 2 " +
      "(S2: Tumor with matched normal, S1: Primary Tumor / Solid Tissue Normal)",
      "Samples of normal tissue left out by the phenotype table (--sample-types all keeps them): 1 (S4: Normal)",
    ]);
  }));
