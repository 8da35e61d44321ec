import assert from "node:assert/strict";
import type { CohortPhenotype } from "../../lib/data/cohort.ts";
import { loadCohort, type LoadCohortOptions } from "../../lib/data/load_cohort.ts";
import { inFolder } from "./_files.ts";

/** A matrix of these samples with a table; what is expected of the types, in the order of the samples that stay. */
interface Kind {
  readonly name: string;
  readonly samples: readonly string[];
  readonly table: string;
  readonly types: readonly string[];
  readonly column: string;
  readonly joinedBy: string | null;
  /** Notices of the phenotype that are expected, by kind. @default {matched-samples alone} */
  readonly found?: Readonly<Record<string, number>>;
  readonly options?: LoadCohortOptions;
}

const tsv = (...rows: string[]) => rows.map((row) => row.replaceAll("|", "\t") + "\n").join("");
const csv = (...rows: string[]) => rows.map((row) => row + "\n").join("");

const KINDS: readonly Kind[] = [
  {
    name: "Xena's clinical matrix of one TCGA study, where a later column has several values",
    samples: ["TCGA-3C-AAAU-01", "TCGA-3C-AALI-01", "TCGA-5L-AAT0-01", "TCGA-BH-A0B3-11"],
    table: tsv(
      "sampleID|_primary_disease|histological_type|sample_type|_PATIENT",
      "TCGA-BH-A0B3-11|breast invasive carcinoma|Ductal|Solid Tissue Normal|TCGA-BH-A0B3",
      "TCGA-5L-AAT0-01|breast invasive carcinoma|Lobular|Primary Tumor|TCGA-5L-AAT0",
      "TCGA-3C-AAAU-01|breast invasive carcinoma|Lobular|Primary Tumor|TCGA-3C-AAAU",
      "TCGA-3C-AALI-01|breast invasive carcinoma|Ductal|Primary Tumor|TCGA-3C-AALI",
    ),
    types: ["Lobular", "Ductal", "Lobular"],
    column: "histological_type",
    joinedBy: "sampleID",
    found: { "matched-samples": 4, "normal-by-barcode": 1 },
  },
  {
    name: "Xena's table of TCGA, TARGET and GTEx, which is all normal tissue",
    samples: [
      "GTEX-S4Q7-0003-SM-3NM8M",
      "TCGA-19-1787-01",
      "TARGET-30-PARACS-01",
      "K-562-SM-2AXVE",
    ],
    table: tsv(
      "sample|detailed_category|primary disease or tissue|_primary_site|_sample_type|_study",
      "TCGA-19-1787-01|Glioblastoma Multiforme|Glioblastoma Multiforme|Brain|Primary Tumor|TCGA",
      "GTEX-S4Q7-0003-SM-3NM8M|Prostate|Prostate|Prostate|Normal Tissue|GTEX",
      "TARGET-30-PARACS-01|Neuroblastoma|Neuroblastoma|Adrenal gland|Primary Solid Tumor|TARGET",
      "K-562-SM-2AXVE|Cells|Leukemia line|White blood cell|Cell Line|GTEX",
      "TCGA-5L-AAT0-01|Glioblastoma Multiforme|Glioblastoma Multiforme|Brain|Primary Tumor|TCGA",
    ),
    types: ["Glioblastoma Multiforme", "Neuroblastoma"],
    column: "primary disease or tissue",
    joinedBy: "sample",
    found: {
      "matched-samples": 4,
      "unused-phenotype-rows": 1,
      "normal-by-barcode": 1,
      "control-samples": 1,
    },
  },
  {
    name: "the GDC hub's phenotype, with aliquots in the matrix",
    samples: ["TCGA-E2-A1L7-11A", "TCGA-E2-A1L7-01A", "TCGA-05-4244-01A"],
    table: tsv(
      "submitter_id.samples|age.demographic|project_id.project|sample_type.samples|disease_type",
      "TCGA-E2-A1L7-01A|40|TCGA-BRCA|Primary Tumor|Ductal and Lobular Neoplasms",
      "TCGA-E2-A1L7-11A|40|TCGA-BRCA|Solid Tissue Normal|Ductal and Lobular Neoplasms",
      "TCGA-05-4244-01A|70|TCGA-LUAD|Primary Tumor|Adenomas and Adenocarcinomas",
    ),
    types: ["TCGA-BRCA", "TCGA-LUAD"],
    column: "project_id.project",
    joinedBy: "submitter_id.samples",
    found: { "matched-samples": 3, "normal-by-barcode": 1 },
  },
  {
    name:
      "the GDC portal's clinical.tsv of today: several rows a case, with '-- for what is missing",
    samples: ["TCGA-05-4244-01A", "TCGA-05-4249-01A", "TCGA-E2-A1L7-01A"],
    table: tsv(
      "project.project_id|cases.case_id|cases.submitter_id|demographic.gender|diagnoses.primary_diagnosis|treatments.treatment_type",
      "TCGA-LUAD|34040b83|TCGA-05-4244|male|Adenocarcinoma, NOS|Radiation",
      "TCGA-LUAD|34040b83|TCGA-05-4244|male|Adenocarcinoma, NOS|Pharmaceutical",
      "TCGA-LUAD|03d09c05|TCGA-05-4249|'--|Squamous cell carcinoma|'--",
      "TCGA-BRCA|a5b0cc73|TCGA-E2-A1L7|female|Lobular carcinoma|Radiation",
      "TCGA-BRCA|a5b0cc73|TCGA-E2-A1L7|female|Infiltrating duct carcinoma|Radiation",
    ),
    types: ["TCGA-LUAD", "TCGA-LUAD", "TCGA-BRCA"],
    column: "project.project_id",
    joinedBy: "cases.submitter_id",
    found: { "duplicate-phenotype-rows": 2, "matched-by-patient": 3 },
  },
  {
    name: "the GDC portal's older clinical.tsv, whose diagnoses of one case differ",
    samples: ["TCGA-AA-0001-01A", "TCGA-AA-0002-01A", "TCGA-AA-0003-01A"],
    table: tsv(
      "case_id|case_submitter_id|project_id|primary_diagnosis",
      "c1|TCGA-AA-0001|TCGA-COAD|Adenocarcinoma",
      "c1|TCGA-AA-0001|TCGA-COAD|Mucinous adenocarcinoma",
      "c2|TCGA-AA-0002|TCGA-READ|Adenocarcinoma",
      "c3|TCGA-AA-0003|TCGA-COAD|Mucinous adenocarcinoma",
    ),
    types: ["unknown", "Adenocarcinoma", "Mucinous adenocarcinoma"],
    column: "primary_diagnosis",
    joinedBy: "case_submitter_id",
    found: { "matched-by-patient": 2, "ambiguous-samples": 1 },
    options: { phenotypeColumn: "primary_diagnosis" },
  },
  {
    name: "the GDC portal's sample sheet, for a matrix named by files",
    samples: [
      "0a1c.rna_seq.augmented_star_gene_counts",
      "9f2e.rna_seq.augmented_star_gene_counts",
      "77b0.rna_seq.augmented_star_gene_counts",
    ],
    table: tsv(
      "File ID|File Name|Data Category|Project ID|Case ID|Sample ID|Sample Type",
      "u1|77b0.rna_seq.augmented_star_gene_counts.tsv|Transcriptome Profiling|TCGA-KIRC|TCGA-B0-5696|TCGA-B0-5696-11A|Solid Tissue Normal",
      "u2|0a1c.rna_seq.augmented_star_gene_counts.tsv|Transcriptome Profiling|TCGA-KIRC|TCGA-B0-5696|TCGA-B0-5696-01A|Primary Tumor",
      "u3|9f2e.rna_seq.augmented_star_gene_counts.tsv|Transcriptome Profiling|TCGA-LIHC|TCGA-DD-A113|TCGA-DD-A113-01A|Primary Tumor",
    ),
    types: ["TCGA-KIRC", "TCGA-LIHC"],
    column: "Project ID",
    joinedBy: "File Name",
    found: { "matched-by-file-name": 3, "normal-by-column": 1 },
  },
  {
    name: "cBioPortal's data_clinical_sample.txt, PATIENT_ID before SAMPLE_ID",
    samples: ["P-0000004-T01-IM3", "P-0000015-T01-IM3", "P-0000023-T01-IM3", "P-0000023-T02-IM5"],
    table: tsv(
      "#Patient Identifier|Sample Identifier|Oncotree Code|Cancer Type|Sample Type",
      "#Patient, as it is|Sample, as it is|Code|Type|Kind",
      "#STRING|STRING|STRING|STRING|STRING",
      "#1|1|1|1|1",
      "PATIENT_ID|SAMPLE_ID|ONCOTREE_CODE|CANCER_TYPE|SAMPLE_TYPE",
      "P-0000023|P-0000023-T02-IM5|LUAD|Non-Small Cell Lung Cancer|Metastasis",
      "P-0000004|P-0000004-T01-IM3|IDC|Breast Cancer|Primary",
      "P-0000015|P-0000015-T01-IM3|ILC|Breast Cancer|Metastasis",
      "P-0000023|P-0000023-T01-IM3|MESO|Mesothelioma|Primary",
    ),
    types: ["Breast Cancer", "Breast Cancer", "Mesothelioma", "Non-Small Cell Lung Cancer"],
    column: "CANCER_TYPE",
    joinedBy: "SAMPLE_ID",
    found: { "comment-lines": 4, "matched-samples": 4 },
  },
  {
    name: "cBioPortal's clinical sample file of a study with one CANCER_TYPE",
    samples: ["MB-0362", "MB-0346", "MB-0386"],
    table: tsv(
      "#Sample Identifier|Patient Identifier|Cancer Type|Cancer Type Detailed",
      "#a|b|c|d",
      "#STRING|STRING|STRING|STRING",
      "#1|1|1|1",
      "SAMPLE_ID|PATIENT_ID|CANCER_TYPE|CANCER_TYPE_DETAILED",
      "MB-0346|MB-0346|Breast Cancer|Breast Invasive Ductal Carcinoma",
      "MB-0362|MB-0362|Breast Cancer|Breast Mixed Ductal and Lobular Carcinoma",
      "MB-0386|MB-0386|Breast Cancer|Breast Invasive Ductal Carcinoma",
    ),
    types: [
      "Breast Mixed Ductal and Lobular Carcinoma",
      "Breast Invasive Ductal Carcinoma",
      "Breast Invasive Ductal Carcinoma",
    ],
    column: "CANCER_TYPE_DETAILED",
    joinedBy: "SAMPLE_ID",
    found: { "comment-lines": 4, "matched-samples": 3 },
  },
  {
    name: "cBioPortal's data_clinical_patient.txt, joined by the patient",
    samples: ["P-0000004-T01-IM3", "P-0000015-T01-IM3", "P-0000023-T02-IM5"],
    table: tsv(
      "#Patient|Acronym|Sex",
      "#Patient|Acronym|Sex",
      "#STRING|STRING|STRING",
      "#1|1|1",
      "PATIENT_ID|CANCER_TYPE_ACRONYM|SEX",
      "P-0000015|BRCA|Female",
      "P-0000023|MESO|Male",
      "P-0000004|BRCA|Female",
    ),
    types: ["BRCA", "BRCA", "MESO"],
    column: "CANCER_TYPE_ACRONYM",
    joinedBy: "PATIENT_ID",
    found: { "comment-lines": 4, "matched-by-subject": 3 },
  },
  {
    name: "DepMap's Model.csv",
    samples: ["ACH-000698", "ACH-000489", "ACH-000431"],
    table: csv(
      "ModelID,PatientID,CellLineName,StrippedCellLineName,DepmapModelType,OncotreeLineage,OncotreePrimaryDisease,OncotreeCode",
      'ACH-000431,PT-1,"SK-MEL-2, x",SKMEL2,MEL,Skin,Melanoma,MEL',
      "ACH-000489,PT-2,NCI-H23,NCIH23,LUAD,Lung,Non-Small Cell Lung Cancer,LUAD",
      "ACH-000698,PT-3,DMS 53,DMS53,SCLC,Lung,Lung Neuroendocrine Tumor,SCLC",
      "ACH-009999,PT-4,,,,,,",
    ),
    types: ["Lung", "Lung", "Skin"],
    column: "OncotreeLineage",
    joinedBy: "ModelID",
    found: { "missing-cancer-types": 1, "matched-samples": 3, "unused-phenotype-rows": 1 },
  },
  {
    name: "DepMap's older sample_info.csv, for a matrix named by cell lines",
    samples: ["HEL", "NIHOVCAR3", "LS513", "HEL9217"],
    table: csv(
      "DepMap_ID,cell_line_name,stripped_cell_line_name,sex,primary_disease,Subtype,lineage",
      'ACH-000001,"NIH:OVCAR-3",NIHOVCAR3,Female,Ovarian Cancer,"Adenocarcinoma, high grade serous",ovary',
      "ACH-000004,HEL,HEL,Male,Leukemia,AML,blood",
      "ACH-000005,HEL 92.1.7,HEL9217,Male,Leukemia,AML,blood",
      "ACH-000007,LS513,LS513,Male,Colon/Colorectal Cancer,Adenocarcinoma,colorectal",
    ),
    types: ["blood", "ovary", "colorectal", "blood"],
    column: "lineage",
    joinedBy: "stripped_cell_line_name",
  },
  {
    name: "R's write.table of a data frame, quotes and blanks",
    samples: ["S10", "S2", "S1"],
    table: csv(
      '"condition" "age at day 1"',
      '"S1" "treated twice" 50',
      '"S2" "control" NA',
      '"S10" "control" 7',
    ),
    types: ["control", "control", "treated twice"],
    column: "condition",
    joinedBy: null,
    found: { "short-phenotype-header": 1, "matched-samples": 3, "normal-types": 2 },
  },
  {
    name: "R's write.csv2 of a data frame, for names that R changed",
    samples: ["X10.a", "X9.b", "Y.1"],
    table: csv(
      '"";"disease";"dose"',
      '"9-b";"ALL";"1,5"',
      '"Y 1";"AML";"2,5"',
      '"10-a";"AML";"0,5"',
    ),
    types: ["AML", "ALL", "AML"],
    column: "disease",
    joinedBy: null,
    found: { "matched-by-r-name": 3 },
  },
  {
    name: "recount3's metadata of TCGA",
    samples: ["43A8D7C2", "F2F1B0AA", "0E0E6D4C"],
    table: tsv(
      "rail_id|external_id|study|tcga.tcga_barcode|tcga.gdc_cases.project.project_id|tcga.gdc_cases.samples.sample_type",
      "106797|F2F1B0AA|BRCA|TCGA-E2-A1L7-11A-33R-A144-07|TCGA-BRCA|Solid Tissue Normal",
      "110230|43A8D7C2|LUAD|TCGA-05-4244-01A-01R-1107-07|TCGA-LUAD|Primary Tumor",
      "110773|0E0E6D4C|BRCA|TCGA-E2-A1L7-01A-11R-A144-07|TCGA-BRCA|Primary Tumor",
    ),
    types: ["TCGA-LUAD", "TCGA-BRCA"],
    column: "tcga.gdc_cases.project.project_id",
    joinedBy: "external_id",
    found: { "matched-samples": 3, "normal-by-column": 1 },
  },
  {
    name:
      "recount3's metadata of a study of the Sequence Read Archive, whose attributes stand in one cell",
    samples: ["SRR3900007", "SRR3900002", "SRR3900011"],
    table: tsv(
      "rail_id|external_id|study|sample_name|sample_attributes|run_total_bases",
      "7|SRR3900002|SRP045638|GSM2|age;;61¦source_name;;DLPFC¦disease state;;glioma; grade II|9",
      "8|SRR3900011|SRP045638|GSM11|age;;40¦disease state;;control¦source_name;;DLPFC|9",
      "9|SRR3900007|SRP045638|GSM7|age;;¦source_name;;DLPFC¦disease state;;control|9",
    ).replaceAll("¦", "|"),
    types: ["control", "glioma; grade II", "control"],
    column: "disease state",
    joinedBy: "external_id",
    found: { "matched-samples": 3, "normal-types": 2 },
  },
  {
    name: "recount3's metadata of GTEx",
    samples: ["GTEX-T5JC-0011-R10A-SM-32PM2.1", "GTEX-QDT8-0126-SM-48TZ1.1"],
    table: tsv(
      "rail_id|external_id|study|gtex.smts|gtex.smtsd",
      "150560|GTEX-QDT8-0126-SM-48TZ1.1|LUNG|Lung|Lung",
      "150561|GTEX-T5JC-0011-R10A-SM-32PM2.1|BRAIN|Brain|Brain - Cortex",
    ),
    types: ["Brain", "Lung"],
    column: "gtex.smts",
    joinedBy: "external_id",
    found: { "matched-samples": 2, "only-normal-samples": 2 },
  },
  {
    name: "GTEx' SampleAttributesDS, a study of normal tissue alone",
    samples: ["GTEX-1117F-0226-SM-5GZZ7", "GTEX-111CU-1826-SM-5GZYN", "GTEX-1117F-0426-SM-5EGHI"],
    table: tsv(
      "SAMPID|SMATSSCR|SMCENTER|SMPTHNTS|SMRIN|SMTS|SMTSD",
      "GTEX-1117F-0003-SM-58Q7G||B1|||Blood|Whole Blood",
      "GTEX-111CU-1826-SM-5GZYN|1|B1|normal|7|Adipose Tissue|Adipose - Subcutaneous",
      'GTEX-1117F-0226-SM-5GZZ7|0|B1|2 pieces, "clean"|6.8|Adipose Tissue|Adipose - Subcutaneous',
      "GTEX-1117F-0426-SM-5EGHI|0|B1|2 pieces|7.1|Muscle|Muscle - Skeletal",
    ),
    types: ["Adipose Tissue", "Adipose Tissue", "Muscle"],
    column: "SMTS",
    joinedBy: "SAMPID",
    found: { "matched-samples": 3, "unused-phenotype-rows": 1, "only-normal-samples": 3 },
  },
  {
    name: "GTEx' SubjectPhenotypes, by a named column",
    samples: ["GTEX.1117F.0226.SM.5GZZ7", "GTEX.111CU.1826.SM.5GZYN", "GTEX.1117F.0426.SM.5EGHI"],
    table: tsv("SUBJID|SEX|AGE|DTHHRDY", "GTEX-111CU|1|50-59|0", "GTEX-1117F|2|60-69|4"),
    types: ["60-69", "50-59", "60-69"],
    column: "AGE",
    joinedBy: "SUBJID",
    found: { "matched-by-subject": 3, "only-normal-samples": 3 },
    options: { phenotypeColumn: "age" },
  },
  {
    name: "GEOquery's table of a series, with channels in its names",
    samples: ["GSM3", "GSM1", "GSM2"],
    table: csv(
      '"","title","geo_accession","source_name_ch1","characteristics_ch1","disease state:ch1"',
      '"GSM1","patient 1","GSM1","blood","age: 50","lupus"',
      '"GSM2","patient 2","GSM2","blood","age: 51","healthy"',
      '"GSM3","patient 3","GSM3","blood","age: 52","lupus"',
    ),
    types: ["lupus", "lupus", "healthy"],
    column: "disease state:ch1",
    joinedBy: "geo_accession",
    found: { "matched-samples": 3, "normal-types": 1 },
  },
  {
    name: "GEO's characteristics, by the titles of the samples",
    samples: ["ctrl 1", "AD 2", "AD 1"],
    table: tsv(
      "geo_accession|title|characteristics_ch1|characteristics_ch1.1|characteristics_ch1.2",
      "GSM11|AD 1|tissue: cortex|disease state: Alzheimer|Sex: F",
      "GSM12|AD 2|tissue: cortex|disease state: Alzheimer|Sex: M",
      "GSM13|ctrl 1|tissue: cortex|disease state: none known|Sex: F",
    ),
    types: ["none known", "Alzheimer", "Alzheimer"],
    column: "disease state",
    joinedBy: "title",
  },
  {
    name: "a table with two columns that find as many, of which one has the very ids",
    samples: ["s1", "s2", "s3", "s9"],
    table: csv("name,code,disease", "S3,s3,ALL", "S1,s1,ALL", "S2,s2,AML"),
    types: ["ALL", "AML", "ALL", "unknown"],
    column: "disease",
    joinedBy: "code",
    found: { "matched-samples": 3, "unmatched-samples": 1 },
  },
  {
    name: "a single-cell table whose disease is the same in every cell",
    samples: ["AAACCTGAGAAACCAT-1", "AAACCTGAGAAGGCCT-1", "AAACCTGCATTTCAGG-1"],
    table: csv(
      "barcode,donor_id,disease,cell_type",
      "AAACCTGCATTTCAGG-1,D2,normal,B cell",
      "AAACCTGAGAAACCAT-1,D1,normal,T cell",
      "AAACCTGAGAAGGCCT-1,D1,normal,T cell",
    ),
    types: ["T cell", "T cell", "B cell"],
    column: "cell_type",
    joinedBy: "barcode",
  },
];

