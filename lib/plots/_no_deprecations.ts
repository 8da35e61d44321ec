import process from "node:process";

// Vega's network loader, which figures never use, imports Node's deprecated punycode: users would be told
// to replace what is not theirs. Imported before vega.
process.noDeprecation = true;
