import { basename, dirname } from "node:path";
import { writeWhole } from "../files.ts";
import { makeFolder } from "../files/make_folder.ts";
import { multilayerPerceptron } from "../models/multilayer_perceptron.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import { formatSignificant } from "../format/format_significant.ts";
import { visibleText } from "../format/visible_text.ts";

/**
 * Writes a network as one file that holds all that is needed to use it, and beside it a page that says what it is and
 * shows how Python loads it.
 *
 * @param path Ends with .safetensors; its folder is made.
 * @param about What is known of it besides, such as its run, one line each. @default {nothing}
 * @returns The paths of the network and of the page.
 * @throws {StorageError} If there is no room or no access.
 *
 * @example
 * ```ts ignore
 * exportNetwork(result.trained!, "networks/vae.safetensors", { cohort: "TCGA" });
 * ```
 */
export function exportNetwork(
  trained: TrainedModel,
  path: string,
  about: Readonly<Record<string, string>> = {},
): [network: string, page: string] {
  const page = path.replace(/\.safetensors$/, ".md");
  makeFolder(dirname(path));
  trained.save(path);
  writeWhole(page, pageOf(trained, basename(path), about));
  return [path, page];
}

function pageOf(
  trained: TrainedModel,
  file: string,
  about: Readonly<Record<string, string>>,
): string {
  const { name, latentSize, genes, content } = trained,
    { options, dataset, scale, errorLimit } = content;
  const { modelOptions, ...settings } = options;
  const facts = {
    ...{ model: name, "latent size": `${latentSize}`, genes: `${genes.length}` },
    ...about,
    "training data": `${dataset.name}, hash ${dataset.hash.slice(0, 16)}`,
    "scale of the expression": scale ?? "not known",
    ...errorLimit && {
      "usual errors": `99 % of the training samples have an error of at most ${
        formatSignificant(errorLimit.value)
      }, ${formatSignificant(100 * (1 - errorLimit.validationShare))} % of the validation samples`,
    },
    ...Object.fromEntries(
      Object.entries({ ...modelOptions, ...settings }).map((
        [option, value],
      ) => [option, `${value}`]),
    ),
  };
  const rows = Object.entries(facts).map(([what, text]) =>
    `| ${what} | ${visibleText(text).replaceAll("|", "\\|")} |`
  );
  return `# ${file}

A network for gene expression, trained by vae-sensitivity. The file is
[safetensors](https://github.com/huggingface/safetensors): weights, moments of normalized layers, the
genes in the order of the columns, and their training means and standard deviations.

| what | |
| --- | --- |
${rows.join("\n")}

${isShared(trained) ? pythonOf(trained, file) : ownNetwork(trained)}`;
}

/** Whether it is the network of the study's models, which the page can write out. */
function isShared({ content: { model } }: TrainedModel): boolean {
  return model.encode === multilayerPerceptron.encode &&
    model.decode === multilayerPerceptron.decode;
}

function pythonOf(trained: TrainedModel, file: string): string {
  const isNormalized = Object.keys(trained.content.moments).length > 0;
  const hidden = (layer: string) =>
    isNormalized
      ? `    h = (h - t["${layer}_norm/mean"]) / torch.sqrt(t["${layer}_norm/variance"] + 1e-5)
    h = torch.relu(h * t["${layer}_norm/scale"] + t["${layer}_norm/offset"])`
      : `    h = torch.relu(h)`;
  return `## In Python

With \`pip install torch safetensors\`:

\`\`\`python
import json, torch
from safetensors import safe_open

with safe_open(${JSON.stringify(file)}, framework="pt") as file:
    genes, t = json.loads(file.metadata()["genes"]), {k: file.get_tensor(k) for k in file.keys()}

def encode(expression):  # samples × genes, in the order of \`genes\`; NaN where one is missing
    x = (expression - t["data/means"]) / t["data/standard_deviations"]
    h = torch.nan_to_num(x).float() @ t["encoder_hidden/kernel"] + t["encoder_hidden/bias"]
${hidden("encoder")}
    return h @ t["mean/kernel"] + t["mean/bias"]  # latent means

def decode(z):
    h = z @ t["decoder_hidden/kernel"] + t["decoder_hidden/bias"]
${hidden("decoder")}
    x = h @ t["reconstruction/kernel"] + t["reconstruction/bias"]
    return x * t["data/standard_deviations"] + t["data/means"]
\`\`\`
`;
}

function ownNetwork({ name, content: { weights } }: TrainedModel): string {
  const list = Object.entries(weights).map(([weight, { shape }]) =>
    `- \`${weight}\` [${shape.join(", ")}]`
  );
  return `## Its parameters

The network of ${name} is written in its own file; these are its parameters:

${list.join("\n")}
`;
}
