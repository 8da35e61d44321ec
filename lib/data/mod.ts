/**
 * Gene expression from a file to a dataset that can be trained on: read, matched with cancer types, split first,
 * then reduced to the most variable genes and scaled by the training rows alone.
 *
 * @module
 */

export { CATALOGUE, type CatalogueEntry, findCohort, type Source } from "./download/catalogue.ts";
export type { Variability } from "./choose_genes.ts";
export type { Cohort } from "./cohort.ts";
export type { Dataset, Split } from "./dataset.ts";
export { loadDataset } from "./dataset_file.ts";
export { type ExpressionOptions, readExpression } from "./expression.ts";
export type { ExpressionMatrix } from "./expression_matrix.ts";
export { loadCohort, type LoadCohortOptions } from "./load_cohort.ts";
export { type Phenotype, type PhenotypeOptions, readPhenotype } from "./phenotype/phenotype.ts";
export { prepareDataset, type PreparedDataset, type PrepareOptions } from "./prepare.ts";
export { type PreparedOnce, prepareOnce, type PrepareOnceOptions } from "./prepare_once.ts";
export { type DataLine, describeData } from "./describe_data.ts";
export { type DataSummary, type SplitSizes, summarizeCohort } from "./data_summary.ts";
export { describeNotices, type Notice, type NoticeKind } from "./notices.ts";
export type { SplitOptions } from "./split.ts";
export type { ReadProgress } from "./table.ts";
export { syntheticCohort, type SyntheticOptions } from "./synthetic.ts";
