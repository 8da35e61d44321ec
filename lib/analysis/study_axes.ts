/**
 * Options that change what a learning rate means, and genes, whose errors are not compared: each level is a study of its own.
 */
export const STUDY_AXES: readonly string[] = ["reduction", "momentum", "genes"];