Deno.test("loadCohort() takes no patient's sample type for that of each of their samples", () =>
  inFolder(async (folder) => {
    const matrix = `${folder}/matrix.tsv`, phenotype = `${folder}/patients.tsv`;
    await Deno.writeTextFile(matrix, tsv("gene|P1-a|P1-b|P2-a", "TP53|1|2|3", "MYC|4|5|6"));
    await Deno.writeTextFile(
      phenotype,
      tsv("PATIENT_ID|CANCER_TYPE|SAMPLE_TYPE", "P1|lung|Normal", "P2|skin|Primary"),
    );
    const cohort = await loadCohort(matrix, { phenotype, cache: false, orientation: "genes" });
    assert.deepEqual(cohort.cancerTypes, ["lung", "lung", "skin"]);
    assert.equal(cohort.sampleTypes!.counts.unknown, 3);
  }));

/** Notices that tell how a phenotype table was joined, and what was left out. */
const TOLD = /phenotype|matched|sample|comment|normal|control|missing-cancer/;

for (const { name, samples, table, types, column, joinedBy, found, options } of KINDS) {
  Deno.test(`loadCohort() reads ${name}`, () =>
    inFolder(async (folder) => {
      const matrix = `${folder}/matrix.tsv`, phenotype = `${folder}/table.txt`;
      const row = (gene: string) => [gene, ...samples.map((_, i) => i + 1)].join("\t");
      const lines = [["gene", ...samples].join("\t"), row("TP53"), row("MYC"), ""];
      await Deno.writeTextFile(matrix, lines.join("\n"));
      await Deno.writeTextFile(phenotype, table);
      const cohort = await loadCohort(matrix, { phenotype, cache: false, ...options });
      assert.deepEqual(cohort.cancerTypes, types);
      const { matched, of, columns, ...joined }: CohortPhenotype = cohort.phenotype!;
      assert.deepEqual(joined, { file: phenotype, column, joinedBy });
      assert.equal(matched, types.filter((type) => type !== "unknown").length);
      assert.deepEqual([of, columns > 1], [types.length, true]);
      const counts = cohort.report.filter(({ kind }) => TOLD.test(kind) && !/^rows-/.test(kind));
      assert.deepEqual(
        Object.fromEntries(counts.map(({ kind, count }) => [kind, count])),
        found ?? { "matched-samples": samples.length },
      );
    }));
}
