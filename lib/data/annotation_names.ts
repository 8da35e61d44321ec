/** Rows that counting programs add below or above the genes: STAR, HTSeq, featureCounts' summary. */
const COUNTER =
  /^(N_(unmapped|multimapping|noFeature|ambiguous)|__[a-z]\w*|(Un)?Assigned(_\w+)?|no_feature|ambiguous|too_low_aQual|not_aligned|alignment_not_unique)$/i;

/** What stands beside genes in their tables, and beside samples where a column of a clinical table was put in. */
const ANNOTATIONS = new Set(
  (
    // Names of genes besides the one that is used.
    "gene_id gene_name gene_symbol gene symbol genesymbol geneid genename hgnc_symbol hugo_symbol external_gene_name " +
    "ensembl_id ensembl_gene_id ensemblid ensembl entrez_gene_id entrez_id entrezid entrez entrezgene " +
    "hgnc_id transcript_id transcript_ids transcript_id(s) transcript_name refseq_id uniprot_id probe_id id_ref " +
    "ensembl_gene entrez_gene ncbi_gene_id locuslink locuslink_id locus_id gene_symbols gene_names " +
    // What genes are and where.
    "gene_type gene_biotype genetype biotype description gene_description gene_title chr chrom chromosome " +
    "chromosome_name seqname seqnames start end start_position end_position strand length gene_length " +
    "effective_length width cytoband tax_id locus gene_short_name tss_id class_code nearest_ref_id coverage " +
    "transcript_length exon_length cds_length gene_start gene_end gene_chr gene_strand tf_family tss tx_start tx_end exon_count map_location " +
    "gc_content %gc percent_gc percentage_gc_content percentage_gene_gc_content gene_gc_content gene_percent_gc_content " +
    // What tests of differential expression add beside the samples.
    "base_mean log2foldchange lfc_se fold_change log2fc logfc logcpm ave_expr padj p_value p_val q_value fdr " +
    "adj_p_val adj_p_value adjusted_p_value " +
    // Samples' own columns.
    "sample_id sampleid barcode cancer_type cancertype tumor_type tumour_type disease diagnosis subtype label labels " +
    "class target group condition batch tissue tissue_type sample_type cell_type sex gender age patient patient_id " +
    "donor donor_id stage status grade vital_status age_at_diagnosis days_to_death days_to_last_follow_up race " +
    "ethnicity cluster survival survival_time os os_time os_event os_status os_months pfs pfs_time pfs_event dfs " +
    "dfs_time dss dss_time dfi dfi_time pfi pfi_time rfs rfs_time " +
    // DepMap's columns of models and sequencing.
    "modelid depmap_id profileid sequencingid modelconditionid isdefaultentryformodel isdefaultentryformc " +
    "cell_line_name cell_line_display_name lineage lineage_1 lineage_2 lineage_3 lineage_4 lineage_5 lineage_6 " +
    // Sums and means of the others, as a spreadsheet has them.
    "total totals sum sums summe gesamt gesamtergebnis grand_total total_counts total_reads library_size mean " +
    "average median mittelwert row_sum row_sums row_mean row_means"
  ).split(" ").map(joined),
);

/** What programs write above the numbers of rows. */
const ROW_NUMBERS = /^(__index_level_0__|level_0|unnamed: ?0|\.\.\.1)$/i;
/** What BeadStudio and Cuffdiff write beside each sample's number, its name before or behind that. */
const BESIDE_SAMPLE =
  /(^|[_. ])(detection[_. -]*p[_. -]?val(ue)?|bead_stderr|avg_nbeads|narrays|array_stdev|conf_(lo|hi))([_. -]|$)|_status$|^(log_?2[_. ]?)?fold[_. ]?change/i;

/**
 * Whether an id names neither a gene nor a sample, but what stands beside them: counts of reads without a gene (STAR's
 * `N_unmapped`, HTSeq's `__no_feature`), further ids of genes, their place, a label of samples, a total, a p-value of
 * its detection.
 *
 * @example
 * ```ts
 * import { isAnnotation } from "./annotation_names.ts";
 * const beside = ["N_unmapped", "TP53", "Entrez_Gene_Id", "S1"].filter(isAnnotation);
 * if (beside.join() !== "N_unmapped,Entrez_Gene_Id") throw new Error(beside.join());
 * ```
 */
export function isAnnotation(id: string): boolean {
  return [COUNTER, ROW_NUMBERS, BESIDE_SAMPLE].some((pattern) => pattern.test(id)) ||
    ANNOTATIONS.has(joined(id));
}

/** A name in lower case without what stands between its words: "entrezgeneid". */
function joined(name: string): string {
  return name.toLowerCase().replaceAll(/[ ._-]/g, "");
}
