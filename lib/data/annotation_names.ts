/** Rows that counting programs add below or above the genes: STAR, HTSeq, featureCounts' summary. */
const COUNTER =
  /^(N_(unmapped|multimapping|noFeature|ambiguous)|__[a-z]\w*|(Un)?Assigned(_\w+)?|no_feature|too_low_aQual|not_aligned|alignment_not_unique)$/i;

/** What stands beside genes in their tables, and beside samples where a column of a clinical table was put in. */
const ANNOTATIONS = new Set(
  (
    // Names of genes besides the one that is used.
    "gene_id gene_name gene_symbol gene symbol genesymbol geneid genename hgnc_symbol hugo_symbol external_gene_name " +
    "ensembl_id ensembl_gene_id ensemblid ensembl entrez_gene_id entrez_id entrezid entrez entrezgene " +
    "hgnc_id transcript_id transcript_ids transcript_id(s) transcript_name refseq_id uniprot_id probe_id id_ref " +
    // What genes are and where.
    "gene_type gene_biotype genetype biotype description gene_description gene_title chr chrom chromosome " +
    "chromosome_name seqname seqnames start end start_position end_position strand length gene_length " +
    "effective_length width cytoband tax_id " +
    // Samples' own columns.
    "sample_id sampleid barcode cancer_type cancertype tumor_type tumour_type disease diagnosis subtype label labels " +
    "class target group condition batch tissue tissue_type sample_type cell_type sex gender age patient patient_id " +
    "donor donor_id stage status " +
    // DepMap's columns of models and sequencing.
    "modelid model_id depmap_id profileid sequencingid modelconditionid isdefaultentryformodel isdefaultentryformc " +
    "cell_line_name cell_line_display_name lineage lineage_1 lineage_2 lineage_3 lineage_4 lineage_5 lineage_6 " +
    // What programs write for the numbers of rows.
    "__index_level_0__ level_0 unnamed:_0 ...1"
  ).split(" "),
);

/**
 * Whether an id names neither a gene nor a sample, but what stands beside them: counts of reads without a gene (STAR's
 * `N_unmapped`, HTSeq's `__no_feature`), further ids of genes, their place, a label of samples.
 *
 * @example
 * ```ts
 * import { isAnnotation } from "./annotation_names.ts";
 * const beside = ["N_unmapped", "TP53", "Entrez_Gene_Id", "S1"].filter(isAnnotation);
 * if (beside.join() !== "N_unmapped,Entrez_Gene_Id") throw new Error(beside.join());
 * ```
 */
export function isAnnotation(id: string): boolean {
  return COUNTER.test(id) || ANNOTATIONS.has(id.trim().toLowerCase().replaceAll(/[ .-]/g, "_"));
}
